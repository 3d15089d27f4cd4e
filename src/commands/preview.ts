import type { Booking } from '../booking/booking.ts';
import type { BookingRow } from '../booking/bookings.ts';
import type { Problem } from '../booking/problem.ts';
import { keysOf } from '../booking/rows.ts';
import { scriptClock } from '../google/clock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { type Size, showDialog } from '../google/ui.ts';
import { CAPTAIN_SUMMARY, changesSince } from '../projections/captain-summary.ts';
import { type JournalEntry, placedIn } from '../publish/journal.ts';
import { planInWords, type StepInWords } from '../publish/plan-words.ts';
import { heldLease, subjectOf } from '../publish/publisher.ts';
import { asReady } from './as-ready.ts';
import { correctedOutputs } from './correct-states.ts';
import { Desk } from './desk.ts';
import { chosenFor } from './publish.ts';
import { assertPublishable } from './publish-rows.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

/** What publishing one row would do, as plain values: for the dialog and for scripts. */
export interface BookingPreview {
  bookingId: string;
  /** As the column State shows it once Charter Desk has seen the row; empty before anything was published. */
  state: string;
  /** What would become of it, in a sentence or two. */
  summary: string;
  /** With any of these nothing is planned. */
  problems: Problem[];
  /** Since it was last published: `start 15:30 → 16:30`. */
  changes: string[];
  /** Those that do something, in the order in which they begin. */
  steps: StepInWords[];
}

/** Charter → Preview changes: the selected rows, as Publish booking would take them. Nothing leaves. */
export function showPreview(): void {
  showForSelection('preview', 'Preview changes', { width: 440, height: 520 });
}

/** Opens a dialog about the selected rows, as Publish booking would take them. */
export function showForSelection(file: string, menuItem: string, size: Size): void {
  const desk = new Desk(activeSpreadsheet());
  if (chosenFor(menuItem, desk).length === 0) return;
  assertPublishable(desk);
  showDialog(file, menuItem, size);
}

export function previewSelectedRows(): BookingPreview[] {
  const desk = new Desk(activeSpreadsheet());
  assertPublishable(desk);
  const chosen = desk.selected();
  const workshop = openWorkshop(desk, keysOf(chosen));
  return chosen.map((row) => previewOf(row, desk, workshop));
}

function previewOf(row: BookingRow, desk: Desk, workshop: Workshop): BookingPreview {
  const { bookingId, result } = row;
  const { journal, projections } = workshop;
  const entry = journal.find(bookingId);
  const state = stateOf(row, desk, workshop);
  const nothing = { bookingId, state, problems: [], changes: [], steps: [] };
  if (!result.ok) {
    return {
      ...nothing,
      problems: result.error,
      summary: 'Nothing of it is published before this is mended.',
    };
  }
  const now = scriptClock.now();
  const lease = heldLease(entry, now);
  if (lease) {
    const since = desk.zone.format(lease.since, 'h:mm a');
    return { ...nothing, summary: `It is being published by ${lease.who} since ${since}: look again later.` };
  }
  const booking = asReady(result.value);
  const steps = planInWords(projections, subjectOf(booking, journal, now), entry);
  const summary = summaryOf(booking, entry, state, steps.length > 0);
  return {
    ...nothing,
    summary: row.status === 'Draft' ? `Its Status would become Ready. ${summary}` : summary,
    changes: entry ? changesOf(booking, entry) : [],
    steps,
  };
}

/** What it should say counts, not what it still says. */
function stateOf(booking: BookingRow, desk: Desk, workshop: Workshop): string {
  const row = desk.rows.find(({ rowNumber }) => rowNumber === booking.rowNumber);
  return row ? String(correctedOutputs(booking, row, workshop).state ?? row.outputs.State) : '';
}

function changesOf(booking: Booking, entry: JournalEntry): string[] {
  const isOtherStatus = booking.status !== entry.status;
  return [
    ...(isOtherStatus ? [`status ${entry.status} → ${booking.status}`] : []),
    ...changesSince(placedIn(entry, CAPTAIN_SUMMARY)?.memory, booking),
  ];
}

function summaryOf(
  { status }: Booking,
  entry: JournalEntry | undefined,
  state: string,
  acts: boolean,
): string {
  if (!acts) {
    return status === 'Cancelled' && !entry
      ? 'It was cancelled before anything was published: there is nothing to do.'
      : 'All systems agree already.';
  }
  if (status === 'Cancelled') return 'It would be taken back everywhere.';
  if (entry) return 'All systems would be brought into line with the row.';
  const saysItIs = state !== '' && state !== 'Needs attention';
  const surprise = saysItIs
    ? ` Its State says ${state}, but nothing is known here of that: was it retyped?`
    : '';
  return `It would be published for the first time.${surprise}`;
}
