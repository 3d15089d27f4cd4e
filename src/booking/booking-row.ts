import type { Cell } from './cells.ts';

/** What the captain fills in: headers of the `Bookings` tab, in order. */
export const INPUT_COLUMNS = [
  'Booking ID',
  'Source',
  'Boat',
  'Guest',
  'Party',
  'Date',
  'Start',
  'Hours',
  'Location',
  'Gross',
  'Crew',
  'Captain',
  'Crew hours',
  'Guest notes',
  'Crew notes',
  'Private notes',
  'Status',
] as const;
export type InputColumn = (typeof INPUT_COLUMNS)[number];

/** What Charter Desk fills in: headers of the `Bookings` tab, after the inputs. */
export const OUTPUT_COLUMNS = ['State', 'Guest page', 'Crew replies', 'Problem', 'Published'] as const;
export type OutputColumn = (typeof OUTPUT_COLUMNS)[number];

/** The inputs of one row as `getValues()` gives them, by header; further columns do no harm. */
export type RowCells = Readonly<Record<InputColumn, Cell>>;
