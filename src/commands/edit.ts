import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet, spreadsheetApp } from '../google/spreadsheet.ts';
import type { Journal } from '../publish/journal.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import { BOARD_TAB, BoardTab } from '../sheet/board.ts';
import { KanbanTab } from '../sheet/kanban.ts';
import { LOG_TAB } from '../sheet/log.ts';
import { reconcileCards } from './cards.ts';
import { Desk } from './desk.ts';
import { heartbeatNow } from './heartbeat.ts';
import { publishedFacts } from './published-facts.ts';
import { openJournal } from './workshop.ts';

/**
 * The simple edit trigger: money and cards follow any edit, paste, sort or deletion, from what the sheet holds
 * and never from the event, which Apps Script may drop. Touches nothing outside the spreadsheet.
 */
export function reconcileMoney(editedTab: string | undefined): void {
  if (editedTab === BOARD_TAB || editedTab === LOG_TAB) return;
  documentLock().holding(() => {
    const desk = new Desk(activeSpreadsheet());
    followRows(desk, openJournal(desk.spreadsheet), new ArchiveTab(desk.spreadsheet));
  });
}

/** Brings Kanban and Board into line with the rows. Hold the lock. */
export function followRows(desk: Desk, journal: Journal, archive: ArchiveTab): void {
  const kanban = new KanbanTab(desk.spreadsheet, desk.zone);
  reconcileCards(kanban, desk.bookings, publishedFacts(journal, desk.bookingSettings));
  kanban.write();
  const board = new BoardTab(desk.spreadsheet, spreadsheetApp());
  board.say(heartbeatNow(desk.spreadsheet, archive));
  board.draw(kanban.cards());
}
