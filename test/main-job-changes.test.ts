import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BookingReport } from '../local/publish-report.ts';
import { Desk } from './support/desk.ts';

const CREW = ['kit@crew.example', 'sam@crew.example', 'mia@crew.example'];

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

/** The subjects, up to the colon, of what each reader got while `work` ran. */
async function mailsWhile(work: () => Promise<unknown>): Promise<Record<string, string[]>> {
  const { mails } = desk.system.cloud.outbox;
  const before = mails.length;
  await work();
  const received: Record<string, string[]> = {};
  for (const { to, subject } of mails.slice(before)) {
    received[to.join()] = [...(received[to.join()] ?? []), subject.split(':')[0] ?? ''];
  }
  return received;
}

const each = (addresses: string[], subject: string) =>
  Object.fromEntries(addresses.map((address) => [address, [subject]]));

describe('a published booking', () => {
  let first: BookingReport;
  beforeAll(async () => {
    desk.add({ 'Booking ID': 'MOVES', Date: '2027-06-12' });
    await desk.publish('MOVES');
    first = await desk.describe('MOVES');
    // The edge has a copy now.
    expect((await desk.outside.visit('/g/moves')).text).toContain('9:00 AM');
  });

  it('is marked as changed as soon as its row is edited, and nothing leaves by itself', async () => {
    const { requests } = await desk.edit('MOVES', { Start: '10:30 AM' });
    expect(requests).toEqual([]);
    expect(desk.row('MOVES')).toMatchObject({ State: 'Changed', 'Guest page': first.guestPageUrl });
    expect((await desk.outside.visit('/g/moves')).text).toContain('9:00 AM');
  });

  it('is marked as published again when the edit is taken back', async () => {
    await desk.edit('MOVES', { Start: '9:00 AM' });
    expect(desk.row('MOVES').State).toBe('Published');
  });

  it('needs attention when an edit leaves it with problems, until they are mended', async () => {
    const { requests } = await desk.edit('MOVES', { Party: 'many' });
    expect(requests).toEqual([]);
    expect(desk.row('MOVES')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(/^Party is “many”\./),
      'Guest page': first.guestPageUrl,
    });
    await desk.edit('MOVES', { Party: '6' });
    expect(desk.row('MOVES')).toMatchObject({ State: 'Published', Problem: '' });
  });

  it('moves in every system at once when it is published with a new time', async () => {
    await desk.edit('MOVES', { Start: '10:30 AM' });
    const received = await mailsWhile(() => desk.publish('MOVES'));

    expect(desk.row('MOVES')).toMatchObject({
      State: 'Published',
      Problem: '',
      'Guest page': first.guestPageUrl,
      'Crew replies': '0 of 3 confirmed',
    });
    const { summaryMessageId, ...places } = await desk.describe('MOVES');
    expect(places).toMatchObject({
      guestPageUrl: first.guestPageUrl,
      calendarEntryId: first.calendarEntryId,
      crewEventId: first.crewEventId,
    });
    expect(summaryMessageId).not.toBe(first.summaryMessageId);
    for (const path of ['/g/moves', '/g/MOVES/', '/g/moves.html']) {
      const { text } = await desk.outside.visit(path);
      expect(text).toContain('datetime="2027-06-12T10:30:00-07:00">10:30 AM<');
      expect(text).not.toContain('9:00 AM');
    }
    const start_time = '2027-06-12T10:30:00-07:00';
    expect(await desk.outside.calendarEntries('MOVES')).toMatchObject([
      { entry_id: first.calendarEntryId, start_time },
    ]);
    expect(await desk.outside.crewEvents('MOVES')).toMatchObject([
      { event_id: first.crewEventId, start_time },
    ]);
    expect(desk.card('MOVES')?.Lane).toBe('Crew Invited');
    expect(received).toEqual({
      ...each(CREW, 'The time has changed'),
      ...each([desk.system.captain], 'Changed'),
    });
  });

  it('has the captain told what changed, from what to what', () => {
    const summary = desk.outside.mailsTo(desk.system.captain).at(-1);
    expect(summary?.text).toMatch(/start 09:00 → 10:30/);
    expect(summary?.html).toMatch(/start 09:00 → 10:30/);
    expect(summary?.text).not.toMatch(/date .* → |gross .* → /);
  });

  it('is taken back everywhere when its Status turns Cancelled', async () => {
    const received = await mailsWhile(() => desk.edit('MOVES', { Status: 'Cancelled' }));

    expect(desk.row('MOVES')).toMatchObject({ State: 'Removed', Problem: '', Status: 'Cancelled' });
    expect(await desk.outside.calendarEntries('MOVES')).toEqual([]);
    expect(await desk.outside.crewEvents('MOVES')).toEqual([]);
    expect(await desk.describe('MOVES')).toMatchObject({ calendarEntryId: null, crewEventId: null });
    const { status, text } = await desk.outside.visit('/g/moves');
    expect(status).toBe(200);
    expect(text).toContain('This charter was cancelled');
    expect(text).not.toContain('Welcome aboard');
    expect(desk.card('MOVES')?.Lane).toBe('Cancelled');
    expect(desk.board().Cancelled).toHaveLength(1);
    expect(received).toEqual({
      ...each(CREW, 'Charter cancelled'),
      ...each([desk.system.captain], 'Cancelled'),
    });
    expect(await mailsWhile(() => desk.publish('MOVES'))).toEqual({});
  });

  it('is published again at the same address when its Status turns Ready again', async () => {
    const received = await mailsWhile(() => desk.edit('MOVES', { Status: 'Ready' }));

    expect(desk.row('MOVES')).toMatchObject({
      State: 'Published',
      Problem: '',
      'Guest page': first.guestPageUrl,
      'Crew replies': '0 of 3 confirmed',
    });
    const { calendarEntryId, crewEventId } = await desk.describe('MOVES');
    expect(await desk.outside.calendarEntries('MOVES')).toMatchObject([{ entry_id: calendarEntryId }]);
    expect(await desk.outside.crewEvents('MOVES')).toMatchObject([{ event_id: crewEventId }]);
    expect(crewEventId).not.toBe(first.crewEventId);
    expect((await desk.outside.visit('/g/moves')).text).toContain('Welcome aboard');
    expect(desk.card('MOVES')?.Lane).toBe('New Bookings');
    expect(received).toEqual({
      ...each(CREW, 'You are invited to crew'),
      ...each([desk.system.captain], 'Published'),
    });
  });
});

