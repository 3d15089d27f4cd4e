import type { TimeZone } from '../booking/time-zone.ts';

/** Of those who use the spreadsheet. */
export function timeZoneOf(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): TimeZone {
  const name = spreadsheet.getSpreadsheetTimeZone();
  return {
    name,
    format: (epochMilliseconds, pattern) => Utilities.formatDate(new Date(epochMilliseconds), name, pattern),
    parse: (text, pattern) => Utilities.parseDate(text, name, pattern).getTime(),
  };
}
