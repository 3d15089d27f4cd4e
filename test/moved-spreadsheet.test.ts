import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

/** Lets mails and replies come round. */
async function settle(): Promise<void> {
  desk.system.clock.advance(100_000);
  await desk.system.cloud.tick();
  await desk.timer(6);
}

async function published(bookingId: string): Promise<void> {
  desk.add({ 'Booking ID': bookingId, Boat: `Boat ${bookingId}` });
  await desk.publish(bookingId);
  // A second revision: its request names are those of the first no more.
  desk.change(bookingId, { Start: '10:00 AM' });
  await desk.publish(bookingId);
  await settle();
  expect(desk.row(bookingId)).toMatchObject({ State: 'Published', Problem: '' });
}

/** File → Make a copy, from which is published in the place of the original. */
async function move(): Promise<void> {
  desk.becomeCopy();
  await desk.run('setUp');
  await settle();
}

const standing = async (bookingId: string) => ({
  entries: (await desk.outside.calendarEntries(bookingId)).map(({ entry_id, start_time }) => [
    entry_id,
    start_time,
  ]),
  events: (await desk.outside.crewEvents(bookingId)).map(({ event_id, start_time }) => [
    event_id,
    start_time,
  ]),
});
const mailsTo = (address: string) =>
  desk.outside.mailsTo(address).map(({ subject }) => subject.split(':')[0]);

describe('a booking that was published from another copy of the spreadsheet', () => {
  it('is found in each system, and nothing of it is made twice', async () => {
    await published('MOVED');
    await desk.outside.answer('sam@crew.example', 'Boat MOVED', 'confirm');
    const before = await standing('MOVED');
    await move();
    expect(desk.row('MOVED').Problem).toMatch(/^Nothing is known here of a publishing of this Booking ID/);

    await desk.publish('MOVED');
    await settle();
    expect(desk.row('MOVED')).toMatchObject({
      State: 'Published',
      Problem: '',
      'Crew replies': '1 of 3 confirmed',
    });
    expect(await standing('MOVED')).toEqual(before);
    expect(mailsTo('mia@crew.example')).toEqual(['You are invited to crew', 'The time has changed']);

    await desk.edit('MOVED', { Start: '11:30 AM' });
    await desk.publish('MOVED');
    const [[id, time] = []] = (await standing('MOVED')).events;
    expect([id, time]).toEqual([before.events[0]?.[0], expect.stringContaining('T11:30:00')]);
  });

  it('tells guests’ calendars of later changes, which take no version below the one they have', async () => {
    await published('SEQUENCE');
    const sequence = async () => {
      const page = (await desk.outside.object('g/sequence.html'))?.text ?? '';
      return Number(/SEQUENCE%3A(\d+)/.exec(page)?.[1]);
    };
    const before = await sequence();
    await move();
    desk.change('SEQUENCE', { Start: '1:00 PM' });
    await desk.publish('SEQUENCE');
    expect(await sequence()).toBeGreaterThan(before);
  });

  it('goes from each system when it is cancelled there', async () => {
    await published('OFF');
    await move();
    desk.change('OFF', { Status: 'Cancelled' });
    await desk.publish('OFF');
    await settle();
    expect(desk.row('OFF').State).toBe('Removed');
    expect(await standing('OFF')).toEqual({ entries: [], events: [] });
    expect((await desk.outside.object('g/off.html'))?.text).toContain('This charter was cancelled');
    expect(desk.card('OFF')?.Lane).toBe('Cancelled');
    expect(mailsTo('mia@crew.example').at(-1)).toBe('Charter cancelled');
    expect(mailsTo('captain@queenofsandiego.com').at(-1)).toBe('Cancelled');
  });

  it('is made anew where it is not there any more', async () => {
    await published('GONE');
    const { entries, events } = await standing('GONE');
    await desk.outside.removeEntry(String(entries[0]?.[0]));
    await desk.outside.removeEvent(String(events[0]?.[0]));
    await move();
    await desk.publish('GONE');
    await settle();
    expect(desk.row('GONE')).toMatchObject({ State: 'Published', Problem: '' });
    const after = await standing('GONE');
    expect([after.entries.length, after.events.length]).toEqual([1, 1]);
  });

  it('is found by systems too that honour no idempotency keys', async () => {
    desk.set('Calendar honours idempotency keys', 'FALSE');
    desk.set('Crew honours idempotency keys', 'FALSE');
    await published('KEYLESS');
    const before = await standing('KEYLESS');
    await move();
    await desk.publish('KEYLESS');
    expect(desk.row('KEYLESS')).toMatchObject({ State: 'Published', Problem: '' });
    expect(await standing('KEYLESS')).toEqual(before);
  });
});

describe('with foreign systems that know their POST alone', () => {
  it('the captain is asked to look, and nothing is made twice', async () => {
    const foreign = await Desk.open(
      { 'Calendar honours idempotency keys': 'FALSE', 'Crew honours idempotency keys': 'FALSE' },
      { foreignServices: true },
    );
    foreign.add({ 'Booking ID': 'ABROAD', Boat: 'Boat ABROAD' });
    await foreign.publish('ABROAD');
    foreign.becomeCopy();
    await foreign.run('setUp');
    await foreign.publish('ABROAD');
    const questions = (await foreign.fromDialog('openDecisions')) as {
      projection: string;
      question: string;
    }[];
    const { foreign: services } = foreign.system.cloud;
    const held = [services?.calendar.held.size, services?.crewSystem.held.size];
    await foreign.close();
    // The crew event waits for the entry.
    expect(questions.map(({ projection, question }) => [projection, question])).toEqual([
      ['calendar entry', 'do it by hand'],
    ]);
    expect(held).toEqual([1, 1]);
  });
});

describe('a row that was copied under another id', () => {
  it('is a booking of its own, once it is published by the menu', async () => {
    await published('FIRST');
    desk.change('FIRST', { 'Booking ID': 'OTHER' });
    await desk.publish('OTHER');
    expect(desk.row('OTHER')).toMatchObject({
      State: 'Published',
      Problem: expect.stringContaining('also in FIRST'),
    });
    const both = [await standing('FIRST'), await standing('OTHER')];
    expect(both.map(({ entries, events }) => [entries.length, events.length])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});
