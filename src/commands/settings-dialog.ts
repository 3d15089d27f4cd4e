import { SETTINGS, type SettingDefinition } from '../booking/setting-definitions.ts';
import { readBookingSettings, readSetting } from '../booking/settings.ts';
import { forgetSecrets } from '../clients/secrets.ts';
import { userCache } from '../google/cache.ts';
import { scriptClock } from '../google/clock.ts';
import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet, spreadsheetApp } from '../google/spreadsheet.ts';
import { timeZoneOf } from '../google/time-zone.ts';
import { showDialog } from '../google/ui.ts';
import { settingValuesOf } from '../sheet/settings.ts';
import { writeSettings } from '../sheet/write-settings.ts';
import { reconcileMoney } from './edit.ts';
import {
  areSecrets,
  keepSecrets,
  type SecretDates,
  type SecretsGiven,
  secretDates,
} from './script-secrets.ts';

/** What a dialog can be told of a cell: a date comes as text. */
export type PlainCell = string | number | boolean;

/** What the dialog shows. Of a secret it learns when it was set, and nothing else. */
export interface SettingsShown {
  /** By the settings' names; those without a row are absent. */
  cells: Record<string, PlainCell>;
  secrets: SecretDates;
}

/** What the dialog sends back: what was changed, and no more. */
export interface SettingsWanted {
  /** `from` is what the cell held when the dialog showed it; a missing row is as good as an empty cell. */
  settings: { name: string; from: PlainCell; to: PlainCell }[];
  secrets: SecretsGiven;
}

export interface SettingsSaved {
  /** False when any of the settings was changed by somebody else meanwhile: then nothing was saved. */
  isSaved: boolean;
  shown: SettingsShown;
}

/** Charter → Settings. */
export function showSettings(): void {
  showDialog('settings', 'Settings', { width: 520, height: 660 });
}

export function settingsToShow(): SettingsShown {
  return { cells: plainCells(), secrets: secretDates() };
}

/** All or nothing, and never quotes what it was given. */
export function saveSettings({ settings, secrets }: SettingsWanted): SettingsSaved {
  // The dialog checks by the same rules, so it is of another time than these.
  if (settings.some(isFaulty) || !areSecrets(secrets)) {
    throw new Error('Nothing was saved: close this dialog and open it again.');
  }
  const spreadsheet = activeSpreadsheet();
  const isSaved = documentLock().holding(() => {
    const cells = plainCells();
    if (settings.some(({ name, from, to }) => ![from, to].includes(cells[name] ?? ''))) return false;
    writeSettings(spreadsheet, spreadsheetApp(), settings);
    const zone = timeZoneOf(spreadsheet);
    keepSecrets(secrets, zone.format(scriptClock.now(), 'd MMMM yyyy'));
    forgetSecrets(userCache, String(plainCells()['Secret id']));
    return true;
  });
  // What a script writes starts no trigger.
  if (readBookingSettings(settingValuesOf(spreadsheet)).ok) reconcileMoney(undefined);
  return { isSaved, shown: settingsToShow() };
}

function isFaulty({ name, to }: SettingsWanted['settings'][number]): boolean {
  return !Object.values<SettingDefinition>(SETTINGS).some(
    (definition) => definition.name === name && readSetting(definition, to).ok,
  );
}

function plainCells(): Record<string, PlainCell> {
  return JSON.parse(JSON.stringify(Object.fromEntries(settingValuesOf(activeSpreadsheet()))));
}
