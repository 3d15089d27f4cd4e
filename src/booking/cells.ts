import type { Result } from './problem.ts';

/** What `Range.getValues()` gives for one cell. A blank is the empty string, a formula's error its text. */
export type Cell = string | number | boolean | Date;

/** What a cell means, or what to do about it: whole sentences that a captain can act on, one for each fault. */
export type Reading<Value> = Result<Value, string[]>;

export type Reader<Value> = (cell: Cell) => Reading<Value>;

export function accept<Value>(value: Value): Reading<Value> {
  return { ok: true, value };
}

export function refuse(...advice: string[]): { ok: false; error: string[] } {
  return { ok: false, error: advice };
}

/** Reads a cell in two steps: what it says, then what that means. */
export function andThen<Said, Meant>(
  reader: Reader<Said>,
  next: (said: Said) => Reading<Meant>,
): Reader<Meant> {
  return (cell) => {
    const reading = reader(cell);
    return reading.ok ? next(reading.value) : reading;
  };
}

/** The texts that Sheets gives in place of a value that a formula couldn't compute (or hasn't yet). */
const FORMULA_ERROR = /^(#(NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|ERROR!|SPILL!|CALC!)|Loading\.\.\.)$/;

export function isFormulaError(cell: Cell): boolean {
  return typeof cell === 'string' && FORMULA_ERROR.test(cell.trim());
}

export function isBlank(cell: Cell): boolean {
  return typeof cell === 'string' && plainText(cell) === '';
}

/**
 * One trimmed line: control characters (among them those that turn text around), line breaks and runs of blanks become
 * one space; a date becomes ''.
 */
export function plainText(cell: Cell): string {
  if (cell instanceof Date) return '';
  const text = typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell);
  return visible(text)
    .replace(/[\p{Cc}\u202d\u202e\s]+/gu, ' ')
    .trim();
}

/**
 * Without halves of pairs, on which `encodeURIComponent` throws, and without what nobody sees and copies bring along:
 * soft hyphens, zero-width spaces, direction marks. Joiners stay: emoji and Persian are made with them.
 */
function visible(text: string): string {
  return text.replace(/[\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202c\u2060-\u206f\ufeff]/gu, '');
}

interface TextRule {
  /** What to write; empty text is refused with it. Without it, the cell may be blank. */
  advice?: string;
  /** The most characters, after trimming. */
  maximum: number;
}

/** Text of one line: a name, an address, a link. */
export function readLine({ advice, maximum }: TextRule): Reader<string> {
  return (cell) => {
    const text = plainText(cell);
    if (cell instanceof Date || typeof cell === 'boolean') return refuse(advice || 'Write text, or nothing.');
    if (text === '') return advice === undefined ? accept('') : refuse(advice);
    return withinLength(text, maximum);
  };
}

/** Text that keeps its line breaks, or nothing. */
export function readNotes(maximum: number): Reader<string> {
  return (cell) => {
    if (cell instanceof Date || typeof cell === 'boolean') return refuse('Write text, or nothing.');
    const text = visible(String(cell))
      .replace(/\r\n?|\v|\f/g, '\n')
      .replace(/(?![\n\t])[\p{Cc}\u202d\u202e]/gu, '')
      .trim();
    return withinLength(text, maximum);
  };
}

function withinLength(text: string, maximum: number): Reading<string> {
  if (text.length <= maximum) return accept(text);
  return refuse(`Shorten it from ${text.length} to ${maximum} characters.`);
}

/** Text of one line in a given form. */
export function readPattern(pattern: RegExp, advice: () => string): Reader<string> {
  return (cell) => {
    const text = plainText(cell);
    return pattern.test(text) && typeof cell !== 'boolean' ? accept(text) : refuse(advice());
  };
}

/** As Amazon SES takes them: letters without accents, no quotes, no dots side by side. */
export const readEmail = readPattern(
  /^(?=.{6,254}$)(?=.{1,64}@)[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/,
  () => 'Write one email address, such as sam@example.com.',
);

/** A checkbox, or TRUE, FALSE, yes or no in words. A blank is an unticked box. */
export function readSwitch(cell: Cell): Reading<boolean> {
  const word = plainText(cell).toLowerCase();
  if (word === 'true' || word === 'yes') return accept(true);
  if (word === 'false' || word === 'no' || isBlank(cell)) return accept(false);
  return refuse('Write TRUE or FALSE.');
}

interface WholeNumberRule {
  /** What one unit of the cell is worth: 100 for dollars to be read as cents, 60 for hours as minutes. */
  scale: number;
  /** Bounds of the result, both allowed. */
  from: number;
  to: number;
  advice: string;
  /** How text is read; undefined if it isn't a number. */
  parse?: (text: string) => number | undefined;
}

/** Cells are floating point, and 4.35 × 100 is not quite 435: this much is noise and not a fraction. */
const NOISE = 1e-4;

/** A whole number of some small unit, so that everything after is exact. */
export function readWhole({ scale, from, to, advice, parse = parseNumber }: WholeNumberRule): Reader<number> {
  return (cell) => {
    const value =
      typeof cell === 'number' ? cell : typeof cell === 'string' ? parse(plainText(cell)) : undefined;
    const scaled = (value ?? Number.NaN) * scale;
    const whole = Math.round(scaled) + 0;
    return Math.abs(scaled - whole) < NOISE && whole >= from && whole <= to ? accept(whole) : refuse(advice);
  };
}

/** `1,234.5` as Sheets in the US would take it. */
export function parseNumber(text: string): number | undefined {
  return /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/.test(text) && /\d/.test(text)
    ? Number(text.replace(/,/g, ''))
    : undefined;
}
