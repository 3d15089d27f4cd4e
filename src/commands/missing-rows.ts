import { idKey, keysOf } from '../booking/rows.ts';
import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { CAPTAIN_SUMMARY, toldCells } from '../projections/captain-summary.ts';
import { type Journal, type JournalEntry, memoryOf, stands } from '../publish/journal.ts';
import { Desk } from './desk.ts';
import { openJournal } from './workshop.ts';

/** What the dialog asks for: the row of a booking back, perhaps to cancel it. */
export interface RowWanted {
  bookingId: string;
  cancelled: boolean;
}

const LOOK_IT_OVER =
  'This row was put back from what was published. Notes are not kept, and long names are cut: look it over, then publish it.';

/** What was published and still stands, though its row is gone: deleted, or its id retyped. */
export function withoutRow(desk: Desk, journal: Journal): JournalEntry[] {
  const present = keysOf(desk.bookings);
  return journal.all().filter((entry) => stands(entry) && !present.has(idKey(entry.bookingId)));
}

/** Puts rows back below the others, from what the captain was last told of each. */
export function putBackRows(wanted: readonly RowWanted[]): void {
  documentLock().holding(() => {
    const desk = new Desk(activeSpreadsheet());
    const missing = withoutRow(desk, openJournal(desk.spreadsheet));
    const rows = wanted.flatMap(({ bookingId, cancelled }) => {
      const entry = missing.find((one) => idKey(one.bookingId) === idKey(bookingId));
      if (!entry) return [];
      // What is still under way would go on at once, with what the journal remembers in place of what was wanted.
      const asItWas = entry.progress === 'settled' ? entry.status : 'Draft';
      const status = cancelled ? 'Cancelled' : asItWas;
      const cells = {
        ...toldCells(memoryOf(entry, CAPTAIN_SUMMARY)),
        'Booking ID': entry.bookingId,
        Status: status,
      };
      return [{ cells, outputs: { state: 'Changed', problem: LOOK_IT_OVER } as const }];
    });
    desk.bookingsTab.append(rows);
  });
}
