import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type CalendarEntry, JadaCalendar } from '../src/clients/jada-calendar.ts';
import { type CrewEvent, ShipCaptainCrew } from '../src/clients/ship-captain-crew.ts';
import { type Answer, attemptFor, inTurn, json, Remote } from './clients-remote.ts';

const secrets = {
  get: async (name: string) => `the ${name}`,
  forget: () => {
    throw new Error('nothing here calls for it');
  },
};
const base = 'https://api1.execute-api.us-west-2.amazonaws.com/prod';

function calendar(answer: () => Answer, honoursIdempotencyKeys = true) {
  const remote = new Remote(answer);
  const client = new JadaCalendar({ sender: remote, secrets, url: base, honoursIdempotencyKeys });
  return { remote, client };
}

function crewSystem(answer: () => Answer, keySentAsHash = false) {
  const remote = new Remote(answer);
  const honoursIdempotencyKeys = true;
  const client = new ShipCaptainCrew({
    sender: remote,
    secrets,
    url: base,
    honoursIdempotencyKeys,
    keySentAsHash,
  });
  return { remote, client };
}

const entry: CalendarEntry = {
  event_type: 'charter',
  event_name: 'Boatsetter — May 30 (3h)',
  booking_id: 'XHQGMDH',
  boat: 'Queen',
  date: '2027-05-30',
  start_time: '2027-05-30T09:00:00-07:00',
  duration_hours: 3,
  location: 'Sheraton Marina',
  guest_name: 'Zoë',
  captain: 'cap',
  crew: ['d1'],
  crew_assignments: [{ role: 'deckhand', count: 1 }],
  notes: 'Bring $40',
};

const event: CrewEvent = {
  event_name: 'Boatsetter — May 30 (3h)',
  booking_id: 'XHQGMDH',
  boat: 'Queen',
  start_time: '2027-05-30T09:00:00-07:00',
  duration_hours: 3,
  location: 'Sheraton Marina',
  guest_name: 'Zoë',
  captain: { crew_id: 'cap', name: 'C', email: 'c@x.com' },
  crew: [{ crew_id: 'd1', role: 'deckhand', name: 'D', email: 'd@x.com', rate: 25, hours: 5 }],
  notes: '',
  guest_page_url: 'https://queenofsandiego.com/g/xhqgmdh',
  calendar_entry_id: 'cal_1',
  upload_opens_at: '2027-05-30T08:00:00-07:00',
  upload_closes_at: '2027-05-31T09:00:00-07:00',
};

const exists: Answer = json({ error: { code: 'booking_exists', message: 'm', entry_id: 'cal_7' } }, 409);

