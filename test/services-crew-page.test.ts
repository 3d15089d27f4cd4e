import { SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { CrewWorld, charter } from './services-crew-world.ts';

const HOUR = 3_600_000;
let world: CrewWorld;
let id: string;

beforeEach(async () => {
  world = await CrewWorld.start();
  id = await world.createEvent();
  return () => world.stop();
});

const anaToken = () => world.token('ana@example.com');
const buttons = (page: string) => [...page.matchAll(/name="answer" value="(\w+)"/g)].map((match) => match[1]);

describe('the link', () => {
  it('leads to the public site', () => {
    expect(world.mails[0]?.text).toContain('\nhttps://queenofsandiego.com/crew/confirm?token=eyJ');
  });

  it('never confirms by being opened, however often and by whichever method reads', async () => {
    const token = anaToken();
    for (let count = 0; count < 3; count++) {
      const page = await world.open(token);
      expect(page.status).toBe(200);
      expect(buttons(await page.text())).toEqual(['confirm', 'decline']);
    }
    expect(await world.replies(id)).toEqual({ cap: 'invited', ana: 'invited', ben: 'invited' });
    expect(await world.event(id)).toMatchObject({ version: 1 });
  });

  it('confirms by its button, and lets its reader change their mind', async () => {
    world.now += HOUR;
    const confirmed = await world.press(anaToken(), 'confirm');
    expect(confirmed.status).toBe(200);
    expect(await confirmed.text()).toContain('You’re confirmed');
    const { replies } = await world.event(id);
    expect(replies.find(({ crew_id }) => crew_id === 'ana')).toEqual({
      crew_id: 'ana',
      reply: 'confirmed',
      replied_at: '2027-05-01T20:00:00.000Z',
      mail: 'sent',
    });
    expect(await world.replies(id)).toMatchObject({ cap: 'invited', ben: 'invited' });
    const again = await (await world.open(anaToken())).text();
    expect(buttons(again)).toEqual(['decline']);

    await world.press(anaToken(), 'decline');
    expect(await world.replies(id)).toMatchObject({ ana: 'declined' });
    expect(buttons(await (await world.open(anaToken())).text())).toEqual(['confirm']);
  });

  it('keeps the answers of people who press at the same time', async () => {
    const pressed = await Promise.all(
      ['cora', 'ana', 'ben'].map((name) => world.press(world.token(`${name}@example.com`), 'confirm')),
    );
    expect(pressed.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await world.replies(id)).toEqual({ cap: 'confirmed', ana: 'confirmed', ben: 'confirmed' });
  });

  it('needs an answer that the page offers', async () => {
    expect((await world.press(anaToken(), '')).status).toBe(400);
    expect((await world.press(anaToken(), 'link')).status).toBe(400);
    expect(await world.replies(id)).toMatchObject({ ana: 'invited' });
  });

  it('confirms for 48 hours; after that it offers a fresh one, mailed to the address on the event only', async () => {
    const old = anaToken();
    world.now += 48 * HOUR - 1000;
    expect(buttons(await (await world.open(old)).text())).toEqual(['confirm', 'decline']);
    world.now += 1000;
    const page = await world.open(old);
    expect(page.status).toBe(200);
    expect(buttons(await page.text())).toEqual(['link']);
    expect((await world.press(old, 'confirm')).status).toBe(409);
    expect(await world.replies(id)).toMatchObject({ ana: 'invited' });

    world.takeMails();
    const asked = await world.press(old, 'link');
    expect(await asked.text()).toContain('A new link is on its way');
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['ana@example.com', expect.stringMatching(/^Your new link/)],
    ]);
    await world.press(old, 'link');
    expect(world.mails).toHaveLength(1);
    expect((await world.press(anaToken(), 'confirm')).status).toBe(200);
    const confirmed = await (await world.open(old)).text();
    expect(confirmed).toContain('<h1>You’re confirmed</h1>');
    expect(buttons(confirmed)).toEqual(['link']);
    world.now += 10 * 60_000;
    await world.press(old, 'link');
    expect(world.mails).toHaveLength(2);
  });

  it('has nothing left to answer when the charter is over', async () => {
    world.now = Date.parse('2027-05-30T12:00:00-07:00');
    const page = await world.open(anaToken());
    const text = await page.text();
    expect(text).toContain('This charter is over');
    expect(buttons(text)).toEqual([]);
    expect((await world.press(anaToken(), 'confirm')).status).toBe(409);
    expect((await world.press(anaToken(), 'link')).status).toBe(409);
  });
});

