import type { Status } from '../booking/booking.ts';
import { readStatus } from '../booking/booking-cells.ts';
import { idKey } from '../booking/rows.ts';
import type { BoardShown } from '../commands/board-dialog.ts';
import { type KanbanCard, LANES, type Lane, nextLane } from '../projections/kanban.ts';

export interface Card extends KanbanCard {
  /** Its booking's; undefined when there is no such row, or it says nothing that can be read. */
  status: Status | undefined;
  /** The sheet doesn't hold yet what the screen shows. */
  isMoving: boolean;
  /** The keyboard holds it. */
  isLifted: boolean;
}

export interface Move {
  bookingId: string;
  from: Lane;
  to: Lane;
}

/** The cards as the sheet last held them, and what a person is doing to them. */
export class BoardState {
  /** Where the keyboard holds a card, before it puts it down. */
  lifted: { bookingId: string; lane: Lane } | undefined;
  private standing: BoardShown | undefined;
  /** By booking: the last of its moves that isn't through. */
  private readonly moves = new Map<string, Move>();

  get cards(): Card[] {
    const { cards, statuses } = this.standing ?? { cards: [], statuses: {} };
    return cards.map((card) => {
      const { bookingId } = card;
      const isLifted = this.lifted?.bookingId === bookingId;
      const move = this.moves.get(bookingId);
      return {
        ...card,
        lane: (isLifted ? this.lifted?.lane : move?.to) ?? card.lane,
        status: statusOf(statuses[idKey(bookingId)]),
        isMoving: move !== undefined,
        isLifted,
      };
    });
  }

  /** Nothing is known yet. */
  get isBlank(): boolean {
    return this.standing === undefined;
  }

  find(bookingId: string | undefined): Card | undefined {
    return this.cards.find((card) => card.bookingId === bookingId);
  }

  /** Answers whether anything changed by another hand. */
  take(board: BoardShown): boolean {
    const before = this.standing;
    const isAtRest = this.moves.size === 0 && !this.lifted;
    this.standing = board;
    if (!this.find(this.lifted?.bookingId)) this.lifted = undefined;
    return before !== undefined && isAtRest && JSON.stringify(before) !== JSON.stringify(board);
  }

  begin(move: Move): void {
    this.moves.set(move.bookingId, move);
  }

  end(move: Move): void {
    if (this.moves.get(move.bookingId) === move) this.moves.delete(move.bookingId);
  }
}

/** Those that the card would stay in: its booking's status brings it back from the others. */
export function lanesFor({ status }: Card): Lane[] {
  return LANES.filter((lane) => !status || nextLane(status, lane) === lane);
}

/** A charter that is on, whose card lies among those that are off. */
export function onlyLooksCancelled({ lane, status }: Card): boolean {
  return lane === 'Cancelled' && status !== undefined && status !== 'Cancelled';
}

function statusOf(cell: string | undefined): Status | undefined {
  const status = readStatus(cell ?? '');
  return cell !== undefined && status.ok ? status.value : undefined;
}