describe('the calendar', () => {
  it('takes a new entry with its token and idempotency key', async () => {
    const { remote, client } = calendar(inTurn(json({ entry_id: 'cal_1' }, 201)));
    const attempt = attemptFor('XHQGMDH');
    expect(await client.create(entry, attempt)).toEqual({ id: 'cal_1' });
    const { request, call } = remote.only;
    expect(request).toEqual({
      method: 'POST',
      url: `${base}/calendar`,
      headers: { 'X-Dashboard-Token': 'the dashboardToken', 'Idempotency-Key': attempt.idempotencyKey },
      contentType: 'application/json',
      body: JSON.stringify(entry),
    });
    expect(call).toMatchObject({ service: 'JADA', bookingId: 'XHQGMDH', repeatable: true });
    expect(attempt.left).toBe(1);
  });

  it('gets no key and no second try where keys are not honoured', async () => {
    const { remote, client } = calendar(inTurn(json({ entry_id: 'cal_1' }, 201)), false);
    await client.create(entry, attemptFor('XHQGMDH'));
    expect(remote.only.request.headers).toEqual({ 'X-Dashboard-Token': 'the dashboardToken' });
    expect(remote.only.call.repeatable).toBe(false);
  });

  it.each([
    [{ entry_id: 'a' }, 'a'],
    [{ id: 'b' }, 'b'],
    [{ calendar_entry_id: 'c' }, 'c'],
    [{ id: 42 }, '42'],
    [{ id: 'b', entry_id: 'a', more: true }, 'a'],
    [{ entry_id: null, id: '', calendar_entry_id: 'c' }, 'c'],
  ])('may call the id what it likes: %j', async (body, id) => {
    expect(await calendar(inTurn(json(body, 201))).client.create(entry, attemptFor('X'))).toMatchObject({
      id,
    });
  });

  it.each([{}, { entry_id: '' }, { entry_id: 'x'.repeat(201) }, { id: {} }, [], 'ok', null])(
    'leaves it unknown whether there is an entry when it answers %j',
    async (body) => {
      const creating = calendar(inTurn(json(body, 201))).client.create(entry, attemptFor('X'));
      await expect(creating).rejects.toMatchObject({ name: 'RemoteError', status: 201, outcome: 'unknown' });
    },
  );

  it('never quotes an answer that it does not understand', async () => {
    const reading = calendar(inTurn(json([{ id: 'a', crew: 'Jane Doe' }]))).client.between(0, 1, 'X');
    await expect(reading).rejects.toThrow('JADA ListEntries: 200, but its body is not as agreed, at 0.crew');
  });

  it('makes the entry that a booking has already hold what it should', async () => {
    const { remote, client } = calendar(
      inTurn(
        exists,
        json({ entries: [{ entry_id: 'cal_7', booking_id: 'xhqgmdh' }] }),
        json({ entry_id: 'cal_7' }),
      ),
    );
    expect(await client.create(entry, attemptFor('XHQGMDH'))).toEqual({ id: 'cal_7' });
    const [, , patch] = remote.exchanges;
    expect(patch?.request).toMatchObject({
      method: 'PATCH',
      url: `${base}/calendar/cal_7`,
      body: JSON.stringify(entry),
    });
  });

  it.each([
    ['when it cannot be found', [exists, json({ entries: [] })]],
    ['for another conflict', [json({ error: { code: 'request_in_progress', message: 'm' } }, 409)]],
  ])('refuses a second entry %s', async (_, answers) => {
    const creating = calendar(inTurn(...answers)).client.create(entry, attemptFor('XHQGMDH'));
    await expect(creating).rejects.toMatchObject({ status: 409, outcome: 'refused' });
  });

  it('changes an entry; one that others removed is a 404', async () => {
    const attempt = attemptFor('XHQGMDH');
    const { remote, client } = calendar(
      inTurn(json({ entry_id: 'cal/1 ' }), json({ error: { code: 'entry_not_found' } }, 404)),
    );
    await client.update('cal/1 ', { notes: 'n' }, attempt);
    expect(remote.only.request).toMatchObject({
      method: 'PATCH',
      url: `${base}/calendar/cal%2F1%20`,
      body: '{"notes":"n"}',
    });
    expect(attempt.left).toBe(1);
    await expect(client.update('cal_1', { notes: 'n' }, attempt)).rejects.toMatchObject({ status: 404 });
  });

  it.each(['<h1>Welcome</h1>', '{"message":"ok"}', '[]'])(
    'leaves it unknown whether a change or removal took place when the answer is %s',
    async (body) => {
      const { client } = calendar(inTurn({ body }, { body }));
      const unknown = { name: 'RemoteError', status: 200, outcome: 'unknown' };
      await expect(client.update('a', { notes: 'n' }, attemptFor('X'))).rejects.toMatchObject(unknown);
      await expect(client.remove('a', attemptFor('X'))).rejects.toMatchObject(unknown);
    },
  );

  it.each([200, 204])('has no entry any more when it answers a removal with %i', async (status) => {
    const { remote, client } = calendar(inTurn({ status }));
    await client.remove('cal_1', attemptFor('XHQGMDH'));
    const { request, call } = remote.only;
    expect(request).toMatchObject({ method: 'DELETE', url: `${base}/calendar/cal_1` });
    expect(request.body).toBeUndefined();
    expect(call.repeatable).toBe(true);
  });

  it.each([404, 410])(
    'leaves it to the caller what it means that a removal finds nothing: %i',
    async (status) => {
      const removing = calendar(inTurn({ status })).client.remove('cal_1', attemptFor('XHQGMDH'));
      await expect(removing).rejects.toMatchObject({ name: 'RemoteError', status });
    },
  );

  it.each([
    ['found', json({ entries: [{ entry_id: 'a', booking_id: 'xhqgmdh' }] }), { kind: 'found', id: 'a' }],
    ['found in a bare list', json([{ id: 'a', booking_id: 'XHQGMDH' }]), { kind: 'found', id: 'a' }],
    [
      'found among others',
      json([
        { id: 'b', booking_id: 'B' },
        { id: 'a', booking_id: 'XHQGMDH' },
      ]),
      { kind: 'found', id: 'a' },
    ],
    ['absent', json({ entries: [] }), { kind: 'absent' }],
    [
      'unproven, when the search is ignored and others come',
      json([{ id: 'b', booking_id: 'B' }]),
      { kind: 'cannot be asked', why: 'it does not search by booking' },
    ],
    [
      'ambiguous',
      json([
        { id: 'a', booking_id: 'XHQGMDH' },
        { id: 'b', booking_id: 'XHQGMDH' },
      ]),
      { kind: 'cannot be asked', why: 'it holds 2 of them for this booking' },
    ],
    [
      'not searchable (404)',
      { status: 404 },
      { kind: 'cannot be asked', why: 'it answers 404 to a search by booking' },
    ],
    [
      'not searchable (405)',
      { status: 405 },
      { kind: 'cannot be asked', why: 'it answers 405 to a search by booking' },
    ],
    [
      'not understood',
      { body: '<html>' },
      { kind: 'cannot be asked', why: 'JADA FindEntry: 200, but its body is not JSON' },
    ],
    [
      'not understood as a list',
      json({ items: [] }),
      { kind: 'cannot be asked', why: 'JADA FindEntry: 200, but its body is not as agreed, at the top' },
    ],
  ])('says that a booking’s entry is %s', async (_, answer, search) => {
    const { remote, client } = calendar(inTurn(answer as Answer));
    expect(await client.findByBooking('XHQGMDH')).toEqual(search);
    expect(remote.only.request.url).toBe(`${base}/calendar?booking_id=XHQGMDH`);
  });

  it('proves nothing about a booking when it fails', async () => {
    await expect(calendar(inTurn({ status: 503 })).client.findByBooking('X')).rejects.toMatchObject({
      outcome: 'unknown',
    });
  });

  it('lists what overlaps a time', async () => {
    const note = { event_name: 'Haul-out', start_time: null };
    const { remote, client } = calendar(inTurn(json({ entries: [{ ...entry, entry_id: 'a' }, note] })));
    const from = Date.parse('2027-05-30T09:00:00-07:00');
    expect(await client.between(from, from + 3_600_000, 'XHQGMDH')).toEqual([
      {
        booking_id: entry.booking_id,
        event_name: entry.event_name,
        boat: entry.boat,
        start_time: entry.start_time,
        duration_hours: entry.duration_hours,
        captain: entry.captain,
        crew: entry.crew,
      },
      {
        booking_id: '',
        event_name: 'Haul-out',
        boat: '',
        start_time: '',
        duration_hours: null,
        captain: '',
        crew: [],
      },
    ]);
    expect(Object.fromEntries(new URL(remote.only.request.url).searchParams)).toEqual({
      from: '2027-05-30T16:00:00.000Z',
      to: '2027-05-30T17:00:00.000Z',
    });
  });
});

