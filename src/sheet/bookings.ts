import { INPUT_COLUMNS, OUTPUT_COLUMNS, type OutputColumn, type RowCells } from '../booking/booking-row.ts';
import { type Cell, plainText } from '../booking/cells.ts';
import { idKey } from '../booking/rows.ts';
import { type Cells, Table } from './table.ts';

export const BOOKINGS_TAB = 'Bookings';
export const BOOKINGS_COLUMNS = [...INPUT_COLUMNS, ...OUTPUT_COLUMNS] as const;
export type BookingsColumn = (typeof BOOKINGS_COLUMNS)[number];

/** Ours alone; empty before anything was published. */
export type State = '' | 'Publishing' | 'Published' | 'Changed' | 'Needs attention' | 'Removed';

/** What Charter Desk writes beside a booking. */
export interface Outputs {
  state: State;
  /** A URL. */
  guestPage: string;
  /** For example `2 of 3 confirmed`. */
  crewReplies: string;
  problem: string;
  published: Date;
}

/** One row of `Bookings` as it stood when it was read, blank or not. */
export interface BookingsRow {
  /** As the sheet counted then; rows move, so it is never identity. */
  rowNumber: number;
  /** The cell's text, trimmed; it may be empty, refused or a duplicate. */
  bookingId: string;
  cells: RowCells;
  outputs: Readonly<Record<OutputColumn, Cell>>;
}

export interface BookingChange {
  outputs?: Partial<Outputs>;
  /** The one thing that we write in the captain's columns: "Publish booking" on a Draft row, and "Cancel booking". */
  status?: 'Ready' | 'Cancelled';
}

const OUTPUT_COLUMN: Readonly<Record<keyof Outputs, OutputColumn>> = {
  state: 'State',
  guestPage: 'Guest page',
  crewReplies: 'Crew replies',
  problem: 'Problem',
  published: 'Published',
};

export class BookingsTab {
  constructor(private readonly spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet) {}

  /** Every row below the header, blank ones too, in order: as `readBookings` wants them. */
  read(): BookingsRow[] {
    return this.table().rows.map(rowOf);
  }

  /** Those of the rows that the user selected, in the sheet's order; none when another tab is in front. */
  selected(rows: readonly BookingsRow[]): BookingsRow[] {
    if (this.spreadsheet.getActiveSheet().getName() !== BOOKINGS_TAB) return [];
    const ranges = this.spreadsheet.getActiveRangeList()?.getRanges() ?? [];
    const blocks = ranges.map((range) => ({ first: range.getRow(), last: range.getLastRow() }));
    return rows.filter(({ rowNumber }) =>
      blocks.some(({ first, last }) => rowNumber >= first && rowNumber <= last),
    );
  }

  /**
   * Reads the tab again, lets `decide` compare and choose, and writes what it chose into the rows that it chose them
   * for: nobody has time to sort rows in between. Answers the rows as they were read. Hold the lock.
   */
  update(decide: (rows: readonly BookingsRow[]) => ReadonlyMap<BookingsRow, BookingChange>): BookingsRow[] {
    const table = this.table();
    const rows = table.rows.map(rowOf);
    const changes = [...decide(rows)];
    table.write(new Map(changes.map(([row, change]) => [row.rowNumber, cellsOf(change)])));
    table.writeOnly(
      'Status',
      new Map(changes.flatMap(([row, { status }]) => (status ? [[row.rowNumber, status]] : []))),
    );
    return rows;
  }

  /** The same for changes by booking id, in any case: every row that bears the id is changed. */
  write(changes: ReadonlyMap<string, BookingChange>): BookingsRow[] {
    const byKey = new Map([...changes].map(([bookingId, change]) => [idKey(bookingId), change]));
    return this.update((rows) => {
      const byRow = new Map<BookingsRow, BookingChange>();
      for (const row of rows) {
        const change = byKey.get(idKey(row.bookingId));
        if (change) byRow.set(row, change);
      }
      return byRow;
    });
  }

  /** Adds rows below all others. Hold the lock. */
  append(rows: readonly { cells: Partial<RowCells>; outputs: Partial<Outputs> }[]): void {
    const table = this.table();
    table.write(
      new Map(
        rows.map(({ cells, outputs }, index) => [
          table.nextRow + index,
          { ...cells, ...cellsOf({ outputs }) },
        ]),
      ),
    );
  }

  private table(): Table<BookingsColumn> {
    return Table.read(this.spreadsheet, BOOKINGS_TAB, BOOKINGS_COLUMNS);
  }
}

function rowOf({ number, cells }: { number: number; cells: Cells<BookingsColumn> }): BookingsRow {
  return { rowNumber: number, bookingId: plainText(cells['Booking ID']), cells, outputs: cells };
}

function cellsOf({ outputs = {} }: BookingChange): Partial<Cells<BookingsColumn>> {
  const entries = Object.entries(outputs) as [keyof Outputs, Cell | undefined][];
  const named = entries.map(([name, value]) => [OUTPUT_COLUMN[name], value]);
  return Object.fromEntries(named) as Partial<Cells<BookingsColumn>>;
}
