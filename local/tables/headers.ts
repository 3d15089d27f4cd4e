import { INPUT_COLUMNS, OUTPUT_COLUMNS } from '../../src/booking/booking-row.ts';
import { CREW_COLUMNS } from '../../src/booking/crew.ts';
import { LOCATION_COLUMNS } from '../../src/booking/location.ts';
import type { TableRow } from './csv-table.ts';
import { FileProblem } from './file-problem.ts';

/** The columns that a file may have. */
export interface Headers {
  columns: readonly string[];
  /** Columns that a file may leave out: then nothing is typed into their cells. */
  optional: readonly string[];
  /** Columns of the tab that people don't fill in. */
  computed: readonly string[];
}

export const bookingHeaders: Headers = {
  columns: INPUT_COLUMNS,
  optional: ['Boat', 'Crew hours', 'Guest notes', 'Crew notes', 'Private notes', 'Status'],
  computed: OUTPUT_COLUMNS,
};
export const crewHeaders: Headers = { columns: CREW_COLUMNS, optional: ['Phone'], computed: [] };
export const locationHeaders: Headers = {
  columns: LOCATION_COLUMNS,
  optional: ['Address', 'Map link', 'Meeting point', 'Parking'],
  computed: [],
};
export const settingHeaders: Headers = {
  columns: ['Setting', 'Value', 'About'],
  optional: ['About'],
  computed: [],
};

/** The headers in their own spelling. Throws FileProblem with all that is wrong with them. */
export function readHeaders(file: string, { line, cells }: TableRow, headers: Headers): string[] {
  const where = `${file}, line ${line}`;
  const lastName = cells.findLastIndex((cell) => cell.trim() !== '');
  const named = cells.slice(0, lastName + 1).map((cell) => spelling(cell, headers) ?? cell.trim());
  const unknown = named.filter((name) => !headers.columns.includes(name));
  const repeated = [...new Set(named.filter((name, index) => named.indexOf(name) < index))];
  const missing = headers.columns.filter(
    (column) => !headers.optional.includes(column) && !named.includes(column),
  );
  const problems = [
    ...[...new Set(unknown)].map((name) => unknownColumn(where, name, headers)),
    ...repeated.map((name) => `${where}: the column “${name}” stands there more than once. Keep one.`),
    ...missing.map((name) => `${where}: the column “${name}” is missing. Add it.`),
  ];
  if (problems.length > 0) throw new FileProblem(problems);
  return named;
}

function spelling(cell: string, { columns }: Headers): string | undefined {
  return columns.find((column) => column.toLowerCase() === cell.trim().toLowerCase());
}

function unknownColumn(where: string, name: string, { columns, computed }: Headers): string {
  if (name === '') return `${where}: a column has no name. Name it, or remove it.`;
  if (computed.some((column) => column.toLowerCase() === name.toLowerCase())) {
    return `${where}: the column “${name}” is Charter Desk's to fill in. Remove it.`;
  }
  return `${where}: there is no column “${name}”. Remove it, or name it one of: ${columns.join(', ')}.`;
}
