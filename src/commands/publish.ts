import type { BookingRow } from '../booking/bookings.ts';
import { shortened } from '../booking/rows.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { alert, toast } from '../google/ui.ts';
import type { Publication } from '../publish/publisher.ts';
import { showDecisions } from './decide.ts';
import { Desk } from './desk.ts';
import { announceResult, showProgress } from './progress.ts';
import { assertPublishable, publishRows, saysReady } from './publish-rows.ts';

/** Charter → Publish booking: the selected rows, drafts too. */
export async function publishSelectedRows(): Promise<void> {
  const desk = new Desk(activeSpreadsheet());
  const chosen = chosenFor('Publish booking', desk);
  if (chosen.length > 0) await publish(desk, chosen);
}

/** The selected rows; where there is none, the captain is told so. */
export function chosenFor(menuItem: string, desk: Desk): BookingRow[] {
  const chosen = desk.selected();
  if (chosen.length === 0) {
    alert(`Select one or more bookings in the tab Bookings first, then choose ${menuItem} again.`);
  }
  return chosen;
}

/** Charter → Publish all ready: every row whose Status is Ready, or can't be read. */
export async function publishAllReadyRows(): Promise<void> {
  const desk = new Desk(activeSpreadsheet());
  const chosen = desk.bookings.filter(saysReady);
  if (chosen.length === 0) {
    alert('No booking has the Status Ready.');
    return;
  }
  await publish(desk, chosen);
}

/** Publishes these rows before the captain's eyes. */
export async function publish(desk: Desk, chosen: readonly BookingRow[]): Promise<void> {
  assertPublishable(desk);
  const run = showProgress(desk, chosen);
  toast(`Publishing ${named(chosen.map(called))} …`, 60);
  let result = '';
  let publications: Publication[];
  try {
    publications = await publishRows(desk, chosen);
    result = report(desk, chosen, publications);
  } finally {
    announceResult(run, result);
  }
  toast(result, 15);
  if (publications.some((one) => one.kind === 'published' && one.isAsking)) showDecisions();
}

/** What came of it, in a sentence or two. */
function report(desk: Desk, chosen: readonly BookingRow[], publications: readonly Publication[]): string {
  const through: string[] = [];
  const upToDate: string[] = [];
  const troubled = chosen.filter(({ result }) => !result.ok).map(called);
  const going: string[] = [];
  const sentences: string[] = [];
  for (const one of publications) {
    if (one.kind === 'leased') {
      const since = desk.zone.format(one.lease.since, 'h:mm a');
      sentences.push(`${one.bookingId} is being published by ${one.lease.who} since ${since}.`);
    } else if (one.kind === 'nothing to publish') upToDate.push(one.bookingId);
    else if (one.kind === 'no room') troubled.push(one.bookingId);
    else if (one.verdict.state === 'Needs attention') troubled.push(one.bookingId);
    else if (one.verdict.state === 'Publishing') going.push(one.bookingId);
    else (one.acted ? through : upToDate).push(one.bookingId);
  }
  if (through.length > 0) sentences.push(`All systems agree on ${named(through)}.`);
  if (upToDate.length > 0) sentences.push(`Nothing to do for ${named(upToDate)}: all systems agree already.`);
  if (going.length > 0) sentences.push(`Not through yet, and going on by itself: ${named(going)}.`);
  if (troubled.length > 0) sentences.push(`See the column Problem: ${named(troubled)}.`);
  return sentences.join(' ');
}

/** Whatever stands there: it need not be an id. */
export function called({ bookingId }: Pick<BookingRow, 'bookingId'>): string {
  return bookingId === '' ? 'a row without id' : shortened(bookingId);
}

function named(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 4).join(', ')} and ${ids.length - 4} more` : ids.join(', ');
}
