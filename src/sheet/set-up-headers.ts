import { type Cell, isBlank } from '../booking/cells.ts';
import { headerRowOf } from './header-row.ts';
import { columnOf, sameHeader } from './headers.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Writes the headers that are missing, and nothing else. Answers them, in order. */
export function repairHeaders(sheet: Sheet, headers: readonly string[]): string[] {
  const row = headerRowOf(sheet);
  const missing = headers.filter((header) => columnOf(row, header) === 0);
  for (const header of missing) {
    const place = oldPlace(row, headers, header) || Math.max(sheet.getLastColumn(), widthOf(row)) + 1;
    row[place - 1] = header;
    const columns = sheet.getMaxColumns();
    if (place > columns) sheet.insertColumnsAfter(columns, place - columns);
    sheet.getRange(1, place).setValue(header);
  }
  return missing;
}

/**
 * Where a header stood that was only cleared: an empty cell right of the header that comes before it. Its data
 * still stands below. A new tab's headers find their places in the same way, one after the other.
 */
function oldPlace(row: readonly Cell[], headers: readonly string[], header: string): number | undefined {
  const before = headers[headers.indexOf(header) - 1];
  const after = headers[headers.indexOf(header) + 1];
  const left = before === undefined ? 0 : columnOf(row, before);
  const free = isBlank(row[left] ?? '');
  const right = row[left + 1] ?? '';
  const fits = isBlank(right) || (after !== undefined && sameHeader(right, after));
  return free && fits && left < row.length ? left + 1 : undefined;
}

function widthOf(row: readonly Cell[]): number {
  return row.reduce<number>((width, cell, index) => (isBlank(cell) ? width : index + 1), 0);
}
