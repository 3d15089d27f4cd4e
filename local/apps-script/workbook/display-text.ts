import { format, isDateFormat, isTextFormat } from 'numfmt';
import type { CellValue } from './workbook-data.ts';

/** What a cell shows, in the US locale. Text ignores number formats; so do TRUE and FALSE. */
export function displayText(value: CellValue, numberFormat: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  const pattern = isTextFormat(numberFormat) ? 'General' : numberFormat;
  return format(pattern, value, { locale: 'en_US', leap1900: false, throws: false });
}

export function isDateNumberFormat(numberFormat: string): boolean {
  return numberFormat !== 'General' && isDateFormat(numberFormat);
}
