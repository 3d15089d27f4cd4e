import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { CrewWorld, charter, hash, SERVICE_KEY } from './services-crew-world.ts';

let world: CrewWorld;
const recipients = () =>
  world
    .takeMails()
    .map(({ to }) => to.split('@')[0])
    .sort();

beforeEach(async () => {
  world = await CrewWorld.start();
  return () => world.stop();
});

describe('the service key', () => {
  const ask = (key: string) => world.call('GET', '/events?booking_id=X', undefined, { 'X-Service-Key': key });

  it('is compared by its hash: right, wrong, missing, the hash itself', async () => {
    expect((await ask(SERVICE_KEY)).status).toBe(200);
    expect((await ask('wrong')).status).toBe(401);
    expect((await ask(hash(SERVICE_KEY))).status).toBe(401);
    const missing = await ask('');
    expect(missing.status).toBe(401);
    expect(await missing.json()).toMatchObject({
      error: { code: 'key_missing', message: expect.stringContaining('CloudFront') },
    });
  });

  it('may be one of two while it is being rotated', async () => {
    world.variables.SERVICE_KEY_HASH = `${hash('new key')}, ${hash(SERVICE_KEY).toUpperCase()}`;
    expect((await ask('new key')).status).toBe(200);
    expect((await ask(SERVICE_KEY)).status).toBe(200);
    expect((await ask('older key')).status).toBe(401);
  });

  it('cannot be checked without a hash: 503 that says what to do', async () => {
    delete world.variables.SERVICE_KEY_HASH;
    const answer = await ask(SERVICE_KEY);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      error: {
        code: 'service_key_hash_missing',
        message: expect.stringMatching(/SERVICE_KEY_HASH.*SHA-256/),
      },
    });
  });
});

describe('POST /events', () => {
  it('mails the captain and each crew member one link of their own', async () => {
    const id = await world.createEvent();
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual(
      ['cora', 'ana', 'ben'].map((name) => [
        `${name}@example.com`,
        'You are invited to crew: Boatsetter — May 30 (3h), May 30, 9:00 AM',
      ]),
    );
    for (const { html, text, from } of world.mails) {
      expect(from).toBe('crew@queenofsandiego.com');
      expect(text).toContain('Sunday, May 30, 2027');
      expect(text).toContain('9:00 AM – 12:00 PM PDT');
      const links = [...html.matchAll(/href="([^"]+)"/g)].map((match) => match[1]?.replaceAll('&#x3D;', '='));
      expect(links).toEqual([
        expect.stringMatching(/^https:\/\/queenofsandiego\.com\/crew\/confirm\?token=/),
        charter.guest_page_url,
      ]);
      expect(text.match(/https?:\S+/g)).toEqual(links);
    }
    expect(new Set(['cora', 'ana', 'ben'].map((name) => world.token(`${name}@example.com`))).size).toBe(3);
    expect(await world.event(id)).toMatchObject({
      ...charter,
      crew: charter.crew.map(({ rate, hours, ...member }) => member),
      replies: ['cap', 'ana', 'ben'].map((crew_id) => ({
        crew_id,
        reply: 'invited',
        replied_at: null,
        mail: 'sent',
      })),
    });
  });

  it('mails a captain who also stands in the crew once, as the captain', async () => {
    const [ana] = charter.crew;
    const asCrew = { ...charter.captain, role: 'deckhand', rate: 50, hours: 5 };
    const id = await world.createEvent({ crew: [asCrew, ana] });
    expect(world.mails.map(({ to }) => to)).toEqual(['cora@example.com', 'ana@example.com']);
    expect(world.mails[0]?.text).toMatch(/Your role: captain\nYour pay: {2}\$150\.00 \(3 h × \$50\.00\)/);
    expect(Object.keys(await world.replies(id))).toEqual(['cap', 'ana']);
  });

  it('invites nobody to a charter that has ended', async () => {
    world.now = Date.parse('2027-05-30T12:00:00-07:00');
    const id = await world.createEvent();
    expect(world.mails).toEqual([]);
    expect(await world.mailStates(id)).toEqual({ cap: 'none', ana: 'none', ben: 'none' });
  });

  it('replays its answer under the same key, mailing nobody again', async () => {
    const key = { 'Idempotency-Key': 'XHQGMDH/crew/1' };
    const id = await world.createEvent({}, key);
    world.takeMails();
    const again = await world.call('POST', '/events', charter, key);
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([201, 'true']);
    expect(await again.json()).toEqual({ event_id: id });
    const other = await world.call('POST', '/events', { ...charter, boat: 'Other' }, key);
    expect(other.status).toBe(422);
    expect(world.mails).toEqual([]);
  });

  it('makes one event and one mail each of concurrent requests under one key', async () => {
    const key = { 'Idempotency-Key': 'XHQGMDH/crew/1' };
    const answers = await Promise.all([1, 2, 3].map(() => world.call('POST', '/events', charter, key)));
    const bodies = await Promise.all(answers.map((answer) => answer.json()));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(recipients()).toEqual(['ana', 'ben', 'cora']);
  });

  it('refuses a second event of a booking under another key', async () => {
    const id = await world.createEvent({}, { 'Idempotency-Key': 'one' });
    world.takeMails();
    const second = await world.call('POST', '/events', charter, { 'Idempotency-Key': 'two' });
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ error: { code: 'booking_exists', event_id: id } });
    expect(world.mails).toEqual([]);
  });

  it('names every wrong field', async () => {
    const answer = await world.call('POST', '/events', {
      ...charter,
      start_time: 'tomorrow',
      captain: { crew_id: 'cap', name: 'Cora', email: 'cora at home' },
      crew: [charter.crew[0], charter.crew[0]],
    });
    expect(answer.status).toBe(400);
    const text = await answer.text();
    for (const field of ['start_time: ', 'captain.email: ', 'crew: ']) expect(text).toContain(field);
    expect(text).not.toMatch(/tomorrow|cora at home/);
  });
});

