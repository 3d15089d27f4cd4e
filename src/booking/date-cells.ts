import type { Cell, Reading } from './cells.ts';
import { accept, plainText, refuse } from './cells.ts';
import { wallClock } from './local-time.ts';
import { MONTHS } from './schedule-words.ts';
import type { TimeZone } from './time-zone.ts';

const DAY_MILLISECONDS = 86_400_000;

/** Day 0 of a spreadsheet: the date that Sheets gives to a time without one. */
const SPREADSHEET_EPOCH = '1899-12-30';

const DATE_ADVICE = 'Write a date from 2000 to 2099 with its year, such as 5/30/2027 or 2027-05-30.';
const START_ADVICE = 'Write a time of day without a date, such as 9:00 AM or 14:30.';

/** A date cell, a spreadsheet's day number, or text as Sheets in the US takes it, to `YYYY-MM-DD`. */
export function readDate(cell: Cell, timeZone: TimeZone): Reading<string> {
  const date = dateOf(cell, timeZone);
  return date !== undefined && date >= '2000-01-01' && date <= '2099-12-31'
    ? accept(date)
    : refuse(DATE_ADVICE);
}

function dateOf(cell: Cell, timeZone: TimeZone): string | undefined {
  if (cell instanceof Date)
    return isSpreadsheetDate(cell) ? wallClock(cell.getTime(), timeZone).date : undefined;
  if (typeof cell === 'number') {
    const date = new Date(Date.parse(SPREADSHEET_EPOCH) + Math.floor(cell) * DAY_MILLISECONDS);
    return isSpreadsheetDate(date) ? date.toISOString().slice(0, 10) : undefined;
  }
  return typeof cell === 'string' ? parseDate(plainText(cell)) : undefined;
}

/** Other years don't take four digits, and no charter sails in them. */
function isSpreadsheetDate(date: Date): boolean {
  return date.getTime() > Date.UTC(1899, 0) && date.getTime() < Date.UTC(2101, 0);
}

function parseDate(text: string): string | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso) return calendarDate(iso[1], iso[2], iso[3]);
  const american = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4}|\d\d)$/.exec(text);
  if (american) return calendarDate(american[4], american[1], american[3]);
  const monthFirst = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(text);
  if (monthFirst) return calendarDate(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[- ]([a-z]{3,9})\.?[-, ]+(\d{4})$/i.exec(text);
  return dayFirst ? calendarDate(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]) : undefined;
}

function monthNumber(name = ''): string {
  return String(MONTHS.findIndex((month) => month.toLowerCase().startsWith(name.toLowerCase())) + 1);
}

/** Undefined for a day that no calendar has, such as February 30. */
function calendarDate(year = '', month = '', day = ''): string | undefined {
  const date = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const milliseconds = Date.parse(`${date}T00:00:00Z`);
  const isReal = !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(date);
  return isReal ? date : undefined;
}

/**
 * A time cell, a fraction of a day, or text (`9 am`, `9:00 AM`, `14:30`), to `HH:MM`.
 * A cell that holds a date too must hold the charter's own (`date`, if that is known).
 */
export function readStart(cell: Cell, date: string | undefined, timeZone: TimeZone): Reading<string> {
  const time = timeOf(cell, date, timeZone);
  return time === undefined ? refuse(START_ADVICE) : accept(time);
}

function timeOf(cell: Cell, date: string | undefined, timeZone: TimeZone): string | undefined {
  if (cell instanceof Date) {
    if (!isSpreadsheetDate(cell)) return undefined;
    const clock = wallClock(cell.getTime(), timeZone);
    return clock.date === SPREADSHEET_EPOCH || clock.date === date ? clock.time : undefined;
  }
  if (typeof cell === 'number') return timeOfMinutes(cell * 1440);
  const match = /^(\d{1,2})(?::(\d\d))?(?::00)?(?: ?([ap])\.?m?\.?)?$/i.exec(
    typeof cell === 'string' ? plainText(cell) : '',
  );
  if (!match) return undefined;
  const [, hours, minutes, half] = match;
  const isClear = half === undefined ? minutes !== undefined : Number(hours) >= 1 && Number(hours) <= 12;
  if (!isClear || Number(minutes || 0) > 59) return undefined;
  const hour =
    half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return timeOfMinutes(hour * 60 + Number(minutes || 0));
}

function timeOfMinutes(sinceMidnight: number): string | undefined {
  const minutes = Math.round(sinceMidnight);
  return minutes >= 0 && minutes < 1440 ? new Date(minutes * 60_000).toISOString().slice(11, 16) : undefined;
}
