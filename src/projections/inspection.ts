import type { BookingCollection } from '../clients/booking-collection.ts';
import type { Inspection, Json, Placed } from './projection.ts';

const LONGEST_WORDS = 60;

/** Holds an entry of a collection against what was sent, field by field. */
export async function inspectEntry(
  collection: Pick<BookingCollection<object>, 'read' | 'findByBooking'>,
  { id }: Placed,
  bookingId: string,
  sent: Record<string, Json>,
): Promise<Inspection> {
  const stands = id === '' ? null : await collection.read(id, bookingId);
  if (stands) return { kind: 'seen', differences: differencesOf(sent, stands) };
  const found = await collection.findByBooking(bookingId);
  if (found.kind === 'found') return { kind: 'seen', differences: ['it stands under another id'] };
  return found.kind === 'absent' ? { kind: 'gone' } : found;
}

/** Deployments differ in what they answer: a field that is left out is not compared. */
function differencesOf(sent: Record<string, Json>, stands: Record<string, unknown>): string[] {
  return Object.entries(sent).flatMap(([field, value]) => {
    const found = stands[field];
    if (found === undefined || agrees(value, found)) return [];
    return [`${field.replace(/_/g, ' ')} ${inWords(found)} in place of ${inWords(value)}`];
  });
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
      Object.entries(sent).every(([name, value]) => found[name] === undefined || agrees(value, found[name]))
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

function inWords(value: unknown): string {
  if (isMoment(value)) return value.slice(0, 16).replace('T', ' ');
  if (value === '') return 'nothing';
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  return text.length > LONGEST_WORDS ? `${text.slice(0, LONGEST_WORDS)}…` : text;
}
