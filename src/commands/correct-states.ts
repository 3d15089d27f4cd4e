import type { BookingRow } from '../booking/bookings.ts';
import { scriptClock } from '../google/clock.ts';
import { documentLock } from '../google/lock.ts';
import { driftOf } from '../publish/drift.ts';
import type { JournalEntry } from '../publish/journal.ts';
import { acts, planOf } from '../publish/plan.ts';
import { heldLease, subjectOf } from '../publish/publisher.ts';
import type { BookingChange, BookingsRow, Outputs } from '../sheet/bookings.ts';
import type { Desk } from './desk.ts';
import { openWorkshop, type Workshop } from './workshop.ts';
import { problemOutputs } from './write-results.ts';

const UNKNOWN =
  'Nothing is known here of a publishing of this Booking ID: was it retyped? If the row is right, publish it as Ready by the menu.';

const HOW_TO_REPAIR = 'Publish it again to put it right.';

/** An edit of something published shows at once; publishing it waits for the captain. */
export function correctStates(desk: Desk): void {
  const workshop = openWorkshop(desk);
  if (corrections(desk, workshop, desk.rows).size === 0) return;
  documentLock().holding(() => {
    workshop.journal.reload();
    desk.bookingsTab.update((rows) => corrections(desk, workshop, rows));
  });
}

function corrections(
  desk: Desk,
  workshop: Workshop,
  rows: readonly BookingsRow[],
): Map<BookingsRow, BookingChange> {
  const bookings = new Map(desk.readBookings(rows).map((booking) => [booking.rowNumber, booking]));
  const changes = new Map<BookingsRow, BookingChange>();
  for (const row of rows) {
    const booking = bookings.get(row.rowNumber);
    if (!booking) continue;
    const outputs = correctedOutputs(booking, row, workshop);
    const isSaid =
      (outputs.state === undefined || outputs.state === row.outputs.State) &&
      (outputs.problem === undefined || outputs.problem === row.outputs.Problem);
    if (!isSaid) changes.set(row, { outputs });
  }
  return changes;
}

/** What the row should say that is neither written nor published anew; an output that isn't named stays. */
export function correctedOutputs(
  booking: BookingRow,
  row: BookingsRow,
  workshop: Workshop,
): Partial<Outputs> {
  const entry = workshop.journal.find(booking.bookingId);
  return entry ? known(booking, entry, workshop) : unknown(booking, row);
}

function unknown({ result, status }: BookingRow, { outputs: { State } }: BookingsRow): Partial<Outputs> {
  const saysItIs = State === 'Published' || State === 'Publishing' || State === 'Removed';
  return result.ok && status !== 'Draft' && saysItIs ? { state: 'Changed', problem: UNKNOWN } : {};
}

function known(row: BookingRow, entry: JournalEntry, { journal, projections }: Workshop): Partial<Outputs> {
  if (row.status === 'Draft' || heldLease(entry, scriptClock.now())) return {};
  if (!row.result.ok) return problemOutputs(row);
  if (entry.progress !== 'settled') return {};
  const drift = driftOf(entry);
  if (drift.length > 0) {
    return { state: 'Needs attention', problem: [...drift, HOW_TO_REPAIR, ...entry.warnings].join('\n') };
  }
  const subject = subjectOf(row.result.value, journal, scriptClock.now());
  if (acts(planOf(projections, subject, entry))) return { state: 'Changed' };
  const state = row.status === 'Cancelled' ? 'Removed' : 'Published';
  return { state, problem: entry.warnings.join('\n') };
}
