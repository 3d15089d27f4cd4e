import type { Cell } from '../booking/cells.ts';

/** The first row of a tab, as wide as the tab is. */
export function headerRowOf(sheet: GoogleAppsScript.Spreadsheet.Sheet): Cell[] {
  return sheet.getRange('1:1').getValues()[0] || [];
}
