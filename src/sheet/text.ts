import type { Cell } from '../booking/cells.ts';

/** The full-width forms count too: Sheets takes `＝` for `=` in East Asian locales. */
const FORMULA_START = /^\s*[=+\-@＝＋－＠]/;

/** Without control characters but line feeds, which a cell may hold. */
export function clean<Value extends Cell>(value: Value): Value {
  if (typeof value !== 'string') return value;
  return value.replace(/\r\n?/g, '\n').replace(/(?!\n)\p{Cc}/gu, '') as Value;
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
