import { CREW_COLUMNS, type CrewMember, readCrew } from '../booking/crew.ts';
import type { Entry } from '../booking/rows.ts';
import { Table } from './table.ts';

export const CREW_TAB = 'Crew';

/** Everybody in `Crew`; a faulty row matters only to the bookings that name it. */
export function crewOf(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): Entry<CrewMember>[] {
  return readCrew(Table.read(spreadsheet, CREW_TAB, CREW_COLUMNS).rows.map(({ cells }) => cells));
}