describe('PATCH /events/{id}', () => {
  it('mails nobody when notes, page or rates change', async () => {
    const id = await world.createEvent();
    await world.press(world.token('ana@example.com'), 'confirm');
    world.takeMails();
    const crew = charter.crew.map((member) => ({ ...member, rate: 99 }));
    const answer = await world.call('PATCH', `/events/${id}`, {
      notes: 'New',
      guest_page_url: 'https://x.example',
      crew,
    });
    expect(await answer.json()).toMatchObject({
      notes: 'New',
      version: 3,
      change_log: [{ at: '2027-05-01T19:00:00.000Z', fields: ['crew', 'guest_page_url', 'notes'] }],
    });
    expect(world.mails).toEqual([]);
    expect(await world.replies(id)).toMatchObject({ ana: 'confirmed' });
  });

  it('changes nothing when it says what stands already, also in another offset', async () => {
    const id = await world.createEvent();
    world.takeMails();
    await world.call('PATCH', `/events/${id}`, charter);
    expect(await world.event(id)).toMatchObject({ version: 1, change_log: [] });
    await world.call('PATCH', `/events/${id}`, { start_time: '2027-05-30T16:00:00Z' });
    expect(world.mails).toEqual([]);
  });

  it('invites who came, tells who went, and leaves the others alone', async () => {
    const id = await world.createEvent();
    await world.press(world.token('ana@example.com'), 'confirm');
    const benToken = world.token('ben@example.com');
    world.takeMails();
    const dee = {
      crew_id: 'dee',
      role: 'deckhand',
      name: 'Dee',
      email: 'dee@example.com',
      rate: 20,
      hours: 5,
    };
    await world.call('PATCH', `/events/${id}`, { crew: [charter.crew[0], dee] });
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['dee@example.com', expect.stringMatching(/^You are invited/)],
      ['ben@example.com', expect.stringMatching(/^You are no longer on this charter/)],
    ]);
    expect(await world.replies(id)).toEqual({ cap: 'invited', ana: 'confirmed', dee: 'invited' });

    const gone = await world.press(benToken, 'confirm');
    expect(gone.status).toBe(409);
    const page = await gone.text();
    expect(page).toContain('no longer on this charter');
    expect(page).not.toMatch(/Dee|Bring ice|\$\d/);

    world.takeMails();
    await world.call('PATCH', `/events/${id}`, { crew: charter.crew });
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['ben@example.com', expect.stringMatching(/^You are invited/)],
      ['dee@example.com', expect.stringMatching(/^You are no longer/)],
    ]);
    expect((await world.press(benToken, 'confirm')).status).toBe(409);
    expect((await world.press(world.token('ben@example.com'), 'confirm')).status).toBe(200);
  });

  it('swaps the captain like any other', async () => {
    const id = await world.createEvent();
    world.takeMails();
    const captain = { crew_id: 'sam', name: 'Sam', email: 'sam@example.com' };
    await world.call('PATCH', `/events/${id}`, { captain });
    expect(recipients()).toEqual(['cora', 'sam']);
  });

  for (const change of [{ start_time: '2027-05-30T10:00:00-07:00' }, { duration_hours: 4 }]) {
    it(`asks everyone again when ${Object.keys(change)} changes`, async () => {
      const id = await world.createEvent();
      const old = world.token('ana@example.com');
      await world.press(old, 'confirm');
      await world.press(world.token('ben@example.com'), 'decline');
      world.takeMails();
      await world.call('PATCH', `/events/${id}`, change);
      expect(await world.replies(id)).toEqual({ cap: 'invited', ana: 'invited', ben: 'invited' });
      expect(world.mails).toHaveLength(3);
      for (const mail of world.mails) {
        expect(mail.subject).toMatch(/^The time has changed/);
        expect(mail.text).toContain('It was Sunday, May 30, 2027, 9:00 AM – 12:00 PM PDT');
      }
      const stale = await world.press(old, 'confirm');
      expect(stale.status).toBe(409);
      expect(await world.replies(id)).toMatchObject({ ana: 'invited' });
      expect((await world.press(world.token('ana@example.com'), 'confirm')).status).toBe(200);
      expect(await world.replies(id)).toMatchObject({ ana: 'confirmed' });
    });
  }

  it('invites somebody who has not answered at their corrected address, and voids the first link', async () => {
    const id = await world.createEvent();
    const astray = world.token('ana@example.com');
    world.takeMails();
    const [ana, ben] = charter.crew;
    await world.call('PATCH', `/events/${id}`, { crew: [{ ...ana, email: 'ana@right.example' }, ben] });
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['ana@right.example', expect.stringMatching(/^You are invited/)],
    ]);
    expect((await world.press(astray, 'confirm')).status).toBe(409);
  });

  it('keeps a reply, a PATCH and somebody scrubbing the item that all come at once', async () => {
    const id = await world.createEvent();
    const token = world.token('ana@example.com');
    await Promise.all([
      world.press(token, 'confirm'),
      world.call('PATCH', `/events/${id}`, { boat: 'Second Wind' }),
      world.database.documents.send(
        new UpdateCommand({
          TableName: 'scc-events',
          Key: { event_id: id },
          UpdateExpression: 'SET notes = :scrubbed',
          ConditionExpression: 'notes = :old',
          ExpressionAttributeValues: { ':scrubbed': 'Scrubbed', ':old': charter.notes },
        }),
      ),
    ]);
    expect(await world.event(id)).toMatchObject({ boat: 'Second Wind', notes: 'Scrubbed', version: 3 });
    expect(await world.replies(id)).toMatchObject({ ana: 'confirmed' });
  });

  it('logs the names of 50 changes at most, and never what they held', async () => {
    const id = await world.createEvent();
    const full = Array.from({ length: 50 }, (_, minute) => ({
      at: `2027-04-01T00:${minute}`,
      fields: ['boat'],
    }));
    await world.database.documents.send(
      new UpdateCommand({
        TableName: 'scc-events',
        Key: { event_id: id },
        UpdateExpression: 'SET change_log = :full',
        ExpressionAttributeValues: { ':full': full },
      }),
    );
    await world.call('PATCH', `/events/${id}`, { notes: 'a secret' });
    const { change_log } = await world.event(id);
    expect(change_log).toEqual([...full.slice(1), { at: '2027-05-01T19:00:00.000Z', fields: ['notes'] }]);
  });
});