describe('crew of a published booking', () => {
  /** Presses a button on the page behind somebody's newest link. */
  async function reply(address: string, answer: 'confirm' | 'decline'): Promise<void> {
    const [link = ''] = desk.outside.mailsTo(address).at(-1)?.links ?? [];
    const { pathname, searchParams } = new URL(link);
    const token = searchParams.get('token') ?? '';
    const { status } = await desk.outside.visit(pathname, { token, answer });
    expect(status).toBeLessThan(400);
  }

  const replies = async (bookingId: string) => {
    const [event] = await desk.outside.crewEvents(bookingId);
    const listed = (event?.replies ?? []) as { crew_id: string; reply: string }[];
    return Object.fromEntries(listed.map((one) => [one.crew_id, one.reply]));
  };

  beforeAll(async () => {
    desk.add({ 'Booking ID': 'ASKED' });
    await desk.publish('ASKED');
  });

  it('who was swapped in is invited, who was swapped out is told, and nobody else hears anything', async () => {
    await reply('sam@crew.example', 'confirm');
    await desk.edit('ASKED', { Crew: 'sam, leo' });
    const received = await mailsWhile(() => desk.publish('ASKED'));
    expect(received).toEqual({
      'leo@crew.example': ['You are invited to crew'],
      'mia@crew.example': ['You are no longer on this charter'],
      ...each([desk.system.captain], 'Changed'),
    });
    expect(await replies('ASKED')).toEqual({ kit: 'invited', sam: 'confirmed', leo: 'invited' });
    expect(desk.outside.mailsTo(desk.system.captain).at(-1)?.text).toContain('crew: + Leo, − Mia');
  });

  it.each([
    { what: 'date', cells: { Date: '7/31/2027' } },
    { what: 'start', cells: { Start: '11:00 AM' } },
    { what: 'length', cells: { Hours: '4' } },
  ])('are all asked again when the charter has another $what', async ({ cells }) => {
    await reply('sam@crew.example', 'confirm');
    await reply('kit@crew.example', 'confirm');
    expect(await replies('ASKED')).toEqual({ kit: 'confirmed', sam: 'confirmed', leo: 'invited' });
    await desk.edit('ASKED', cells);
    const received = await mailsWhile(() => desk.publish('ASKED'));
    expect(received).toEqual({
      ...each(['kit@crew.example', 'sam@crew.example', 'leo@crew.example'], 'The time has changed'),
      ...each([desk.system.captain], 'Changed'),
    });
    expect(await replies('ASKED')).toEqual({ kit: 'invited', sam: 'invited', leo: 'invited' });
    expect(desk.row('ASKED')['Crew replies']).toBe('0 of 3 confirmed');
    expect(desk.card('ASKED')?.Lane).toBe('Crew Invited');
  });

  it('and everybody outside hear nothing of private notes', async () => {
    await desk.edit('ASKED', { 'Private notes': 'Paid the balance.' });
    const { requests } = await desk.publish('ASKED');
    expect(requests).toEqual([]);
    expect(desk.row('ASKED').State).toBe('Published');
  });
});

