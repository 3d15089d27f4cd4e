import { plainText } from '../booking/cells.ts';
import { idKey } from '../booking/rows.ts';
import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet, spreadsheetApp } from '../google/spreadsheet.ts';
import { timeZoneOf } from '../google/time-zone.ts';
import { showDialog } from '../google/ui.ts';
import type { KanbanCard } from '../projections/kanban.ts';
import { BoardTab } from '../sheet/board.ts';
import { BookingsTab } from '../sheet/bookings.ts';
import { type CardMove, KanbanTab } from '../sheet/kanban.ts';

/** What the dialog shows. */
export interface BoardShown {
  cards: KanbanCard[];
  /** What the rows of `Bookings` say, by booking id in lower case. */
  statuses: Record<string, string>;
}

/** Charter → Kanban board. */
export function showBoard(): void {
  showDialog('board', 'Kanban board', { width: 1240, height: 660 });
}

export function boardToShow(): BoardShown {
  return shown(openKanban());
}

/** The captain's move of one card. What it came to is to be seen on the board. */
export function moveCard(move: CardMove): BoardShown {
  return documentLock().holding(() => {
    const board = new BoardTab(activeSpreadsheet(), spreadsheetApp());
    const kanban = openKanban();
    kanban.move(move);
    board.draw(kanban.cards());
    return shown(kanban);
  });
}

function openKanban(): KanbanTab {
  const spreadsheet = activeSpreadsheet();
  return new KanbanTab(spreadsheet, timeZoneOf(spreadsheet));
}

function shown(kanban: KanbanTab): BoardShown {
  const statuses: BoardShown['statuses'] = {};
  for (const { bookingId, cells } of new BookingsTab(activeSpreadsheet()).read()) {
    statuses[idKey(bookingId)] = plainText(cells.Status);
  }
  return { cards: kanban.cards(), statuses };
}
