import type { Revenue } from '../booking/revenue.ts';

const LINE_BREAK = /(\r\n|[\n\r\v\f\u2028\u2029])/;
/** Stands for what was taken out of a line; no line contains it. */
const GAP = '\n';
/** Text that still shows money after this many passes was built to do so, and goes as a whole. */
const MOST_PASSES = 8;

const CURRENCY = '(?:(?:us|ca|au)?[$€£¥]|(?:usd|cad|aud|eur|gbp)\\s?\\$?)';
const CURRENCY_AFTER =
  '(?:\\s?(?:usd|cad|aud|eur|gbp|dollars?|euros?|pounds?|bucks)\\b|\\s?[$€£])(?!\\s?\\d)';
const MONEY = `(?:${CURRENCY}\\s?\\d|\\d[\\d.,’']{0,15}(?:[.,]\\d\\d(?!\\d)|${CURRENCY_AFTER}))`;

const WHOSE = "(?:captain|skipper|crew|deckhand|mate)(?:[’']?s)?";
const QUALIFIER =
  "(?:(?:total|net|gross|estimated|expected|final|projected|our|owner|charter|booking)(?:[’']s)?\\s{1,3}){0,3}";
/** Words that mean the charter's money whatever follows: any number after them is an amount. */
const SURE_LABEL = `(?<![\\p{L}\\p{N}])${QUALIFIER}(?:${[
  'revenues?|gross|pay-?outs?|earnings|profits?|income|proceeds|commissions?',
  `${WHOSE}\\s{1,3}(?:hourly\\s)?(?:fees?|costs?|pay|rates?|wages?|totals?)`,
  '(?:port|marina|harbou?r|platform|marketplace|service)\\s{1,3}(?:fees?|costs?)',
  '(?:charter|booking)\\s{1,3}(?:fees?|costs?|price|rate|totals?|value|amount)',
].join('|')})(?![\\p{L}\\p{N}])`;
/** Words that also count guests and coolers: after them, money or a large number that stands alone is an amount. */
const POSSIBLE_LABEL = '(?<![\\p{L}\\p{N}])(?:net|(?:grand\\s|sub-?)?total)(?![\\p{L}\\p{N}])';
const REMARK = '(?:\\s?\\([^()]{0,60}\\))?(?:\\s?\\d{1,3}(?:[.,]\\d{1,3})?\\s?%)?';
const SEPARATOR = '[^\\p{L}\\p{N}.,;!?]{1,12}';
const ROUGHLY =
  '(?:(?:is|was|of|about|around|approx|approximately|usd|cad|aud|eur|gbp|us|ca|au)\\b[.\\s$€£¥]{0,3}){0,2}';
const SURE_AMOUNT = `${REMARK}(?:${SEPARATOR}${ROUGHLY}\\d|\\s?[:=][^.;!?]{0,60}?${MONEY})`;

const POSSIBLE_AMOUNT = `${REMARK}${SEPARATOR}(?:${MONEY}|\\d{3,6}(?=\\s*(?:$|[.,;|)\\]](?:\\s|$))))`;

const LINE_START = '^(?:\\s*\\d{1,2}[.)]\\s)?[^\\p{L}\\p{N}]*';
const REST_OF_SENTENCE = '(?:[^.!?;|]|[.!?](?!\\s{1,4}\\p{L}|\\s*$))*[.!?;|]?';
const REST_OF_CLAUSE = '(?:\\([^()]{0,80}\\)|[^,.;|!?)\\]]|[,.;!?](?!\\s|$))*';
const CLAUSE_START = '(?<=(?:[,.;:|/&(•·–—]|\\band)\\s{0,3})';

const LABELLED = [
  `${LINE_START}(?:${SURE_LABEL}${SURE_AMOUNT}|${POSSIBLE_LABEL}${POSSIBLE_AMOUNT})${REST_OF_SENTENCE}`,
  `${SURE_LABEL}${SURE_AMOUNT}${REST_OF_CLAUSE}`,
  `${CLAUSE_START}${POSSIBLE_LABEL}${POSSIBLE_AMOUNT}${REST_OF_CLAUSE}`,
].map((pattern) => new RegExp(pattern, 'giu'));

