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
