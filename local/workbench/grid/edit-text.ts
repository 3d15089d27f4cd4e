import { format, isDateFormat, isPercentFormat, isTextFormat } from 'numfmt';
import { typedCell } from '../../apps-script/workbook/typed-text.ts';
import type { CellValue } from '../../apps-script/workbook/workbook-data.ts';

/** What a person would type to get what the cell holds: what its formula bar shows. */
export function editText(value: CellValue, formula: string | undefined, pattern: string): string {
  if (formula !== undefined) return formula;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return numberText(value, pattern);
  if (value === '' || isTextFormat(pattern)) return value;
  // A text that Sheets would take for something else has an apostrophe before it.
  return typedCell(value, 'General', 0).value === value ? value : `'${value}`;
}

function numberText(value: number, pattern: string): string {
  if (isPercentFormat(pattern)) return `${Number((value * 100).toPrecision(15))}%`;
  if (!isDateFormat(pattern)) return String(value);
  const parts = [
    ...(value >= 1 ? ['m/d/yyyy'] : []),
    ...(Number.isInteger(value) ? [] : [value >= 1 ? 'h:mm:ss' : 'h:mm:ss AM/PM']),
  ];
  return format(parts.join(' ') || 'h:mm:ss AM/PM', value, { locale: 'en_US', leap1900: false });
}