describe('DELETE /events/{id}', () => {
  it('tells those who were invited and did not decline, once, and frees the booking', async () => {
    const id = await world.createEvent();
    const token = world.token('ana@example.com');
    await world.press(world.token('ben@example.com'), 'decline');
    world.takeMails();
    expect((await world.call('DELETE', `/events/${id}`)).status).toBe(204);
    expect(world.mails.map(({ subject }) => subject)).toEqual(
      Array(2).fill('Charter cancelled: Boatsetter — May 30 (3h), May 30, 9:00 AM'),
    );
    expect(recipients()).toEqual(['ana', 'cora']);
    expect((await world.call('DELETE', `/events/${id}`)).status).toBe(204);
    expect(world.mails).toEqual([]);

    expect((await world.call('DELETE', '/events/evt_none')).status).toBe(404);
    expect(await (await world.call('GET', `/events/${id}`)).json()).toMatchObject({
      error: { code: 'event_cancelled' },
    });
    expect((await world.call('PATCH', `/events/${id}`, { notes: '' })).status).toBe(404);
    expect(await (await world.call('GET', '/events?booking_id=XHQGMDH')).json()).toEqual({ events: [] });

    expect(await (await world.open(token)).text()).toContain('This charter was cancelled');
    expect((await world.press(token, 'confirm')).status).toBe(409);
    expect(await world.createEvent()).not.toBe(id);
  });

  it('tells nobody about a charter that has ended', async () => {
    const id = await world.createEvent();
    world.takeMails();
    world.now = Date.parse('2027-06-01T00:00:00Z');
    expect((await world.call('DELETE', `/events/${id}`)).status).toBe(204);
    expect(world.mails).toEqual([]);
  });
});

