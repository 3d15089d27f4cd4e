import { type Cell, plainText } from '../booking/cells.ts';
import { dollars } from '../booking/money.ts';
import { shortened } from '../booking/rows.ts';
import { type KanbanCard, LANES, type Lane, laneShown } from '../projections/kanban.ts';
import { isAlarm } from './heartbeat.ts';
import { sheetNamed } from './sheet-named.ts';
import { COLOUR } from './tab-design.ts';
import { makeRoom } from './table.ts';
import { inert } from './text.ts';

export const BOARD_TAB = 'Board';

/** One cell of the board: its first line is bold. */
interface Tile {
  title: string;
  lines: string[];
}

const STATUS_ROW = 1;
/** Of the lanes' heads. */
const TOP_ROW = 2;

/** The board as it stands when this is made: a line that says whether the automation runs, and the lanes below it. */
export class BoardTab {
  private readonly sheet: GoogleAppsScript.Spreadsheet.Sheet;
  private readonly drawn: Cell[][];

  constructor(
    spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
    private readonly app: GoogleAppsScript.Spreadsheet.SpreadsheetApp,
  ) {
    this.sheet = sheetNamed(spreadsheet, BOARD_TAB);
    this.drawn = this.sheet.getDataRange().getValues();
    // Before there was such a line, the lanes began in its place.
    if (String(this.drawn[0]?.[0]).startsWith(`${LANES[0]} (`)) {
      insertStatusRow(this.sheet, app);
      this.drawn.unshift([]);
    }
  }

  /** Writes the line. */
  say(status: string): void {
    const standing = String(this.drawn[0]?.[0] ?? '');
    if (status === standing) return;
    this.sheet.getRange(STATUS_ROW, 1).setValue(status);
    if (!isAlarm(status) && !isAlarm(standing)) return;
    const colour = isAlarm(status) ? COLOUR.red : COLOUR.mist;
    this.sheet.getRange(STATUS_ROW, 1, 1, LANES.length).setBackground(colour);
  }

  /** Draws the cards, lanes across, the earliest charter on top. Answers whether anything had to be drawn. */
  draw(cards: readonly KanbanCard[]): boolean {
    const lanes = LANES.map((lane) => tilesOf(lane, cards));
    const drawn = this.drawn.slice(TOP_ROW - 1);
    // At least as many rows as stand there now, so that what is left over of a longer lane goes.
    const height = Math.max(drawn.length, ...lanes.map((tiles) => tiles.length));
    const grid = Array.from({ length: height }, (_, row) => lanes.map((tiles) => tiles[row]));
    if (grid.every((row, r) => row.every((tile, c) => textOf(tile) === String(drawn[r]?.[c] ?? ''))))
      return false;

    makeRoom(this.sheet, TOP_ROW + height - 1);
    const bold = this.app.newTextStyle().setBold(true).build();
    const richText = (tile: Tile | undefined) => {
      const builder = this.app.newRichTextValue().setText(textOf(tile));
      return (tile ? builder.setTextStyle(0, inert(tile.title).length, bold) : builder).build();
    };
    const range = this.sheet.getRange(TOP_ROW, 1, height, LANES.length);
    range.setRichTextValues(grid.map((row) => row.map(richText)));
    return true;
  }
}

/** Puts it above the lanes; all stays in view with their heads. */
export function insertStatusRow(
  sheet: GoogleAppsScript.Spreadsheet.Sheet,
  app: GoogleAppsScript.Spreadsheet.SpreadsheetApp,
): void {
  sheet.insertRowBefore(STATUS_ROW).setFrozenRows(TOP_ROW);
  const row = sheet.getRange(STATUS_ROW, 1, 1, LANES.length);
  row.setBackground(COLOUR.mist).setFontSize(10).setWrapStrategy(app.WrapStrategy.OVERFLOW);
}

/** The lane's head, then its cards. */
function tilesOf(lane: Lane, cards: readonly KanbanCard[]): Tile[] {
  const { cards: inLane, grossCents, netCents } = laneShown(lane, cards);
  const head = {
    title: `${lane} (${inLane.length})`,
    lines: [`gross ${dollars(grossCents)}`, `net ${dollars(netCents)}`],
  };
  return [head, ...inLane.map(tileOf)];
}

function tileOf(card: KanbanCard): Tile {
  const costs = `crew ${dollars(card.crewCents)} · captain ${dollars(card.captainCents)} · port ${dollars(card.portFeeCents)}`;
  const lines = [`gross ${dollars(card.grossCents)}`, costs, `net ${dollars(card.netCents)}`];
  // As far as people left them as we wrote them: whatever else stands there must not fill the board.
  const replies = shortened(plainText(card.crewReplies));
  return { title: shortened(card.title, 150), lines: replies === '' ? lines : [...lines, replies] };
}

function textOf(tile: Tile | undefined): string {
  return tile ? [inert(tile.title), ...tile.lines].join('\n') : '';
}
