import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployment } from '../local/deployment.ts';
import { Desk } from './support/desk.ts';

const ADDRESS = 'https://queenofsandiego.com/g/xhqgmdh';
const { captain } = deployment.mail;

let desk: Desk;
let cold: Awaited<ReturnType<Desk['publish']>>;
beforeAll(async () => {
  desk = await Desk.open();
  desk.add({ 'Booking ID': 'XHQGMDH', Date: '2027-05-30' });
  cold = await desk.publish('XHQGMDH');
});
afterAll(() => desk.close());

const recipients = () => desk.system.cloud.outbox.mails.map(({ to }) => to.join());

describe('a first publish', () => {
  it('ends with the row saying that all systems agree', async () => {
    expect(cold.status).toBe('completed');
    expect(desk.row('XHQGMDH')).toMatchObject({
      State: 'Published',
      'Guest page': ADDRESS,
      'Crew replies': '0 of 3 confirmed',
      Problem: '',
      Published: 'May 1, 2027 12:00 PM',
    });
    expect(desk.system.messages.take()).toContain('Charter Desk: All systems agree on XHQGMDH.');
  });

  it('knows the money to the cent, each part rounded once', async () => {
    const { revenue, problems } = await desk.describe('XHQGMDH');
    expect(problems).toEqual([]);
    expect(revenue).toEqual({
      grossCents: 84075,
      crewCents: 25000,
      captainCents: 15000,
      portFeeCents: 15134,
      netCents: 28941,
    });
  });

  it('makes a card with numbers that are numbers, and draws it on the board', () => {
    expect(desk.card('XHQGMDH')).toEqual({
      Lane: 'New Bookings',
      Card: 'Boatsetter — May 30 (3h)',
      Date: 'Sun, May 30, 2027',
      Gross: '$840.75',
      'Crew cost': '$250.00',
      'Captain cost': '$150.00',
      'Port fee': '$151.34',
      Net: '$289.41',
      'Crew replies': '0 of 3 confirmed',
      'Guest page': ADDRESS,
      'Booking ID': 'XHQGMDH',
    });
    const [cells = []] = desk.sheet('Kanban').values({ row: 2, column: 4, rows: 1, columns: 5 });
    expect(cells).toEqual([840.75, 250, 150, 151.34, 289.41]);
    expect(desk.board()['New Bookings']).toEqual([
      'Boatsetter — May 30 (3h)\ngross $840.75\ncrew $250.00 · captain $150.00 · port $151.34\nnet $289.41\n0 of 3 confirmed',
    ]);
  });

  it('stores the guest page under its slug, marked as this booking’s and with the fingerprint that it carries', async () => {
    const page = await desk.outside.object('g/xhqgmdh.html');
    expect(page).toMatchObject({
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'public, max-age=0, must-revalidate, s-maxage=86400',
      Metadata: { booking: 'xhqgmdh', fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) },
    });
    expect(page?.text).toContain(`<meta name="charter-desk" content="${page?.Metadata?.fingerprint}">`);
  });

  it.each(['/g/xhqgmdh', '/g/XHQGMDH', '/g/xhqgmdh/', '/g/xhqgmdh.html', '/g/XhqGmdh.HTML'])(
    'shows the guest the page at %s',
    async (path) => {
      const { status, headers, text } = await desk.outside.visit(path);
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers['x-cache']).toMatch(/ from cloudfront$/);
      expect(text).toContain('<bdi>Avery</bdi>');
      expect(text).toContain('<time class="time" datetime="2027-05-30T09:00:00-07:00">9:00 AM</time>');
      expect(text).toContain('Sunday, May 30');
    },
  );

  it('makes one calendar entry with all that the crew looks up there', async () => {
    const { calendarEntryId } = await desk.describe('XHQGMDH');
    expect(await desk.outside.calendarEntries('XHQGMDH')).toEqual([
      {
        entry_id: calendarEntryId,
        event_type: 'charter',
        event_name: 'Boatsetter — May 30 (3h)',
        booking_id: 'XHQGMDH',
        boat: 'JADA',
        date: '2027-05-30',
        start_time: '2027-05-30T09:00:00-07:00',
        duration_hours: 3,
        location: 'Sheraton Marina',
        guest_name: 'Avery Lindqvist',
        captain: 'kit',
        crew: ['sam', 'mia'],
        crew_assignments: [
          { role: 'captain', count: 1 },
          { role: 'deckhand', count: 2 },
        ],
        notes:
          'Birthday brunch on the bay. Bring layers: it is cool on the water until noon.\n\nTwo guests have never sailed. Safety talk at the dock, life jackets in the cockpit.',
        version: 1,
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ]);
  });

  it('makes one crew event that leads to the page and the calendar entry, everybody invited and nobody asked twice', async () => {
    const { calendarEntryId, crewEventId } = await desk.describe('XHQGMDH');
    const [event, ...others] = await desk.outside.crewEvents('XHQGMDH');
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      event_id: crewEventId,
      status: 'live',
      event_name: 'Boatsetter — May 30 (3h)',
      booking_id: 'XHQGMDH',
      boat: 'JADA',
      start_time: '2027-05-30T09:00:00-07:00',
      duration_hours: 3,
      location: 'Sheraton Marina',
      guest_name: 'Avery Lindqvist',
      captain: { crew_id: 'kit', name: 'Kit Alvarado', email: 'kit@crew.example' },
      crew: [
        { crew_id: 'sam', role: 'deckhand', name: 'Sam Okoro', email: 'sam@crew.example' },
        { crew_id: 'mia', role: 'deckhand', name: 'Mia Delgado', email: 'mia@crew.example' },
      ],
      notes: expect.stringMatching(/^Birthday brunch.*\n\nTwo guests have never sailed/),
      guest_page_url: ADDRESS,
      calendar_entry_id: calendarEntryId,
      // An hour before the start, and a week after the end.
      upload_opens_at: '2027-05-30T15:00:00.000Z',
      upload_closes_at: '2027-06-06T19:00:00.000Z',
      replies: ['kit', 'sam', 'mia'].map((crew_id) => ({
        crew_id,
        reply: 'invited',
        replied_at: null,
        mail: 'sent',
      })),
    });
  });

  it('lets the crew system pay each deckhand for the crew hours', async () => {
    const { crewEventId } = await desk.describe('XHQGMDH');
    expect(await desk.outside.storedEvent(crewEventId ?? '')).toMatchObject({
      crew: [
        { crew_id: 'sam', rate: 25, hours: 5 },
        { crew_id: 'mia', rate: 25, hours: 5 },
      ],
    });
  });

  it('sends one invitation to each of the crew and the captain of the charter, and one summary, to “Summary to” alone', async () => {
    const { mails } = desk.system.cloud.outbox;
    expect(mails.slice(0, 4).flatMap(({ to, cc, bcc }) => [...to, ...cc, ...bcc])).toEqual([
      'kit@crew.example',
      'sam@crew.example',
      'mia@crew.example',
      captain,
    ]);
    expect(mails[0]?.subject).toBe('You are invited to crew: Boatsetter — May 30 (3h), May 30, 9:00 AM');
    const { summaryMessageId } = await desk.describe('XHQGMDH');
    expect(mails[3]).toMatchObject({
      id: summaryMessageId,
      from: 'charters@queenofsandiego.com',
      subject: 'Published: XHQGMDH · Boatsetter · Sun May 30, 9:00 AM',
    });
    for (const body of [mails[3]?.html, mails[3]?.text]) {
      expect(body).toMatch(/Net\b.*\$289\.41/);
      expect(body).toContain(ADDRESS);
    }
  });

  it('writes each remote call into the log, with no word of trouble', () => {
    const rows = desk.rows('Log').slice(0, cold.requests.length);
    const calls = rows.map(({ Service, Operation, Status, Booking }) =>
      [Service, Operation, Status, Booking].join(' ').trim(),
    );
    expect(calls.sort()).toEqual([
      'CloudFront CreateInvalidation 201',
      'DynamoDB GetItem 200 XHQGMDH',
      'GuestSite Look 200 XHQGMDH',
      'JADA CreateEntry 201 XHQGMDH',
      'JADA ListEntries 200 XHQGMDH',
      'S3 PutObject 200 XHQGMDH',
      'S3 PutObject 200 XHQGMDH',
      'SCC CreateEvent 201 XHQGMDH',
      'SES SendEmail 200 XHQGMDH',
      'STS AssumeRoleWithWebIdentity 200',
      'SecretsManager GetSecretValue 200',
    ]);
    for (const { When, ms, Attempt, Outcome } of rows) {
      expect(When).toMatch(/^May 1, 2027 12:00/);
      expect(ms).toMatch(/^\d+$/);
      expect([Attempt, Outcome]).toEqual(['1', 'ok']);
    }
  });

  it('invites the crew only once page and calendar entry are there, and tells the captain last', () => {
    const order = cold.requests.map(({ service, operation }) => `${service} ${operation}`);
    const invitation = order.indexOf('ship-captain-crew POST /events');
    expect(invitation).toBeGreaterThan(order.lastIndexOf('guest-site GET'));
    expect(invitation).toBeGreaterThan(order.indexOf('jada-calendar POST /calendar'));
    expect(order.at(-1)).toBe('ses SendEmail');
  });

  it('makes the services print their log, a JSON object a line, and nothing else', () => {
    const functions = [...desk.system.cloud.functions.values()];
    const lines = functions.flatMap(({ output }) => output.join('').split('\n').filter(Boolean));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
  });

  it('takes at most 7 rounds and 25 looks into the workbook with nothing cached', () => {
    expect(cold.counts.rounds).toBeLessThanOrEqual(7);
    expect(cold.counts.spreadsheet).toBeLessThanOrEqual(25);
  });
});

