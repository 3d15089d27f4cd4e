import type { Cell } from '../booking/cells.ts';
import { idKey } from '../booking/rows.ts';
import type { TimeZone } from '../booking/time-zone.ts';
import { type KanbanBoard, type KanbanCard, LANES, type Lane } from '../projections/kanban.ts';
import { type Cells, Table } from './table.ts';

export const KANBAN_TAB = 'Kanban';
export const KANBAN_COLUMNS = [
  'Lane',
  'Card',
  'Date',
  'Gross',
  'Crew cost',
  'Captain cost',
  'Port fee',
  'Net',
  'Crew replies',
  'Guest page',
  'Booking ID',
] as const;
export type KanbanColumn = (typeof KANBAN_COLUMNS)[number];

export interface CardMove {
  bookingId: string;
  /** Where it was when that was decided. */
  from: Lane;
  to: Lane;
}

/**
 * The cards of `Kanban`: read when this is made, changed in memory, written by one `write`. Make it when all changes
 * are known and write at once, under the lock, so that nobody sorts the rows in between.
 * Rows without a booking id are the captain's own and left alone.
 */
export class KanbanTab implements KanbanBoard {
  private readonly table: Table<KanbanColumn>;
  /** By booking id in lower case: the row, absent for a new card, and the card, absent for one to be cleared. */
  private readonly places = new Map<string, { row?: number; card?: KanbanCard }>();
  private readonly touched = new Set<string>();
  /** Further rows of a booking, from a copy and paste or from two runs at once. The first one counts. */
  private readonly duplicates: number[] = [];

  constructor(
    spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
    private readonly timeZone: TimeZone,
  ) {
    this.table = Table.read(spreadsheet, KANBAN_TAB, KANBAN_COLUMNS);
    for (const { number, cells } of this.table.rows) {
      const card = this.cardOf(cells);
      const key = idKey(card.bookingId);
      if (key === '') continue;
      if (this.places.has(key)) {
        this.duplicates.push(number);
        continue;
      }
      this.places.set(key, { row: number, card });
      // A script that was killed had written the card and not yet its lane.
      if (cells.Lane === '') this.touched.add(key);
    }
  }

  find(bookingId: string): KanbanCard | undefined {
    return this.places.get(idKey(bookingId))?.card;
  }

  put(card: KanbanCard): void {
    const key = idKey(card.bookingId);
    if (sameCard(this.places.get(key)?.card, card)) return;
    this.touched.add(key);
    this.places.set(key, { ...this.places.get(key), card });
  }

  remove(bookingId: string): void {
    const key = idKey(bookingId);
    const place = this.places.get(key);
    if (place?.row === undefined) this.places.delete(key);
    else this.places.set(key, { row: place.row });
    this.touched.add(key);
  }

  cards(): KanbanCard[] {
    return [...this.places.values()].flatMap(({ card }) => card ?? []);
  }

  /** Writes the lane of one card at once, and nothing else: of one that is where it was when that was decided. */
  move({ bookingId, from, to }: CardMove): void {
    const key = idKey(bookingId);
    const { row, card } = this.places.get(key) || {};
    if (!row || card?.lane !== from) return;
    this.places.set(key, { row, card: { ...card, lane: to } });
    this.table.writeOnly('Lane', new Map([[row, to]]));
  }

  /** Writes the cells that differ from what was put, clears what was removed, and merges duplicates into the first. */
  write(): void {
    const facts = new Map<number, Partial<Cells<KanbanColumn>>>();
    const lanes = new Map<number, Cell>();
    const set = (row: number, card: KanbanCard | undefined) => {
      facts.set(row, card ? this.factsOf(card) : BLANK);
      lanes.set(row, card?.lane ?? '');
    };
    let nextRow = this.table.nextRow;
    for (const key of this.touched) {
      const place = this.places.get(key);
      if (place) set(place.row ?? nextRow++, place.card);
    }
    for (const row of this.duplicates) set(row, undefined);
    this.table.write(facts);
    this.table.writeOnly('Lane', lanes);
  }

  private cardOf(cells: Cells<KanbanColumn>): KanbanCard {
    return {
      bookingId: textOf(cells['Booking ID']),
      lane: laneOf(cells.Lane),
      title: textOf(cells.Card),
      date: cells.Date instanceof Date ? this.timeZone.format(cells.Date.getTime(), DAY) : textOf(cells.Date),
      grossCents: centsOf(cells.Gross),
      crewCents: centsOf(cells['Crew cost']),
      captainCents: centsOf(cells['Captain cost']),
      portFeeCents: centsOf(cells['Port fee']),
      netCents: centsOf(cells.Net),
      crewReplies: textOf(cells['Crew replies']),
      guestPageUrl: textOf(cells['Guest page']),
    };
  }

  /** All but the lane, which is the captain's column. */
  private factsOf(card: KanbanCard): Partial<Cells<KanbanColumn>> {
    return {
      Card: card.title,
      Date: new Date(this.timeZone.parse(card.date, DAY)),
      Gross: card.grossCents / 100,
      'Crew cost': card.crewCents / 100,
      'Captain cost': card.captainCents / 100,
      'Port fee': card.portFeeCents / 100,
      Net: card.netCents / 100,
      'Crew replies': card.crewReplies,
      'Guest page': card.guestPageUrl,
      'Booking ID': card.bookingId,
    };
  }
}

const DAY = 'yyyy-MM-dd';
const BLANK = Object.fromEntries(
  KANBAN_COLUMNS.filter((column) => column !== 'Lane').map((column) => [column, '']),
) as Partial<Cells<KanbanColumn>>;

function textOf(value: Cell): string {
  return String(value).trim();
}

/** What isn't a number is worth nothing, so that the next change of the card puts it right. */
function centsOf(value: Cell): number {
  return typeof value === 'number' ? Math.round(value * 100) : 0;
}

/** A lane that isn't one of ours, or is empty, is where cards begin. */
function laneOf(value: Cell): Lane {
  const name = textOf(value).toLowerCase();
  return LANES.find((lane) => lane.toLowerCase() === name) ?? 'New Bookings';
}

function sameCard(a: KanbanCard | undefined, b: KanbanCard): boolean {
  return a !== undefined && (Object.keys(b) as (keyof KanbanCard)[]).every((field) => a[field] === b[field]);
}
