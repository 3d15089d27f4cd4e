import { settingWords } from '../booking/setting-words.ts';
import { ArchiveTab } from './archive.ts';
import { BOARD_TAB } from './board.ts';
import { BOOKINGS_TAB } from './bookings.ts';
import { headerRowOf } from './header-row.ts';
import { columnOf } from './headers.ts';
import { setUpBoard } from './set-up-board.ts';
import { dressColumns } from './set-up-columns.ts';
import { repairHeaders } from './set-up-headers.ts';
import { protectColumns } from './set-up-protection.ts';
import { addSettings } from './set-up-settings.ts';
import { makeSheet, nameBlankSheet } from './set-up-sheets.ts';
import { SETTINGS_TAB } from './settings.ts';
import { designs } from './sheet-designs.ts';
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

/** What became of the tabs. */
export interface TabsSetUp {
  /** Tabs that were missing. */
  made: string[];
  /** Headers that other tabs lacked. */
  mended: { tab: string; headers: string[] }[];
  /** Settings that the tab of settings lacked. */
  settings: string[];
  /** It was a copy of another spreadsheet, and works by itself from now on. */
  wasCopy: boolean;
}

/**
 * Makes the tabs or repairs them. It may run at any time, for it never changes what a person wrote. After it this
 * spreadsheet counts as itself and not as a copy.
 */
export function setUpTabs(spreadsheet: Spreadsheet, app: App): TabsSetUp {
  nameBlankSheet(spreadsheet, BOOKINGS_TAB);
  const { tabs: tabDesigns, laneColours } = designs();
  const tabs = tabDesigns.map((design, index, all) => tabOf(spreadsheet, design, all[index - 1]?.name));
  // The dropdowns of one tab look into others, so all headers come first.
  for (const tab of tabs) dress(tab, app);
  const boardIsNew = setUpBoard(spreadsheet, app, BOOKINGS_TAB, laneColours);
  const settings = addSettings(spreadsheet, app, settingWords().about);
  const archive = new ArchiveTab(spreadsheet);
  const wasCopy = archive.isCopy();
  archive.adopt();

  const made = [
    ...tabs.filter(({ isNew }) => isNew).map(({ design }) => design.name),
    ...(boardIsNew ? [BOARD_TAB] : []),
  ];
  if (made.length > 0) spreadsheet.getSheetByName(BOOKINGS_TAB)?.activate();
  return {
    made,
    mended: tabs
      .filter(({ isNew, newHeaders }) => !isNew && newHeaders.length > 0)
      .map(({ design, newHeaders }) => ({ tab: design.name, headers: newHeaders })),
    settings: made.includes(SETTINGS_TAB) ? [] : settings,
    wasCopy,
  };
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
