import { isTextFormat } from 'numfmt';
import { ScriptVisibleError } from '../errors.ts';
import { type Rectangle, toA1 } from './a1-notation.ts';
import { isValid } from './data-validation.ts';
import { displayText, isDateNumberFormat } from './display-text.ts';
import { serialOfInstant } from './serial-date.ts';
import { compareValues, type SortColumn } from './sort-order.ts';
import { deleteColumns, deleteRows, insertColumns, insertRows, type Neighbour } from './structure.ts';
import { typedCell } from './typed-text.ts';
import type { Cell, CellValue, RichText, SheetData } from './workbook-data.ts';

/** What a sheet needs to know of the workbook that it stands in. */
export interface SheetSurroundings {
  timeZone(): string;
  /** Epoch milliseconds. */
  now(): number;
  /** The values of a range, in A1 notation with a sheet name. */
  valuesOf(a1: string): CellValue[];
}

interface Extent {
  rows: number;
  columns: number;
}

const maximumCellLength = 50_000;

const EMPTY: Cell = { value: '' };

/** One tab: its cells and what can be done to them, by a script or by a person. Rows and columns count from 1. */
export class Sheet {
  readonly data: SheetData;
  private readonly surroundings: SheetSurroundings;

  constructor(data: SheetData, surroundings: SheetSurroundings) {
    this.data = data;
    this.surroundings = surroundings;
  }

  cell(row: number, column: number): Cell | null {
    return this.data.cells[row - 1]?.[column - 1] ?? null;
  }

  numberFormat(row: number, column: number): string {
    return this.cell(row, column)?.numberFormat ?? 'General';
  }

  /** The last row and column that hold something; 0 in an empty sheet. */
  contentExtent(): Extent {
    const known = extents.get(this.data);
    if (known) return known;
    const extent = measured(this.data.cells);
    extents.set(this.data, extent);
    return extent;
  }

  map<T>(rectangle: Rectangle, read: (cell: Cell | null, row: number, column: number) => T): T[][] {
    return Array.from({ length: rectangle.rows }, (_, r) =>
      Array.from({ length: rectangle.columns }, (_, c) => {
        const [row, column] = [rectangle.row + r, rectangle.column + c];
        return read(this.cell(row, column), row, column);
      }),
    );
  }

  values(rectangle: Rectangle): CellValue[][] {
    return this.map(rectangle, (cell) => cell?.value ?? '');
  }

  displayValues(rectangle: Rectangle): string[][] {
    return this.map(rectangle, (cell) => displayText(cell?.value ?? '', cell?.numberFormat ?? 'General'));
  }

  /** Replaces each cell by what `change` makes of it (an empty cell where there was none); it leaves the old one as it is. */
  update(rectangle: Rectangle, change: (cell: Cell, row: number, column: number) => Cell): void {
    this.assertInside(rectangle);
    extents.delete(this.data);
    for (let row = rectangle.row; row < rectangle.row + rectangle.rows; row++) {
      while (this.data.cells.length < row) this.data.cells.push([]);
      const cells = this.data.cells[row - 1] ?? [];
      for (let column = rectangle.column; column < rectangle.column + rectangle.columns; column++) {
        while (cells.length < column) cells.push(null);
        const cell = change(cells[column - 1] ?? EMPTY, row, column);
        cells[column - 1] = cell.value === '' && Object.keys(cell).length === 1 ? null : cell;
      }
    }
  }

  /** A cell with new content: format, note and validation stay, formula and links go. */
  private filled(cell: Cell, row: number, column: number, content: Partial<Cell>): Cell {
    const { formula: _formula, richText: _richText, ...kept } = cell;
    const filled: Cell = { ...kept, ...content };
    const { validation, value } = filled;
    if (validation && !filled.formula && !isValid(value, validation, this.surroundings.valuesOf)) {
      const where = toA1({ row, column, rows: 1, columns: 1 });
      throw new ScriptVisibleError(
        `The data you entered in cell ${where} violates the data validation rules set on this cell.`,
      );
    }
    return filled;
  }

  /** As a person types `text` into a cell, or pastes it. */
  type(row: number, column: number, text: string): void {
    this.assertFits(text);
    const year = new Date(this.surroundings.now()).getUTCFullYear();
    this.update({ row, column, rows: 1, columns: 1 }, (cell) =>
      this.filled(cell, row, column, typedCell(text, cell.numberFormat ?? 'General', year)),
    );
  }

  /** As a script sets a number, a boolean or an instant (epoch milliseconds); its strings count as typed. */
  setValue(row: number, column: number, value: CellValue | { instant: number }): void {
    if (typeof value === 'string') this.type(row, column, value);
    else {
      this.update({ row, column, rows: 1, columns: 1 }, (cell) =>
        this.filled(cell, row, column, this.contentOf(value, cell.numberFormat ?? 'General')),
      );
    }
  }

