import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BookingReport } from '../local/publish-report.ts';
import { type BookingCells, Desk } from './support/desk.ts';

const GOOD = 22;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

/** 22 good rows and three with problems, and other rows between them that nobody selects. */
function addBatch(name: string, like: Partial<BookingCells>) {
  const row = (id: string, cells: Partial<BookingCells>) => ({
    ...like,
    ...cells,
    'Booking ID': `${name}-${id}`,
  });
  const good = Array.from({ length: GOOD }, (_, index) => row(`${index + 1}`, {}));
  const bad = [
    row('NO-DATE', { Date: '' }),
    row('NO-CREW', { Crew: 'sam, bob' }),
    row('NO-MONEY', { Gross: '', Hours: '' }),
  ];
  const others = Array.from({ length: 6 }, (_, index) => row(`LATER-${index}`, { Status: 'Draft' }));
  desk.add(
    ...others.slice(0, 1),
    ...good.slice(0, 1),
    ...bad.slice(0, 1),
    ...good.slice(1, 9),
    ...others.slice(1, 4),
    ...bad.slice(1, 2),
    ...good.slice(9),
    ...others.slice(4),
    ...bad.slice(2),
  );
  const ids = (rows: BookingCells[]) => rows.map((one) => one['Booking ID']);
  return { all: ids([...good, ...bad]), good: ids(good), bad: ids(bad), others: ids(others) };
}

type Batch = ReturnType<typeof addBatch>;
type Run = Awaited<ReturnType<Desk['publish']>>;

const invalidations = ({ requests }: Run) =>
  requests.filter(({ operation }) => operation === 'CreateInvalidation').length;

describe('a batch of 25 with three bad rows in it', () => {
  let batch: Batch;
  let run: Run;
  let reports: BookingReport[];
  let untouched: unknown[];
  beforeAll(async () => {
    batch = addBatch('COLD', {});
    untouched = batch.others.map((id) => desk.row(id));
    run = await desk.publish(batch.all);
    // What the crew system has no time to mail at once, it mails by its own schedule.
    desk.system.clock.advance(60_000);
    await desk.system.cloud.tick();
    reports = await desk.system.describe(batch.good);
  });

  it('publishes the 22 in all systems', async () => {
    for (const { bookingId, calendarEntryId, crewEventId } of reports) {
      expect(desk.row(bookingId)).toMatchObject({
        State: 'Published',
        Problem: '',
        'Guest page': `https://queenofsandiego.com/g/${bookingId.toLowerCase()}`,
        'Crew replies': '0 of 3 confirmed',
      });
      expect((await desk.outside.visit(`/g/${bookingId}`)).status).toBe(200);
      expect(await desk.outside.calendarEntries(bookingId)).toMatchObject([{ entry_id: calendarEntryId }]);
      expect(await desk.outside.crewEvents(bookingId)).toMatchObject([
        { event_id: crewEventId, calendar_entry_id: calendarEntryId },
      ]);
      expect(desk.card(bookingId)).toMatchObject({ Lane: 'New Bookings', Net: '$289.41' });
    }
    expect(new Set(reports.map(({ crewEventId }) => crewEventId)).size).toBe(GOOD);
  });

  it('says beside each of the three what is wrong, and sends nothing for them', async () => {
    const [noDate, noCrew, noMoney] = batch.bad.map((id) => desk.row(id));
    const State = 'Needs attention';
    expect(noDate).toMatchObject({ State, Problem: expect.stringMatching(/^Date is empty\.[^\n]*$/) });
    expect(noCrew).toMatchObject({ State, Problem: expect.stringMatching(/^Crew is “sam, bob”\.[^\n]*$/) });
    expect(noMoney).toMatchObject({
      State,
      Problem: expect.stringMatching(/^Hours is empty\.[^\n]*\nGross is empty\.[^\n]*$/),
    });
    for (const id of batch.bad) {
      expect(desk.card(id)).toBeUndefined();
      expect(await desk.outside.object(`g/${id.toLowerCase()}.html`)).toBeUndefined();
      expect(await desk.outside.calendarEntries(id)).toEqual([]);
      expect(await desk.outside.crewEvents(id)).toEqual([]);
    }
  });

  it('leaves the rows between alone', () => {
    expect(batch.others.map((id) => desk.row(id))).toEqual(untouched);
  });

  it('mails each of the crew and the captain once for each booking', () => {
    const { captain, cloud } = desk.system;
    const readers = ['kit@crew.example', 'sam@crew.example', 'mia@crew.example', captain];
    expect(readers.map((reader) => desk.outside.mailsTo(reader).length)).toEqual([GOOD, GOOD, GOOD, GOOD]);
    expect(cloud.outbox.mails).toHaveLength(4 * GOOD);
    const summaries = desk.outside.mailsTo(captain).map(({ subject }) => subject);
    const announced = batch.good.map((id) => expect.stringMatching(new RegExp(`^Published: ${id} · `)));
    expect(summaries).toEqual(expect.arrayContaining(announced));
  });

  it('takes at most 10 rounds with nothing cached, 40 looks into the workbook and one invalidation', () => {
    expect(run.counts.rounds).toBeLessThanOrEqual(10);
    expect(run.counts.spreadsheet).toBeLessThanOrEqual(40);
    expect(invalidations(run)).toBe(1);
  });
});

describe('the next batch of 25', () => {
  it('takes at most 3 rounds more than a single booking, which takes at most 5', async () => {
    desk.add({ 'Booking ID': 'SINGLE', Crew: '' });
    const batch = addBatch('WARM', { Crew: '' });
    const single = await desk.publish('SINGLE');
    const run = await desk.publish(batch.all);

    expect(batch.good.map((id) => desk.row(id).State)).toEqual(batch.good.map(() => 'Published'));
    expect(batch.bad.map((id) => desk.row(id).State)).toEqual(batch.bad.map(() => 'Needs attention'));
    expect(single.counts.rounds).toBeLessThanOrEqual(5);
    expect(run.counts.rounds).toBeLessThanOrEqual(single.counts.rounds + 3);
    expect(run.counts.spreadsheet).toBeLessThanOrEqual(40);
    expect(invalidations(run)).toBe(1);
  });
});
