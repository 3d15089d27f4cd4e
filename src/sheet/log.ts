import type { Cell } from '../booking/cells.ts';
import type { CallRecord } from '../clients/rounds.ts';
import { headerRowOf } from './header-row.ts';
import { columnOf } from './headers.ts';
import { SheetError } from './sheet-error.ts';
import { sheetNamed } from './sheet-named.ts';
import { type Cells, makeRoom } from './table.ts';
import { literal } from './text.ts';

export const LOG_TAB = 'Log';
export const LOG_COLUMNS = [
  'When',
  'Booking',
  'Operation',
  'Service',
  'Status',
  'ms',
  'Attempt',
  'Outcome',
] as const;
export type LogColumn = (typeof LOG_COLUMNS)[number];

const KEPT_ROWS = 5_000;
/** Rows are deleted this many at a time, not a few at each publish. */
const SPARE_ROWS = 500;

/** Appends below the newest record, in one write, and lets the oldest go. Hold the lock: two writers would overlap. */
export function appendToLog(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  records: readonly CallRecord[],
): void {
  if (records.length === 0) return;
  const sheet = sheetNamed(spreadsheet, LOG_TAB);
  // Not the whole tab: it is the longest of all, and only its width and its end matter.
  const lastRow = sheet.getLastRow();
  const headerRow = headerRowOf(sheet);
  const missing = LOG_COLUMNS.filter((column) => columnOf(headerRow, column) === 0);
  if (missing.length > 0) throw new SheetError(LOG_TAB, missing);

  const columns = LOG_COLUMNS.map((name) => ({ name, column: columnOf(headerRow, name) }));
  const left = Math.min(...columns.map(({ column }) => column));
  const right = Math.max(...columns.map(({ column }) => column));
  const block = records.map((record) => {
    const row: Cell[] = new Array(right - left + 1).fill('');
    const cells = cellsOf(record);
    for (const { name, column } of columns) row[column - left] = literal(cells[name]);
    return row;
  });
  makeRoom(sheet, lastRow + block.length);
  sheet.getRange(lastRow + 1, left, block.length, right - left + 1).setValues(block);

  const kept = lastRow - 1 + block.length;
  if (kept > KEPT_ROWS + SPARE_ROWS) sheet.deleteRows(2, kept - KEPT_ROWS);
}

function cellsOf(record: CallRecord): Cells<LogColumn> {
  return {
    When: new Date(record.when),
    Booking: record.bookingId,
    Operation: record.operation,
    Service: record.service,
    Status: record.status ?? '',
    ms: record.milliseconds,
    Attempt: record.attempt,
    Outcome: record.outcome,
  };
}
