import type { CrewColumn } from '../booking/crew.ts';
import type { LocationColumn } from '../booking/location.ts';
import { LANES } from '../projections/kanban.ts';
import { ARCHIVE_TAB, type ArchiveColumn } from './archive.ts';
import { bookingsDesign } from './bookings-design.ts';
import { CREW_TAB } from './crew.ts';
import { kanbanDesign, LANE_COLOURS } from './kanban-design.ts';
import { LOCATIONS_TAB } from './locations.ts';
import { LOG_TAB, type LogColumn } from './log.ts';
import { SETTINGS_TAB, type SettingsColumn } from './settings.ts';
import { COLOUR, type ColumnDesign, FORMAT, type TabDesign } from './tab-design.ts';

const crew: Record<CrewColumn, ColumnDesign> = {
  'Crew ID': { note: 'A short id that bookings name, such as sam.', width: 100, format: FORMAT.text },
  Name: { note: 'First name first: guests see only that.', width: 150, format: FORMAT.text },
  Role: {
    note: 'What this person does aboard.',
    width: 100,
    format: FORMAT.text,
    choice: { kind: 'list', values: ['captain', 'deckhand'], strict: false },
  },
  Email: { note: 'Where Ship Captain Crew sends the invitations.', width: 220, format: FORMAT.text },
  Phone: { note: 'For you and for the crew page.', width: 130, format: FORMAT.text },
  'Hourly rate': {
    note: 'Dollars an hour. Each person sees only their own.',
    width: 100,
    format: FORMAT.currency,
  },
  Active: {
    note: 'Only those ticked can be put on a charter.',
    width: 70,
    format: FORMAT.general,
    choice: { kind: 'checkbox' },
  },
};

const locations: Record<LocationColumn, ColumnDesign> = {
  Location: { note: 'The name that bookings use, such as Sheraton Marina.', width: 160, format: FORMAT.text },
  'Fee %': {
    note: 'What the port takes of the gross, such as 18%. Empty is not 0%: write it.',
    width: 70,
    format: FORMAT.percent,
  },
  Address: { note: 'For the guest page.', width: 240, format: FORMAT.text, wrap: true },
  'Map link': { note: 'A link to a map, for the guest page.', width: 220, format: FORMAT.general },
  'Meeting point': { note: 'Where guests find you.', width: 220, format: FORMAT.text, wrap: true },
  Parking: { note: 'Where guests park, and what it costs.', width: 220, format: FORMAT.text, wrap: true },
};

const settings: Record<SettingsColumn, ColumnDesign> = {
  Setting: {
    note: 'The names are fixed: a renamed setting counts as missing.',
    width: 220,
    format: FORMAT.text,
  },
  Value: { note: 'Yours to change. No secrets here.', width: 320, format: FORMAT.text },
  About: { note: 'What the setting does.', width: 480, format: FORMAT.text, wrap: true },
};

const log: Record<LogColumn, ColumnDesign> = {
  When: { note: 'When the answer came.', width: 170, format: FORMAT.moment, ours: true },
  Booking: {
    note: 'Empty for a call that serves several bookings.',
    width: 110,
    format: FORMAT.text,
    ours: true,
  },
  Operation: { note: 'What was asked for.', width: 180, format: FORMAT.text, ours: true },
  Service: { note: 'Of which system.', width: 120, format: FORMAT.text, ours: true },
  Status: {
    note: 'The HTTP status; empty when no answer came.',
    width: 70,
    format: FORMAT.count,
    ours: true,
  },
  ms: { note: 'How long it took, in milliseconds.', width: 70, format: FORMAT.count, ours: true },
  Attempt: { note: 'Counted from 1.', width: 70, format: FORMAT.count, ours: true },
  Outcome: {
    note: 'What came of it, without secrets and names.',
    width: 420,
    format: FORMAT.text,
    ours: true,
  },
};

const archive: Record<ArchiveColumn, ColumnDesign> = {
  Key: { note: 'Written by Charter Desk.', width: 220, format: FORMAT.text, ours: true },
  Value: { note: 'Written by Charter Desk.', width: 480, format: FORMAT.text, ours: true },
};

export interface Designs {
  /** All tabs with a header row, in the order of a new spreadsheet. The board has none of this kind. */
  tabs: readonly TabDesign[];
  /** Of the board's lanes, in order. */
  laneColours: readonly string[];
}

/** Plain JSON: in the add-on it stands beside the code (`data-plugin.mjs`). */
export const designs = (): Designs => ({
  tabs: [
    bookingsDesign,
    kanbanDesign,
    { name: CREW_TAB, colour: COLOUR.slate, frozenColumns: 1, columns: crew },
    { name: LOCATIONS_TAB, colour: COLOUR.slate, frozenColumns: 1, columns: locations },
    { name: SETTINGS_TAB, colour: COLOUR.grey, frozenColumns: 1, columns: settings },
    { name: LOG_TAB, colour: COLOUR.grey, frozenColumns: 0, columns: log },
    { name: ARCHIVE_TAB, colour: COLOUR.grey, frozenColumns: 0, hidden: true, columns: archive },
  ],
  laneColours: LANES.map((lane) => LANE_COLOURS[lane]),
});
