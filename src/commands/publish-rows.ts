import type { Booking } from '../booking/booking.ts';
import type { BookingRow } from '../booking/bookings.ts';
import { idKey, keysOf } from '../booking/rows.ts';
import { documentLock } from '../google/lock.ts';
import type { JournalEntry } from '../publish/journal.ts';
import type { Publication } from '../publish/publisher.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import { BOARD_TAB } from '../sheet/board.ts';
import type { BookingChange, BookingsRow } from '../sheet/bookings.ts';
import { KANBAN_TAB } from '../sheet/kanban.ts';
import { LOG_TAB } from '../sheet/log.ts';
import { sheetNamed } from '../sheet/sheet-named.ts';
import { asReady } from './as-ready.ts';
import type { Desk } from './desk.ts';
import { openWorkshop } from './workshop.ts';
import { writeResults } from './write-results.ts';

/** A copy has the rows but neither the journal nor the triggers: publishing from it would do everything twice. */
export class CopiedSpreadsheet extends Error {
  override readonly name = 'CopiedSpreadsheet';

  constructor() {
    super(
      'This spreadsheet is a copy, so nothing is published from it. To make it the original, run Charter → Set up here.',
    );
  }
}

/** Many may wait, each for moments; what was sent must be written down, and there is time left for that. */
const PATIENCE_MILLISECONDS = 60_000;

/** Whether a row is to be published, as it and its publishing record stand now. */
export type IsDue = (row: BookingRow, entry?: JournalEntry, outputs?: BookingsRow['outputs']) => boolean;

/** Also a Status that can't be read: `Redy` was meant to be something, and whoever wrote it waits. */
export function saysReady({ status }: BookingRow): boolean {
  return status === 'Ready' || status === undefined;
}

/**
 * Publishes these rows of `Bookings`: those with problems get them written beside them and stop nobody else.
 * A draft becomes Ready when somebody asked for it. By itself (`isDue`) nothing is done that another run did meanwhile.
 */
export async function publishRows(
  desk: Desk,
  chosen: readonly BookingRow[],
  isDue: IsDue = () => true,
): Promise<Publication[]> {
  assertPublishable(desk);
  const wanted = keysOf(chosen);
  const workshop = openWorkshop(desk, wanted);
  const { bookings, publications } = await workshop.publisher.publish(
    () =>
      wantedBookings(desk, wanted, (row, outputs) =>
        isDue(row, workshop.journal.find(row.bookingId), outputs),
      ),
    (mine) => announce(desk, mine),
  );
  const isNothingOurs = publications.every(({ kind }) => kind === 'leased');
  if (isNothingOurs && chosen.every(({ result }) => result.ok)) return publications;
  documentLock(PATIENCE_MILLISECONDS).holding(() => {
    let wasWritten = false;
    try {
      writeResults(desk, workshop, wanted, bookings, publications);
      wasWritten = true;
    } finally {
      workshop.publisher.release(publications, wasWritten);
    }
  });
  return publications;
}

/** Better now than when everything has been sent. Throws CopiedSpreadsheet, SheetError or SettingsFaulty. */
export function assertPublishable(desk: Desk): void {
  const { spreadsheet } = desk;
  if (new ArchiveTab(spreadsheet).isCopy()) throw new CopiedSpreadsheet();
  for (const tab of [KANBAN_TAB, BOARD_TAB, LOG_TAB]) sheetNamed(spreadsheet, tab);
  desk.settings();
}

function wantedBookings(
  desk: Desk,
  wanted: ReadonlySet<string>,
  isDue: (row: BookingRow, outputs: BookingsRow['outputs'] | undefined) => boolean,
): Booking[] {
  const rows = new Map(desk.bookingsTab.read().map((row) => [row.rowNumber, row]));
  return desk
    .readBookings([...rows.values()])
    .flatMap((row) =>
      row.result.ok && wanted.has(idKey(row.bookingId)) && isDue(row, rows.get(row.rowNumber)?.outputs)
        ? [asReady(row.result.value)]
        : [],
    );
}

function announce(desk: Desk, mine: readonly Booking[]): void {
  const keys = keysOf(mine);
  desk.bookingsTab.update((rows) => {
    const drafts = new Set(
      desk
        .readBookings(rows)
        .filter(({ status }) => status === 'Draft')
        .map(({ rowNumber }) => rowNumber),
    );
    const changes = new Map<BookingsRow, BookingChange>();
    for (const row of rows) {
      if (!keys.has(idKey(row.bookingId))) continue;
      const outputs = { state: 'Publishing', problem: '' } as const;
      changes.set(row, drafts.has(row.rowNumber) ? { outputs, status: 'Ready' } : { outputs });
    }
    return changes;
  });
}
