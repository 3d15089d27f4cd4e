import type { Cell, Reader, Reading } from './cells.ts';
import { isBlank, isFormulaError, plainText, refuse } from './cells.ts';
import { wallClock } from './local-time.ts';
import type { Problem, Result } from './problem.ts';
import type { TimeZone } from './time-zone.ts';

/** The number of the first row below the headers, as the sheet counts. */
export const FIRST_ROW = 2;

/** One row of a tab whose rows are named by one of their columns. */
export interface Entry<Value> {
  /** As the sheet counts now; rows move, so it serves messages and writing at once, never identity. */
  rowNumber: number;
  /** The naming cell's text, trimmed and otherwise as written; it may be empty. */
  id: string;
  result: Result<Value>;
}

/** Reads the cells of one row and gathers every problem, so that the captain sees them all at once. */
export class RowReader<Column extends string> {
  readonly problems: Problem[] = [];
  private readonly cells: Readonly<Partial<Record<Column, Cell>>>;

  /** With the `timeZone`, problems name dates and times as the sheet shows them. */
  constructor(
    cells: Readonly<Partial<Record<Column, Cell>>>,
    private readonly timeZone?: TimeZone,
  ) {
    this.cells = cells;
  }

  cell(column: Column): Cell {
    return this.cells[column] ?? '';
  }

  /** The cell's meaning, or undefined with its problems noted. */
  read<Value>(column: Column, reader: Reader<Value>): Value | undefined {
    const cell = this.cell(column);
    const reading: Reading<Value> = isFormulaError(cell) ? refuse("Mend the cell's formula.") : reader(cell);
    if (reading.ok) return reading.value;
    for (const advice of reading.error) this.reject(column, advice);
    return undefined;
  }

  reject(column: Column, advice: string): void {
    this.problems.push({
      column,
      message: `${column} ${shown(this.cell(column), this.timeZone)}. ${advice}`,
    });
  }

  /** The values that `read` gave, if none is missing; else the problems. */
  finish<Values extends object>(values: Values): Result<Complete<Values>> {
    return this.problems.length === 0 && isComplete(values)
      ? { ok: true, value: values }
      : { ok: false, error: this.problems };
  }
}

type Complete<Values> = { [Key in keyof Values]: Exclude<Values[Key], undefined> };

function isComplete<Values extends object>(values: Values): values is Values & Complete<Values> {
  return Object.values(values).every((value) => value !== undefined);
}

function shown(cell: Cell, timeZone: TimeZone | undefined): string {
  if (cell instanceof Date) {
    const year = cell.getUTCFullYear();
    const canBeShown = timeZone !== undefined && year > 0 && year < 10_000;
    return canBeShown ? `is “${shownDate(cell, timeZone)}”` : 'is a date or a time';
  }
  const text = plainText(cell);
  return text === '' ? 'is empty' : `is “${shortened(text)}”`;
}

/** `2027-05-30`, `09:00`, or both. A time of day comes as a moment of the day from which Sheets counts. */
function shownDate(date: Date, timeZone: TimeZone): string {
  const clock = wallClock(date.getTime(), timeZone);
  if (clock.date === '1899-12-30') return clock.time;
  return clock.time === '00:00' ? clock.date : `${clock.date} ${clock.time}`;
}

/** As much of a text as a message quotes. */
export function shortened(text: string, most = 40): string {
  const characters = Array.from(text.slice(0, 2 * most + 2));
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

/**
 * Reads each row by `read`, which ends in `row.finish`. Takes the rows of a tab from `FIRST_ROW` on; those whose
 * `columns` are blank are left out (an unticked box counts as blank). The first of the columns names the row:
 * ids are unique ignoring case, and each of the rows that share one has the problem.
 */
export function readRows<Column extends string, Value>(
  rows: readonly Readonly<Record<NoInfer<Column>, Cell>>[],
  columns: readonly [Column, ...Column[]],
  read: (row: RowReader<Column>) => Result<Value>,
  timeZone?: TimeZone,
): Entry<Value>[] {
  const [idColumn] = columns;
  const numbered = rows
    .map((cells, index) => ({ row: new RowReader<Column>(cells, timeZone), rowNumber: index + FIRST_ROW }))
    .filter(({ row }) =>
      columns.map((column) => row.cell(column)).some((cell) => !isBlank(cell) && cell !== false),
    )
    .map(({ row, rowNumber }) => ({ row, rowNumber, id: plainText(row.cell(idColumn)) }));

  const rowNumbers = new Map<string, number[]>();
  for (const { id, rowNumber } of numbered) {
    const same = rowNumbers.get(idKey(id));
    if (same) same.push(rowNumber);
    else rowNumbers.set(idKey(id), [rowNumber]);
  }

  return numbered.map(({ row, rowNumber, id }) => {
    const all = rowNumbers.get(idKey(id)) || [];
    if (id !== '' && all.length > 1) {
      row.reject(idColumn, `${othersOf(all, rowNumber)} it too: give each row its own.`);
    }
    return { rowNumber, id, result: read(row) };
  });
}

/** The first few: an id that was dragged down a column stands in a thousand rows. */
function othersOf(all: readonly number[], own: number): string {
  const named = all
    .slice(0, 4)
    .filter((other) => other !== own)
    .slice(0, 3);
  if (all.length === 2) return `Row ${named[0]} has`;
  const more = all.length - 1 - named.length;
  return `Rows ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''} have`;
}

/** Ids and names are compared trimmed and without regard to case. */
export function idKey(id: string): string {
  return plainText(id).toLowerCase();
}

/** By which these bookings are found. */
export function keysOf(bookings: readonly { bookingId: string }[]): Set<string> {
  return new Set(bookings.map(({ bookingId }) => idKey(bookingId)));
}

/** Looks a name up in another tab; `tab` is that tab's name, for the message. */
export function findEntry<Value>(entries: readonly Entry<Value>[], id: string, tab: string): Reading<Value> {
  const entry = entries.find((candidate) => idKey(candidate.id) === idKey(id));
  if (entry === undefined) {
    const known = entries.map((candidate) => shortened(candidate.id)).filter((name) => name !== '');
    const list = known.length > 12 ? [...known.slice(0, 12), '…'] : known;
    const choice = list.length === 0 ? 'which has no rows yet' : `which has ${list.join(', ')}`;
    return refuse(
      `There is no “${shortened(id)}” in the ${tab} tab, ${choice}: correct it here, or add it there.`,
    );
  }
  if (entry.result.ok) return entry.result;
  return refuse(
    ...entry.result.error.map(
      ({ message }) => `Mend row ${entry.rowNumber} of the ${tab} tab first: ${message}`,
    ),
  );
}
