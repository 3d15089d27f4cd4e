import { instantOf, offsetAt, utcMilliseconds } from '../time-zone.ts';

/** Sheets stores a date and time as days since the start of 1899-12-30, local time. */
const epoch = utcMilliseconds(1899, 11, 30);
const day = 86_400_000;

export function serialOfInstant(instant: number, zone: string): number {
  return (instant + offsetAt(zone, instant) - epoch) / day;
}

/** Whether a number is a day that a Date can hold; others stay numbers, whatever their cell's format. */
export function isDateSerial(serial: number): boolean {
  return Math.abs(serial) < 90_000_000;
}

/** A serial's instant, rounded to the millisecond, for a serial's fraction has no exact binary form. */
export function instantOfSerial(serial: number, zone: string): number {
  return instantOf(zone, Math.round(serial * day) + epoch, 'later');
}

/** `month` counts from 1. */
export function serialOfDate(year: number, month: number, dayOfMonth: number): number {
  return (utcMilliseconds(year, month - 1, dayOfMonth) - epoch) / day;
}
