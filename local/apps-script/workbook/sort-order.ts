import type { CellValue } from './workbook-data.ts';

export interface SortColumn {
  /** From 1, in the sheet. */
  column: number;
  ascending: boolean;
}

function kindRank(value: CellValue): number {
  return typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : 2;
}

/** Sheets' order: numbers, then text ignoring case, then FALSE and TRUE; empty cells last either way. */
export function compareValues(a: CellValue, b: CellValue, ascending: boolean): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  const sign = ascending ? 1 : -1;
  if (kindRank(a) !== kindRank(b)) return sign * (kindRank(a) - kindRank(b));
  if (typeof a === 'string' && typeof b === 'string') {
    return sign * a.localeCompare(b, 'en-US', { sensitivity: 'base' });
  }
  return sign * (Number(a) - Number(b));
}
