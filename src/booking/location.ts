import type { Cell } from './cells.ts';
import { accept, isBlank, parseNumber, readLine, readPattern, readWhole } from './cells.ts';
import type { Entry } from './rows.ts';
import { readRows } from './rows.ts';

/** One row of the `Locations` tab: a dock, what it charges and how to find it. */
export interface Location {
  name: string;
  /** The port fee in millionths of the gross: 18 % is 180,000. An integer, so that money stays exact. */
  feePartsPerMillion: number;
  address: string;
  mapLink: string;
  meetingPoint: string;
  parking: string;
}

/** The headers of the `Locations` tab, in order. */
export const LOCATION_COLUMNS = [
  'Location',
  'Fee %',
  'Address',
  'Map link',
  'Meeting point',
  'Parking',
] as const;
export type LocationColumn = (typeof LOCATION_COLUMNS)[number];

const readName = readLine({ advice: "Write the location's name, such as Sheraton Marina.", maximum: 100 });

/** A percentage cell holds 0.18 for 18 %; text may say `18%`. Finer than a millionth is refused, never rounded. */
const readFee = readWhole({
  scale: 1_000_000,
  from: 0,
  to: 1_000_000,
  advice:
    'Write a percentage from 0% to 100% with at most four decimals, such as 18% (a bare 18 would be 1800%).',
  parse: (text) => {
    const [percentage, share = text] = /^(.*?) ?%$/.exec(text) || [];
    const value = parseNumber(share);
    return percentage && value !== undefined ? value / 100 : value;
  },
});

const readLink = readPattern(
  /^https?:\/\/[^\s"'<>\\]{1,1000}$/i,
  () => 'Write a link that begins with https://, or nothing.',
);
const readDescription = readLine({ maximum: 500 });

/** The `Locations` tab from its second row on. A row with problems stays in: it matters only to the bookings that name it. */
export function readLocations(rows: readonly Readonly<Record<LocationColumn, Cell>>[]): Entry<Location>[] {
  return readRows(rows, LOCATION_COLUMNS, (row) =>
    row.finish({
      name: row.read('Location', readName),
      feePartsPerMillion: row.read('Fee %', readFee),
      address: row.read('Address', readDescription),
      mapLink: row.read('Map link', (cell) => (isBlank(cell) ? accept('') : readLink(cell))),
      meetingPoint: row.read('Meeting point', readDescription),
      parking: row.read('Parking', readDescription),
    }),
  );
}
