import type { Booking } from '../../src/booking/booking.ts';
import type { RowCells } from '../../src/booking/booking-row.ts';
import type { BookingContext } from '../../src/booking/bookings.ts';
import { readBooking } from '../../src/booking/bookings.ts';
import type { Cell } from '../../src/booking/cells.ts';
import { type CrewColumn, readCrew } from '../../src/booking/crew.ts';
import { type LocationColumn, readLocations } from '../../src/booking/location.ts';
import { IntlTimeZone } from './intl-time-zone.ts';

export const losAngeles = new IntlTimeZone('America/Los_Angeles');

/** One row of Crew, from id and whatever is to differ. */
export function crewRow(
  id: string,
  changes: Partial<Record<CrewColumn, Cell>> = {},
): Record<CrewColumn, Cell> {
  const row = {
    'Crew ID': id,
    Name: id.toUpperCase(),
    Role: 'Deckhand',
    Email: `${id}@crew.example`,
    Phone: '',
  };
  return { ...row, 'Hourly rate': 25, Active: true, ...changes };
}

export function locationRow(
  name: string,
  changes: Partial<Record<LocationColumn, Cell>> = {},
): Record<LocationColumn, Cell> {
  const row = {
    Location: name,
    'Fee %': 0.18,
    Address: '',
    'Map link': '',
    'Meeting point': '',
    Parking: '',
  };
  return { ...row, ...changes };
}

export const context: BookingContext = {
  crew: readCrew([
    crewRow('kit', { Role: 'Captain', 'Hourly rate': 50 }),
    crewRow('sam'),
    crewRow('mia'),
    crewRow('gone', { Active: false }),
    crewRow('faulty', { Email: 'nobody' }),
  ]),
  locations: readLocations([locationRow('Sheraton Marina'), locationRow('Far Dock', { 'Fee %': 18 })]),
  settings: { boat: 'JADA', crewExtraMinutes: 120 },
  timeZone: losAngeles,
};

/** The golden case, as `getValues()` gives it. */
export const goldenRow: RowCells = {
  'Booking ID': 'XHQGMDH',
  Source: 'Boatsetter',
  Boat: '',
  Guest: 'Avery Lindqvist',
  Party: 6,
  Date: new Date('2027-05-30T00:00:00-07:00'),
  Start: new Date('1899-12-30T09:00:00-08:00'),
  Hours: 3,
  Location: 'Sheraton Marina',
  Gross: 840.75,
  Crew: 'sam, mia',
  Captain: 'kit',
  'Crew hours': '',
  'Guest notes': '',
  'Crew notes': '',
  'Private notes': '',
  Status: 'Ready',
};

/** The booking of the golden row with these cells changed; throws when it has problems. */
export function bookingWith(changes: Partial<RowCells> = {}): Booking {
  const result = readBooking({ ...goldenRow, ...changes }, context);
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  return result.value;
}
