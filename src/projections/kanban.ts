import type { Status } from '../booking/booking.ts';

export const LANES = [
  'New Bookings',
  'Crew Invited',
  'Crew Confirmed',
  'Completed',
  'Reconciled',
  'Cancelled',
] as const;
export type Lane = (typeof LANES)[number];

/** One row of `Kanban`. Money in integer cents; the tab shows currency. */
export interface KanbanCard {
  bookingId: string;
  lane: Lane;
  /** For example `Boatsetter — May 30 (3h)`. */
  title: string;
  /** The local day, `YYYY-MM-DD`. */
  date: string;
  grossCents: number;
  crewCents: number;
  captainCents: number;
  portFeeCents: number;
  netCents: number;
  /** For example `2 of 3 confirmed`; empty before the crew is invited. */
  crewReplies: string;
  guestPageUrl: string;
}

/** The lane is the captain's to change; by itself a card only moves forward. */
export function nextLane(status: Status, lane: Lane | undefined): Lane {
  if (status === 'Cancelled') return 'Cancelled';
  const earned: Lane = status === 'Completed' ? 'Completed' : 'New Bookings';
  if (lane === undefined) return earned;
  return LANES.indexOf(lane) > LANES.indexOf(earned) ? lane : earned;
}

/** One lane, as a board shows it: the earliest charter on top. */
export interface LaneShown<Card extends KanbanCard> {
  cards: Card[];
  grossCents: number;
  netCents: number;
}

export function laneShown<Card extends KanbanCard>(lane: Lane, cards: readonly Card[]): LaneShown<Card> {
  const inLane = cards
    .filter((card) => card.lane === lane)
    .sort(
      (a, b) => compare(a.date, b.date) || compare(a.title, b.title) || compare(a.bookingId, b.bookingId),
    );
  return {
    cards: inLane,
    grossCents: inLane.reduce((sum, card) => sum + card.grossCents, 0),
    netCents: inLane.reduce((sum, card) => sum + card.netCents, 0),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The cards as they stand, for whoever changes them; found by booking id, in any case. */
export interface KanbanBoard {
  find(bookingId: string): KanbanCard | undefined;
  put(card: KanbanCard): void;
}

/**
 * Changes to cards, kept until the board is at hand: the tab is read and written once, under the lock, when all
 * requests are over, so that nothing that the captain did to the board meanwhile is undone.
 */
export class CardChanges {
  private readonly changes: ((board: KanbanBoard) => void)[] = [];

  change(bookingId: string, next: (existing: KanbanCard | undefined) => KanbanCard): void {
    this.changes.push((board) => board.put(next(board.find(bookingId))));
  }

  applyTo(board: KanbanBoard): void {
    for (const change of this.changes) change(board);
  }
}