describe('GET /events', () => {
  it('finds an event by its booking in any case, with replies', async () => {
    const id = await world.createEvent();
    const answer = await world.call('GET', '/events?booking_id=xhqgmdh');
    expect(await answer.json()).toMatchObject({
      events: [{ event_id: id, replies: [{ crew_id: 'cap' }, {}, {}] }],
    });
    expect((await world.call('GET', '/events')).status).toBe(400);
  });

  it('lists what changed since a moment: replies, changes, cancellations', async () => {
    const [first, second, third] = [
      await world.createEvent({ booking_id: 'FIRST' }),
      await world.createEvent({ booking_id: 'SECOND' }),
      await world.createEvent({ booking_id: 'THIRD' }),
    ];
    const token = world.token('ana@example.com');
    const since = async (moment: number) => {
      const answer = await world.call('GET', `/events?updated_since=${new Date(moment).toISOString()}`);
      const { events } = (await answer.json()) as { events: { event_id: string; status: string }[] };
      return events.map(({ event_id, status }) => [event_id, status]);
    };
    world.now += 1000;
    await world.press(token, 'confirm');
    world.now += 1000;
    await world.call('DELETE', `/events/${first}`);
    expect(await since(world.now - 1000)).toEqual([
      [third, 'live'],
      [first, 'cancelled'],
    ]);
    expect(await since(world.now - 2000)).toHaveLength(3);
    expect(await since(world.now + 1)).toEqual([]);
    expect(second).not.toBe(first);
  });
});

it('leaves out what is not served here', async () => {
  for (const [method, path] of [
    ['GET', '/g/XHQGMDH'],
    ['POST', '/g/XHQGMDH/conditions'],
    ['POST', '/crew'],
  ] as const) {
    const answer = await world.call(method, path, method === 'POST' ? {} : undefined);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { error: expect.objectContaining({ code: 'not_found' }) },
    ]);
  }
});

it('shows no rate, hours or unknown money to the holder of the service key', async () => {
  const id = await world.createEvent({ revenue: 840.75, captain: { ...charter.captain, rate: 61.25 } });
  const answers = [
    await (await world.call('GET', `/events/${id}`)).text(),
    await (await world.call('PATCH', `/events/${id}`, { notes: 'x' })).text(),
    await (await world.call('GET', '/events?booking_id=XHQGMDH')).text(),
    await (await world.call('GET', '/events?updated_since=2027-01-01T00:00:00Z')).text(),
  ];
  for (const answer of answers) expect(answer).not.toMatch(/rate|"hours"|840|31\.5|61\.25/);
  expect(JSON.stringify(await world.dump('scc-events'))).not.toContain('840');
});
