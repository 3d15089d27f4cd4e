import * as z from 'zod';
import { nameKey } from './tables/name-key.ts';

const cents = z.number().int();

/** What `describeBookings` of the add-on answers: where each booking stands, as the workbook and the journal know it. */
export const describeBookings = z.array(
  z.object({
    bookingId: z.string(),
    /** As the `State` column shows it. */
    state: z.string(),
    problems: z.array(z.object({ column: z.string(), message: z.string() })),
    /** Null while the row has problems. */
    revenue: z
      .object({
        grossCents: cents,
        crewCents: cents,
        captainCents: cents,
        portFeeCents: cents,
        netCents: cents,
      })
      .nullable(),
    /** Public addresses and remote ids; null where there is none. */
    guestPageUrl: z.string().nullable(),
    calendarEntryId: z.string().nullable(),
    crewEventId: z.string().nullable(),
    summaryMessageId: z.string().nullable(),
  }),
);

/** What came of publishing the rows of one file, in the file's order. */
export const publishReport = z.object({
  bookings: describeBookings,
  /** Sets of requests that left together. */
  rounds: z.number().int(),
  calls: z.object({
    urlFetch: z.number().int(),
    /** Reads, writes and flushes of cells. */
    spreadsheet: z.number().int(),
  }),
});

export type PublishReport = z.output<typeof publishReport>;

export type BookingReport = PublishReport['bookings'][number];

/**
 * Those of `described` (rows in the sheet's order) that belong to these rows of a file, in the file's order: the
 * second row of an id to the second. Nameless rows of a file stand below all others.
 */
export function inOrderOf<Report extends { bookingId: string }>(
  bookingIds: readonly string[],
  described: readonly Report[],
): Report[] {
  const byId = new Map<string, Report[]>();
  for (const one of described) {
    const key = nameKey(one.bookingId);
    byId.set(key, [...(byId.get(key) ?? []), one]);
  }
  const nameless = bookingIds.filter((id) => nameKey(id) === '').length;
  byId.set('', (byId.get('') ?? []).slice(-nameless));
  return bookingIds.flatMap((id) => byId.get(nameKey(id))?.shift() ?? []);
}

/** A booking that is cancelled is as it should be once it is gone everywhere. */
export function isSettled({ state }: BookingReport): boolean {
  return state === 'Published' || state === 'Removed';
}
