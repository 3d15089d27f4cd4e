import type { Booking } from '../booking/booking.ts';
import type { BookingRow } from '../booking/bookings.ts';
import { idKey, keysOf } from '../booking/rows.ts';
import { weekdayMonthAndDay } from '../booking/schedule-words.ts';
import { scriptClock } from '../google/clock.ts';
import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { alert, ask } from '../google/ui.ts';
import type { CrewMemory } from '../projections/crew-mails.ts';
import { type Journal, memoryOf, placedIn, stands } from '../publish/journal.ts';
import type { BookingChange } from '../sheet/bookings.ts';
import { Desk } from './desk.ts';
import { called, chosenFor, publish } from './publish.ts';
import { assertPublishable } from './publish-rows.ts';
import { openJournal } from './workshop.ts';
import { problemOutputs } from './write-results.ts';

/** Charter → Cancel booking: the selected rows, once the captain said yes to what that brings about. */
export async function cancelSelectedRows(): Promise<void> {
  const desk = new Desk(activeSpreadsheet());
  const chosen = chosenFor('Cancel booking', desk);
  if (chosen.length === 0) return;
  assertPublishable(desk);
  const bookings = chosen.flatMap(cancellable);
  const leftAlone = chosen.filter((row) => cancellable(row).length === 0).map(whyLeftAlone);
  if (bookings.length === 0) {
    alert(leftAlone.join('\n\n'));
    return;
  }
  const question = [...consequencesOf(bookings, openJournal(desk.spreadsheet)), ...leftAlone];
  if (!ask(question.join('\n\n'))) return;
  const cancelled = cancel(desk, bookings);
  if (cancelled.length > 0) await publish(desk, cancelled);
  if (cancelled.length < bookings.length) alert('Not all were cancelled: rows changed meanwhile.');
}

function cancellable({ result }: BookingRow): Booking[] {
  const isOpen = result.ok && (result.value.status === 'Draft' || result.value.status === 'Ready');
  return isOpen ? [result.value] : [];
}

function whyLeftAlone(row: BookingRow): string {
  const { result } = row;
  return result.ok
    ? `${called(row)} is ${result.value.status.toLowerCase()} already.`
    : `${called(row)} can’t be cancelled before its row is mended: ${problemOutputs(row).problem}`;
}

/** In words, for the captain to say yes or no to. */
function consequencesOf(bookings: readonly Booking[], journal: Journal): string[] {
  const unpublished: string[] = [];
  let people = 0;
  for (const { bookingId } of bookings) {
    const entry = journal.find(bookingId);
    if (!entry || !stands(entry)) unpublished.push(bookingId);
    else if (placedIn(entry, 'crew event') && entry.endsAt > scriptClock.now()) {
      people += (memoryOf(entry, 'crew event') as CrewMemory | undefined)?.people.length ?? 0;
    }
  }
  const all = bookings.map(
    ({ bookingId, guest, schedule }) => `${bookingId} (${guest}, ${weekdayMonthAndDay(schedule.date)})`,
  );
  const words = [`Cancel ${all.join('; ')}?`];
  if (unpublished.length < bookings.length) {
    words.push(
      `The crew system tells ${people || 'no'} crew, the guest page says cancelled, the calendar entry goes, and you get a mail.`,
    );
  }
  if (unpublished.length > 0)
    words.push(`Not published here, so only the Status changes: ${unpublished.join(', ')}.`);
  return words;
}

/** Writes Status into the rows of these bookings that can still be cancelled; answers those. */
function cancel(desk: Desk, bookings: readonly Booking[]): BookingRow[] {
  const wanted = keysOf(bookings);
  let cancelled: BookingRow[] = [];
  documentLock().holding(() => {
    desk.bookingsTab.update((rows) => {
      const isCancelled = (row: BookingRow) =>
        wanted.has(idKey(row.bookingId)) && cancellable(row).length > 0;
      cancelled = desk.readBookings(rows).filter(isCancelled);
      const numbers = new Set(cancelled.map(({ rowNumber }) => rowNumber));
      const change: BookingChange = { status: 'Cancelled' };
      return new Map(rows.filter(({ rowNumber }) => numbers.has(rowNumber)).map((row) => [row, change]));
    });
  });
  return cancelled;
}
