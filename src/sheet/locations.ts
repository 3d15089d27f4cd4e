import { LOCATION_COLUMNS, type Location, readLocations } from '../booking/location.ts';
import type { Entry } from '../booking/rows.ts';
import { Table } from './table.ts';

export const LOCATIONS_TAB = 'Locations';

/** All of `Locations`; a faulty row matters only to the bookings that name it. */
export function locationsOf(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): Entry<Location>[] {
  return readLocations(
    Table.read(spreadsheet, LOCATIONS_TAB, LOCATION_COLUMNS).rows.map(({ cells }) => cells),
  );
}
