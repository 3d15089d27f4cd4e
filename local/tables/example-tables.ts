import path from 'node:path';
import { readTable, type Table } from './csv-table.ts';
import { FileProblem } from './file-problem.ts';
import { bookingHeaders, crewHeaders, locationHeaders, settingHeaders } from './headers.ts';

/** What a person fills a new workbook with. */
export interface Tables {
  bookings: Table;
  crew: Table;
  locations: Table;
  settings: Table;
}

/** Bookings, and what they refer to as far as it differs from what stands in the workbook. */
export type GivenTables = { bookings: Table } & { [Name in keyof Tables]?: Table | undefined };

/** Files by what they hold; `examples/` has those that are left out. */
export async function readTables(
  root: string,
  files: Partial<Record<keyof Tables, string>>,
): Promise<Tables> {
  const fileOf = (name: keyof Tables) =>
    files[name] ?? path.relative(process.cwd(), path.join(root, 'examples', `${name}.csv`));
  const [bookings, crew, locations, settings] = await Promise.all([
    readTable(fileOf('bookings'), bookingHeaders),
    readTable(fileOf('crew'), crewHeaders),
    readTable(fileOf('locations'), locationHeaders),
    readTable(fileOf('settings'), settingHeaders),
  ]);
  return { bookings, crew, locations, settings };
}

/** Throws FileProblem. */
export function assertAny({ file, rows }: Tables['bookings']): void {
  if (rows.length > 0) return;
  throw new FileProblem([`${file} has no bookings: add a line for each below the first.`]);
}
