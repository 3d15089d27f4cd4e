import type { Caller } from '../caller.ts';
import { ScriptVisibleError } from '../errors.ts';
import type { Rectangle } from '../workbook/a1-notation.ts';
import { isDateNumberFormat } from '../workbook/display-text.ts';
import { instantOfSerial, isDateSerial } from '../workbook/serial-date.ts';
import type { SortColumn } from '../workbook/sort-order.ts';
import type { Neighbour } from '../workbook/structure.ts';
import type { Workbook } from '../workbook/workbook.ts';
import type { Cell, CellFormat, CellValue, DataValidation, RichText } from '../workbook/workbook-data.ts';

/** A cell's value on the bridge; `date` in epoch milliseconds. */
export type WireValue = CellValue | { date: number };

/** What to put into a range: a value for each of its cells, or one for all. */
export type Filling<T> = T[][] | { each: T };

/** What `clear`, `clearContent` and their kin take away. */
export type Clearing = 'content' | 'format' | 'notes' | 'validation';

function without(cell: Cell, parts: Clearing[]): Cell {
  const cleared = { ...cell };
  if (parts.includes('content')) {
    cleared.value = '';
    delete cleared.formula;
    delete cleared.richText;
  }
  if (parts.includes('format')) {
    delete cleared.format;
    delete cleared.numberFormat;
  }
  if (parts.includes('notes')) delete cleared.note;
  if (parts.includes('validation')) delete cleared.validation;
  return cleared;
}

function matrixOf<T>(values: Filling<T>, { rows, columns }: Rectangle): T[][] {
  if (Array.isArray(values)) return values;
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => values.each));
}

