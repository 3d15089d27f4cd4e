import { LANES, type Lane } from '../projections/kanban.ts';
import { KANBAN_TAB, type KanbanColumn } from './kanban.ts';
import { COLOUR, type ColumnDesign, FORMAT, type TabDesign } from './tab-design.ts';

export const LANE_COLOURS: Readonly<Record<Lane, string>> = {
  'New Bookings': COLOUR.blue,
  'Crew Invited': COLOUR.amber,
  'Crew Confirmed': COLOUR.teal,
  Completed: COLOUR.green,
  Reconciled: COLOUR.grey,
  Cancelled: COLOUR.red,
};

const columns: Record<KanbanColumn, ColumnDesign> = {
  Lane: {
    note: 'Yours to change. By itself a card only moves forward.',
    width: 130,
    format: FORMAT.text,
    choice: { kind: 'list', values: LANES, strict: true },
    colours: LANE_COLOURS,
  },
  Card: { note: 'Source, day and length.', width: 230, format: FORMAT.text, ours: true },
  Date: { note: 'The day of departure.', width: 140, format: FORMAT.date, ours: true },
  Gross: { note: 'As the booking says.', width: 95, format: FORMAT.currency, ours: true },
  'Crew cost': {
    note: 'Hourly rate × crew hours, for each crew member.',
    width: 95,
    format: FORMAT.currency,
    ours: true,
  },
  'Captain cost': {
    note: "The captain's hourly rate × hours.",
    width: 95,
    format: FORMAT.currency,
    ours: true,
  },
  'Port fee': { note: "Gross × the location's fee.", width: 95, format: FORMAT.currency, ours: true },
  Net: { note: 'Gross less the three costs.', width: 95, format: FORMAT.currency, ours: true },
  'Crew replies': {
    note: 'How many of those invited have confirmed.',
    width: 130,
    format: FORMAT.text,
    ours: true,
  },
  'Guest page': { note: 'The link for the guest.', width: 230, format: FORMAT.general, ours: true },
  'Booking ID': { note: 'The booking that this card is of.', width: 110, format: FORMAT.text, ours: true },
};

export const kanbanDesign: TabDesign = {
  name: KANBAN_TAB,
  colour: COLOUR.teal,
  frozenColumns: 2,
  columns,
};
