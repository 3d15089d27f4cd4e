import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildTabs, CAPTAIN, type TabsProject } from './support/tabs-project.ts';

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

const bookings = () => {
  const sheet = tabs.workbook.sheetNamed('Bookings');
  if (!sheet) throw new Error('No Bookings');
  return sheet;
};
const headers = () => tabs.shown('Bookings')[0] ?? [];
const columnOf = (header: string) => headers().indexOf(header) + 1;
/** The texts under a header, by booking id. */
const column = (header: string) =>
  Object.fromEntries(
    tabs
      .shown('Bookings')
      .slice(1)
      .filter((row) => row[columnOf('Booking ID') - 1] !== '')
      .map((row) => [row[columnOf('Booking ID') - 1], row[columnOf(header) - 1]]),
  );
const ids = (count: number) => Array.from({ length: count }, (_, index) => `BOOK-${100 + index}`);
const fill = (bookingIds: string[]) =>
  tabs.fill(
    'Bookings',
    bookingIds.map((bookingId) => ({
      'Booking ID': bookingId,
      Guest: `Guest of ${bookingId}`,
      Status: 'Draft',
    })),
  );
const published = (guestPage: string) => ({
  outputs: {
    state: 'Published',
    guestPage,
    crewReplies: '0 of 3 confirmed',
    problem: '',
    published: '2027-05-01T19:00:00Z',
  },
});

describe('reading', () => {
  test('rows come with their numbers, their ids trimmed, and dates as dates', async () => {
    tabs.fill('Bookings', [
      { 'Booking ID': ' XHQGMDH ', Date: '5/30/2027', Start: '9:00 AM', Gross: '840.75', State: 'Published' },
      {},
      { 'Booking ID': 'AFTER-BLANK' },
    ]);
    const rows = await tabs.run<Record<string, never>[]>('readBookings');
    expect(rows.map(({ rowNumber, bookingId }) => [rowNumber, bookingId])).toEqual([
      [2, 'XHQGMDH'],
      [3, ''],
      [4, 'AFTER-BLANK'],
    ]);
    expect(rows[0]?.cells).toMatchObject({ Gross: 840.75, Date: '2027-05-30T07:00:00.000Z' });
    expect(rows[0]?.outputs).toMatchObject({ State: 'Published', Problem: '' });
  });

  test('columns are found in any order and in any case, with columns of the captain between them', async () => {
    const sheet = bookings();
    const mixed = [
      'my notes',
      ...headers()
        .toReversed()
        .map((header) => ` ${header.toUpperCase()} `),
    ];
    sheet.data.cells = [mixed.map((value) => ({ value }))];
    sheet.type(2, mixed.indexOf(' BOOKING ID ') + 1, 'XHQGMDH');
    sheet.type(2, mixed.indexOf(' GUEST ') + 1, 'Ann');
    const [row] = await tabs.run<Record<string, unknown>[]>('readBookings');
    expect(row).toMatchObject({ bookingId: 'XHQGMDH', cells: { Guest: 'Ann' } });
    await tabs.run('writeBookings', [{ xhqgmdh: published('https://example.com/g/xhqgmdh') }]);
    expect(sheet.cell(2, mixed.indexOf(' STATE ') + 1)?.value).toBe('Published');
    expect(sheet.cell(2, mixed.indexOf(' GUEST PAGE ') + 1)?.value).toBe('https://example.com/g/xhqgmdh');
  });

  test('missing headers and tabs are named, with the way out', async () => {
    bookings().type(1, columnOf('Gross'), 'Grossness');
    bookings().type(1, columnOf('Crew'), '');
    await expect(tabs.run('readBookings')).rejects.toMatchObject({
      name: 'SheetError',
      message: 'The tab "Bookings" has no column "Gross", "Crew". Charter → Set up repairs it.',
    });
    const crew = tabs.workbook.sheetNamed('Crew');
    if (crew) tabs.workbook.renameSheet(crew, 'People');
    await expect(tabs.run('readCrewTab')).rejects.toMatchObject({
      name: 'SheetError',
      message: 'The tab "Crew" is missing. Charter → Set up repairs it.',
    });
  });

  test('crew, locations and settings come as what they mean', async () => {
    tabs.fill('Crew', [
      {
        'Crew ID': 'sam',
        Name: 'Sam',
        Role: 'Deckhand',
        Email: 'sam@example.com',
        'Hourly rate': '25',
        Active: 'TRUE',
      },
    ]);
    tabs.fill('Locations', [{ Location: 'Sheraton Marina', 'Fee %': '18%' }]);
    expect(await tabs.run('readCrewTab')).toMatchObject([
      { id: 'sam', result: { ok: true, value: { role: 'deckhand', hourlyRateCents: 2500, active: true } } },
    ]);
    expect(await tabs.run('readLocationsTab')).toMatchObject([
      { id: 'Sheraton Marina', result: { ok: true, value: { feePartsPerMillion: 180_000 } } },
    ]);
    expect(new Map(await tabs.run<[string, unknown][]>('readSettingsTab')).get('Crew extra hours')).toBe(2);
  });
});

