/**
 * The spreadsheet's time zone. Apps Script answers through `Utilities.formatDate` and `Utilities.parseDate`,
 * whose patterns (Java's SimpleDateFormat) these are.
 */
export interface TimeZone {
  /** IANA name, for example `America/Los_Angeles`. */
  readonly name: string;
  format(epochMilliseconds: number, pattern: string): string;
  /** Lenient, as Java is: a time that daylight saving skips moves forward. Throws on text that does not fit. */
  parse(text: string, pattern: string): number;
}
