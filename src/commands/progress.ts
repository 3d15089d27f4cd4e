import type { BookingRow } from '../booking/bookings.ts';
import type { Problem } from '../booking/problem.ts';
import { idKey } from '../booking/rows.ts';
import { guestPageUrl } from '../booking/slug.ts';
import { mapValues } from '../clients/map-values.ts';
import { userCache } from '../google/cache.ts';
import { scriptClock } from '../google/clock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { showBeside } from '../google/ui.ts';
import type { JournalEntry, ProjectionRecord, Question } from '../publish/journal.ts';
import { heldLease } from '../publish/publisher.ts';
import type { Desk } from './desk.ts';
import { openJournal } from './workshop.ts';

/** What the dialog is given when a publish begins. */
export interface PublishBegun {
  /** Names the publish: when it began, epoch milliseconds. */
  run: number;
  /** With any problems it isn't published. */
  bookings: { bookingId: string; guestPageUrl: string; problems: Problem[] }[];
}

/** What the dialog asks about. */
export interface Watched {
  run: number;
  bookingIds: string[];
}

export interface PublishProgress {
  /** Epoch milliseconds. */
  now: number;
  /** What came of the publish in a sentence or two; empty when an error stopped it, null while it isn't known. */
  result: string | null;
  /** Those of which something is on record. */
  bookings: BookingProgress[];
}

export interface BookingProgress extends Omit<JournalEntry, 'records'> {
  /** Its lease has not lapsed: somebody is at work. */
  isHeld: boolean;
  /** What is on record of each projection, by its name; a question waits for the captain's word. */
  records: Record<string, ProjectionRecord['state'] | Question>;
}

const RESULT_OF = 'publish/';
const RESULT_SECONDS = 3600;

/** Opens the dialog. Answers what names the publish there. */
export function showProgress(desk: Desk, chosen: readonly BookingRow[]): number {
  const run = scriptClock.now();
  const begun: PublishBegun = {
    run,
    bookings: chosen.map(({ bookingId, result }) =>
      result.ok
        ? { bookingId, guestPageUrl: guestPageUrl(desk.settings(), result.value.slug), problems: [] }
        : { bookingId, guestPageUrl: '', problems: result.error },
    ),
  };
  showBeside('progress', 'Publishing', { width: 400, height: 460 }, begun);
  return run;
}

export function announceResult(run: number, words: string): void {
  userCache.put(RESULT_OF + run, words, RESULT_SECONDS);
}

/** Where publishing stands by what is on record: no cell is read, for it is asked for every other second. */
export function progressOf({ run, bookingIds }: Watched): PublishProgress {
  const now = scriptClock.now();
  const wanted = new Set(bookingIds.map(idKey));
  const entries = openJournal(activeSpreadsheet())
    .all()
    .filter(({ bookingId }) => wanted.has(idKey(bookingId)));
  return {
    now,
    result: userCache.get(RESULT_OF + run),
    bookings: entries.map((entry) => ({
      ...entry,
      isHeld: heldLease(entry, now) !== undefined,
      records: mapValues(
        entry.records,
        (record) => (record.state === 'sending' && record.question) || record.state,
      ),
    })),
  };
}
