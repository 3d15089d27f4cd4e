import type { Booking } from '../booking/booking.ts';
import type { BookingRow } from '../booking/bookings.ts';
import { idKey } from '../booking/rows.ts';
import { documentLock } from '../google/lock.ts';
import type { Publication } from '../publish/publisher.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import type { BookingChange } from '../sheet/bookings.ts';
import { asReady } from './as-ready.ts';
import type { Desk } from './desk.ts';
import { openWorkshop } from './workshop.ts';
import { writeResults } from './write-results.ts';

/** A copy has the rows but neither the journal nor the triggers: publishing from it would do everything twice. */
export class CopiedSpreadsheet extends Error {
  override readonly name = 'CopiedSpreadsheet';

  constructor() {
    super(
      'This spreadsheet is a copy, so nothing is published from it. If it is to take the place of the original, run Charter → Set up here.',
    );
  }
}

/** Publishes these rows of `Bookings`: those with problems get them written beside them and stop nobody else. */
export async function publishRows(desk: Desk, chosen: readonly BookingRow[]): Promise<Publication[]> {
  if (new ArchiveTab(desk.spreadsheet).isCopy()) throw new CopiedSpreadsheet();
  const bookings = chosen.flatMap(({ result }) => (result.ok ? [asReady(result.value)] : []));
  const faulty = chosen.filter(({ result }) => !result.ok);
  const workshop = openWorkshop(desk);
  const publications = await workshop.publisher.publish(bookings, (mine) => announce(desk, mine));
  documentLock().holding(() => {
    writeResults(desk, workshop, bookings, faulty, publications);
    workshop.publisher.release(publications);
  });
  return publications;
}

function announce(desk: Desk, mine: readonly Booking[]): void {
  const drafts = new Set(
    desk.bookings.filter(({ status }) => status === 'Draft').map(({ bookingId }) => idKey(bookingId)),
  );
  const changes = mine.map(({ bookingId }): [string, BookingChange] => {
    const outputs = { state: 'Publishing', problem: '' } as const;
    return [bookingId, drafts.has(idKey(bookingId)) ? { outputs, status: 'Ready' } : { outputs }];
  });
  desk.bookingsTab.write(new Map(changes));
}
