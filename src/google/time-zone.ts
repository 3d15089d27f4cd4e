import type { TimeZone } from '../booking/time-zone.ts';

/** `name` is an IANA name: the spreadsheet's, as `spreadsheet.getSpreadsheetTimeZone()` gives it. */
export function timeZone(name: string): TimeZone {
  return {
    name,
    format: (epochMilliseconds, pattern) => Utilities.formatDate(new Date(epochMilliseconds), name, pattern),
    parse: (text, pattern) => Utilities.parseDate(text, name, pattern).getTime(),
  };
}

/** Of those who use the spreadsheet. */
export function timeZoneOf(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): TimeZone {
  return timeZone(spreadsheet.getSpreadsheetTimeZone());
}
