import type { Cell } from '../booking/cells.ts';
import { FIRST_ROW } from '../booking/rows.ts';
import { columnOf } from './headers.ts';
import { SheetError } from './sheet-error.ts';
import { sheetNamed } from './sheet-named.ts';
import { type Span, spansOf, within } from './spans.ts';
import { holds, literal } from './text.ts';

export type Cells<Header extends string> = Record<Header, Cell>;

export interface TableRow<Header extends string> {
  /** Counted from 1, as in the sheet. Good until the next call: people sort, insert and delete rows. */
  number: number;
  cells: Cells<Header>;
}

/** Each run of changed rows is one call, up to so many. */
const MOST_RUNS = 8;

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
    const sheet = sheetNamed(spreadsheet, tab);
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
   * Writes the rows of which any cell differs, each run of neighbouring rows and columns as one block. Where that
   * would be many blocks, rows without formulas that stand between are written back as they were read. So: for columns
   * that are ours, and right after reading.
   */
  write(changes: Changes<Header>): void {
    const differing = new Map([...changes].filter(([row, cells]) => this.differs(row, cells)));
    if (differing.size === 0) return;
    this.makeRoom(Math.max(...differing.keys()));
    const headers = [...differing.values()].flatMap((cells) => Object.keys(cells) as Header[]);
    for (const columns of spansOf(headers.map((header) => this.column(header)))) {
      const run = within(columns).flatMap((column) => this.headerAt(column) ?? []);
      for (const rows of this.blocksOf([...differing.keys()], columns)) {
        const block = within(rows).map((row) =>
          run.map((header) => literal(differing.get(row)?.[header] ?? this.cell(row, header))),
        );
        this.sheet.getRange(rows.first, columns.first, block.length, run.length).setValues(block);
      }
    }
  }

  /** Writes the cells of one column that differ and no others: for people's columns. */
  writeOnly(header: Header, values: ReadonlyMap<number, Cell>): void {
    const differing = new Map([...values].filter(([row, value]) => !holds(this.cell(row, header), value)));
    if (differing.size === 0) return;
    this.makeRoom(Math.max(...differing.keys()));
    for (const rows of spansOf(differing.keys())) {
      const block = within(rows).map((row) => [literal(differing.get(row) ?? '')]);
      this.sheet.getRange(rows.first, this.column(header), block.length, 1).setValues(block);
    }
  }

  cellAt(row: number, header: Header): GoogleAppsScript.Spreadsheet.Range {
    return this.sheet.getRange(row, this.column(header));
  }

  /** Makes the grid long enough for this row. */
  makeRoom(lastRow: number): void {
    if (lastRow >= this.nextRow) makeRoom(this.sheet, lastRow);
  }

  private blocksOf(rows: readonly number[], columns: Span): Span[] {
    const runs = spansOf(rows);
    if (runs.length <= MOST_RUNS) return runs;
    const first = Math.min(...rows);
    const all = within({ first, last: Math.max(...rows) });
    const width = columns.last - columns.first + 1;
    const formulas = this.sheet.getRange(first, columns.first, all.length, width).getFormulas();
    return spansOf([...rows, ...all.filter((_, index) => !formulas[index]?.some(Boolean))]);
  }

  private differs(row: number, cells: Partial<Cells<Header>>): boolean {
    const entries = Object.entries<Cell | undefined>(cells) as [Header, Cell | undefined][];
    return entries.some(([header, value]) => value !== undefined && !holds(this.cell(row, header), value));
  }

  private cellsOf(row: number): Cells<Header> {
    const entries = [...this.columns.keys()].map((header) => [header, this.cell(row, header)]);
    return Object.fromEntries(entries) as Cells<Header>;
  }

  private cell(row: number, header: Header): Cell {
    return this.values[row - 1]?.[this.column(header) - 1] ?? '';
  }

  private headerAt(column: number): Header | undefined {
    return [...this.columns].find(([, number]) => number === column)?.[0];
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