describe('a second booking', () => {
  it('takes at most 5 rounds, for credentials and secrets are cached', async () => {
    desk.add({ 'Booking ID': 'SECOND-1' });
    const { counts, requests } = await desk.publish('SECOND-1');
    expect(desk.row('SECOND-1')).toMatchObject({ State: 'Published', Problem: '' });
    expect(counts.rounds).toBeLessThanOrEqual(5);
    expect(counts.spreadsheet).toBeLessThanOrEqual(25);
    expect(requests.map(({ service }) => service)).not.toContain('sts');
    expect(requests.map(({ service }) => service)).not.toContain('secretsmanager');
  });
});

describe('publishing once more', () => {
  it('finds nothing to do: no request, no mail, nothing new in the row', async () => {
    const [row, mails] = [desk.row('XHQGMDH'), recipients()];
    desk.system.clock.advance(3_600_000);
    const { requests, status } = await desk.publish('XHQGMDH');
    expect({ status, requests }).toEqual({ status: 'completed', requests: [] });
    expect(recipients()).toEqual(mails);
    expect(desk.row('XHQGMDH')).toEqual(row);
    expect(desk.system.messages.take()).toContain(
      'Charter Desk: Nothing to do for XHQGMDH: all systems agree already.',
    );
  });

  it('sends nothing either for what nobody outside sees', async () => {
    const mails = recipients();
    desk.change('XHQGMDH', { 'Private notes': 'Paid the balance.' });
    expect((await desk.publish('XHQGMDH')).requests).toEqual([]);
    expect(recipients()).toEqual(mails);
  });
});

