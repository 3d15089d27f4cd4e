/** A new tab right of another one. */
export function makeSheet(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  name: string,
  rightOf: string | undefined,
): GoogleAppsScript.Spreadsheet.Sheet {
  const left = rightOf === undefined ? null : spreadsheet.getSheetByName(rightOf);
  return spreadsheet.insertSheet(name, left ? left.getIndex() : 0);
}

/** A new spreadsheet has one blank tab, named in its owner's language: it becomes the first of ours. */
export function nameBlankSheet(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet, name: string): void {
  const [only, second] = spreadsheet.getSheets();
  if (only && !second && only.getLastRow() === 0) only.setName(name);
}