describe('the selection', () => {
  const selected = (sheet: string, ...ranges: string[]) =>
    tabs.run('selectedBookingIds', [], { selection: { sheet, ranges } });
  beforeEach(() => fill(ids(5)));

  test('several ranges, in any columns and overlapping, count each row once and in order', async () => {
    expect(await selected('Bookings', 'D5', 'A2:B3', 'C3')).toEqual(['BOOK-100', 'BOOK-101', 'BOOK-103']);
  });

  test('a whole column means the rows that hold something; the header is none of them', async () => {
    expect(await selected('Bookings', 'C:C')).toEqual(ids(5));
    expect(await selected('Bookings', 'A1')).toEqual([]);
    expect(await selected('Bookings', 'A900')).toEqual([]);
  });

  test('in another tab nothing is selected', async () => {
    expect(await selected('Crew', 'A2:A4')).toEqual([]);
  });
});

describe('writing', () => {
  test('outputs go into the row of their booking, whatever the case of the id, and nothing else changes', async () => {
    fill(['AAA', 'Bbb', 'CCC']);
    const before = tabs.shown('Bookings');
    await tabs.run('writeBookings', [{ bBB: published('https://queenofsandiego.com/g/bbb') }]);
    const after = tabs.shown('Bookings');
    expect(column('State')).toEqual({ AAA: '', Bbb: 'Published', CCC: '' });
    expect(column('Published').Bbb).toMatch(/^May 1, 2027 12:00 pm$/i);
    const inputs = (rows: string[][]) => rows.map((row) => row.slice(0, columnOf('Status')));
    expect(inputs(after)).toEqual(inputs(before));
  });

  test('rows that a person sorts between reading and writing are found again', async () => {
    const bookingIds = ids(6);
    fill(bookingIds);
    const changes = Object.fromEntries(
      bookingIds.slice(0, 3).map((id) => [id, published(`https://example.com/${id}`)]),
    );
    let sorted = false;
    await tabs.run('readPauseWrite', [changes], {
      onBridgeCall: ({ method }) => {
        if (!sorted && method === 'sleep') {
          sorted = true;
          bookings().sort({ row: 2, column: 1, rows: 6, columns: 26 }, [{ column: 1, ascending: false }]);
          bookings().insertRows(3, 2);
        }
        return 'continue';
      },
    });
    expect(sorted).toBe(true);
    expect(tabs.shown('Bookings')[1]?.[0]).toBe('BOOK-105');
    expect(column('Guest page')).toEqual(
      Object.fromEntries(bookingIds.map((id, index) => [id, index < 3 ? `https://example.com/${id}` : ''])),
    );
  });

  test('a row without an id and two rows with the same one each get their own problem', async () => {
    tabs.fill('Bookings', [{ Guest: 'No id' }, { 'Booking ID': 'TWICE' }, { 'Booking ID': 'twice' }]);
    await tabs.run('numberRows');
    expect(
      tabs
        .shown('Bookings')
        .slice(1)
        .map((row) => row[columnOf('Problem') - 1]),
    ).toEqual(['row 2', 'row 3', 'row 4']);
  });

  test('Status is set where asked for and nowhere else, whatever stands in the rows between', async () => {
    fill(ids(3));
    const status = columnOf('Status');
    bookings().update({ row: 3, column: status, rows: 1, columns: 1 }, (cell) => ({
      ...cell,
      formula: '=B1',
      value: 'Draft',
    }));
    await tabs.run('writeBookings', [{ 'BOOK-100': { status: 'Ready' }, 'BOOK-102': { status: 'Ready' } }]);
    expect(column('Status')).toEqual({ 'BOOK-100': 'Ready', 'BOOK-101': 'Draft', 'BOOK-102': 'Ready' });
    expect(bookings().cell(3, status)?.formula).toBe('=B1');
  });

  test('an id that is gone is passed over; ids found are reported as they stand now', async () => {
    fill(['AAA']);
    expect(await tabs.run('writeBookings', [{ GONE: published('https://example.com/gone') }])).toEqual([
      'AAA',
    ]);
    expect(column('State')).toEqual({ AAA: '' });
  });

  test('columns of the captain among ours keep their formulas', async () => {
    fill(['AAA', 'BBB']);
    const place = columnOf('Problem');
    bookings().insertColumns(place, 1);
    // It came with the look of its neighbour, which is plain text and takes no formula.
    bookings().update({ row: 2, column: place, rows: 2, columns: 1 }, () => ({ value: '' }));
    bookings().type(1, place, 'Tip');
    bookings().type(2, place, '=1+1');
    await tabs.run('writeBookings', [
      { AAA: published('https://example.com/a'), BBB: published('https://example.com/b') },
    ]);
    expect(bookings().cell(2, place)?.formula).toBe('=1+1');
    expect(column('State')).toEqual({ AAA: 'Published', BBB: 'Published' });
  });

  test('text from outside never becomes a formula, not even when its neighbour is written later', async () => {
    fill(['AAA', 'BBB', 'CCC']);
    const problem = (text: string) => ({ outputs: { problem: text } });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('', ' ', '\t', '\r', '\0', '\n', "'"),
        fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠'),
        fc.string({ maxLength: 12 }),
        async (before, start, rest) => {
          const text = `${before}${start}HYPERLINK("https://evil.example")${rest}`;
          // Formatted as plain text the cell would take no formula anyway, so try it without that, too.
          bookings().update({ row: 2, column: columnOf('Problem'), rows: 3, columns: 1 }, () => ({
            value: '',
          }));
          await tabs.run('writeBookings', [{ BBB: problem(text) }]);
          await tabs.run('writeBookings', [{ AAA: problem('one'), CCC: problem('two') }]);
          const cell = bookings().cell(3, columnOf('Problem'));
          expect(cell?.formula).toBeUndefined();
          expect(String(cell?.value)).toContain('HYPERLINK');
          expect(String(cell?.value)).not.toMatch(/(?!\n)\p{Cc}/u);
          expect(String(cell?.value)).toContain(`${start}HYPERLINK("https://evil.example")`);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('calls', () => {
  const count = async (name: string, given: unknown[] = []) =>
    (await tabs.execute(name, given)).counts.spreadsheet;

  test('a tab is read with one call', async () => {
    fill(ids(25));
    for (const name of [
      'readBookings',
      'readCrewTab',
      'readLocationsTab',
      'readSettingsTab',
      'kanbanCards',
    ]) {
      expect(await count(name), name).toBe(1);
    }
    expect(
      (
        await tabs.execute('selectedBookingIds', [], {
          selection: { sheet: 'Bookings', ranges: ['A2:A4', 'A9'] },
        })
      ).counts.spreadsheet,
    ).toBe(1);
  });

  test('one booking is written with two calls, 25 far apart with three, and none when nothing changes', async () => {
    const bookingIds = ids(50);
    fill(bookingIds);
    const every = (step: number) =>
      Object.fromEntries(
        bookingIds
          .filter((_, index) => index % step === 0)
          .map((id) => [id, published(`https://example.com/${id}`)]),
      );
    expect(await count('writeBookings', [every(50)])).toBe(2);
    expect(await count('writeBookings', [every(2)])).toBe(3);
    expect(Object.values(column('State')).filter((state) => state === 'Published')).toHaveLength(25);
    expect(await count('writeBookings', [every(2)])).toBe(1);
    const ready = Object.fromEntries(bookingIds.slice(0, 25).map((id) => [id, { status: 'Ready' }]));
    expect(await count('writeBookings', [ready])).toBe(2);
  });

  test('nothing is written by whoever only reads', async () => {
    fill(ids(3));
    const before = JSON.stringify(tabs.workbook);
    await tabs.execute('readBookings', [], { user: CAPTAIN, context: 'simple' });
    expect(JSON.stringify(tabs.workbook)).toBe(before);
  });
});
