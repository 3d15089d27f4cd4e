import fc from 'fast-check';
import { INPUT_COLUMNS, type InputColumn, type RowCells } from '../../src/booking/booking-row.ts';
import type { Cell } from '../../src/booking/cells.ts';

/** A row as `getValues()` gives it, and which of its columns have a fault. */
export interface FaultyRow {
  cells: RowCells;
  faults: ReadonlySet<InputColumn>;
}

/** What the cells may refer to: the tabs that the rows are read with hold these. */
export interface Names {
  crew: string;
  otherCrew: string;
  captain: string;
  /** Not active any more. */
  gone: string;
  location: string;
}

const FORMULA_ERRORS = ['#REF!', '#DIV/0!', '#VALUE!', '#NAME?', '#NUM!', '#N/A', '#ERROR!', 'Loading...'];

/** Line breaks, direction marks, halves of pairs, NUL and what else a paste brings along. */
const noise = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0x10_ffff }).map((code) => String.fromCodePoint(code)),
    fc.constantFrom(
      '\0',
      '\t',
      '\r',
      '\n',
      '\u0007',
      '\u202e',
      '\u200b',
      '\ud800',
      '\u2028',
      '👩‍👧',
      'ש',
      '=',
      "'",
    ),
  ),
  maxLength: 30,
});

/** Texts that are good wherever any text is. */
const words: fc.Arbitrary<string> = fc.oneof(
  noise.map((text) => `a${text}`),
  fc.constantFrom(
    '=HYPERLINK("https://evil.example","Click")',
    '+1 619 555 0142',
    '-2+3',
    '@SUM(1,2)',
    '\t=1+1',
    '\r=1+1',
    '\0=1+1',
    '＝1+1',
    "'=1+1",
    '<script>alert(1)</script>',
    'שרה כהן',
    'أحمد علي',
    '👩‍👩‍👧 family',
    '\u202eevil',
    'TRUE',
    '5/30',
    '1E5',
  ),
);

/** As much as a cell of Sheets holds. */
const LONG_TEXTS = ['x', '=', '👩‍👧', 'א'].map((text) => `x${text.repeat(50_000)}`.slice(0, 50_000));

/** A fault in any column: no cell of a booking may hold these. */
const neverGood: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...FORMULA_ERRORS) },
  { weight: 2, arbitrary: fc.boolean() },
  // Rare, for each costs as much as a hundred others.
  { weight: 1, arbitrary: fc.constantFrom(...LONG_TEXTS) },
);

function dateBetween(first: string, last: string): fc.Arbitrary<Date> {
  return fc.date({ min: new Date(first), max: new Date(last), noInvalidDate: true });
}

/** Dates that no charter has, as a cell may hold them. */
const impossibleDate = fc.oneof(
  dateBetween('1900-01-02', '1999-12-30'),
  dateBetween('2100-01-03', '9999-12-30'),
);

const noNumber = fc.oneof(
  noise.map((text) => `x${text}`),
  fc.constantFrom<Cell[]>(
    'six',
    '１２',
    '٣',
    '3 h',
    '1e3',
    '--1',
    '1.2.3',
    '1,2',
    '\u202e3x',
    '0x10',
    -1,
    1e300,
    2.001,
  ),
  impossibleDate,
);
const noName = noise.map((text) => `✗${text}`);
const blank = fc.constantFrom<Cell[]>('', ' ', '\n\t', '\0', '\u200b', '\u00a0');

function goodCells({ crew, otherCrew, captain, location }: Names): Record<InputColumn, fc.Arbitrary<Cell>> {
  const notes = fc.oneof(words, noise, fc.constantFrom<Cell[]>('', 12, 'x'.repeat(5000)));
  return {
    'Booking ID': fc.constant(''),
    Source: fc.oneof(words, fc.constantFrom<Cell[]>('', 7, 'x'.repeat(100))),
    Boat: fc.oneof(words, fc.constant('')),
    Guest: fc.oneof(words, fc.constantFrom<Cell[]>(12, 'x'.repeat(200))),
    Party: fc.constantFrom<Cell[]>(1, 6, 1000, '6', ' 12 ', '1,000', '+4'),
    Date: fc.constantFrom<Cell[]>(
      new Date('2027-05-30T00:00:00-07:00'),
      new Date('2027-06-01T12:00:00-07:00'),
      '2027-05-30',
      '5/30/2027',
      'May 30, 2027',
      '30 May 2027',
      46_537,
    ),
    Start: fc.constantFrom<Cell[]>(new Date('1899-12-30T09:00:00-08:00'), '9 am', '2:30 PM', '14:30', 0.375),
    Hours: fc.constantFrom<Cell[]>(3, 2.5, '2.5', 72, '1'),
    Location: fc.constantFrom<Cell[]>(location, ` ${location.toUpperCase()}\n`, location.replace(' ', '  ')),
    Gross: fc.constantFrom<Cell[]>(0, 840.75, '840.75', '$1,234.50', '$ 5', 10_000_000),
    Crew: fc.constantFrom<Cell[]>(
      '',
      crew,
      `${crew}, ${otherCrew}`,
      ` ${otherCrew.toUpperCase()} ;${crew},`,
      // Who also stands in the crew list counts once, as the captain.
      `${captain}, ${crew}`,
      captain.toUpperCase(),
    ),
    Captain: fc.constantFrom<Cell[]>(captain, ` ${captain.toUpperCase()}\r\n`),
    'Crew hours': fc.constantFrom<Cell[]>('', ' ', 5, '4.5', 96),
    'Guest notes': notes,
    'Crew notes': notes,
    'Private notes': notes,
    Status: fc.constantFrom<Cell[]>('Ready', 'ready', ' READY '),
  };
}