describe('the link in a crew mail', () => {
  const replies = async () => {
    const [event] = await desk.outside.crewEvents('XHQGMDH');
    const all = event?.replies as { crew_id: string; reply: string }[];
    return Object.fromEntries(all.map(({ crew_id, reply }) => [crew_id, reply]));
  };
  const linkOf = (address: string) => {
    const [mail] = desk.outside.mailsTo(address);
    const link = mail?.links.find((one) => one.startsWith('https://queenofsandiego.com/crew/confirm?token='));
    return new URL(link ?? '');
  };

  it('opens the page on the guest site, and opening it confirms nothing', async () => {
    const { pathname, search } = linkOf('sam@crew.example');
    for (let visits = 1; visits <= 3; visits += 1) {
      const { status, text } = await desk.outside.visit(pathname + search);
      expect(status).toBe(200);
      expect(text).toContain('Can you crew this charter?');
      expect(text).toContain('Sam Okoro');
    }
    expect(await replies()).toEqual({ kit: 'invited', sam: 'invited', mia: 'invited' });
  });

  it('confirms for its owner alone when the page’s button is pressed', async () => {
    const { pathname, search, searchParams } = linkOf('sam@crew.example');
    const { text: page } = await desk.outside.visit(pathname + search);
    expect(page).toMatch(/<form[^>]* method="post"/);
    const answer = { token: searchParams.get('token') ?? '', answer: 'confirm' };
    const { status, text } = await desk.outside.visit(pathname, answer);
    expect(status).toBe(200);
    expect(text).toContain('You’re confirmed');
    expect(await replies()).toEqual({ kit: 'invited', sam: 'confirmed', mia: 'invited' });
  });
});
