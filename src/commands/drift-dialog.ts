import { idKey } from '../booking/rows.ts';
import { scriptClock } from '../google/clock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { driftOf } from '../publish/drift.ts';
import { heldLease } from '../publish/publisher.ts';
import { Desk } from './desk.ts';
import { lastCheck } from './drift.ts';
import { reconcileMoney } from './edit.ts';
import { putBackRows, type RowWanted, withoutRow } from './missing-rows.ts';
import { publishRows } from './publish-rows.ts';
import { reconcile } from './reconcile.ts';
import { openJournal } from './workshop.ts';

/** What the dialog shows. */
export interface DriftShown {
  /** When it was last looked for, in words, local; null when never. */
  checked: string | null;
  bookings: number;
  drifted: { bookingId: string; differences: string[]; isBusy: boolean }[];
  missing: { bookingId: string; charter: string }[];
  /** Those that were not compared, for their rows are not what is published. */
  unsettled: string[];
  /** What could not be looked at, in words. */
  unseen: string[];
}

export function driftToShow(): DriftShown {
  const desk = new Desk(activeSpreadsheet());
  const journal = openJournal(desk.spreadsheet);
  const now = scriptClock.now();
  const { at, bookings = 0, unseen = [] } = lastCheck();
  const entries = new Map(journal.all().map((entry) => [idKey(entry.bookingId), entry]));
  const changed = new Set(
    desk.rows.filter(({ outputs }) => outputs.State === 'Changed').map(({ rowNumber }) => rowNumber),
  );
  const drifted: DriftShown['drifted'] = [];
  const unsettled: string[] = [];
  for (const row of desk.bookings) {
    const entry = entries.get(idKey(row.bookingId));
    if (!entry) continue;
    const differences = driftOf(entry);
    const isBusy = heldLease(entry, now) !== undefined;
    const isComparable = row.result.ok && row.status !== 'Draft' && entry.progress === 'settled';
    if (differences.length > 0 && (isComparable || isBusy)) {
      drifted.push({ bookingId: entry.bookingId, differences, isBusy });
    } else if (!isComparable || changed.has(row.rowNumber)) unsettled.push(entry.bookingId);
  }
  return {
    checked: at ? desk.zone.format(at, 'EEE MMM d, h:mm a') : null,
    bookings,
    drifted,
    missing: withoutRow(desk, journal).map(({ bookingId, endsAt }) => ({
      bookingId,
      charter: `${desk.zone.format(endsAt, 'EEE MMM d')}${endsAt < now ? ', over by now' : ''}`,
    })),
    unsettled,
    unseen,
  };
}

/** Publishes these bookings again, which puts right what drifted. */
export async function repairDrift(bookingIds: readonly string[]): Promise<void> {
  const desk = new Desk(activeSpreadsheet());
  const wanted = new Set(bookingIds.map(idKey));
  await publishRows(
    desk,
    desk.bookings.filter(({ bookingId }) => wanted.has(idKey(bookingId))),
    ({ status }) => status !== 'Draft',
  );
}

/** Puts rows back, and takes back what is to be cancelled. */
export async function bringBackRows(wanted: readonly RowWanted[]): Promise<void> {
  putBackRows(wanted);
  reconcileMoney(undefined);
  await reconcile();
}