function strangers(length: number): string {
  return Array.from({ length }, (_, index) => String.fromCodePoint(0x4e00 + index)).join(',');
}

function badCells({ crew, captain, gone }: Names): Record<InputColumn, fc.Arbitrary<Cell>> {
  const numeric = fc.oneof(noNumber, neverGood, blank);
  const text = (maximum: number) => fc.oneof(neverGood, impossibleDate, fc.constant('x'.repeat(maximum + 1)));
  return {
    'Booking ID': fc.oneof(
      neverGood,
      blank,
      noName,
      impossibleDate,
      fc.constantFrom<Cell[]>(
        'index',
        'NULL',
        'ab',
        'a b c',
        'x'.repeat(33),
        1e21,
        1.5,
        1.23456789e15,
        'ÄÖÜ',
      ),
    ),
    Source: text(100),
    Boat: text(100),
    Guest: fc.oneof(text(200), blank),
    Party: numeric,
    Date: fc.oneof(
      numeric,
      fc.constantFrom<Cell[]>('5/30', '2027-02-30', '30.5.2027', '1/1/1999', 1, 99_999),
    ),
    Start: fc.oneof(
      noName,
      neverGood,
      blank,
      impossibleDate,
      fc.constantFrom<Cell[]>('9', 'noon', '24:00', '13 pm', '9:75', 1, -0.5, 1e300),
    ),
    Hours: fc.oneof(numeric, fc.constantFrom<Cell[]>(0, 72.5, 2.33, '0')),
    Location: fc.oneof(noName, neverGood, blank, impossibleDate),
    Gross: fc.oneof(numeric, fc.constantFrom<Cell[]>(-0.01, 0.001, 10_000_000.01, '840,75', '€5')),
    Crew: fc.oneof(
      noName,
      neverGood,
      impossibleDate,
      fc.constantFrom<Cell[]>(
        `${crew}, nobody`,
        `${gone}, ${crew}`,
        `${crew}, ${crew.toUpperCase()}`,
        `${crew} ${captain}`,
        // People whom nobody knows, as many as are allowed and as many as fit.
        strangers(40),
        strangers(500),
      ),
    ),
    Captain: fc.oneof(
      noName,
      neverGood,
      blank,
      impossibleDate,
      fc.constantFrom<Cell[]>('nobody', gone, `${captain}, ${crew}`),
    ),
    'Crew hours': fc.oneof(noNumber, neverGood, fc.constantFrom<Cell[]>(0, 96.5)),
    'Guest notes': text(5000),
    'Crew notes': text(5000),
    'Private notes': text(5000),
    Status: fc.oneof(noName, neverGood, impossibleDate, fc.constantFrom<Cell[]>('Redy', 'Published', 1)),
  };
}

/** Columns that have a fault: none, one, some, or nearly all. */
const faultyColumns: fc.Arbitrary<InputColumn[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<InputColumn[]>([]) },
  { weight: 3, arbitrary: fc.constantFrom(...INPUT_COLUMNS).map((column) => [column]) },
  { weight: 3, arbitrary: fc.subarray([...INPUT_COLUMNS], { minLength: 2 }) },
  { weight: 2, arbitrary: fc.subarray([...INPUT_COLUMNS], { minLength: 14 }) },
);

/**
 * Rows as one tab holds them: known faults in known columns of rows that are good otherwise. `prefix` begins each
 * id that is good; some rows have another's id, in another case, which is a fault of both.
 */
export function faultyRows(names: Names, prefix: string, size: number): fc.Arbitrary<FaultyRow[]> {
  const good = fc.record(goodCells(names));
  const bad = fc.record(badCells(names));
  const one = fc.record({ good, bad, columns: faultyColumns, twin: fc.integer({ min: 0, max: 9 }) });
  return fc.array(one, { minLength: size, maxLength: size, size: 'max' }).map((rows) => {
    const built = rows.map(({ good, bad, columns }, index) => {
      const cells: Record<InputColumn, Cell> = { ...good, 'Booking ID': `${prefix}-${index}` };
      for (const column of columns) cells[column] = bad[column];
      return { cells, faults: new Set(columns) };
    });
    rows.forEach(({ twin }, index) => {
      const [row, other] = [built[index], built[index + 1]];
      if (twin > 0 || !row || !other || row.faults.has('Booking ID') || other.faults.has('Booking ID'))
        return;
      other.cells['Booking ID'] = String(row.cells['Booking ID']).toLowerCase();
      row.faults.add('Booking ID');
      other.faults.add('Booking ID');
    });
    return built;
  });
}

/** Anything that a cell can hold. */
export const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  noise,
  words,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.date({ noInvalidDate: false }),
  fc.constantFrom<Cell[]>('', 'Ready', 'Cancelled', -0, 1e300, 5e-324, 0.5, ...FORMULA_ERRORS, ...LONG_TEXTS),
);
