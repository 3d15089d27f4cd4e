import type { BookingRow } from '../booking/bookings.ts';
import { scriptClock } from '../google/clock.ts';
import { documentLock, LockTimeout } from '../google/lock.ts';
import { plainWords } from '../google/runner.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { toast } from '../google/ui.ts';
import type { Journal, JournalEntry } from '../publish/journal.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import type { BookingsRow } from '../sheet/bookings.ts';
import { correctStates } from './correct-states.ts';
import { followCrewReplies } from './crew-replies.ts';
import { Desk } from './desk.ts';
import { checkForDriftDaily } from './drift.ts';
import { followRows, reconcileMoney } from './edit.ts';
import { showHeartbeat } from './heartbeat.ts';
import { withoutRow } from './missing-rows.ts';
import { publishRows, saysReady } from './publish-rows.ts';
import { openJournal } from './workshop.ts';
import { problemOutputs } from './write-results.ts';

/** What has been unfinished for an hour is tried again after a quarter of one: quickly at first, and never for nothing. */
const PART_WAITED = 1 / 4;

/**
 * The installable triggers' and the timer's work, from what the sheet and the journal hold now: publishes what
 * turned Ready, takes back what turned Cancelled, goes on with what is unfinished, and says what was edited since.
 */
export async function reconcile(): Promise<void> {
  const spreadsheet = activeSpreadsheet();
  if (new ArchiveTab(spreadsheet).isCopy()) return;
  await reconcileRows(new Desk(spreadsheet), openJournal(spreadsheet));
}

async function reconcileRows(desk: Desk, journal: Journal): Promise<void> {
  const rows = new Map(desk.rows.map((row) => [row.rowNumber, row]));
  const due = desk.bookings.filter((row) =>
    isDue(row, journal.find(row.bookingId), rows.get(row.rowNumber)?.outputs),
  );
  if (due.length > 0) await publishRows(desk, due, isDue);
  if (desk.hasSettings()) correctStates(desk);
}

/** Rows that were deleted, inserted or sorted fire no edit, so the cards follow here. Edits have a trigger of their own. */
export async function followChange(changeType: string | undefined): Promise<void> {
  if (changeType === 'EDIT' || changeType === 'FORMAT') return;
  reconcileMoney(undefined);
  await reconcile();
  if (changeType === 'REMOVE_ROW') tellOfMissingRows();
}

/** A published booking outlives its row: crew and guest would still come. */
function tellOfMissingRows(): void {
  const desk = new Desk(activeSpreadsheet());
  const missing = withoutRow(desk, openJournal(desk.spreadsheet)).map(({ bookingId }) => bookingId);
  if (missing.length === 0) return;
  toast(
    `${missing.join(', ')}: published, but without a row now. Undo, or choose Charter → Check for drift to put the row back or to cancel.`,
    30,
  );
}

/**
 * The standing timer: the same, the housekeeping, the crew's replies, and what else edits would bring about, for some
 * fire no trigger and some find the spreadsheet busy. Whatever stops it stands on the board, for nobody sees what a timer says.
 */
export async function tick(): Promise<void> {
  const spreadsheet = activeSpreadsheet();
  const archive = new ArchiveTab(spreadsheet);
  if (archive.isCopy()) return;
  const ran = { event: 'last ran', at: scriptClock.now() } as const;
  const tell = (trouble: string) => {
    archive.noteTimer({ ...ran, trouble });
    showHeartbeat(spreadsheet, archive);
  };
  try {
    const { desk, journal } = documentLock().holding(() => {
      archive.noteTimer({ ...ran, trouble: '' });
      const journal = openJournal(spreadsheet);
      journal.putAway(ran.at);
      const desk = new Desk(spreadsheet);
      followRows(desk, journal, archive);
      return { desk, journal };
    });
    await reconcileRows(desk, journal);
    await checkForDriftDaily();
    const trouble = await followCrewReplies(desk);
    if (trouble !== '') tell(trouble);
  } catch (thrown) {
    if (thrown instanceof LockTimeout) throw thrown;
    tell(plainWords(thrown));
    throw thrown;
  }
}

/** Whether a row is published without anybody asking for it now. */
function isDue(
  row: BookingRow,
  entry: JournalEntry | undefined,
  outputs: BookingsRow['outputs'] | undefined,
): boolean {
  const { status, result } = row;
  if (status === 'Draft') return false;
  if (!result.ok) {
    // Only to write its problems beside it, once.
    return saysReady(row) && !entry && outputs?.Problem !== problemOutputs(row).problem;
  }
  if (!entry) {
    // What says of itself that it was published, and isn't known, has another's id or stands in a copy.
    const mayBeNew = outputs?.State === '' || outputs?.State === 'Needs attention';
    return status === 'Ready' && mayBeNew && !outputs.Published;
  }
  if (status === 'Cancelled' && entry.status !== 'Cancelled') return true;
  if (status === 'Ready' && entry.status === 'Cancelled') return true;
  const { progress, unfinishedSince, triedAt } = entry;
  return (
    progress === 'unfinished' && scriptClock.now() - triedAt >= (triedAt - unfinishedSince) * PART_WAITED
  );
}
