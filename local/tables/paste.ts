import { columnOf } from '../../src/sheet/headers.ts';
import type { Sheet } from '../apps-script/index.ts';
import { typedCell } from '../apps-script/workbook/typed-text.ts';
import type { Table } from './csv-table.ts';
import { nameKey } from './name-key.ts';

/**
 * Pastes a table into a tab, as a person would: each text is read as if it was typed, and the rules of a cell warn
 * without refusing it. A row whose `nameColumn` names a row of the tab goes over it (the second of that name over the
 * second), any other goes below all that is there. Columns that the table lacks stay as they are. Fires no triggers,
 * like an import. Answers the row numbers, one for each row of the table.
 */
export function pasteTable(sheet: Sheet, table: Table, nameColumn: string, currentYear: number): number[] {
  const columns = table.columns.map((header) => columnNumber(sheet, header));
  const nameIndex = table.columns.indexOf(nameColumn);
  const names = table.rows.map(({ cells }) => nameKey(cells[nameIndex] ?? ''));
  const places = placesFor(names, sheet, columnNumber(sheet, nameColumn));
  const missingRows = Math.max(...places, 0) - sheet.data.rows;
  if (missingRows > 0) sheet.insertRows(sheet.data.rows + 1, missingRows);
  table.rows.forEach(({ cells }, index) => {
    columns.forEach((column, position) => {
      typeInto(sheet, places[index] ?? 0, column, cells[position] ?? '', currentYear);
    });
  });
  return places;
}

/** The last row that holds something. An unticked box is nothing: columns of boxes hold them all the way down. */
export function lastFilledRow(sheet: Sheet): number {
  const isFilled = (cell: ReturnType<Sheet['cell']>) =>
    cell !== null && (cell.formula !== undefined || (cell.value !== '' && cell.value !== false));
  return sheet.data.cells.findLastIndex((cells) => cells.some(isFilled)) + 1;
}

function columnNumber(sheet: Sheet, header: string): number {
  const headerRow = sheet.values({ row: 1, column: 1, rows: 1, columns: sheet.data.columns })[0] ?? [];
  const column = columnOf(headerRow, header);
  if (column === 0) throw new Error(`The tab ${sheet.data.name} has no column ${header}.`);
  return column;
}

function placesFor(names: string[], sheet: Sheet, nameColumn: number): number[] {
  const lastRow = lastFilledRow(sheet);
  const standing = new Map<string, number[]>();
  for (let row = 2; row <= lastRow; row += 1) {
    const name = nameKey(String(sheet.cell(row, nameColumn)?.value ?? ''));
    // A nameless row is nobody's.
    if (name !== '') standing.set(name, [...(standing.get(name) ?? []), row]);
  }
  let next = lastRow + 1;
  return names.map((name) => standing.get(name)?.shift() ?? next++);
}

function typeInto(sheet: Sheet, row: number, column: number, text: string, currentYear: number): void {
  sheet.update(
    { row, column, rows: 1, columns: 1 },
    ({ formula: _formula, richText: _richText, ...cell }) => ({
      ...cell,
      ...typedCell(text, cell.numberFormat ?? 'General', currentYear),
    }),
  );
}
