import { SheetError } from './sheet-error.ts';

/** Throws a SheetError when there is none of that name. */
export function sheetNamed(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  name: string,
): GoogleAppsScript.Spreadsheet.Sheet {
  const sheet = spreadsheet.getSheetByName(name);
  if (!sheet) throw new SheetError(name);
  return sheet;
}
