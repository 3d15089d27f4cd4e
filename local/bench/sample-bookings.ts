import type { Table } from '../tables/csv-table.ts';

/**
 * Bookings as the examples have them, those that can be published, over and over: one a day from tomorrow on, so that
 * none overlaps another.
 * @param from how many there are already
 */
export function sampleBookings(
  examples: Table,
  from: number,
  count: number,
  status: 'Draft' | 'Ready',
): Table {
  const column = (header: string) => examples.columns.indexOf(header);
  const models = examples.rows.filter(({ cells }) => cells[column('Status')] === 'Ready');
  const rows = Array.from({ length: count }, (_, index) => {
    const number = from + index + 1;
    const cells = [...(models[number % models.length]?.cells ?? [])];
    cells[column('Booking ID')] = `BENCH-${String(number).padStart(4, '0')}`;
    cells[column('Date')] = `today+${number}`;
    cells[column('Status')] = status;
    return { line: number + 1, cells };
  });
  return { ...examples, rows };
}
