import type { Booking } from '../booking/booking.ts';
import type { BookingRow } from '../booking/bookings.ts';
import { idKey } from '../booking/rows.ts';
import { scriptClock } from '../google/clock.ts';
import type { Publication, Published } from '../publish/publisher.ts';
import type { BookingChange, BookingsRow, Outputs } from '../sheet/bookings.ts';
import { KanbanTab } from '../sheet/kanban.ts';
import { appendToLog } from '../sheet/log.ts';
import { asReady } from './as-ready.ts';
import { reconcileCards, writeCards } from './cards.ts';
import type { Desk } from './desk.ts';
import { publishedFacts } from './published-facts.ts';
import type { Workshop } from './workshop.ts';

const NO_ROOM = 'There is no room for it yet; it is published by itself as soon as there is.';

/** Writes what a publish came to: the rows' outputs, the cards, the board and the log. Hold the lock. */
export function writeResults(
  desk: Desk,
  { cards, calls, journal }: Workshop,
  wanted: ReadonlySet<string>,
  bookings: readonly Booking[],
  publications: readonly Publication[],
): void {
  const facts = publishedFacts(journal, desk.bookingSettings);
  // Each tab is written right after it was read: people sort and insert rows at any moment.
  const kanban = new KanbanTab(desk.spreadsheet, desk.zone);
  cards.applyTo(kanban);
  reconcileCards(kanban, desk.readBookings(), facts);
  writeCards(kanban, desk.spreadsheet);

  const outputs = new Map<string, (current: BookingRow | undefined) => Partial<Outputs>>();
  // Rows without an id, or with one that others have, are told apart by their own problems as they are now.
  for (const key of wanted) {
    outputs.set(key, (current) => (current && !current.result.ok ? problemOutputs(current) : {}));
  }
  for (const publication of publications) {
    const booking = bookings.find(({ bookingId }) => bookingId === publication.bookingId);
    if (!booking) continue;
    if (publication.kind === 'nothing to publish') {
      outputs.set(idKey(booking.bookingId), () => ({ state: '', problem: '' }));
    }
    if (publication.kind === 'no room') {
      outputs.set(idKey(booking.bookingId), () => ({ state: 'Needs attention', problem: NO_ROOM }));
    }
    if (publication.kind !== 'published') continue;
    outputs.set(idKey(booking.bookingId), (current) => ({
      ...verdictOutputs(publication, booking, current),
      guestPage: facts.guestPageUrl(booking.bookingId, booking.slug),
      crewReplies: kanban.find(booking.bookingId)?.crewReplies || '',
    }));
  }

  desk.bookingsTab.update((rows) => {
    const now = desk.readBookings(rows);
    const writtenAt = new Date(scriptClock.now());
    const changes = new Map<BookingsRow, BookingChange>();
    for (const row of rows) {
      const outputsFor = outputs.get(idKey(row.bookingId));
      const current = now.find(({ rowNumber }) => rowNumber === row.rowNumber);
      if (!outputsFor) continue;
      const written = outputsFor(current);
      // Somebody's word, or a run that was killed, may have done all that was left to do.
      const isThroughUnseen = isThrough(written.state) && row.outputs.Published === '';
      changes.set(row, { outputs: isThroughUnseen ? { published: writtenAt, ...written } : written });
    }
    return changes;
  });
  appendToLog(desk.spreadsheet, calls);
}

/** The row was read again: if it isn't what was published any more, its State says so. */
function verdictOutputs(
  { verdict, warnings, acted }: Published,
  booking: Booking,
  current: BookingRow | undefined,
): Partial<Outputs> {
  const isUnchanged =
    current?.result.ok === true && JSON.stringify(asReady(current.result.value)) === JSON.stringify(booking);
  return {
    state: isThrough(verdict.state) && !isUnchanged ? 'Changed' : verdict.state,
    problem: [...verdict.problems, ...warnings].join('\n'),
    ...(isThrough(verdict.state) && acted ? { published: new Date(scriptClock.now()) } : {}),
  };
}

function isThrough(state: Outputs['state'] | undefined): boolean {
  return state === 'Published' || state === 'Removed';
}

export function problemOutputs({ result }: BookingRow): Partial<Outputs> {
  const problems = result.ok ? [] : result.error;
  return { state: 'Needs attention', problem: problems.map(({ message }) => message).join('\n') };
}
