import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crewLinks } from '../local/crew-links.ts';
import { Desk } from './support/desk.ts';
import { part, Workbench } from './support/workbench.ts';

let desk: Desk;
let workbench: Workbench;
let guestSite: string;

beforeAll(async () => {
  desk = await Desk.open({ 'Legacy bucket': 'sailjada.com' });
  workbench = new Workbench(desk.system);
  guestSite = desk.system.cloud.endpoints.guestSite;
});
afterAll(() => desk.close());

describe('before anything is published', () => {
  it.each([
    ['/guests', 'No booking is published yet.'],
    ['/crew', 'The crew system has no event yet.'],
    ['/outbox', 'No mail has been sent yet.'],
    ['/bucket', 'It holds nothing yet.'],
    ['/requests', '0 requests'],
    ['/clock', 'It has not run yet.'],
    ['/faults', 'Every call goes its way.'],
  ])('%s says so', async (path, words) => {
    expect(await workbench.page(path)).toContain(words);
  });
});

describe('with bookings published', () => {
  beforeAll(async () => {
    desk.add({ 'Booking ID': 'STAYS' }, { 'Booking ID': 'MOVES' }, { 'Booking ID': 'ENDS' });
    await desk.publish(['STAYS', 'MOVES', 'ENDS']);
    desk.change('MOVES', { Start: '15:00' });
    desk.change('ENDS', { Status: 'Cancelled' });
    await desk.publish(['MOVES', 'ENDS']);
  });

  const guestCard = async (bookingId: string) =>
    part(await workbench.page('/guests'), `<h2>${bookingId} `, 'li');

  describe('the guest pages', () => {
    it('are listed with their state, and lead through the local CloudFront in a new tab', async () => {
      const address = `${guestSite}/g/stays`;
      const card = await guestCard('STAYS');
      expect(card).toContain('<span class="tag on">live</span>');
      expect(card).toMatch(new RegExp(`<a href="${address}" target="_blank" rel="noopener">`));
      expect(await (await fetch(address)).text()).toContain('Welcome aboard');
      expect(await guestCard('ENDS')).toContain('<span class="tag off">cancelled</span>');
    });

    it('say when they were put there, by the set clock', async () => {
      expect(await guestCard('MOVES')).toContain('<dt>Put there</dt><dd>May 1, 2027,');
    });

    it('are what the bucket holds, whatever the sheet says', async () => {
      await desk.outside.putObject('g/menu.html', '<title>Menu</title>');
      desk.sheet('Bookings').type(desk.rowNumber('STAYS'), 1, 'RETYPED');
      const page = await workbench.page('/guests');
      desk.sheet('Bookings').type(desk.rowNumber('RETYPED'), 1, 'STAYS');
      await desk.outside.removeObject('g/menu.html');
      expect(page).toContain('<h2>STAYS ');
      expect(page).not.toContain('RETYPED');
      expect(page).not.toMatch(/menu/i);
    });
  });

  describe('the crew pages', () => {
    const card = async (bookingId: string, name: string) => {
      const [event] = await desk.outside.crewEvents(bookingId);
      const section = part(await workbench.page('/crew'), `<h2 id="${event?.event_id}">`, 'section');
      return part(section, `<h3>${name} `, 'li');
    };
    const linkIn = (text: string) => /<a href="([^"]+)" target="_blank"/.exec(text)?.[1] ?? '';
    const answer = (link: string, word: string) => {
      const { pathname, searchParams } = new URL(link);
      return desk.outside.visit(pathname, { token: searchParams.get('token') ?? '', answer: word });
    };

    it('lead each person to their own page of each event, and show what they answered there', async () => {
      const before = await card('STAYS', 'Sam Okoro');
      expect(before).toContain('<span class="tag invited">invited</span>');
      expect((await answer(linkIn(before), 'confirm')).status).toBe(200);
      expect((await answer(linkIn(await card('STAYS', 'Mia Delgado')), 'decline')).status).toBe(200);

      expect(await card('STAYS', 'Sam Okoro')).toContain('<span class="tag confirmed">confirmed</span>');
      expect(await card('STAYS', 'Mia Delgado')).toContain('<span class="tag declined">declined</span>');
      expect(await card('MOVES', 'Sam Okoro')).toContain('<span class="tag invited">invited</span>');
      expect(await workbench.page('/crew')).toContain('1 of 3 people confirmed');
    });

    it('give the newest link after a change: the one before answers no more', async () => {
      const links = desk.outside
        .mailsTo('sam@crew.example')
        .flatMap(({ links: inMail }) => inMail.filter((link) => link.includes('confirm?token=')));
      const works = linkIn(await card('MOVES', 'Sam Okoro'));
      const others = links.map((link) => desk.system.cloud.forBrowser(link)).filter((link) => link !== works);
      expect(others).toHaveLength(links.length - 1);
      expect((await answer(works, 'confirm')).status).toBe(200);
      expect(await card('MOVES', 'Sam Okoro')).toContain('>confirmed<');
    });

    it('say of a link that ran out that its page mails a new one', async () => {
      const { clock } = desk.system;
      const now = clock.now();
      clock.advance(49 * 3_600_000);
      expect(await card('STAYS', 'Kit Alvarado')).toContain(
        '<dt>Link ran out; its page mails a new one</dt>',
      );
      clock.set(now);
      expect(await card('STAYS', 'Kit Alvarado')).toContain('<dt>Link good until</dt>');
    });

    it('put what is cancelled at the end, marked', async () => {
      const page = await workbench.page('/crew');
      expect(page.match(/<span class="tag off">cancelled<\/span>/g)).toHaveLength(1);
      expect(page.lastIndexOf('<section')).toBeLessThan(page.indexOf('>cancelled<'));
    });

    it('are what the terminal names too', () => {
      expect(crewLinks(desk.system.cloud).map(({ to }) => to)).toEqual(
        expect.arrayContaining(['kit@crew.example', 'sam@crew.example', 'mia@crew.example']),
      );
    });
  });

  describe('the outbox', () => {
    const rowOf = async (id: string) =>
      part(await workbench.page('/outbox'), `<a href="/outbox/${id}">`, 'li');
    const mailTo = (address: string, subject: RegExp) => {
      const mail = desk.outside.mailsTo(address).find((one) => subject.test(one.subject));
      if (!mail) throw new Error(`No mail ${subject} to ${address}.`);
      return mail;
    };

    it.each([
      ['sam@crew.example', /^You are invited/, 'crew invitation'],
      ['sam@crew.example', /^The time has changed/, 'crew change'],
      ['sam@crew.example', /^Charter cancelled/, 'crew cancellation'],
      ['captain@queenofsandiego.com', /^Published/, 'captain summary'],
      ['captain@queenofsandiego.com', /^Changed/, 'captain summary, changed'],
      ['captain@queenofsandiego.com', /^Cancelled/, 'captain summary, cancelled'],
    ])('tells what a mail to %s with %s is: %s', async (address, subject, kind) => {
      expect(await rowOf(mailTo(address, subject).id)).toContain(`<span class="tag">${kind}</span>`);
    });

    it('lists newest first, and remembers which were opened', async () => {
      const { mails } = desk.system.cloud.outbox;
      const before = await workbench.page('/outbox');
      const listed = [...before.matchAll(/<li class="unread"><a href="\/outbox\/([^"]+)">/g)].map(
        ([, id]) => id,
      );
      expect(listed).toEqual(mails.map(({ id }) => id).reverse());
      await workbench.page(`/outbox/${listed[1]}`);
      const after = await workbench.page('/outbox');
      expect(after).toContain(`${mails.length} mails, ${mails.length - 1} unread`);
      expect(after).toContain(`<li class="read"><a href="/outbox/${listed[1]}">`);
    });

    it('goes on where one page ends', async () => {
      const { outbox } = desk.system.cloud;
      const [mail] = outbox.mails;
      const count = outbox.mails.length;
      if (!mail) throw new Error('No mail was sent.');
      for (let more = 0; more < 200; more += 1) outbox.add({ ...mail, id: `more-${more}` });
      const first = await workbench.page('/outbox');
      expect(first).toContain(`<a href="?from=200">From 201 on, of ${count + 200}</a>`);
      expect(first.match(/<a href="\/outbox\/more-/g)).toHaveLength(200);
      const second = await workbench.page('/outbox?from=200');
      expect(second.match(/<a href="\/outbox\//g)).toHaveLength(count);
      expect(second).not.toContain('?from=');
    });

    it('shows a mail in a frame that can run nothing, its links in tabs of their own', async () => {
      const { id } = mailTo('sam@crew.example', /^You are invited/);
      expect(await workbench.page(`/outbox/${id}`)).toMatch(
        new RegExp(
          `<iframe title="The mail" src="/outbox/${id}/html"\\s+sandbox="allow-popups allow-popups-to-escape-sandbox">`,
        ),
      );
      const framed = await workbench.get(`/outbox/${id}/html`);
      expect(framed.headers.get('content-security-policy')).toMatch(
        /default-src 'none'.*; sandbox allow-popups/,
      );
      const body = await framed.text();
      expect(body).toContain('<base target="_blank">');
      expect(body).toContain(`href="${guestSite}/crew/confirm?token`);
      expect(body).not.toContain('https://queenofsandiego.com');
    });

    it('shows its plain text too, its sender, its receiver and its links', async () => {
      const { id, from, subject } = mailTo('captain@queenofsandiego.com', /^Published: STAYS/);
      const page = await workbench.page(`/outbox/${id}`);
      expect(page).toContain(`<dt>From</dt><dd>${from}</dd>`);
      expect(page).toContain(`<h1>${subject}</h1>`);
      expect(page).toMatch(/<pre>[^<]*289\.41/);
      expect(page).toContain(`<a href="${guestSite}/g/stays" target="_blank"`);
    });

    it('says where there is no such mail', async () => {
      for (const address of ['/outbox/none', '/outbox/none/html']) {
        const response = await workbench.get(address);
        expect(response.status).toBe(404);
        expect(await response.text()).toContain('No such mail');
      }
    });
  });

  describe('the bucket', () => {
    it('lists the objects of both, with the headers that matter', async () => {
      const page = await workbench.page('/bucket');
      const [guest = '', legacy = ''] = page.split('<h2>sailjada.com</h2>');
      const card = part(guest, '<h3>g/stays.html</h3>', 'li');
      expect(card).toMatch(/<dt>Size<\/dt><dd>[\d,]{5,} bytes<\/dd>/);
      expect(card).toContain('<dt>Content type</dt><dd>text/html; charset=utf-8</dd>');
      expect(card).toContain('<dt>Last modified</dt><dd>May 1, 2027,');
      expect(card).toContain(
        '<dt>Cache control</dt><dd>public, max-age=0, must-revalidate, s-maxage=86400</dd>',
      );
      expect(card).toContain(`<a href="${guestSite}/g/stays.html" target="_blank"`);
      const moved = part(legacy, '<h3>g/stays.html</h3>', 'li');
      expect(moved).toContain('<dt>Redirect</dt><dd>https://queenofsandiego.com/g/stays</dd>');
      expect(moved).toContain(`<a href="${guestSite}/g/stays" target="_blank"`);
    });

    it('shows an object as text, whatever it says', async () => {
      await desk.outside.putObject('odd name?.html', '<script>alert(1)</script>');
      expect(await workbench.page('/bucket')).toContain(`<a href="${guestSite}/odd%20name%3F.html"`);
      const page = await workbench.page('/bucket/queenofsandiego.com/object?key=g%2Fstays.html');
      expect(page).toContain('<pre>&lt;!doctype html&gt;');
      expect(page).toContain('<dt>x-amz-meta-booking</dt><dd>stays</dd>');
      const odd = await workbench.page('/bucket/queenofsandiego.com/object?key=odd%20name%3F.html');
      expect(odd).toContain('It is no text: 25 bytes');
      expect(odd).not.toContain('<script');
    });

    it('goes on where one page ends', async () => {
      for (let object = 100; object < 205; object += 1) await desk.outside.putObject(`many/${object}`, 'x');
      const first = await workbench.page('/bucket/queenofsandiego.com?after=many/');
      expect(first.match(/<h3>many\//g)).toHaveLength(100);
      const next = /<a href="([^"]+\?after=[^"]+)"/.exec(first)?.[1] ?? '';
      const second = await workbench.page(next);
      expect(second.match(/<h3>many\/\d+/g)).toEqual(
        [200, 201, 202, 203, 204].map((one) => `<h3>many/${one}`),
      );
      expect(second).not.toContain('?after=');
    });

    it('says where there is no such object or bucket', async () => {
      for (const path of [
        'queenofsandiego.com/object?key=none',
        'queenofsandiego.com/object',
        'other',
        'other/object?key=a',
      ]) {
        expect((await workbench.get(`/bucket/${path}`)).status).toBe(404);
      }
      const climbing = '/bucket/queenofsandiego.com/object?key=..%2Fsailjada.com%2Fg%2Fstays.html';
      expect((await workbench.get(climbing)).status).toBe(404);
    });
  });

  describe('the requests', () => {
    const rowsOf = (page: string) => page.split('<summary>').slice(1);
    const operationsIn = (page: string) =>
      rowsOf(page).map((row) => /<b>([^<]*)<\/b> (\S+)<\/span>/.exec(row)?.slice(1, 3).join(' '));

    it('are listed newest first, their secrets masked', async () => {
      const operations = operationsIn(await workbench.page('/requests?caller=add-on'));
      expect(operations.at(-1)).toBe('AssumeRoleWithWebIdentity sts');
      expect(operations).toContain('PutObject s3');
      const page = await workbench.page('/requests');
      expect(page).toContain('<dt>x-service-key</dt><dd>***');
      expect(page).not.toMatch(/token=ey|Signature=|A[KS]IA[A-Z0-9]{5}/);
      expect(page).not.toContain(desk.system.cloud.credentials.secretAccessKey);
    });

    it('say which headers were signed, and how', async () => {
      const page = await workbench.page('/requests?service=s3&booking=STAYS');
      const [row = ''] = rowsOf(page).filter((one) => one.includes('<b>PutObject</b>'));
      expect(row).toContain('<dt>Algorithm</dt><dd>AWS4-HMAC-SHA256</dd>');
      expect(row).toMatch(/<dt>Credential<\/dt><dd>ASIA….{4}\/20270501\/us-west-2\/s3\/aws4_request<\/dd>/);
      expect(row).toMatch(/<dt>SignedHeaders<\/dt><dd>host;.*x-amz-content-sha256;x-amz-date/);
      expect(row).toContain('<dt>Signature</dt><dd>***</dd>');
      expect(row).toMatch(/<dt>x-amz-date<\/dt><dd>20270501T\d{6}Z <span class="tag">signed<\/span>/);
      expect(row).toMatch(/<dt>cache-control<\/dt><dd>[^<]*<\/dd>/);
    });

    it('tell who called, and are found by that, by service, by booking and by failure', async () => {
      await fetch(`${guestSite}/g/nothing-here`);
      const browsers = await workbench.page('/requests?caller=browser&failed=on');
      expect(operationsIn(browsers)[0]).toBe('GET guest-site');
      expect(rowsOf(browsers)[0]).toContain('<span class="status failed">403</span>');
      const services = rowsOf(await workbench.page('/requests?caller=service&service=ses'));
      expect(services.length).toBeGreaterThan(0);
      for (const row of services) expect(row).toContain('<b>SendEmail</b> ses');
      const ofBooking = rowsOf(await workbench.page('/requests?booking=moves'));
      expect(ofBooking.length).toBeGreaterThan(0);
      for (const row of ofBooking) expect(row).toContain(' · moves');
      expect(await workbench.page('/requests?booking=none')).toContain('0 requests');
    });

    it('count the attempts of one that failed', async () => {
      desk.system.cloud.faults.inject({
        service: 's3',
        operation: 'PutObject',
        kind: 'status',
        status: 503,
        when: 'before',
        times: 2,
      });
      desk.add({ 'Booking ID': 'RETRIED' });
      await desk.publish('RETRIED');
      const rows = rowsOf(await workbench.page('/requests?service=s3&booking=retried'))
        .filter(
          (row) =>
            row.includes('<b>PutObject</b>') &&
            row.includes('PUT s3.us-west-2.amazonaws.com/queenofsandiego.com/'),
        )
        .reverse();
      expect(rows.map((row) => /"status[^>]*>(\d+)</.exec(row)?.[1])).toEqual(['503', '503', '200']);
      expect(rows.map((row) => /attempt (\d)/.exec(row)?.[1])).toEqual([undefined, '2', '3']);
    });
  });

  it('every page can stand in a pane: the workbench alone has the navigation there', async () => {
    const { mails } = desk.system.cloud.outbox;
    for (const path of [
      '/guests',
      '/crew',
      '/outbox',
      `/outbox/${mails[0]?.id}`,
      '/calendar',
      '/bucket',
      '/requests',
      '/clock',
      '/faults',
      '/nowhere',
    ]) {
      const inPane = await (await workbench.get(path, { 'sec-fetch-dest': 'iframe' })).text();
      expect(inPane).not.toContain('aria-label="Workbench"');
      expect(inPane).toContain('<h1>');
      expect(await (await workbench.get(path)).text()).toContain('aria-label="Workbench"');
    }
  });

  it('looking at all of it meets no fault and stands in no log', async () => {
    const { faults, log, operations } = desk.system.cloud;
    for (const service of operations.keys()) faults.inject({ service, kind: 'connection-refused' });
    const [before, waiting] = [log.length, faults.all().length];
    for (const path of [
      '/guests',
      '/crew',
      '/outbox',
      '/calendar',
      '/bucket',
      '/requests',
      '/clock',
      '/faults',
    ]) {
      await workbench.page(path);
    }
    expect([log.length, faults.all().length]).toEqual([before, waiting]);
    faults.clear();
  });

  it('every call that was made has a name that a fault can take', () => {
    const { log, operations } = desk.system.cloud;
    const unknown = log.filter(({ service, operation }) => !operations.get(service)?.includes(operation));
    expect(unknown).toEqual([]);
  });
});
