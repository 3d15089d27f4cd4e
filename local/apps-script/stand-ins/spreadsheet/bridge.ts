import type { WireValue } from '../../services/spreadsheet-cells.ts';
import type { Rectangle } from '../../workbook/a1-notation.ts';
import { serialOfInstant } from '../../workbook/serial-date.ts';
import { Exception, remote } from '../host.ts';
import { signatureError } from '../service-object.ts';

export const sheets = remote('SpreadsheetApp');

/** Where a Range lies. Like Google's, ours keeps its coordinates when rows move. */
export interface Place {
  sheetId: number;
  rectangle: Rectangle;
}

const places = new WeakMap<object, Place>();

export function setPlace(range: object, place: Place): void {
  places.set(range, place);
}

/** Undefined for what is no Range of ours. */
export function placeOf(value: unknown): Place | undefined {
  return typeof value === 'object' && value !== null ? places.get(value) : undefined;
}

/** A value on its way into a cell. */
export function toWire(value: unknown, api: string): WireValue {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new Exception('Invalid argument: date');
    return { date: value.getTime() };
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : '#NUM!';
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  throw signatureError(api, [value]);
}

export function fromWire(value: WireValue): unknown {
  return typeof value === 'object' ? new Date(value.date) : value;
}

/** A date as rules keep it: a serial number in the spreadsheet's time zone. */
export function serialOf(date: Date): number {
  return serialOfInstant(date.getTime(), sheets.workbook().timeZone);
}
