import type { BookingRow } from '../booking/bookings.ts';
import { idKey } from '../booking/rows.ts';
import { scriptClock } from '../google/clock.ts';
import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import type { JournalEntry } from '../publish/journal.ts';
import { acts, planOf } from '../publish/plan.ts';
import { subjectOf } from '../publish/publisher.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import type { BookingChange, BookingsRow, State } from '../sheet/bookings.ts';
import { Desk } from './desk.ts';
import { reconcileMoney } from './edit.ts';
import { publishRows } from './publish-rows.ts';
import { openJournal, openWorkshop, type Workshop } from './workshop.ts';

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
  if (!row.result.ok) return row.status === 'Ready' && entry === undefined && !hasItsProblem(desk, row);
  if (entry?.progress === 'attention') return false;
  if (entry?.progress === 'unfinished') return true;
  if (row.status === 'Ready') return entry === undefined || wasCancelled(entry);
  return row.status === 'Cancelled' && entry !== undefined && !wasCancelled(entry);
}

/** Its problem stands beside it already: it is not written again at every tick. */
function hasItsProblem(desk: Desk, row: BookingRow): boolean {
  const problem = row.result.ok ? '' : row.result.error.map(({ message }) => message).join('\n');
  return desk.rows.some(
    ({ rowNumber, outputs }) => rowNumber === row.rowNumber && outputs.Problem === problem,
  );
}

/** The calendar entry and the crew event go with a cancellation; what else there is says so in its content. */
function wasCancelled(entry: JournalEntry): boolean {
  const records = Object.values(entry.records);
  return entry.records['calendar entry']?.state === 'removed' && records.length > 0;
}

/** An edit of something published shows at once; publishing it waits for the captain. */
function markEdited(desk: Desk, { journal, projections }: Workshop, published: readonly BookingRow[]): void {
  const changes = new Map<string, BookingChange>();
  for (const row of desk.bookings) {
    const entry = journal.find(row.bookingId);
    if (!row.result.ok || entry?.progress !== 'settled' || published.includes(row)) continue;
    if (row.status === 'Draft' || row.status === undefined) continue;
    const subject = subjectOf(row.result.value, journal, scriptClock.now());
    const state: State = acts(planOf(projections, subject, entry))
      ? 'Changed'
      : row.status === 'Cancelled'
        ? 'Removed'
        : 'Published';
    if (stateOf(desk, row) !== state) changes.set(row.bookingId, { outputs: { state } });
  }
  if (changes.size > 0) documentLock().holding(() => desk.bookingsTab.write(changes));
}

function stateOf(desk: Desk, row: BookingRow): BookingsRow['outputs']['State'] | undefined {
  return desk.rows.find(({ bookingId }) => idKey(bookingId) === idKey(row.bookingId))?.outputs.State;
}
