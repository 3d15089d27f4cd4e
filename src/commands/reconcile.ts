import type { BookingRow } from '../booking/bookings.ts';
import { idKey } from '../booking/rows.ts';
import { scriptClock } from '../google/clock.ts';
import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import type { JournalEntry } from '../publish/journal.ts';
import { acts, planOf } from '../publish/plan.ts';
import { subjectOf } from '../publish/publisher.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import type { BookingChange, BookingsRow, Outputs } from '../sheet/bookings.ts';
import { Desk } from './desk.ts';
import { reconcileMoney } from './edit.ts';
import { publishRows } from './publish-rows.ts';
import { openJournal, openWorkshop, type Workshop } from './workshop.ts';
import { problemOutputs } from './write-results.ts';

/**
 * The installable triggers' and the timer's work, from what the sheet and the journal hold now: publishes what
 * turned Ready, takes back what turned Cancelled, goes on with what is unfinished, and marks what was edited since.
 */
export async function reconcile(): Promise<void> {
  const desk = new Desk(activeSpreadsheet());
  if (new ArchiveTab(desk.spreadsheet).isCopy()) return;
  const workshop = openWorkshop(desk);
  const due = desk.bookings.filter((row) => isDue(desk, row, workshop.journal.find(row.bookingId)));
  if (due.length > 0) await publishRows(desk, due);
  markEdited(desk, workshop, due);
}

/** Rows that were deleted, inserted or sorted fire no edit, so the cards follow here. Edits have a trigger of their own. */
export async function followChange(changeType: string | undefined): Promise<void> {
  if (changeType === 'EDIT' || changeType === 'FORMAT') return;
  reconcileMoney(undefined);
  await reconcile();
}

/** The standing timer: the same, and the housekeeping. */
export async function tick(): Promise<void> {
  const spreadsheet = activeSpreadsheet();
  const archive = new ArchiveTab(spreadsheet);
  if (archive.isCopy()) return;
  await reconcile();
  documentLock().holding(() => {
    openJournal(spreadsheet).putAway(scriptClock.now());
    archive.setLastRan(scriptClock.now());
  });
}

/** Whether a row is published without anybody asking for it now. */
function isDue(desk: Desk, row: BookingRow, entry: JournalEntry | undefined): boolean {
  if (!row.result.ok) {
    const shown = desk.rows.find(({ rowNumber }) => rowNumber === row.rowNumber);
    return row.status === 'Ready' && entry === undefined && !hasItsProblem(row, shown);
  }
  if (entry?.progress === 'attention') return false;
  if (entry?.progress === 'unfinished') return true;
  if (row.status === 'Ready') return entry === undefined || wasCancelled(entry);
  return row.status === 'Cancelled' && entry !== undefined && !wasCancelled(entry);
}

/** Its problem stands beside it already: it is not written again at every tick. */
function hasItsProblem(booking: BookingRow, row: BookingsRow | undefined): boolean {
  return row?.outputs.Problem === problemOutputs(booking).problem;
}

/** The calendar entry and the crew event go with a cancellation; what else there is says so in its content. */
function wasCancelled(entry: JournalEntry): boolean {
  const records = Object.values(entry.records);
  return entry.records['calendar entry']?.state === 'removed' && records.length > 0;
}

/** An edit of something published shows at once; publishing it waits for the captain. */
function markEdited(desk: Desk, workshop: Workshop, published: readonly BookingRow[]): void {
  const done = new Set(published.map(({ bookingId }) => idKey(bookingId)));
  const marks = (rows: readonly BookingsRow[], bookings: readonly BookingRow[]) => {
    const changes = new Map<BookingsRow, BookingChange>();
    for (const booking of bookings) {
      const row = rows.find(({ rowNumber }) => rowNumber === booking.rowNumber);
      const outputs = done.has(idKey(booking.bookingId)) ? undefined : markOf(booking, workshop, row);
      if (row && outputs) changes.set(row, { outputs });
    }
    return changes;
  };
  if (marks(desk.rows, desk.bookings).size === 0) return;
  documentLock().holding(() => desk.bookingsTab.update((rows) => marks(rows, desk.readBookings(rows))));
}

/** What the row has to say from now on; undefined when it says so already, or it is none of ours to say. */
function markOf(
  booking: BookingRow,
  { journal, projections }: Workshop,
  row: BookingsRow | undefined,
): Partial<Outputs> | undefined {
  const entry = journal.find(booking.bookingId);
  if (!row || !entry || entry.progress === 'attention' || booking.status === 'Draft') return undefined;
  if (!booking.result.ok) return hasItsProblem(booking, row) ? undefined : problemOutputs(booking);
  if (entry.progress !== 'settled') return undefined;
  const subject = subjectOf(booking.result.value, journal, scriptClock.now());
  const settled = booking.status === 'Cancelled' ? 'Removed' : 'Published';
  const state = acts(planOf(projections, subject, entry)) ? 'Changed' : settled;
  if (row.outputs.State === state) return undefined;
  // Its problems are mended; a warning, on a row that never had any, stays.
  return row.outputs.State === 'Needs attention' ? { state, problem: '' } : { state };
}
