import { ArchiveTab } from './archive.ts';
import { BOARD_TAB } from './board.ts';
import { BOOKINGS_TAB } from './bookings.ts';
import { designs } from './designs.ts';
import { headerRowOf } from './header-row.ts';
import { columnOf } from './headers.ts';
import { setUpBoard } from './set-up-board.ts';
import { dressColumns } from './set-up-columns.ts';
import { repairHeaders } from './set-up-headers.ts';
import { protectColumns } from './set-up-protection.ts';
import { addSettings } from './set-up-settings.ts';
import { makeSheet, nameBlankSheet } from './set-up-sheets.ts';
import { SETTINGS_TAB } from './settings.ts';
import type { TabDesign } from './tab-design.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;
type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type App = GoogleAppsScript.Spreadsheet.SpreadsheetApp;

interface Tab {
  sheet: Sheet;
  design: TabDesign;
  isNew: boolean;
  newHeaders: string[];
}

/**
 * Makes the tabs or repairs them. It may run at any time, for it never changes what a person wrote. After it this
 * spreadsheet counts as itself and not as a copy. Answers what it did, a sentence each; nothing if all was there.
 */
export function setUpTabs(spreadsheet: Spreadsheet, app: App): string[] {
  nameBlankSheet(spreadsheet, BOOKINGS_TAB);
  const { tabs: tabDesigns, laneColours, aboutSettings } = designs();
  const tabs = tabDesigns.map((design, index, all) => tabOf(spreadsheet, design, all[index - 1]?.name));
  // The dropdowns of one tab look into others, so all headers come first.
  for (const tab of tabs) dress(tab, app);
  const boardIsNew = setUpBoard(spreadsheet, app, BOOKINGS_TAB, laneColours);
  const settings = addSettings(spreadsheet, app, aboutSettings);
  const archive = new ArchiveTab(spreadsheet);
  const wasCopy = archive.isCopy();
  archive.adopt();

  const made = [
    ...tabs.filter(({ isNew }) => isNew).map(({ design }) => design.name),
    ...(boardIsNew ? [BOARD_TAB] : []),
  ];
  if (made.length > 0) spreadsheet.getSheetByName(BOOKINGS_TAB)?.activate();
  return [
    ...(made.length > 0 ? [`Made the ${made.length === 1 ? 'tab' : 'tabs'} ${list(made)}.`] : []),
    ...tabs
      .filter(({ isNew, newHeaders }) => !isNew && newHeaders.length > 0)
      .map(({ design, newHeaders }) => `Gave "${design.name}" what it lacked: ${list(newHeaders)}.`),
    ...(settings.length > 0 && !made.includes(SETTINGS_TAB) ? [`Added the settings ${list(settings)}.`] : []),
    ...(wasCopy ? ['This copy now works by itself, apart from the spreadsheet it was copied from.'] : []),
  ];
}

function tabOf(spreadsheet: Spreadsheet, design: TabDesign, rightOf: string | undefined): Tab {
  const standing = spreadsheet.getSheetByName(design.name);
  const sheet = standing || makeSheet(spreadsheet, design.name, rightOf);
  const isNew = sheet.getLastRow() === 0;
  const newHeaders = repairHeaders(sheet, Object.keys(design.columns));
  return { sheet, design, isNew, newHeaders };
}

function dress({ sheet, design, isNew, newHeaders }: Tab, app: App): void {
  if (sheet.getFrozenRows() === 0) sheet.setFrozenRows(1);
  if (isNew) {
    sheet.setTabColor(design.colour).setFrozenColumns(design.frozenColumns);
    if (design.hidden) sheet.hideSheet();
  }
  dressColumns(sheet, app, design, newHeaders);
  const headerRow = headerRowOf(sheet);
  const ours = Object.entries(design.columns).filter(([, column]) => column.ours);
  protectColumns(
    sheet,
    app,
    ours.map(([header]) => columnOf(headerRow, header)),
  );
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