describe('a token that is not ours', () => {
  async function forged(
    claims: object,
    secret = 'first-signing-secret-of-at-least-32-bytes',
    changes: object = {},
  ) {
    const seconds = Math.floor(world.now / 1000);
    const all = {
      iss: 'ship-captain-crew',
      aud: 'crew-confirm',
      sub: 'ana',
      event_id: id,
      invitation: 1,
      exp: seconds + 3600,
      ...claims,
    };
    return new SignJWT(all)
      .setProtectedHeader({ alg: 'HS256', ...changes })
      .sign(new TextEncoder().encode(secret));
  }

  it('would be accepted if it were ours, so that these tests can fail', async () => {
    expect((await world.press(await forged({}), 'confirm')).status).toBe(200);
  });

  it('opens nothing and answers nothing', async () => {
    const token = anaToken();
    const [header, payload, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const asBen = Buffer.from(JSON.stringify({ ...claims, sub: 'ben' })).toString('base64url');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const cases: [string, number][] = [
      ['', 400],
      ['not-a-token', 400],
      [`${header}.${payload}`, 400],
      [`${header}.${asBen}.${signature}`, 403],
      [`${none}.${payload}.${signature}`, 403],
      [await forged({}, 'another-secret-that-is-just-as-long-as-ours'), 403],
      [await forged({ aud: 'guest-page' }), 403],
      [await forged({ iss: 'somebody' }), 403],
      [await forged({ exp: undefined }), 403],
      [await forged({ event_id: 'evt_other' }), 403],
      [await forged({ sub: 'nobody' }), 403],
    ];
    for (const [bad, status] of cases) {
      const opened = await world.open(bad);
      const pressed = await world.press(bad, 'confirm');
      expect([opened.status, pressed.status]).toEqual([status, status]);
      for (const page of [await opened.text(), await pressed.text()]) {
        expect(page).not.toMatch(/Boatsetter|Ana|Sheraton|<form/);
      }
    }
    expect(await world.event(id)).toMatchObject({ version: 1 });
  });
});

describe('the signing secret', () => {
  it('is read once per instance', async () => {
    await world.open(anaToken());
    await world.open(anaToken());
    expect(world.aws.secretReads).toBe(2); // its current and its previous version
  });

  it('may be rotated: links of the previous key still work, those of the one before do not', async () => {
    const oldest = anaToken();
    world.aws.secrets = {
      AWSCURRENT: 'second-signing-secret-of-at-least-32-bytes',
      AWSPREVIOUS: world.aws.secrets.AWSCURRENT ?? '',
    };
    world.restart();
    expect((await world.open(oldest)).status).toBe(200);
    world.aws.secrets = {
      AWSCURRENT: 'third-signing-secret-of-at-least-32-bytes!',
      AWSPREVIOUS: world.aws.secrets.AWSCURRENT ?? '',
    };
    world.restart();
    expect((await world.open(oldest)).status).toBe(403);
  });

  it('is read again for a link that another instance signed with a newer one', async () => {
    await world.open(anaToken());
    world.aws.secrets = { AWSCURRENT: 'second-signing-secret-of-at-least-32-bytes' };
    world.now += 60_000;
    const seconds = Math.floor(world.now / 1000);
    const token = await new SignJWT({ event_id: id, invitation: 1 })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('ship-captain-crew')
      .setAudience('crew-confirm')
      .setSubject('ana')
      .setExpirationTime(seconds + 60)
      .sign(new TextEncoder().encode('second-signing-secret-of-at-least-32-bytes'));
    expect((await world.open(token)).status).toBe(200);
  });
});

describe('the page', () => {
  it('tells its reader when, where, with whom and for what pay', async () => {
    const text = await (await world.open(anaToken())).text();
    for (const fact of [
      'Sunday, May 30, 2027',
      '9:00 AM – 12:00 PM PDT',
      'Sheraton Marina, Dock B',
      'Sail JADA',
      'Bring ice and sunscreen',
      'Ben Bosun',
      'Cora Captain',
      '$125.00 (5 h × $25.00)',
    ]) {
      expect(text).toContain(fact);
    }
  });

  it('and every mail show nobody another one’s pay', async () => {
    const pay = { ana: /25\.00|125\.00/, ben: /31\.50|141\.75/, cora: /\$\d/ };
    await world.call('PATCH', `/events/${id}`, { duration_hours: 4 });
    const seen = { ana: '', ben: '', cora: '' };
    for (const name of ['ana', 'ben', 'cora'] as const) {
      const address = `${name}@example.com`;
      const token = world.token(address);
      seen[name] += await (await world.open(token)).text();
      seen[name] += await (await world.press(token, 'confirm')).text();
    }
    await world.call('DELETE', `/events/${id}`);
    for (const { to, html, text, subject } of world.mails) {
      seen[to.split('@')[0] as keyof typeof seen] += html + text + subject;
    }
    expect(seen.ana).toMatch(pay.ana);
    expect(seen.ben).toMatch(pay.ben);
    expect(seen.ana).not.toMatch(pay.ben);
    expect(seen.ben).not.toMatch(pay.ana);
    expect(seen.cora).not.toMatch(pay.cora);
  });

  it('escapes what people typed, in pages and HTML mails', async () => {
    const nasty = '<script>alert("x")</script>';
    const other = await world.createEvent({
      booking_id: 'NASTY',
      event_name: nasty,
      boat: nasty,
      location: nasty,
      guest_name: nasty,
      notes: nasty,
      crew: charter.crew.map((member) => ({ ...member, name: nasty, role: nasty })),
    });
    const page = await (await world.open(anaToken())).text();
    await world.call('DELETE', `/events/${other}`);
    const mails = world.mails.filter(({ subject }) => subject.includes('alert'));
    expect(mails.length).toBeGreaterThan(3);
    for (const html of [page, ...mails.map((mail) => mail.html)]) {
      expect(html).toContain('&lt;script&gt;');
      expect(html.replace(/<script nonce="\w+">/, '')).not.toContain('<script');
    }
    for (const { text } of mails) expect(text).toContain(nasty);
  });

  it('isolates names in any script, and links to nothing but a public guest page', async () => {
    const name = 'Zoë "Z" O\'Hara & Søn 🐙 שלום';
    await world.createEvent({
      booking_id: 'ANY',
      guest_name: name,
      notes: name,
      guest_page_url: 'javascript:alert(1)',
      crew: charter.crew.map((member) => ({ ...member, name })),
    });
    const text = await (await world.open(anaToken())).text();
    const written = 'Zoë &quot;Z&quot; O&#x27;Hara &amp; Søn 🐙 שלום';
    expect(text).toContain(`<dd><bdi>${written}</bdi></dd>`);
    expect(text).toContain(`For <bdi>${written}</bdi>`);
    expect(text).toContain(`<li><bdi>${written}</bdi>`);
    expect(text).toContain(`<p class="notes" dir="auto">${written}</p>`);
    expect(text).not.toMatch(/javascript:|What the guests see/);
  });

  it('keeps a line break out of subjects', async () => {
    await world.createEvent({ booking_id: 'LINES', event_name: 'One\r\nBcc: all@example.com' });
    for (const { subject } of world.mails) expect(subject).not.toMatch(/[\r\n]/);
  });

  it('loads nothing but its own service’s data, runs its own script only, and stays out of frames, caches, referrers and search engines', async () => {
    const page = await world.open(anaToken());
    const text = await page.text();
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    const nonce = policy.match(/style-src 'nonce-(\w+)'/)?.[1];
    expect(text).toContain(`<style nonce="${nonce}">`);
    expect(text.match(/<script[^>]*>/g)).toEqual([`<script nonce="${nonce}">`]);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'nonce-${nonce}'`,
      `script-src 'nonce-${nonce}'`,
      "connect-src 'self'",
      'img-src data:',
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(page.headers.get('Cache-Control')).toBe('no-store');
    expect(page.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(page.headers.get('X-Robots-Tag')).toContain('noindex');
    expect(text.match(/https?:[^"]*|src=|style="/g)).toEqual([charter.guest_page_url]);
    expect(text).toMatch(/<meta name="charter-desk-template" content="crew-page \d+">/);
    const next = (await world.open(anaToken())).headers.get('Content-Security-Policy');
    expect(next).not.toBe(policy);
  });

  it('is a page even when the service is in trouble', async () => {
    const token = anaToken();
    world.database.intercept = () => ({ __type: 'com.amazonaws.dynamodb.v20120810#ValidationException' });
    const answer = await world.open(token);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('<h1>Something went wrong</h1>');
    expect(world.log.at(-1)).toMatchObject({
      route: '/crew/confirm',
      status: 500,
      code: 'ValidationException',
    });
  });

  it('names the day on which a charter ends after midnight', async () => {
    await world.createEvent({ booking_id: 'NIGHT', start_time: '2027-05-30T22:00:00-07:00' });
    const text = await (await world.open(anaToken())).text();
    expect(text).toContain('10:00 PM – 1:00 AM PDT (Monday, May 31, 2027)');
  });
});