/** Any number, with the currency around it. A plain space may part two numbers or the thousands of one: both are tried. */
const NUMBERS = ["\\d+(?:[.,’'\\u00a0\\u202f]\\d+)*", '\\d{1,3}(?: \\d{3})+(?:[.,]\\d+)?(?!\\d)'].map(
  (number) =>
    new RegExp(
      `(?:(?<!\\w)[-−]\\s?)?(?:(${CURRENCY})\\s?[-−]?|(?<!\\d|\\d[.,’'\\u00a0\\u202f]))(${number})(${CURRENCY_AFTER})?`,
      'gi',
    ),
);

/**
 * The money filter. Takes out lines and clauses that name the charter's money (`Revenue: $840.75`, `Port fee
 * 18% = 151.34`) and this booking's own figures wherever they stand as money, and closes the gaps. Everything
 * else stays byte for byte: "bring $40 for parking" is not the charter's money. Idempotent, so text that passed
 * it once is never changed by it again.
 */
export function scrubMoney(text: string, figures: Revenue): string {
  const own = ownCents(figures);
  const parts = text.split(LINE_BREAK);
  const kept: { line: string; lineBreak: string }[] = [];
  let afterRemoval = false;
  for (let index = 0; index < parts.length; index += 2) {
    const original = parts[index] || '';
    const line = scrubLine(original, own);
    const removed = line === '' && original !== '';
    const secondBlank: boolean = afterRemoval && isBlank(line) && endsBlank(kept);
    afterRemoval = removed || secondBlank;
    if (!afterRemoval) kept.push({ line, lineBreak: parts[index + 1] || '' });
  }
  if (afterRemoval) endCleanly(kept);
  return kept.map(({ line, lineBreak }) => line + lineBreak).join('');
}

function endCleanly(lines: { line: string; lineBreak: string }[]): void {
  while (lines.length > 0 && endsBlank(lines)) lines.pop();
  const last = lines[lines.length - 1];
  if (last) last.lineBreak = '';
}

function endsBlank(lines: readonly { line: string }[]): boolean {
  return isBlank(lines[lines.length - 1]?.line || '');
}

function scrubLine(original: string, own: readonly number[]): string {
  let line = original;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let marked = line;
    for (const labelled of LABELLED) marked = marked.replace(labelled, GAP);
    for (const numbers of NUMBERS) {
      marked = marked.replace(numbers, (all: string, before?: string, number = '', after?: string) => {
        const cents = centsOf(number, before !== undefined || after !== undefined);
        return cents !== null && own.includes(cents) ? GAP : all;
      });
    }
    if (marked === line) return line;
    line = marked.split(GAP).reduce(closeGap);
    if (!/[\p{L}\p{N}]/u.test(line)) return '';
  }
  return '';
}

/** Joins what stood on both sides of a gap, without the brackets, commas and spaces that lost their meaning. */
function closeGap(before: string, after: string): string {
  let left = before.trimEnd();
  let right = after.trimStart();
  let apart = left !== before || right !== after;
  while (left !== '' && right !== '' && PAIRS.includes(left.slice(-1) + right.charAt(0))) {
    const outerLeft = left.slice(0, -1);
    const outerRight = right.slice(1);
    left = outerLeft.trimEnd();
    right = outerRight.trimStart();
    apart = left !== outerLeft || right !== outerRight;
  }
  if (right === '' || /^[.,;:!?)\]}|]/.test(right))
    return left.replace(/[,;:|/&=–—-]$/, '').trimEnd() + right;
  if (left === '' || /[([{]$/.test(left)) return left + right.replace(/^[,;:|/&=–—-]\s?/, '');
  return left + (apart ? ' ' : '') + right;
}

const PAIRS = ['()', '[]', '{}', '""', "''", '“”', '‘’', '«»', '``', '**', '__'];

/** The figures, in cents and without sign. A zero is nobody's secret, and "$0" says something else in most sentences. */
function ownCents(figures: Revenue): number[] {
  return Object.values(figures).map(Math.abs).filter(Boolean);
}

/** A number as people write money, `1,234.50` and `1 234,5` alike, in cents; null where it is none: `1.2.3`. */
function centsOf(number: string, hasCurrency: boolean): number | null {
  const [, whole, decimals = ''] = /^(\d{1,3}(?:\D\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(number) || [];
  if (whole === undefined || (decimals.length < 2 && !hasCurrency)) return null;
  return Number(whole.replace(/\D/g, '')) * 100 + Number(decimals.padEnd(2, '0'));
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
