import { getFormatFromId, isPercentFormat, isTextFormat, parseValue } from 'numfmt';
import { isDateNumberFormat } from './display-text.ts';
import { serialOfDate } from './serial-date.ts';
import type { CellValue } from './workbook-data.ts';

export interface TypedCell {
  value: CellValue;
  formula?: string;
  /** The format that Sheets gives the cell because of what was typed; absent: as it was. */
  numberFormat?: string;
}

/** The formats that numfmt's numbered results stand for, as Sheets names them in the US locale. */
const namedFormats: Record<number, string> = {
  5: '"$"#,##0',
  6: '"$"#,##0',
  7: '"$"#,##0.00',
  8: '"$"#,##0.00',
  18: 'h:mm am/pm',
  19: 'h:mm:ss am/pm',
  22: 'm/d/yyyy h:mm',
  46: '[h]:mm:ss',
};

/**
 * What Sheets takes for a formula: `=`, and a sign that begins no number (`+1 619 555 0142` is an error there). What
 * nobody sees before it and the wide and small forms count too, which Sheets is not known to spare everywhere.
 */
const FORMULA = /^[ \t\r\n\0\p{Cf}]*([=＝﹦+＋﹢\-－﹣])(.+)$/su;

function dateFormatOf(text: string): string {
  if (/^\d{4}-/.test(text)) return 'yyyy-mm-dd';
  if (/[a-z]{3}/i.test(text)) return 'mmm d, yyyy';
  return 'm/d/yyyy';
}

function formatFor(text: string, formatId: number): string {
  if (formatId === 14 || formatId === 15) return dateFormatOf(text);
  return namedFormats[formatId] ?? getFormatFromId(formatId, 'en_US');
}

/** A day and month without a year are of the current year; the parser would take it from the machine's clock. */
function inYear(serial: number, year: number): number {
  const date = new Date((serial - 25_569) * 86_400_000);
  return serialOfDate(year, date.getUTCMonth() + 1, date.getUTCDate());
}

/**
 * What a cell holds after a person in the US locale typed `text` into it, or a script wrote that string.
 * `currentYear` is the year of a date typed without one.
 */
export function typedCell(text: string, numberFormat: string, currentYear: number): TypedCell {
  if (text === '') return { value: '' };
  if (text.startsWith("'")) return { value: text.slice(1) };
  if (isTextFormat(numberFormat)) return { value: text };
  const [, sign = '', rest = ''] = FORMULA.exec(text) ?? [];
  if ('=＝﹦'.includes(sign) && rest !== '') return { value: '', formula: `=${rest}` };

  const normal = text.trim().replace(/(\d)\s*([ap])\.?m\.?$/i, '$1 $2M');
  const parsed = parseValue(normal, { locale: 'en_US' });
  if (!parsed) return rest === '' ? { value: text } : { value: '', formula: `=${sign}${rest}` };
  if (typeof parsed.value === 'boolean') return { value: parsed.value };

  const { formatId } = parsed as { formatId?: number };
  const value = formatId === 16 ? inYear(parsed.value, currentYear) : parsed.value;
  if (formatId === undefined) {
    // "18" typed into a percentage is 18%.
    return { value: isPercentFormat(numberFormat) ? value / 100 : value };
  }
  const ownFormat = formatFor(normal, formatId);
  const keeps =
    numberFormat !== 'General' && isDateNumberFormat(numberFormat) === isDateNumberFormat(ownFormat);
  return keeps ? { value } : { value, numberFormat: ownFormat };
}
