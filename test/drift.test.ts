import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';
import type { DriftShown } from './support/drift-shown.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());
beforeEach(() => desk.system.messages.take());

async function published(bookingId: string): Promise<void> {
  desk.add({ 'Booking ID': bookingId });
  await desk.publish(bookingId);
  expect(desk.row(bookingId)).toMatchObject({ State: 'Published', Problem: '' });
}

const check = () => desk.run('checkForDrift');
const shown = async () => (await desk.fromDialog('driftFound')) as DriftShown;
const mails = () => desk.system.cloud.outbox.mails.length;

/** What the check found of a booking. */
async function drift(bookingId: string): Promise<string[]> {
  await check();
  return (await shown()).drifted.find((one) => one.bookingId === bookingId)?.differences ?? [];
}

async function repair(bookingId: string): Promise<void> {
  await desk.fromDialog('repairDrift', [bookingId]);
  expect(desk.row(bookingId)).toMatchObject({ State: 'Published', Problem: '' });
  expect(await drift(bookingId)).toEqual([]);
}

describe('a check for drift', () => {
  it('reads what was put outside in one round, changes nothing, and says that all is well', async () => {
    await published('CALM-1');
    await published('CALM-2');
    const before = mails();
    const { requests, counts } = await check();
    expect(counts.rounds).toBe(1);
    expect(requests.map(({ method, operation }) => (method === 'POST' ? operation : method))).toEqual(
      expect.arrayContaining(['GET', 'GetItem']),
    );
    expect(requests.filter(({ method }) => method !== 'GET').map(({ operation }) => operation)).toEqual([
      'GetItem',
      'GetItem',
    ]);
    expect(desk.row('CALM-1')).toMatchObject({ State: 'Published', Problem: '' });
    expect(mails()).toBe(before);
    expect(desk.system.messages.take().join()).toContain('Check for drift');
    expect(await shown()).toMatchObject({ bookings: 2, drifted: [], missing: [], unseen: [] });
  });

  it('tells field by field how a calendar entry differs; Repair puts it right and mails nobody', async () => {
    await published('MOVED');
    const [entry] = await desk.outside.calendarEntries('MOVED');
    const start = String(entry?.start_time).replace('T09:00', 'T11:00');
    await desk.outside.changeEntry(String(entry?.entry_id), { start_time: start, boat: 'Gull' });
    expect(await drift('MOVED')).toEqual([
      expect.stringMatching(
        /^Calendar entry, changed over there: boat “Gull” in place of “JADA”; start time 2027-\d\d-\d\d 11:00 in place of 2027-\d\d-\d\d 09:00\.$/,
      ),
    ]);
    expect(desk.row('MOVED')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(/^Calendar entry, changed .*\nPublish it again to put it right\.$/),
    });
    // It stays said, and nothing is repaired behind the captain's back.
    const ticked = await desk.timer(6);
    expect(ticked.requests).toEqual([]);
    expect(desk.row('MOVED').State).toBe('Needs attention');

    const before = mails();
    await repair('MOVED');
    expect(await desk.outside.calendarEntries('MOVED')).toMatchObject([
      { entry_id: entry?.entry_id, start_time: entry?.start_time, boat: 'JADA' },
    ]);
    expect(mails()).toBe(before);
  });

  it('finds what is gone; a publish makes it anew, and whoever points at it follows', async () => {
    await published('GONE');
    const [entry] = await desk.outside.calendarEntries('GONE');
    await desk.outside.removeEntry(String(entry?.entry_id));
    await desk.outside.removeObject('g/gone.html');
    expect(await drift('GONE')).toEqual([
      'Guest page, changed over there: it is not there any more.',
      'Calendar entry, changed over there: it is not there any more.',
    ]);
    const before = mails();
    await desk.publish('GONE');
    expect(desk.row('GONE')).toMatchObject({ State: 'Published', Problem: '' });
    const [anew] = await desk.outside.calendarEntries('GONE');
    expect(anew?.entry_id).not.toBe(entry?.entry_id);
    expect(await desk.outside.crewEvents('GONE')).toMatchObject([{ calendar_entry_id: anew?.entry_id }]);
    expect((await desk.outside.visit('/g/gone')).text).toContain('Welcome aboard');
    expect(mails()).toBe(before);
    expect(await drift('GONE')).toEqual([]);
  });

  it.each([
    {
      what: 'an overwritten page',
      id: 'PAINTED',
      harm: () => desk.outside.putObject('g/painted.html', '<h1>Closed</h1>'),
      says: 'Guest page, changed over there: its content is not what was put there.',
    },
    {
      what: 'an older address that leads nowhere',
      id: 'NOWHERE',
      harm: () => desk.outside.removeObject('g/nowhere.html', 'sailjada.com'),
      says: 'Guest page, changed over there: the address at sailjada.com does not lead to it.',
    },
    {
      what: 'the charter’s money in what crew reads',
      id: 'TELLTALE',
      harm: async () => {
        const { crewEventId } = await desk.describe('TELLTALE');
        await desk.outside.writeNotes(String(crewEventId), 'Bring ice.\nRevenue: $840.75');
      },
      says: 'Crew-visible notes, changed over there: what the charter earns stands in notes.',
    },
  ])('finds $what, and Repair puts it right', async ({ id, harm, says }) => {
    await published(id);
    await harm();
    expect(await drift(id)).toContain(says);
    await repair(id);
  });

  it('finds a public address that shows something else, and takes one that is unwell for no news', async () => {
    await published('BEHIND');
    const { faults } = desk.system.cloud;
    const answer = { service: 'guest-site', kind: 'status', when: 'before', times: 100 } as const;
    faults.inject({ ...answer, status: 503 });
    expect(await drift('BEHIND')).toEqual([]);
    faults.clear();
    faults.inject({ ...answer, status: 200, body: '<h1>Parked</h1>' });
    expect(await drift('BEHIND')).toEqual([
      'Guest page, changed over there: its public address shows something else.',
    ]);
    faults.clear();
    await repair('BEHIND');
  });

  it('invites the crew anew when their event is gone and Repair is asked for', async () => {
    await published('UNCREWED');
    const { crewEventId } = await desk.describe('UNCREWED');
    await desk.outside.removeEvent(String(crewEventId));
    expect(await drift('UNCREWED')).toEqual(['Crew event, changed over there: it is not there any more.']);
    await repair('UNCREWED');
    const [anew] = await desk.outside.crewEvents('UNCREWED');
    expect(anew?.event_id).not.toBe(crewEventId);
    // It is the new one that is looked at from now on.
    await desk.outside.writeNotes(String(anew?.event_id), 'Net: $289.41');
    expect(await drift('UNCREWED')).toContain(
      'Crew-visible notes, changed over there: what the charter earns stands in notes.',
    );
    await repair('UNCREWED');
  });

  it('does not look at what the row wants changed: nobody knows what should stand there', async () => {
    await published('EDITED');
    await desk.edit('EDITED', { Start: '10:00 AM' });
    await desk.outside.putObject('g/edited.html', 'x');
    expect(await drift('EDITED')).toEqual([]);
    expect(desk.row('EDITED').State).toBe('Changed');
    expect((await shown()).unsettled).toContain('EDITED');
    await desk.publish('EDITED');
  });

  it('lists what it could not look at, and takes silence for no drift', async () => {
    await published('MUTE');
    const { faults } = desk.system.cloud;
    faults.inject({
      service: 'jada-calendar',
      kind: 'status',
      status: 403,
      when: 'before',
      times: 1000,
    });
    await check();
    faults.clear();
    const { unseen, drifted } = await shown();
    expect(unseen).toContainEqual(expect.stringMatching(/^MUTE, calendar entry: JADA GetEntry: 403/));
    expect(drifted).toEqual([]);
    expect(desk.row('MUTE')).toMatchObject({ State: 'Published', Problem: '' });
  });

  it('is done by the timer once a day', async () => {
    await published('DAILY');
    await desk.timer(6);
    await desk.outside.removeObject('g/daily.html');
    expect((await desk.timer(60)).requests).toEqual([]);
    await desk.timer(24 * 60);
    expect(desk.row('DAILY')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringContaining('Guest page, changed over there: it is not there any more.'),
    });
    expect((await desk.timer(60)).requests).toEqual([]);
    await repair('DAILY');
  });

  it('leaves alone what is published while it looks', async () => {
    await published('RACED');
    const [entry] = await desk.outside.calendarEntries('RACED');
    await desk.outside.changeEntry(String(entry?.entry_id), { boat: 'Gull' });
    desk.outside.before('jada-calendar', 'GET /calendar/{id}', 1, async () => {
      desk.change('RACED', { Boat: 'Tern' });
      await desk.publish('RACED');
    });
    await check();
    expect(desk.row('RACED')).toMatchObject({ State: 'Published', Problem: '' });
    expect(await desk.outside.calendarEntries('RACED')).toMatchObject([{ boat: 'Tern' }]);
  });

  it('leaves charters that are long over where they were put away', async () => {
    await published('BYGONE');
    desk.system.clock.advance(300 * 24 * 3_600_000);
    await desk.timer(6);
    const kept = () => Object.keys(desk.system.project.save().properties.document ?? {});
    expect(kept()).not.toContain('journal/bygone');
    const { requests } = await check();
    expect(requests.filter(({ path }) => path.includes('bygone'))).toEqual([]);
    expect(kept()).not.toContain('journal/bygone');
  });
});
