import { isBlank } from '../booking/cells.ts';
import { SETTINGS, type SettingDefinition } from '../booking/setting-definitions.ts';
import { SETTINGS_COLUMNS, SETTINGS_TAB, type SettingsColumn, settingRow } from './settings.ts';
import { FORMAT } from './tab-design.ts';
import { type Cells, Table } from './table.ts';

type App = GoogleAppsScript.Spreadsheet.SpreadsheetApp;

/**
 * Adds the settings that are missing, with their defaults, and explanations where there are none; never changes a
 * value. Answers the names of those added.
 */
export function addSettings(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  app: App,
  explanations: Readonly<Record<string, string>>,
): string[] {
  const table = Table.read(spreadsheet, SETTINGS_TAB, SETTINGS_COLUMNS);
  const changes = new Map<number, Partial<Cells<SettingsColumn>>>();
  const places: { row: number; definition: SettingDefinition }[] = [];
  const added: string[] = [];
  let nextRow = table.nextRow;
  for (const [key, definition] of Object.entries<SettingDefinition>(SETTINGS)) {
    const { name, initial } = definition;
    const about = explanations[key] || '';
    const found = settingRow(table, name);
    const row = found ? found.number : nextRow++;
    places.push({ row, definition });
    if (!found) {
      changes.set(row, { Setting: name, Value: initial, About: about });
      added.push(name);
    } else if (isBlank(found.cells.About)) changes.set(row, { About: about });
  }
  table.makeRoom(nextRow - 1);
  for (const { row, definition } of places) editAs(definition.kind, table.cellAt(row, 'Value'), app);
  table.write(changes);
  return added;
}

/** Text stays text: a phone number or an id isn't to become a number. */
function editAs(kind: SettingDefinition['kind'], cell: GoogleAppsScript.Spreadsheet.Range, app: App): void {
  cell.setNumberFormat(kind === 'text' ? FORMAT.text : FORMAT.general);
  if (kind === 'checkbox') cell.setDataValidation(app.newDataValidation().requireCheckbox().build());
}
