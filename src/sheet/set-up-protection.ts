import { spansOf } from './spans.ts';
import { columnLetters } from './table.ts';

const DESCRIPTION = 'Charter Desk writes here';

/**
 * Protects these columns with a warning that anybody may pass, header included, and drops our older protections
 * of the tab where they lie elsewhere. Those of other people stay.
 */
export function protectColumns(
  sheet: GoogleAppsScript.Spreadsheet.Sheet,
  app: GoogleAppsScript.Spreadsheet.SpreadsheetApp,
  columns: readonly number[],
): void {
  const ours = sheet
    .getProtections(app.ProtectionType.RANGE)
    .filter((protection) => protection.getDescription() === DESCRIPTION);
  const standing = ours.map((protection) => {
    const range = protection.getRange();
    return { first: range.getColumn(), last: range.getLastColumn() };
  });
  const wanted = spansOf(columns);
  if (JSON.stringify(standing) === JSON.stringify(wanted)) return;
  for (const protection of ours) protection.remove();
  for (const { first, last } of wanted) {
    const range = sheet.getRange(`${columnLetters(first)}:${columnLetters(last)}`);
    range.protect().setDescription(DESCRIPTION).setWarningOnly(true);
  }
}
