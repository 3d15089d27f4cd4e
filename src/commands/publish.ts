import type { BookingRow } from '../booking/bookings.ts';
import { shortened } from '../booking/rows.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { alert, toast } from '../google/ui.ts';
import type { Publication } from '../publish/publisher.ts';
import { showDecisions } from './decide.ts';
import { Desk } from './desk.ts';
import { publishRows, saysReady } from './publish-rows.ts';

/** Charter → Publish booking: the selected rows, drafts too. */
export async function publishSelectedRows(): Promise<void> {
  const desk = new Desk(activeSpreadsheet());
  const chosen = desk.selected();
  if (chosen.length === 0) alert(chooseFirst('Publish booking'));
  else await publish(desk, chosen);
}

export function chooseFirst(menuItem: string): string {
  return `Select one or more bookings in the tab Bookings first, then choose ${menuItem} again.`;
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

async function publish(desk: Desk, chosen: readonly BookingRow[]): Promise<void> {
  toast(`Publishing ${named(chosen.map(called))} …`, 60);
  const publications = await publishRows(desk, chosen);
  toast(report(desk, chosen, publications), 15);
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
function called({ bookingId }: BookingRow): string {
  return bookingId === '' ? 'a row without id' : shortened(bookingId);
}

function named(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 4).join(', ')} and ${ids.length - 4} more` : ids.join(', ');
}