describe('a row that nobody published yet', () => {
  it('is published by the edit trigger once a person sets it to Ready', async () => {
    desk.add({ 'Booking ID': 'TURNS', Status: 'Draft' });
    const received = await mailsWhile(() => desk.edit('TURNS', { Status: 'Ready' }));
    expect(desk.row('TURNS')).toMatchObject({ State: 'Published', Problem: '' });
    expect(received).toEqual({
      ...each(CREW, 'You are invited to crew'),
      ...each([desk.system.captain], 'Published'),
    });
  });

  it('is published by the timer where Apps Script dropped the edit', async () => {
    desk.add({ 'Booking ID': 'DROPPED', Status: 'Draft' });
    desk.change('DROPPED', { Status: 'Ready' });
    await desk.timer(6);
    expect(desk.row('DROPPED').State).toBe('Published');
    // And a tick with nothing to do does nothing.
    const { requests, executions } = await desk.timer(6);
    expect(executions.map(({ functionName, status }) => [functionName, status])).toEqual([
      ['onTimer', 'completed'],
    ]);
    expect(requests).toEqual([]);
  });

  it('leaves nothing anywhere when it is cancelled', async () => {
    desk.add({ 'Booking ID': 'NEVER', Status: 'Draft' });
    const { requests } = await desk.edit('NEVER', { Status: 'Cancelled' });
    const published = await desk.publish('NEVER');
    expect([...requests, ...published.requests]).toEqual([]);
    expect(desk.row('NEVER')).toMatchObject({ Problem: '', 'Guest page': '', 'Crew replies': '' });
    expect(await desk.outside.object('g/never.html')).toBeUndefined();
  });
});

describe('a charter that is over', () => {
  it('gets a page and an entry but no invitations', async () => {
    desk.add({ 'Booking ID': 'OVER', Date: '2027-04-20' });
    const received = await mailsWhile(() => desk.publish('OVER'));
    expect(desk.row('OVER')).toMatchObject({
      State: 'Published',
      Problem: 'The charter is over, so its crew was not invited',
    });
    expect(received).toEqual(each([desk.system.captain], 'Published'));
    expect(await desk.outside.calendarEntries('OVER')).toHaveLength(1);
    expect(await desk.outside.crewEvents('OVER')).toEqual([]);
  });
});
