import type { Booking } from '../booking/booking.ts';
import type { BookingRow } from '../booking/bookings.ts';
import { idKey } from '../booking/rows.ts';
import { documentLock } from '../google/lock.ts';
import type { Publication } from '../publish/publisher.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import type { BookingChange } from '../sheet/bookings.ts';
import { asReady } from './as-ready.ts';
import type { Desk } from './desk.ts';
import { openWorkshop, type Workshop } from './workshop.ts';
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

/** The captain's word on what may or may not have arrived; `cancel` leaves it open. */
export type AskWhetherTheyArrived = (question: string) => 'yes' | 'no' | 'cancel';

type Published = Publication & { kind: 'published' };

/**
 * Publishes these rows of `Bookings`: those with problems get them written beside them and stop nobody else.
 * What may or may not have arrived is put to the captain once, for all rows together.
 */
export async function publishRows(
  desk: Desk,
  chosen: readonly BookingRow[],
  ask: AskWhetherTheyArrived,
): Promise<Publication[]> {
  if (new ArchiveTab(desk.spreadsheet).isCopy()) throw new CopiedSpreadsheet();
  const bookings = chosen.flatMap(({ result }) => (result.ok ? [asReady(result.value)] : []));
  const faulty = chosen.filter(({ result }) => !result.ok);
  const workshop = openWorkshop(desk);
  const publications = await publishOnce(desk, workshop, bookings, faulty);

  const open = publications.filter(
    (one): one is Published => one.kind === 'published' && one.undecided.length > 0,
  );
  const answer = open.length > 0 ? ask(questionAbout(open)) : 'cancel';
  if (answer === 'cancel') return publications;
  workshop.publisher.decide(open, answer === 'yes');
  const isOpen = ({ bookingId }: { bookingId: string }) => open.some((one) => one.bookingId === bookingId);
  const decided = await publishOnce(desk, openWorkshop(desk), bookings.filter(isOpen), []);
  return [...publications.filter((one) => !isOpen(one)), ...decided];
}

async function publishOnce(
  desk: Desk,
  workshop: Workshop,
  bookings: readonly Booking[],
  faulty: readonly BookingRow[],
): Promise<Publication[]> {
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

function questionAbout(open: readonly Published[]): string {
  return [
    'These may or may not have arrived. Please look before you answer:',
    ...open.flatMap(({ bookingId, undecided }) => undecided.map((name) => `• ${bookingId}: ${name}`)),
    '',
    'Yes: they all arrived. No: none did, send them again. Cancel: decide later.',
  ].join('\n');
}
