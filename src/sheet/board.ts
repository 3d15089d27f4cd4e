import type { Cell } from '../booking/cells.ts';
import { dollars } from '../booking/money.ts';
import { type KanbanCard, LANES, type Lane } from '../projections/kanban.ts';
import { SheetError } from './sheet-error.ts';
import { inert } from './text.ts';

export const BOARD_TAB = 'Board';

/** One cell of the board: its first line is bold. */
interface Tile {
  title: string;
  lines: string[];
}

/** Draws the cards, lanes across, the earliest charter on top. Answers whether anything had to be drawn. */
export function drawBoard(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  app: GoogleAppsScript.Spreadsheet.SpreadsheetApp,
  cards: readonly KanbanCard[],
): boolean {
  const sheet = spreadsheet.getSheetByName(BOARD_TAB);
  if (!sheet) throw new SheetError(BOARD_TAB);
  const lanes = LANES.map((lane) => tilesOf(lane, cards));
  const drawn: Cell[][] = sheet.getDataRange().getValues();
  // At least as many rows as stand there now, so that what is left over of a longer lane goes.
  const height = Math.max(drawn.length, ...lanes.map((tiles) => tiles.length));
  const grid = Array.from({ length: height }, (_, row) => lanes.map((tiles) => tiles[row]));
  if (grid.every((row, r) => row.every((tile, c) => textOf(tile) === String(drawn[r]?.[c] ?? ''))))
    return false;

  const rows = sheet.getMaxRows();
  if (height > rows) sheet.insertRowsAfter(rows, height - rows);
  const bold = app.newTextStyle().setBold(true).build();
  const richText = (tile: Tile | undefined) => {
    const builder = app.newRichTextValue().setText(textOf(tile));
    return (tile ? builder.setTextStyle(0, inert(tile.title).length, bold) : builder).build();
  };
  sheet.getRange(1, 1, height, LANES.length).setRichTextValues(grid.map((row) => row.map(richText)));
  return true;
}

/** The lane's head, then its cards. */
function tilesOf(lane: Lane, cards: readonly KanbanCard[]): Tile[] {
  const inLane = cards
    .filter((card) => card.lane === lane)
    .sort(
      (a, b) => compare(a.date, b.date) || compare(a.title, b.title) || compare(a.bookingId, b.bookingId),
    );
  const gross = inLane.reduce((sum, card) => sum + card.grossCents, 0);
  const net = inLane.reduce((sum, card) => sum + card.netCents, 0);
  const head = {
    title: `${lane} (${inLane.length})`,
    lines: [`gross ${dollars(gross)}`, `net ${dollars(net)}`],
  };
  return [head, ...inLane.map(tileOf)];
}

function tileOf(card: KanbanCard): Tile {
  const costs = `crew ${dollars(card.crewCents)} · captain ${dollars(card.captainCents)} · port ${dollars(card.portFeeCents)}`;
  const lines = [`gross ${dollars(card.grossCents)}`, costs, `net ${dollars(card.netCents)}`];
  return { title: card.title, lines: card.crewReplies === '' ? lines : [...lines, card.crewReplies] };
}

function textOf(tile: Tile | undefined): string {
  return tile ? [inert(tile.title), ...tile.lines].join('\n') : '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
