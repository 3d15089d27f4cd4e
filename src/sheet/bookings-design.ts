import { STATUSES } from '../booking/booking.ts';
import { BOOKINGS_TAB, type BookingsColumn } from './bookings.ts';
import { CREW_TAB } from './crew.ts';
import { LOCATIONS_TAB } from './locations.ts';
import { COLOUR, type ColumnDesign, FORMAT, type TabDesign } from './tab-design.ts';

const columns: Record<BookingsColumn, ColumnDesign> = {
  'Booking ID': {
    note: "The marketplace's booking id: 3 to 32 letters, digits and hyphens. It names the guest page for ever, so don't change it once published.",
    width: 110,
    format: FORMAT.text,
  },
  Source: { note: 'Where the booking came from, such as Boatsetter.', width: 100, format: FORMAT.text },
  Boat: { note: 'Empty: the boat of the Settings tab.', width: 120, format: FORMAT.text },
  Guest: { note: 'First name first: the guest page shows only that.', width: 140, format: FORMAT.text },
  Party: { note: 'How many guests come aboard.', width: 60, format: FORMAT.count },
  Date: { note: 'The day of departure.', width: 140, format: FORMAT.date },
  Start: { note: 'The time of departure.', width: 80, format: FORMAT.time },
  Hours: { note: 'How long the charter is.', width: 60, format: FORMAT.hours },
  Location: {
    note: 'Where it leaves from: a row of the Locations tab, whose fee applies.',
    width: 140,
    format: FORMAT.text,
    choice: { kind: 'column', tab: LOCATIONS_TAB, header: 'Location' },
  },
  Gross: {
    note: 'What the charter earns before costs, in dollars. Nobody but you sees it.',
    width: 95,
    format: FORMAT.currency,
  },
  Crew: { note: 'Crew ids of the Crew tab, with commas between.', width: 130, format: FORMAT.text },
  Captain: {
    note: 'One crew id of the Crew tab.',
    width: 100,
    format: FORMAT.text,
    choice: { kind: 'column', tab: CREW_TAB, header: 'Crew ID' },
  },
  'Crew hours': {
    note: 'Paid hours of each crew member but the captain. Empty: Hours and the setting "Crew extra hours".',
    width: 90,
    format: FORMAT.hours,
  },
  'Guest notes': {
    note: 'Shown on the guest page, and to crew and captain.',
    width: 200,
    format: FORMAT.text,
    wrap: true,
  },
  'Crew notes': {
    note: 'Shown to crew and captain, never to guests.',
    width: 200,
    format: FORMAT.text,
    wrap: true,
  },
  'Private notes': { note: 'For you alone.', width: 200, format: FORMAT.text, wrap: true },
  Status: {
    note: 'Yours alone. Ready publishes the booking, Cancelled takes it back.',
    width: 95,
    format: FORMAT.text,
    choice: { kind: 'list', values: STATUSES, strict: true },
    colours: { Draft: COLOUR.grey, Ready: COLOUR.blue, Cancelled: COLOUR.red, Completed: COLOUR.green },
  },
  State: {
    note: 'Whether all systems hold what this row says.',
    width: 120,
    format: FORMAT.text,
    colours: {
      Publishing: COLOUR.blue,
      Published: COLOUR.green,
      Changed: COLOUR.amber,
      'Needs attention': COLOUR.red,
      Removed: COLOUR.grey,
    },
    ours: true,
  },
  'Guest page': { note: 'The link for the guest.', width: 230, format: FORMAT.general, ours: true },
  'Crew replies': {
    note: 'How many of those invited have confirmed.',
    width: 120,
    format: FORMAT.text,
    ours: true,
  },
  Problem: {
    note: 'What is wrong, and what would be right.',
    width: 320,
    format: FORMAT.text,
    wrap: true,
    ours: true,
  },
  Published: { note: 'When it was last published.', width: 160, format: FORMAT.moment, ours: true },
};

export const bookingsDesign: TabDesign = {
  name: BOOKINGS_TAB,
  colour: COLOUR.navy,
  frozenColumns: 1,
  columns,
};