  /** As a script sets a text with styles. It counts as typed too, but an apostrophe before it would be shown. */
  setRichText(row: number, column: number, richText: RichText): void {
    this.assertFits(richText.text);
    const { formula } = typedCell(richText.text, 'General', 0);
    this.update({ row, column, rows: 1, columns: 1 }, (cell) =>
      this.filled(cell, row, column, formula ? { value: '', formula } : { value: richText.text, richText }),
    );
  }

  private assertFits(text: string): void {
    if (text.length <= maximumCellLength) return;
    throw new ScriptVisibleError(
      `Your input contains more than the maximum of ${maximumCellLength} characters in a single cell.`,
    );
  }

  private contentOf(value: number | boolean | { instant: number }, numberFormat: string): Partial<Cell> {
    const isInstant = typeof value === 'object';
    const stored = isInstant ? serialOfInstant(value.instant, this.surroundings.timeZone()) : value;
    const dateFormat = Number.isInteger(stored) ? 'm/d/yyyy' : 'm/d/yyyy h:mm:ss';
    if (isTextFormat(numberFormat)) {
      return { value: displayText(stored, isInstant ? dateFormat : 'General') };
    }
    return isInstant && !isDateNumberFormat(numberFormat)
      ? { value: stored, numberFormat: dateFormat }
      : { value: stored };
  }

  sort(rectangle: Rectangle, by: SortColumn[]): void {
    const lines = this.map(rectangle, (cell) => cell);
    const valueAt = (line: (Cell | null)[], column: number) => line[column - rectangle.column]?.value ?? '';
    lines.sort((a, b) => {
      for (const { column, ascending } of by) {
        const order = compareValues(valueAt(a, column), valueAt(b, column), ascending);
        if (order !== 0) return order;
      }
      return 0;
    });
    this.update(rectangle, (old, row, column) => {
      const { validation: _moved, ...cell } = lines[row - rectangle.row]?.[column - rectangle.column] ?? {
        value: '',
      };
      return old.validation ? { ...cell, validation: old.validation } : cell;
    });
  }

  insertRows(before: number, count: number, like?: Neighbour): void {
    this.assertLines('rows', before, 1, this.data.rows + 1);
    extents.delete(this.data);
    insertRows(this.data, before, count, like);
  }

  deleteRows(first: number, count: number): void {
    this.assertLines('rows', first, count, this.data.rows);
    if (count >= this.data.rows) {
      throw new ScriptVisibleError("You can't delete all the rows on the sheet.");
    }
    if (first > this.data.frozenRows && count >= this.data.rows - this.data.frozenRows) {
      throw new ScriptVisibleError('Sorry, it is not possible to delete all non-frozen rows.');
    }
    extents.delete(this.data);
    deleteRows(this.data, first, count);
  }

  insertColumns(before: number, count: number, like?: Neighbour): void {
    this.assertLines('columns', before, 1, this.data.columns + 1);
    extents.delete(this.data);
    insertColumns(this.data, before, count, like);
  }

  deleteColumns(first: number, count: number): void {
    this.assertLines('columns', first, count, this.data.columns);
    if (count >= this.data.columns) {
      throw new ScriptVisibleError("You can't delete all the columns on the sheet.");
    }
    extents.delete(this.data);
    deleteColumns(this.data, first, count);
  }

  assertInside({ row, column, rows, columns }: Rectangle): void {
    this.assertLines('rows', row, rows, this.data.rows);
    this.assertLines('columns', column, columns, this.data.columns);
  }

  private assertLines(what: 'rows' | 'columns', first: number, count: number, available: number): void {
    if (first < 1 || count < 1 || first + count - 1 > available) {
      throw new ScriptVisibleError(`Those ${what} are out of bounds.`);
    }
  }
}

/** A sheet's cells are seldom written and looked at all the time. */
const extents = new WeakMap<SheetData, Extent>();

/** Formatted rows reach far below those that hold anything: each is looked at no further than it could matter. */
function measured(lines: SheetData['cells']): Extent {
  let rows = 0;
  let columns = 0;
  for (let row = lines.length; row > 0; row -= 1) {
    const cells = lines[row - 1] ?? [];
    for (let column = cells.length; column > columns; column -= 1) {
      if (isEmpty(cells[column - 1])) continue;
      rows ||= row;
      columns = column;
    }
  }
  return { rows, columns };
}

function isEmpty(cell: Cell | null | undefined): boolean {
  return !cell || (cell.value === '' && cell.formula === undefined);
}
