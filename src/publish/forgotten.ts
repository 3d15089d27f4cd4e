import type { Booking } from '../booking/booking.ts';
import type { Projection } from '../projections/projection.ts';
import type { JournalEntry } from './journal.ts';

/**
 * A booking whose row says that it was published, and of which the journal knows nothing: the spreadsheet is a copy, or
 * what the script remembers was lost. Each system may hold it, nobody knows under which id, so it is looked for before
 * anything is made. Its revisions begin above those of before, which named requests and versions in guests' calendars.
 */
export function forgotten(
  { bookingId, status, schedule }: Booking,
  projections: readonly Projection[],
  now: number,
): JournalEntry {
  return {
    bookingId,
    status,
    revision: Math.floor(now / 60_000),
    progress: 'settled',
    unfinishedSince: now,
    triedAt: now,
    endsAt: schedule.endsAt,
    warnings: [],
    records: Object.fromEntries(
      projections.map(({ name }) => [name, { state: 'done', id: '', fingerprint: '' } as const]),
    ),
  };
}
