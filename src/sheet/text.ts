import type { Cell } from '../booking/cells.ts';

/** Also behind what nobody sees, and in the wide and small forms: Sheets takes `＝` for `=` in East Asian locales. */
const FORMULA_START = /^[\s\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫]/u;

/** A cell of Sheets holds 50,000 characters, among them the apostrophe that `literal` may add. */
const MOST_CHARACTERS = 49_999;

/** Without control characters but line feeds, and no longer than a cell can hold. */
export function clean<Value extends Cell>(value: Value): Value {
  if (typeof value !== 'string') return value;
  const text = value.replace(/\r\n?/g, '\n').replace(/\t/g, ' ');
  return text.slice(0, MOST_CHARACTERS).replace(/(?!\n)[\p{Cc}\p{Cs}]/gu, '') as Value;
}

/**
 * What to write so that the cell holds `value` itself. Sheets reads a string that a script writes as if it was
 * typed, so text from outside could become a formula; a leading apostrophe, which isn't kept, makes it text.
 */
export function literal(value: Cell): Cell {
  if (typeof value !== 'string') return value;
  const text = clean(value);
  return FORMULA_START.test(text) || text.startsWith("'") ? `'${text}` : text;
}

/** Whether a cell that was told to hold `wanted` would hold what it holds now. */
export function holds(cell: Cell, wanted: Cell): boolean {
  if (cell instanceof Date && wanted instanceof Date) return cell.getTime() === wanted.getTime();
  return cell === clean(wanted);
}

/**
 * The same for rich text, where an apostrophe would be shown: a leading space that doesn't break a line keeps
 * Sheets from reading a formula.
 */
export function inert(text: string): string {
  const cleaned = clean(text);
  return FORMULA_START.test(cleaned) ? `\u00a0${cleaned}` : cleaned;
}
