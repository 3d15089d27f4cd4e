/** Where the builders of rich text, rules and validations live. */
export function spreadsheetApp(): GoogleAppsScript.Spreadsheet.SpreadsheetApp {
  return SpreadsheetApp;
}

/** The spreadsheet that the script is bound to. */
export function activeSpreadsheet(): GoogleAppsScript.Spreadsheet.Spreadsheet {
  return SpreadsheetApp.getActive();
}

/** Makes buffered writes durable now. */
export function flush(): void {
  SpreadsheetApp.flush();
}
