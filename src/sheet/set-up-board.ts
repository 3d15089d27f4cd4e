import { LANES } from '../projections/kanban.ts';
import { BOARD_TAB, BoardTab, insertStatusRow } from './board.ts';
import { protectColumns } from './set-up-protection.ts';
import { makeSheet } from './set-up-sheets.ts';
import { COLOUR } from './tab-design.ts';

const LANE_WIDTH = 260;

/** Makes or repairs the board; a new one shows its empty lanes until cards are drawn. Answers whether it is new. */
export function setUpBoard(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  app: GoogleAppsScript.Spreadsheet.SpreadsheetApp,
  rightOf: string,
  laneColours: readonly string[],
): boolean {
  const standing = spreadsheet.getSheetByName(BOARD_TAB);
  const sheet = standing || makeSheet(spreadsheet, BOARD_TAB, rightOf);
  if (!standing) dressBoard(sheet, app, laneColours);
  protectColumns(
    sheet,
    app,
    LANES.map((_, index) => index + 1),
  );
  if (!standing) new BoardTab(spreadsheet, app).draw([]);
  return !standing;
}

function dressBoard(
  sheet: GoogleAppsScript.Spreadsheet.Sheet,
  app: GoogleAppsScript.Spreadsheet.SpreadsheetApp,
  laneColours: readonly string[],
): void {
  sheet.setTabColor(COLOUR.teal);
  sheet.setColumnWidths(1, LANES.length, LANE_WIDTH);
  const columns = sheet.getRange(1, 1, sheet.getMaxRows(), LANES.length);
  columns.setNumberFormat('@').setVerticalAlignment('top').setWrap(true);
  sheet
    .getRange(1, 1, 1, LANES.length)
    .setBackgrounds([[...laneColours]])
    .setFontSize(11);
  insertStatusRow(sheet, app);
}
