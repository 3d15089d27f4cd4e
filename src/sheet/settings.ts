import type { Cell } from '../booking/cells.ts';
import { idKey } from '../booking/rows.ts';
import { SETTINGS } from '../booking/setting-definitions.ts';
import { Table, type TableRow } from './table.ts';

export const SETTINGS_TAB = 'Settings';
export const SETTINGS_COLUMNS = ['Setting', 'Value', 'About'] as const;
export type SettingsColumn = (typeof SETTINGS_COLUMNS)[number];

/** The cells by the settings' proper names, as `readSettings` wants them. What stands there twice counts once: the first. */
export function settingValuesOf(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
): ReadonlyMap<string, Cell> {
  const table = Table.read(spreadsheet, SETTINGS_TAB, SETTINGS_COLUMNS);
  const cells = new Map<string, Cell>();
  for (const { name } of Object.values(SETTINGS)) {
    const row = settingRow(table, name);
    if (row) cells.set(name, row.cells.Value);
  }
  return cells;
}

export function settingRow(
  { rows }: Table<SettingsColumn>,
  name: string,
): TableRow<SettingsColumn> | undefined {
  return rows.find(({ cells }) => idKey(String(cells.Setting)) === idKey(name));
}
