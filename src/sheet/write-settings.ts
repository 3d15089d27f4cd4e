import type { Cell } from '../booking/cells.ts';
import { settingWords } from '../booking/setting-words.ts';
import { addSettings } from './set-up-settings.ts';
import { SETTINGS_COLUMNS, SETTINGS_TAB, settingRow } from './settings.ts';
import { Table } from './table.ts';

/** Where a row is missing, those that are get one first, as Set up gives it. Hold the lock. */
export function writeSettings(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  app: GoogleAppsScript.Spreadsheet.SpreadsheetApp,
  values: readonly { name: string; to: Cell }[],
): void {
  const rows = () => {
    const table = Table.read(spreadsheet, SETTINGS_TAB, SETTINGS_COLUMNS);
    return { table, places: values.map(({ name }) => settingRow(table, name)?.number ?? 0) };
  };
  let { table, places } = rows();
  if (places.includes(0)) {
    addSettings(spreadsheet, app, settingWords().about);
    ({ table, places } = rows());
  }
  table.writeOnly('Value', new Map(values.map(({ to }, index) => [places[index] ?? 0, to])));
}
