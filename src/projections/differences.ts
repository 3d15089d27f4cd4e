import type { Json } from './projection.ts';

const LONGEST_WORDS = 60;

/** Holds an entry against what was sent, field by field. Deployments differ in what they answer: a field that is left out is not compared. */
export function differencesOf(sent: Record<string, Json>, stands: Record<string, unknown>): string[] {
  return Object.entries(sent).flatMap(([field, value]) => {
    const found = stands[field];
    if (isLeftOut(found) || agrees(value, found)) return [];
    const name = field.replace(/_/g, ' ');
    if (typeof value === 'object') return [`${name}: not what was sent`];
    const from = firstDifference(String(value), String(found));
    return [`${name} ${inWords(found, from)} in place of ${inWords(value, from)}`];
  });
}

/** Absent and null say the same: nothing. */
function isLeftOut(found: unknown): boolean {
  return found === undefined || found === null;
}

/** Where to begin to quote, so that what differs is in the quotation. */
function firstDifference(one: string, other: string): number {
  let index = 0;
  while (index < one.length && one[index] === other[index]) index += 1;
  return index < LONGEST_WORDS ? 0 : index - 10;
}

function agrees(sent: unknown, found: unknown): boolean {
  if (Array.isArray(sent)) {
    return (
      Array.isArray(found) &&
      sent.length === found.length &&
      sent.every((value, index) => agrees(value, found[index]))
    );
  }
  if (isRecord(sent)) {
    return (
      isRecord(found) &&
      Object.entries(sent).every(([name, value]) => isLeftOut(found[name]) || agrees(value, found[name]))
    );
  }
  return sent === found || isSameMoment(sent, found);
}

/** Two spellings of one instant are the same. */
function isSameMoment(one: unknown, other: unknown): boolean {
  return isMoment(one) && isMoment(other) && Date.parse(one) === Date.parse(other);
}

function isMoment(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inWords(value: unknown, from: number): string {
  if (isMoment(value)) return value.slice(0, 16).replace('T', ' ');
  if (value === '') return 'nothing';
  if (typeof value !== 'string') return JSON.stringify(value).slice(0, LONGEST_WORDS);
  const start = from > 0 ? '…' : '';
  const end = value.length > from + LONGEST_WORDS ? '…' : '';
  return `“${start}${value.slice(from, from + LONGEST_WORDS)}${end}”`;
}
