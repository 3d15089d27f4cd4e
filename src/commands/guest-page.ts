import type { BookingRow } from '../booking/bookings.ts';
import type { Problem } from '../booking/problem.ts';
import { scriptClock } from '../google/clock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { actionFor, wanted } from '../publish/plan.ts';
import { subjectOf } from '../publish/publisher.ts';
import { asReady } from './as-ready.ts';
import { Desk } from './desk.ts';
import { showForSelection } from './preview.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

/** What the guest of one of the selected rows would see. */
export interface GuestPagePreview {
  /** How many rows are selected. */
  selected: number;
  bookingId: string;
  /** The whole page; empty where there would be none. */
  html: string;
  /** It stands there already. */
  isThere: boolean;
  /** With any of these there is no page. */
  problems: Problem[];
}

/** Charter → Preview guest page: the selected rows, as publishing would show them to guests. Nothing leaves. */
export function showGuestPages(): void {
  showForSelection('guest-page', 'Preview guest page', { width: 480, height: 640 });
}

/** One at a time, for each is 10 KB. */
export function guestPageOfSelection(index: number): GuestPagePreview {
  const desk = new Desk(activeSpreadsheet());
  const chosen = desk.selected();
  const preview = { selected: chosen.length, bookingId: '', html: '', isThere: false, problems: [] };
  const row = chosen[index];
  return row ? { ...preview, ...previewOf(row, openWorkshop(desk)) } : preview;
}

function previewOf(
  { bookingId, result }: BookingRow,
  { projections, journal }: Workshop,
): Partial<GuestPagePreview> {
  if (!result.ok) return { bookingId, problems: result.error };
  const entry = journal.find(bookingId);
  const subject = subjectOf(asReady(result.value), journal, scriptClock.now());
  const guestPage = projections.find(({ page }) => page);
  const desired = guestPage && wanted(guestPage, subject, entry);
  if (!guestPage?.page || !desired) return { bookingId };
  const isThere = actionFor(guestPage, desired, entry?.records[guestPage.name]) === 'nothing';
  return { bookingId, html: guestPage.page(desired), isThere };
}
