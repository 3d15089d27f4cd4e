import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { INPUT_COLUMNS, type InputColumn, type RowCells } from '../src/booking/booking-row.ts';
import { type BookingRow, readBookings } from '../src/booking/bookings.ts';
import type { Cell } from '../src/booking/cells.ts';
import { readCrew } from '../src/booking/crew.ts';
import type { Problem } from '../src/booking/problem.ts';
import { context, crewRow, goldenRow } from './support/booking-row.ts';
import { anyCell, faultyRows } from './support/row-arbitrary.ts';

const names = { crew: 'sam', otherCrew: 'mia', captain: 'kit', gone: 'gone', location: 'Sheraton Marina' };
/** What a cell of Sheets holds. */
const LONGEST_CELL = 50_000;

function problemsOf({ result }: BookingRow): Problem[] {
  return result.ok ? [] : result.error;
}

/**
 * What is wrong with the words of a row's problems: each is a sentence that names its column and what stands there, and
 * one that says what to do. Counted in one go, for `expect` is slower than the reader.
 */
function badWords(problems: readonly Problem[], cells: RowCells): string[] {
  const bad = problems.filter(({ column, message }) => {
    const [, said = '', remedy = ''] =
      /^.+? is (“.*?”|empty|a date or a time)\. (.+\.)$/u.exec(message) ?? [];
    const cell = cells[column as InputColumn];
    return !(
      message.startsWith(`${column} is ${said}`) &&
      (typeof cell !== 'number' || said === `“${cell}”`) &&
      /write|choose|format|shorten|mend|correct|give|name each|there are/i.test(remedy) &&
      // Control characters and halves of pairs, and what would turn the rest of the line around.
      !/\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/u.test(message) &&
      message.length < 1000
    );
  });
  const length = problems.map(({ message }) => message).join('\n').length;
  return [...bad.map(({ message }) => message), ...(length < LONGEST_CELL ? [] : [`${length} characters`])];
}

describe('rows with anything in any cell', () => {
  let tried = 0;
  const numbers = new Set<number>();
  afterAll(() => {
    expect(tried).toBeGreaterThanOrEqual(10_000);
    // None, one, and all of them.
    for (const count of [0, 1, 2, INPUT_COLUMNS.length]) expect(numbers).toContain(count);
  });

  it('are bookings, or have a problem for every cell with a fault and for no other', () => {
    fc.assert(
      fc.property(faultyRows(names, 'ROW', 40), (rows) => {
        const read = readBookings(
          rows.map(({ cells }) => cells),
          context,
        );
        expect(read.map(({ result }) => result.ok)).toEqual(rows.map(({ faults }) => faults.size === 0));
        rows.forEach(({ cells, faults }, index) => {
          const problems = problemsOf(read[index] as BookingRow);
          const told = new Set(problems.map(({ column }) => column));
          const wrong = INPUT_COLUMNS.filter((column) => faults.has(column) !== told.has(column));
          expect([...wrong.map((column) => [column, cells[column]]), ...badWords(problems, cells)]).toEqual(
            [],
          );
          tried += 1;
          numbers.add(faults.size);
        });
      }),
      { numRuns: 250, endOnFailure: true },
    );
  });

  it('never make the reader throw, whatever stands in all of them', () => {
    const cells = Object.fromEntries(INPUT_COLUMNS.map((column) => [column, anyCell]));
    const row = fc.record(cells) as unknown as fc.Arbitrary<RowCells>;
    fc.assert(
      fc.property(fc.array(row, { minLength: 20, maxLength: 20 }), (rows) => {
        for (const read of readBookings(rows, context)) {
          // Whatever leaves for another system is encoded as UTF-8.
          expect(() => encodeURIComponent(JSON.stringify(Object.values(read.result)))).not.toThrow();
          expect(badWords(problemsOf(read), rows[read.rowNumber - 2] as RowCells)).toEqual([]);
          tried += 1;
        }
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });
});

describe('a row that names forty of the crew', () => {
  it('leaves room for the problems of its other cells, however faulty their rows are', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `${'x'.repeat(20)}${index}`);
    const spoiled = {
      Name: '',
      Role: '',
      Email: 'x'.repeat(300),
      'Hourly rate': 'x'.repeat(300),
      Active: '?',
    };
    const crew = readCrew(ids.map((id) => crewRow(id, { ...spoiled, Phone: 'x'.repeat(300) })));
    const cells = {
      ...goldenRow,
      Crew: ids.join(','),
      Captain: ids[0] ?? '',
      'Private notes': true,
      Status: 'Redy',
    };
    const problems = problemsOf(readBookings([cells], { ...context, crew })[0] as BookingRow);
    expect(badWords(problems, cells)).toEqual([]);
    expect(new Set(problems.map(({ column }) => column))).toEqual(
      new Set(['Crew', 'Captain', 'Private notes', 'Status']),
    );
    expect(problems.filter(({ column }) => column === 'Crew')).toHaveLength(13);
  });
});

describe('text that nobody sees', () => {
  const read = (changes: Partial<Record<keyof RowCells, Cell>>) =>
    readBookings([{ ...goldenRow, ...changes }], context)[0] as BookingRow;

  it('does not spoil what is copied from a web page or a phone', () => {
    const { result } = read({
      'Booking ID': '\u200bXHQ\u00adGMDH',
      Captain: '\u202akit\u202c',
      Party: '6\u2060',
    });
    expect(result).toMatchObject({ ok: true, value: { bookingId: 'XHQGMDH', slug: 'xhqgmdh', party: 6 } });
  });

  it('is nothing by itself, and keeps what joins letters and emoji', () => {
    expect(problemsOf(read({ Guest: '\u200b\u202e' }))).toMatchObject([{ column: 'Guest' }]);
    const { result } = read({ Guest: 'می\u200cخواهم 👩\u200d👧' });
    expect(result).toMatchObject({ ok: true, value: { guest: 'می\u200cخواهم 👩\u200d👧' } });
  });
});

describe('a number in place of an id', () => {
  it('is refused where Sheets has rounded it', () => {
    const [row] = readBookings([{ ...goldenRow, 'Booking ID': 1.2345678901234567e19 }], context);
    expect(problemsOf(row as BookingRow)).toMatchObject([
      { column: 'Booking ID', message: expect.stringContaining('Format the cell as plain text') },
    ]);
    const [other] = readBookings([{ ...goldenRow, 'Booking ID': 12_345_678 }], context);
    expect(other?.result).toMatchObject({ ok: true, value: { bookingId: '12345678' } });
  });
});

describe('ids that many rows share', () => {
  it('cost a short sentence each, and no more time than others', () => {
    const rows = Array.from({ length: 10_000 }, () => goldenRow);
    const read = readBookings(rows, context);
    const messages = read.map((row) => problemsOf(row)[0]?.message ?? '');
    expect(messages[0]).toBe(
      'Booking ID is “XHQGMDH”. Rows 3, 4, 5 and 9996 more have it too: give each row its own.',
    );
    expect(messages[9_999]).toContain('Rows 2, 3, 4 and 9996 more');
    expect(Math.max(...messages.map(({ length }) => length))).toBeLessThan(120);
  });
});
