import { type BookingContext, type BookingRow, readBookings } from '../booking/bookings.ts';
import type { Cell } from '../booking/cells.ts';
import type { Problem, Result } from '../booking/problem.ts';
import {
  type BookingSettings,
  readBookingSettings,
  readSettings,
  type Settings,
} from '../booking/settings.ts';
import type { TimeZone } from '../booking/time-zone.ts';
import { timeZoneOf } from '../google/time-zone.ts';
import { type BookingsRow, BookingsTab } from '../sheet/bookings.ts';
import { crewOf } from '../sheet/crew.ts';
import { locationsOf } from '../sheet/locations.ts';
import { settingValuesOf } from '../sheet/settings.ts';

/** The workbook as one command found it: each tab read once. */
export class Desk {
  readonly zone: TimeZone;
  /** What needs no remote system to be set up. */
  readonly bookingSettings: BookingSettings;
  readonly bookingsTab: BookingsTab;
  /** As they stand in `Bookings`, blank ones too. */
  readonly rows: readonly BookingsRow[];
  /** Those that aren't blank, each a booking or its problems. */
  readonly bookings: readonly BookingRow[];
  private readonly settingValues: ReadonlyMap<string, Cell>;
  private readonly context: BookingContext;

  constructor(readonly spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet) {
    this.zone = timeZoneOf(spreadsheet);
    this.settingValues = settingValuesOf(spreadsheet);
    this.bookingSettings = unless(readBookingSettings(this.settingValues));
    this.context = {
      crew: crewOf(spreadsheet),
      locations: locationsOf(spreadsheet),
      settings: this.bookingSettings,
      timeZone: this.zone,
    };
    this.bookingsTab = new BookingsTab(spreadsheet);
    this.rows = this.bookingsTab.read();
    this.bookings = this.readBookings(this.rows);
  }

  /** What further readings of `Bookings` mean, by the crew, locations and settings that this command found. */
  readBookings(rows: readonly BookingsRow[] = this.bookingsTab.read()): BookingRow[] {
    return readBookings(
      rows.map(({ cells }) => cells),
      this.context,
    );
  }

  /** Those of the bookings that the user selected. */
  selected(): BookingRow[] {
    const selected = new Set(this.bookingsTab.selected(this.rows).map(({ rowNumber }) => rowNumber));
    return this.bookings.filter(({ rowNumber }) => selected.has(rowNumber));
  }

  /** All settings. Throws SettingsFaulty when any of them has a problem. */
  settings(): Settings {
    return unless(readSettings(this.settingValues));
  }

  /** Whether `settings` are good enough to publish with. */
  hasSettings(): boolean {
    return readSettings(this.settingValues).ok;
  }
}

function unless<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new SettingsFaulty(result.error);
}

/** Nothing can be published with these settings: the message, which logs keep, names them. */
export class SettingsFaulty extends Error {
  override readonly name = 'SettingsFaulty';
  /** For the user: quotes each and says what would be right. */
  readonly advice: string;

  constructor(problems: readonly Problem[]) {
    super(`In the Settings tab, something is wrong with ${problems.map(({ column }) => column).join(', ')}.`);
    this.advice = `In the Settings tab: ${problems.map(({ message }) => message).join(' ')}`;
  }
}
