import type { Problem } from '../booking/problem.ts';
import type { Revenue } from '../booking/revenue.ts';
import { idKey } from '../booking/rows.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { placedId } from '../publish/journal.ts';
import type { BookingsRow } from '../sheet/bookings.ts';
import { Desk } from './desk.ts';
import { publishedFacts } from './published-facts.ts';
import { openJournal } from './workshop.ts';

/** Where one booking stands, as plain values: for scripts and dialogs. Null is what there is not. */
export interface BookingDescription {
  bookingId: string;
  /** The row's State; empty before anything was published. */
  state: string;
  problems: Problem[];
  revenue: Revenue | null;
  guestPageUrl: string | null;
  calendarEntryId: string | null;
  crewEventId: string | null;
  summaryMessageId: string | null;
}

/** One description for each row that bears one of the ids, in the sheet's order. Sends nothing. */
export function describeRows(bookingIds: readonly string[]): BookingDescription[] {
  const desk = new Desk(activeSpreadsheet());
  const journal = openJournal(desk.spreadsheet);
  const facts = publishedFacts(journal, desk.settings());
  const wanted = new Set(bookingIds.map(idKey));
  return desk.bookings
    .filter(({ bookingId }) => wanted.has(idKey(bookingId)))
    .map(({ bookingId, rowNumber, result, status }) => {
      const row = desk.rows.find((one) => one.rowNumber === rowNumber);
      const { State = '', Problem = '' }: Partial<BookingsRow['outputs']> = row?.outputs || {};
      const entry = journal.find(bookingId);
      const problem = String(Problem);
      const trouble = problem === '' ? [] : [{ column: 'Problem', message: problem }];
      return {
        bookingId,
        // Of a cancelled booking that was never published there is as little as of one that was removed.
        state: String(State || (status === 'Cancelled' && !entry ? 'Removed' : '')),
        problems: result.ok ? trouble : result.error,
        revenue: result.ok ? result.value.revenue : null,
        guestPageUrl: result.ok ? facts.guestPageUrl(bookingId, result.value.slug) || null : null,
        calendarEntryId: placedId(entry, 'calendar entry') || null,
        crewEventId: placedId(entry, 'crew event') || null,
        summaryMessageId: placedId(entry, 'captain summary') || null,
      };
    });
}
