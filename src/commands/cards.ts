import type { BookingRow } from '../booking/bookings.ts';
import { idKey, keysOf } from '../booking/rows.ts';
import { spreadsheetApp } from '../google/spreadsheet.ts';
import { cardFor } from '../projections/kanban-card.ts';
import { BoardTab } from '../sheet/board.ts';
import type { KanbanTab } from '../sheet/kanban.ts';

/** What the journal knows of a booking, as far as its card is concerned. */
export interface PublishedFacts {
  /** Whether anything of it was ever published. */
  isKnown(bookingId: string): boolean;
  /** Whether that still stands. */
  isStanding(bookingId: string): boolean;
  /** Empty when no page stands there. */
  guestPageUrl(bookingId: string, slug: string): string;
  /** Whether the crew system asks its crew. */
  isInvited(bookingId: string): boolean;
}

/**
 * Brings the cards into line with the rows, whatever was edited, pasted, sorted or deleted. A row with problems
 * leaves its card as it was. The card of a row that is gone goes too, unless something was published of it:
 * then it says so.
 */
export function reconcileCards(
  kanban: KanbanTab,
  bookings: readonly BookingRow[],
  published: PublishedFacts,
): void {
  const present = keysOf(bookings);
  for (const { result } of bookings) {
    if (!result.ok) continue;
    const { bookingId, slug } = result.value;
    const facts = {
      guestPageUrl: published.guestPageUrl(bookingId, slug),
      isInvited: published.isInvited(bookingId),
    };
    kanban.put(cardFor(result.value, facts, kanban.find(bookingId)));
  }
  for (const card of kanban.cards()) {
    if (present.has(idKey(card.bookingId))) continue;
    if (!published.isKnown(card.bookingId)) kanban.remove(card.bookingId);
    else if (published.isStanding(card.bookingId)) kanban.put({ ...card, title: rowless(card.title) });
  }
}

const ROW_GONE = 'Row gone: ';

function rowless(title: string): string {
  return title.startsWith(ROW_GONE) ? title : ROW_GONE + title;
}

/** Writes what was put, and draws the board from it. Hold the lock. */
export function writeCards(kanban: KanbanTab, spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): void {
  kanban.write();
  new BoardTab(spreadsheet, spreadsheetApp()).draw(kanban.cards());
}
