import { idKey } from '../booking/rows.ts';
import { scriptClock } from '../google/clock.ts';
import { documentLock } from '../google/lock.ts';
import { remember, remembered } from '../google/properties.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { showDialog, toast } from '../google/ui.ts';
import { type Look, lookAtRemotes, recordDrift } from '../publish/drift.ts';
import type { JournalEntry } from '../publish/journal.ts';
import { subjectOf } from '../publish/publisher.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import { appendToLog } from '../sheet/log.ts';
import { correctStates } from './correct-states.ts';
import { Desk } from './desk.ts';
import { CopiedSpreadsheet } from './publish-rows.ts';
import { openWorkshop } from './workshop.ts';

/** The last check: when, epoch milliseconds; of how many bookings; and what could not be looked at, in words. */
export interface DriftCheck {
  at: number;
  bookings: number;
  unseen: string[];
}

const LAST_CHECK = 'drift/last-check';
const DAY_MILLISECONDS = 24 * 3_600_000;
/** A property holds 9 KB, and nobody reads more. */
const MOST_UNSEEN = 20;

/** Charter → Check for drift. */
export async function checkForDriftNow(): Promise<void> {
  toast('Looking at everything that was published …', 60);
  await checkForDrift(new Desk(activeSpreadsheet()));
  showDialog('drift', 'Check for drift', { width: 480, height: 520 });
}

/** The standing timer's: once a day. */
export async function checkForDriftDaily(): Promise<void> {
  const { at, bookings = 0, unseen = [] } = lastCheck();
  const now = scriptClock.now();
  if (at && now - at < DAY_MILLISECONDS) return;
  remember<DriftCheck>(LAST_CHECK, { at: now, bookings, unseen });
  // What was never checked was published today at the earliest.
  if (at) await checkForDrift(new Desk(activeSpreadsheet()));
}

/** Empty before the first. */
export function lastCheck(): Partial<DriftCheck> {
  return remembered(LAST_CHECK) || {};
}

/** Looks at every published booking's remote objects, and puts what differs on record and into the rows. */
async function checkForDrift(desk: Desk): Promise<void> {
  if (new ArchiveTab(desk.spreadsheet).isCopy()) throw new CopiedSpreadsheet();
  const { journal, projections, calls } = openWorkshop(desk);
  // Not `find`, which would bring back what was put away: charters that are long over.
  const entries = new Map(journal.all().map((entry) => [idKey(entry.bookingId), entry]));
  const settled = desk.bookings.flatMap(({ bookingId, status, result }) => {
    const entry = entries.get(idKey(bookingId));
    return result.ok && status !== 'Draft' && entry && isSettled(entry)
      ? [{ booking: result.value, entry }]
      : [];
  });
  const looks = await Promise.all(
    settled.map(({ booking, entry }) =>
      lookAtRemotes(projections, subjectOf(booking, journal, scriptClock.now()), entry),
    ),
  );
  documentLock().holding(() => {
    journal.reload();
    recordDrift(journal, looks.flat());
    journal.flush();
    journal.backUp();
    remember<DriftCheck>(LAST_CHECK, {
      at: scriptClock.now(),
      bookings: settled.length,
      unseen: unseenOf(looks.flat()),
    });
    // Hundreds of looks that found nothing would push everything else out of the tab.
    appendToLog(
      desk.spreadsheet,
      calls.filter(({ outcome }) => outcome !== 'ok'),
    );
  });
  correctStates(desk);
}

function isSettled({ progress, lease }: JournalEntry): boolean {
  return progress === 'settled' && !lease;
}

function unseenOf(looks: readonly Look[]): string[] {
  const unseen = looks.flatMap(({ bookingId, projection, inspection }) =>
    inspection.kind === 'cannot be asked' ? [`${bookingId}, ${projection}: ${inspection.why}`] : [],
  );
  const more = unseen.length - MOST_UNSEEN;
  return more > 0 ? [...unseen.slice(0, MOST_UNSEEN), `and ${more} more`] : unseen;
}
