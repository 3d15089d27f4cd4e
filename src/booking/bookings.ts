import type { Booking, Status } from './booking.ts';
import * as cells from './booking-cells.ts';
import { INPUT_COLUMNS, type InputColumn, type RowCells } from './booking-row.ts';
import { accept, andThen, isBlank } from './cells.ts';
import { type CrewMember, findCrewMember, findCrewMembers } from './crew.ts';
import { readDate, readStart } from './date-cells.ts';
import { instantAt } from './local-time.ts';
import type { Location } from './location.ts';
import type { Problem, Result } from './problem.ts';
import { revenueOf } from './revenue.ts';
import { type Entry, FIRST_ROW, findEntry, RowReader, readRows } from './rows.ts';
import { scheduleAt } from './schedule.ts';
import { twelveHourTime, weekdayMonthAndDay } from './schedule-words.ts';
import type { Settings } from './settings.ts';
import { readBookingId, slugOf } from './slug.ts';
import type { TimeZone } from './time-zone.ts';

/** All that a row refers to. */
export interface BookingContext {
  crew: readonly Entry<CrewMember>[];
  locations: readonly Entry<Location>[];
  settings: Pick<Settings, 'boat' | 'crewExtraMinutes'>;
  timeZone: TimeZone;
}

/** One row of the `Bookings` tab that isn't blank. */
export interface BookingRow {
  /** As the sheet counts now; rows move, so it is never identity. */
  rowNumber: number;
  /** The cell's text, trimmed; it may be empty, refused or a duplicate when `result` has problems. */
  bookingId: string;
  /** Known even when other cells have problems, for a faulty row can still be cancelled. Undefined if it is itself the problem. */
  status: Status | undefined;
  result: Result<Booking>;
}

/** The `Bookings` tab from its second row on, each row by itself but for ids, which are unique ignoring case. */
export function readBookings(rows: readonly RowCells[], context: BookingContext): BookingRow[] {
  return readRows(rows, INPUT_COLUMNS, (row) => bookingOf(row, context), context.timeZone).map(
    ({ rowNumber, id, result }) => {
      const status = cells.readStatus(rows[rowNumber - FIRST_ROW]?.Status ?? '');
      return { rowNumber, bookingId: id, status: status.ok ? status.value : undefined, result };
    },
  );
}

/** One row: the booking, or everything that is wrong with it. */
export function readBooking(row: RowCells, context: BookingContext): Result<Booking, Problem[]> {
  return bookingOf(new RowReader(row, context.timeZone), context);
}

function bookingOf(row: RowReader<InputColumn>, context: BookingContext): Result<Booking> {
  const { settings, timeZone } = context;
  const read = readInputs(row, context);
  if (!read.ok) return read;
  const { startsAt, durationMinutes, grossCents, crewMinutes, ...named } = read.value;
  const paidMinutes = crewMinutes ?? durationMinutes + settings.crewExtraMinutes;
  const crew = named.crew
    .filter((member) => member !== named.captain)
    .map((member) => ({ member, paidMinutes }));
  const captain = { member: named.captain, paidMinutes: durationMinutes };
  const { feePartsPerMillion } = named.location;
  const value: Booking = {
    ...named,
    slug: slugOf(named.bookingId),
    schedule: scheduleAt(startsAt, durationMinutes, timeZone),
    crew,
    captain,
    revenue: revenueOf({ grossCents, crew, captain, feePartsPerMillion }),
  };
  return { ok: true, value };
}

function readInputs(row: RowReader<InputColumn>, { crew, locations, settings, timeZone }: BookingContext) {
  const status = cells.readStatus(row.cell('Status'));
  const isOver = status.ok && (status.value === 'Cancelled' || status.value === 'Completed');
  const lookup = { crew, mustBeActive: !isOver };
  const readLocation = andThen(cells.readLocationName, (name) => findEntry(locations, name, 'Locations'));
  const readCrew = andThen(cells.readCrewList, (list) => findCrewMembers(list, lookup));
  const readCaptain = andThen(cells.readCaptainId, (id) => findCrewMember(id, lookup));
  return row.finish({
    bookingId: row.read('Booking ID', readBookingId),
    source: row.read('Source', cells.readSource),
    boat: row.read('Boat', (cell) => cells.readBoat(isBlank(cell) ? settings.boat : cell)),
    guest: row.read('Guest', cells.readGuest),
    party: row.read('Party', cells.readParty),
    startsAt: readDeparture(row, timeZone),
    durationMinutes: row.read('Hours', cells.readHours),
    location: row.read('Location', readLocation),
    grossCents: row.read('Gross', cells.readGross),
    crew: row.read('Crew', readCrew),
    captain: row.read('Captain', readCaptain),
    crewMinutes: row.read('Crew hours', (cell) => (isBlank(cell) ? accept(null) : cells.readCrewHours(cell))),
    guestNotes: row.read('Guest notes', cells.readLongNotes),
    crewNotes: row.read('Crew notes', cells.readLongNotes),
    privateNotes: row.read('Private notes', cells.readLongNotes),
    status: row.read('Status', cells.readStatus),
  });
}

/** The moment of departure, from two cells and the zone. */
function readDeparture(row: RowReader<InputColumn>, timeZone: TimeZone): number | undefined {
  const date = row.read('Date', (cell) => readDate(cell, timeZone));
  const time = row.read('Start', (cell) => readStart(cell, date, timeZone));
  if (date === undefined || time === undefined) return undefined;
  const departure = instantAt({ date, time }, timeZone);
  if (departure.ok) return departure.value;
  const next = `${twelveHourTime(departure.error.time)} on ${weekdayMonthAndDay(departure.error.date)}`;
  row.reject(
    'Start',
    `Clocks go forward then, and ${twelveHourTime(time)} is skipped: write ${next} or later.`,
  );
  return undefined;
}