/** The calls of `SpreadsheetApp` that read and write cells; each counts as one. */
export function spreadsheetCells(workbook: Workbook, caller: Caller) {
  const reading = (sheetId: number) => {
    caller.counts.spreadsheet++;
    caller.flush();
    return workbook.sheetWithId(sheetId);
  };
  const writing = (apply: () => void) => {
    caller.counts.spreadsheet++;
    caller.write(apply);
  };
  const updating = (
    sheetId: number,
    rectangle: Rectangle,
    change: (cell: Cell, r: number, c: number) => Cell,
  ) =>
    writing(() => {
      workbook
        .sheetWithId(sheetId)
        .update(rectangle, (cell, row, column) =>
          change(cell, row - rectangle.row, column - rectangle.column),
        );
    });
  /** Cells are replaced and never changed: those that were alike and get the same can go on as one. */
  const filling = <T>(
    sheetId: number,
    rectangle: Rectangle,
    values: Filling<T>,
    change: (cell: Cell, value: T | undefined) => Cell,
  ) => {
    if (Array.isArray(values)) {
      updating(sheetId, rectangle, (cell, r, c) => change(cell, values[r]?.[c]));
      return;
    }
    const changed = new Map<Cell, Cell>();
    updating(sheetId, rectangle, (cell) => {
      const made = changed.get(cell) ?? change(cell, values.each);
      changed.set(cell, made);
      return made;
    });
  };
  const setOrDelete = <K extends keyof Cell>(cell: Cell, key: K, value: Cell[K] | null | undefined): Cell => {
    const { [key]: _replaced, ...kept } = cell;
    return (value === null || value === undefined ? kept : { ...kept, [key]: value }) as Cell;
  };

  return {
    flush(): void {
      caller.counts.spreadsheet++;
      caller.flush();
    },

    readValues(sheetId: number, rectangle: Rectangle): WireValue[][] {
      return reading(sheetId).map(rectangle, (cell) => {
        const value = cell?.value ?? '';
        if (typeof value !== 'number' || !isDateNumberFormat(cell?.numberFormat ?? 'General')) return value;
        return isDateSerial(value) ? { date: instantOfSerial(value, workbook.timeZone()) } : value;
      });
    },
    readDisplayValues: (sheetId: number, rectangle: Rectangle) => reading(sheetId).displayValues(rectangle),
    readFormulas: (sheetId: number, rectangle: Rectangle) =>
      reading(sheetId).map(rectangle, (cell) => cell?.formula ?? ''),
    readNumberFormats: (sheetId: number, rectangle: Rectangle) =>
      reading(sheetId).map(rectangle, (cell) => cell?.numberFormat ?? 'General'),
    readFormats: (sheetId: number, rectangle: Rectangle): CellFormat[][] =>
      reading(sheetId).map(rectangle, (cell) => cell?.format ?? {}),
    readNotes: (sheetId: number, rectangle: Rectangle) =>
      reading(sheetId).map(rectangle, (cell) => cell?.note ?? ''),
    readValidations: (sheetId: number, rectangle: Rectangle): (DataValidation | null)[][] =>
      reading(sheetId).map(rectangle, (cell) => cell?.validation ?? null),
    /** Null for cells that hold no text, as in Sheets. */
    readRichTexts: (sheetId: number, rectangle: Rectangle): (RichText | null)[][] =>
      reading(sheetId).map(rectangle, (cell) => {
        const value = cell?.value ?? '';
        if (typeof value !== 'string') return null;
        return cell?.richText ?? { text: value, runs: [] };
      }),

    writeValues(sheetId: number, rectangle: Rectangle, values: Filling<WireValue>): void {
      writing(() => {
        const sheet = workbook.sheetWithId(sheetId);
        sheet.assertInside(rectangle);
        matrixOf(values, rectangle).forEach((line, r) => {
          line.forEach((value, c) => {
            const given = typeof value === 'object' ? { instant: value.date } : value;
            sheet.setValue(rectangle.row + r, rectangle.column + c, given);
          });
        });
      });
    },
    appendRow(sheetId: number, values: WireValue[]): void {
      writing(() => {
        const sheet = workbook.sheetWithId(sheetId);
        const row = sheet.contentExtent().rows + 1;
        if (row > sheet.data.rows) sheet.insertRows(row, 1);
        if (values.length > sheet.data.columns) {
          sheet.insertColumns(sheet.data.columns + 1, values.length - sheet.data.columns);
        }
        values.forEach((value, index) => {
          sheet.setValue(row, index + 1, typeof value === 'object' ? { instant: value.date } : value);
        });
      });
    },
    writeFormulas(sheetId: number, rectangle: Rectangle, formulas: Filling<string>): void {
      filling(sheetId, rectangle, formulas, (cell, formula) => {
        const { richText: _replaced, ...kept } = cell;
        return setOrDelete({ ...kept, value: '' }, 'formula', formula || null);
      });
    },
    writeNumberFormats(sheetId: number, rectangle: Rectangle, formats: Filling<string | null>): void {
      filling(sheetId, rectangle, formats, (cell, format) => setOrDelete(cell, 'numberFormat', format));
    },
    /** One property of the cells' look; null resets it. */
    writeFormats(
      sheetId: number,
      rectangle: Rectangle,
      property: keyof CellFormat,
      values: Filling<string | number | null>,
    ): void {
      filling(sheetId, rectangle, values, (cell, value = null) => {
        const { [property]: _replaced, ...kept } = cell.format ?? {};
        const format = value === null ? kept : { ...kept, [property]: value };
        return setOrDelete(cell, 'format', Object.keys(format).length > 0 ? (format as CellFormat) : null);
      });
    },
    /** Edges: true draws, false removes, null leaves as it is. */
    writeBorders(
      sheetId: number,
      rectangle: Rectangle,
      edges: Record<'top' | 'left' | 'bottom' | 'right' | 'vertical' | 'horizontal', boolean | null>,
      line: { color: string; style: string },
    ): void {
      updating(sheetId, rectangle, (cell, r, c) => {
        const wanted = {
          top: r === 0 ? edges.top : edges.horizontal,
          bottom: r === rectangle.rows - 1 ? edges.bottom : edges.horizontal,
          left: c === 0 ? edges.left : edges.vertical,
          right: c === rectangle.columns - 1 ? edges.right : edges.vertical,
        };
        const border = { ...cell.format?.border };
        for (const edge of ['top', 'bottom', 'left', 'right'] as const) {
          if (wanted[edge] === true) border[edge] = line;
          if (wanted[edge] === false) delete border[edge];
        }
        return { ...cell, format: { ...cell.format, border } };
      });
    },
    writeNotes(sheetId: number, rectangle: Rectangle, notes: Filling<string | null>): void {
      filling(sheetId, rectangle, notes, (cell, note) => setOrDelete(cell, 'note', note || null));
    },
    writeValidations(
      sheetId: number,
      rectangle: Rectangle,
      validations: Filling<DataValidation | null>,
    ): void {
      filling(sheetId, rectangle, validations, (cell, rule) => setOrDelete(cell, 'validation', rule));
    },
    writeRichTexts(sheetId: number, rectangle: Rectangle, texts: Filling<RichText>): void {
      writing(() => {
        const sheet = workbook.sheetWithId(sheetId);
        sheet.assertInside(rectangle);
        matrixOf(texts, rectangle).forEach((line, r) => {
          line.forEach((text, c) => {
            sheet.setRichText(rectangle.row + r, rectangle.column + c, text);
          });
        });
      });
    },
    clear(sheetId: number, rectangle: Rectangle | null, parts: Clearing[]): void {
      writing(() => {
        const sheet = workbook.sheetWithId(sheetId);
        const columns = Math.max(0, ...sheet.data.cells.map((cells) => cells.length));
        const everything = { row: 1, column: 1, rows: sheet.data.cells.length, columns };
        if (rectangle) sheet.update(rectangle, (cell) => without(cell, parts));
        else if (columns > 0) sheet.update(everything, (cell) => without(cell, parts));
      });
    },
    sort(sheetId: number, rectangle: Rectangle, by: SortColumn[]): void {
      for (const { column } of by) {
        if (column < rectangle.column || column >= rectangle.column + rectangle.columns) {
          throw new ScriptVisibleError('Sort column is out of range.');
        }
      }
      writing(() => workbook.sheetWithId(sheetId).sort(rectangle, by));
    },
    insertRows(sheetId: number, before: number, count: number, like: Neighbour): void {
      reading(sheetId).insertRows(before, count, like);
    },
    deleteRows(sheetId: number, first: number, count: number): void {
      reading(sheetId).deleteRows(first, count);
    },
    insertColumns(sheetId: number, before: number, count: number, like: Neighbour): void {
      reading(sheetId).insertColumns(before, count, like);
    },
    deleteColumns(sheetId: number, first: number, count: number): void {
      reading(sheetId).deleteColumns(first, count);
    },
  };
}
