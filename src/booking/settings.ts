import type { Cell, Reading } from './cells.ts';
import { isBlank } from './cells.ts';
import type { Result } from './problem.ts';
import { RowReader } from './rows.ts';
import { SETTINGS, type SettingDefinition } from './setting-definitions.ts';

/** What the operator and the captain decide in the `Settings` tab. No secrets here. */
export interface Settings {
  boat: string;
  /** Added to a charter's hours where the row's `Crew hours` is empty. */
  crewExtraMinutes: number;
  boardingMinutesBefore: number;
  uploadOpensMinutesBefore: number;
  uploadClosesMinutesAfter: number;
  contact: string;
  /** For guests, each a list; empty: the page's own. */
  bring: string[];
  leaveAtHome: string[];
  safety: string[];
  /** Empty: the page's own words. */
  weatherPolicy: string;
  /** For bookings without a marketplace; empty: none. */
  cancellationPolicy: string;
  /** Where each marketplace has its own terms. */
  marketplaceTerms: { source: string; url: string }[];
  /** Empty: guests can't upload photos. */
  uploadBucket: string;
  summaryTo: string;
  summaryFrom: string;
  liveWaitSeconds: number;
  region: string;
  /** Empty: static keys from Script Properties are used. */
  roleArn: string;
  /** Empty: secrets stand in Script Properties. */
  secretId: string;
  guestBucket: string;
  /** With `{slug}`, for example `g/{slug}.html`. */
  guestPageKey: string;
  /** With `{slug}`, for example `https://queenofsandiego.com/g/{slug}`. */
  guestPageUrl: string;
  /** Empty: taken from the secret. */
  distributionId: string;
  /** Empty: no redirect object is written. */
  legacyBucket: string;
  /** Without a slash at its end. */
  calendarUrl: string;
  calendarHonoursIdempotencyKeys: boolean;
  /** Without a slash at its end. */
  crewUrl: string;
  crewHonoursIdempotencyKeys: boolean;
  crewKeySentAsHash: boolean;
  /** Empty: what hash it has is not looked up. */
  crewFunction: string;
  eventsTable: string;
}

/**
 * All settings, or every problem, each under its setting's name as its column.
 * `values` maps names as in the tab to their cells; a missing or blank one takes its default.
 */
export function readSettings(values: ReadonlyMap<string, Cell>): Result<Settings> {
  return readSome(Object.keys(SETTINGS) as (keyof Settings)[], values);
}

/** What it takes for rows, money and kanban, before any remote system is connected. */
export type BookingSettings = Pick<Settings, 'boat' | 'crewExtraMinutes' | 'guestPageUrl'>;

export function readBookingSettings(values: ReadonlyMap<string, Cell>): Result<BookingSettings> {
  return readSome(['boat', 'crewExtraMinutes', 'guestPageUrl'], values);
}

/** What one setting's cell means; a blank takes the default. */
export function readSetting<Value>(
  { initial, read }: Pick<SettingDefinition<Value>, 'initial' | 'read'>,
  cell: Cell,
): Reading<Value> {
  return read(isBlank(cell) ? initial : cell);
}

function readSome<Key extends keyof Settings>(
  keys: readonly Key[],
  values: ReadonlyMap<string, Cell>,
): Result<Pick<Settings, Key>> {
  const row = new RowReader(Object.fromEntries(values));
  const settings: Partial<Pick<Settings, Key>> = {};
  for (const key of keys) {
    const definition: SettingDefinition<Settings[Key]> = SETTINGS[key];
    const value = row.read(definition.name, (cell) => readSetting(definition, cell));
    if (value !== undefined) settings[key] = value;
  }
  return row.problems.length === 0
    ? { ok: true, value: settings as Pick<Settings, Key> }
    : { ok: false, error: row.problems };
}
