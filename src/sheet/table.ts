import type { Cell } from '../booking/cells.ts';
import { FIRST_ROW } from '../booking/rows.ts';
import { columnOf } from './headers.ts';
import { SheetError } from './sheet-error.ts';
import { holds, literal } from './text.ts';

export type Cells<Header extends string> = Record<Header, Cell>;

export interface TableRow<Header extends string> {
  /** Counted from 1, as in the sheet. Good until the next call: people sort, insert and delete rows. */
  number: number;
  cells: Cells<Header>;
}

/** New values of a row, by row number. */
export type Changes<Header extends string> = ReadonlyMap<number, Partial<Cells<Header>>>;

/**
 * One tab as it stood at one moment: a header row, in any order, and what stands below it. Columns that aren't
 * asked for are never touched.
 */
export class Table<Header extends string> {
  /** All below the header, blank ones too. */
  readonly rows: TableRow<Header>[];

  private constructor(
    private readonly sheet: GoogleAppsScript.Spreadsheet.Sheet,
    private readonly values: Cell[][],
    private readonly columns: ReadonlyMap<Header, number>,
  ) {
    this.rows = values
      .slice(1)
      .map((_, index) => ({ number: index + FIRST_ROW, cells: this.cellsOf(index + FIRST_ROW) }));
  }

  /** Throws a SheetError when the tab or any of the headers is missing. */
  static read<Header extends string>(
    spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
    tab: string,
    headers: readonly Header[],
  ): Table<Header> {
    const sheet = spreadsheet.getSheetByName(tab);
    if (!sheet) throw new SheetError(tab);
    const values: Cell[][] = sheet.getDataRange().getValues();
    const columns = new Map(headers.map((header) => [header, columnOf(values[0] ?? [], header)]));
    const missing = headers.filter((header) => columns.get(header) === 0);
    if (missing.length > 0) throw new SheetError(tab, missing);
    return new Table(sheet, values, columns);
  }

  /** The row below all that the tab holds. */
  get nextRow(): number {
    return this.values.length + 1;
  }

  /**
   * Writes the cells that differ, as one block for each run of neighbouring columns, from the first row that
   * changes to the last: what stands between is written back as it was read. So: for columns that are ours, and
   * right after reading.
   */
  write(changes: Changes<Header>): void {
    const differing = this.differing(changes);
    if (differing.size === 0) return;
    const first = Math.min(...differing.keys());
    const last = Math.max(...differing.keys());
    this.makeRoom(last);
    for (const run of this.runsOfColumns(differing)) {
      const block: Cell[][] = [];
      for (let row = first; row <= last; row += 1) {
        block.push(run.map((header) => literal(differing.get(row)?.[header] ?? this.cell(row, header))));
      }
      this.sheet.getRange(first, this.column(run[0]), block.length, run.length).setValues(block);
    }
  }

  /** Writes these rows' cells of one column and no others, in one call for each value: for people's columns. */
  writeOnly(header: Header, values: ReadonlyMap<number, Cell>): void {
    const rowsByValue = new Map<Cell, number[]>();
    for (const [row, value] of values) {
      if (holds(this.cell(row, header), value)) continue;
      rowsByValue.set(value, [...(rowsByValue.get(value) ?? []), row]);
    }
    const letters = columnLetters(this.column(header));
    for (const [value, rows] of rowsByValue) {
      this.makeRoom(Math.max(...rows));
      this.sheet.getRangeList(rows.map((row) => `${letters}${row}`)).setValue(literal(value));
    }
  }

  cellAt(row: number, header: Header): GoogleAppsScript.Spreadsheet.Range {
    return this.sheet.getRange(row, this.column(header));
  }

  /** Makes the grid long enough for this row. */
  makeRoom(lastRow: number): void {
    if (lastRow >= this.nextRow) makeRoom(this.sheet, lastRow);
  }

  private differing(changes: Changes<Header>): Map<number, Partial<Cells<Header>>> {
    const differing = new Map<number, Partial<Cells<Header>>>();
    for (const [row, cells] of changes) {
      const entries = Object.entries<Cell | undefined>(cells) as [Header, Cell | undefined][];
      const changed = entries.filter(
        ([header, value]) => value !== undefined && !holds(this.cell(row, header), value),
      );
      if (changed.length > 0) differing.set(row, Object.fromEntries(changed) as Partial<Cells<Header>>);
    }
    return differing;
  }

  /** The columns that change, left to right, those side by side together. */
  private runsOfColumns(changes: Changes<Header>): [Header, ...Header[]][] {
    const headers = new Set([...changes.values()].flatMap((cells) => Object.keys(cells) as Header[]));
    const runs: [Header, ...Header[]][] = [];
    let previous = Number.NaN;
    for (const header of [...headers].sort((a, b) => this.column(a) - this.column(b))) {
      const run = runs[runs.length - 1];
      if (run && this.column(header) === previous + 1) run.push(header);
      else runs.push([header]);
      previous = this.column(header);
    }
    return runs;
  }

  private cellsOf(row: number): Cells<Header> {
    const entries = [...this.columns.keys()].map((header) => [header, this.cell(row, header)]);
    return Object.fromEntries(entries) as Cells<Header>;
  }

  private cell(row: number, header: Header): Cell {
    return this.values[row - 1]?.[this.column(header) - 1] ?? '';
  }

  private column(header: Header): number {
    return this.columns.get(header) ?? 0;
  }
}

/** Writing below the grid's last row is an error in Sheets. */
export function makeRoom(sheet: GoogleAppsScript.Spreadsheet.Sheet, lastRow: number): void {
  const rows = sheet.getMaxRows();
  if (lastRow > rows) sheet.insertRowsAfter(rows, lastRow - rows);
}

/** 1 → A, 27 → AA. */
export function columnLetters(column: number): string {
  const letter = String.fromCharCode(65 + ((column - 1) % 26));
  return column > 26 ? columnLetters(Math.floor((column - 1) / 26)) + letter : letter;
}
