import type { ICellData, IWorksheetData } from '@univerjs/core';
import type { Rectangle } from '../../../apps-script/workbook/a1-notation.ts';
import type { Tab } from './model.ts';
import { defaultLook, type UniverCells } from './univer-cell.ts';

/** As in Sheets, in pixels. */
export const ROW_HEIGHT = 21;
const COLUMN_WIDTH = 100;

export type SheetConfig = Partial<IWorksheetData> & { id: string };
export type CellData = Record<number, Record<number, ICellData>>;

export function cellDataOf(tab: Tab, cells: UniverCells): CellData {
  const data: CellData = {};
  for (const { row, column } of tab.places()) {
    data[row - 1] ??= {};
    Object.assign(data[row - 1] ?? {}, { [column - 1]: cells.cell(tab.cell(row, column)) });
  }
  return data;
}

/** A tab as a worksheet of Univer. `heights` are those of rows that fit themselves to their text. */
export function sheetConfig(
  { id, layout }: Tab,
  cellData: CellData,
  heights: ReadonlyMap<number, number>,
  cells: UniverCells,
): SheetConfig {
  const { rows, columns, frozenRows, frozenColumns, hiddenRows, hiddenColumns } = layout;
  const hidden = (lines: number[]) => lines.map((line) => [line - 1, { hd: 1 }] as const);
  return {
    id: String(id),
    name: layout.name,
    rowCount: rows,
    columnCount: columns,
    defaultRowHeight: ROW_HEIGHT,
    defaultColumnWidth: COLUMN_WIDTH,
    defaultStyle: defaultLook,
    freeze: {
      ySplit: frozenRows,
      xSplit: frozenColumns,
      startRow: frozenRows || -1,
      startColumn: frozenColumns || -1,
    },
    mergeData: layout.merges.map(rangeOf),
    columnData: merged([
      ...layout.blanks.map(
        (blank, index) => [index, blank.look ? { s: cells.lookOf(blank.look) } : {}] as const,
      ),
      ...Object.entries(layout.columnWidths).map(([line, w]) => [Number(line) - 1, { w }] as const),
      ...hidden(hiddenColumns),
    ]),
    rowData: merged([
      ...[...heights].map(([row, ah]) => [row - 1, { ah, ia: 1 }] as const),
      ...Object.entries(layout.rowHeights).map(([line, h]) => [Number(line) - 1, { h, ia: 0 }] as const),
      ...hidden(hiddenRows),
    ]),
    cellData,
  } as SheetConfig;
}

function merged(entries: (readonly [number, object])[]): Record<number, object> {
  const all: Record<number, object> = {};
  for (const [line, data] of entries) all[line] = { ...all[line], ...data };
  return all;
}

function rangeOf({ row, column, rows, columns }: Rectangle) {
  return {
    startRow: row - 1,
    startColumn: column - 1,
    endRow: row + rows - 2,
    endColumn: column + columns - 2,
  };
}
