import { isDay } from '../calendar-day.ts';
import { UsageError } from '../usage-error.ts';

const rfc3339 =
  /^(\d{4}-\d\d-\d\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Epoch milliseconds of an RFC 3339 date and time from 2000 to 2099. Throws UsageError. */
export function readMoment(option: string, text: string): number {
  const day = rfc3339.exec(text)?.[1];
  const isReal = day !== undefined && /^20/.test(day) && isDay(day);
  if (!isReal) {
    throw new UsageError(`${option} “${text}” is no date and time. Write it like 2027-05-01T12:00:00-07:00.`);
  }
  return Date.parse(text.replace(' ', 'T').toUpperCase());
}