describe('the crew system', () => {
  it('takes a new event with its key', async () => {
    const { remote, client } = crewSystem(inTurn(json({ event_id: 'evt_1' }, 201)));
    const attempt = attemptFor('XHQGMDH');
    expect(await client.create(event, attempt)).toEqual({ id: 'evt_1' });
    expect(remote.only.request).toEqual({
      method: 'POST',
      url: `${base}/events`,
      headers: { 'X-Service-Key': 'the serviceKey', 'Idempotency-Key': attempt.idempotencyKey },
      contentType: 'application/json',
      body: JSON.stringify(event),
    });
    expect(remote.only.call).toMatchObject({ service: 'SCC', operation: 'CreateEvent' });
  });

  it('takes the key’s hash where a deployment expects that', async () => {
    const { remote, client } = crewSystem(inTurn(json({ event_id: 'evt_1' }, 201)), true);
    await client.create(event, attemptFor('XHQGMDH'));
    expect(remote.only.request.headers['X-Service-Key']).toBe(
      createHash('sha256').update('the serviceKey').digest('hex'),
    );
  });

  it('is searched by booking', async () => {
    const { remote, client } = crewSystem(
      inTurn(json({ events: [{ event_id: 'evt_1', booking_id: 'XHQGMDH' }] })),
    );
    expect(await client.findByBooking('XHQGMDH')).toEqual({ kind: 'found', id: 'evt_1' });
    expect(remote.only.request.url).toBe(`${base}/events?booking_id=XHQGMDH`);
  });
});
