import { dollars } from '../../src/booking/money.ts';
import { type BookingReport, isSettled, type PublishReport } from '../publish-report.ts';
import { alignColumns } from './columns.ts';
import type { TerminalStyle } from './terminal-style.ts';

/** A line for each booking, what is wrong below it, and what it took. */
export function readableReport({ bookings, rounds, calls }: PublishReport, style: TerminalStyle): string[] {
  const lines = alignColumns(
    [
      ['BOOKING', 'STATE', 'NET', 'GUEST PAGE'],
      ...bookings.map((booking) => [
        booking.bookingId || '(no id)',
        booking.state || 'Not published',
        booking.revenue ? dollars(booking.revenue.netCents) : '',
        booking.guestPageUrl ?? '',
      ]),
    ],
    [2],
  );
  const [header = '', ...rows] = lines;
  return [
    style.dim(header),
    ...rows.flatMap((line, index) => withProblems(line, bookings[index], style)),
    '',
    `${calls.urlFetch} requests in ${rounds} rounds; ${calls.spreadsheet} reads and writes of the workbook.`,
  ];
}

function withProblems(line: string, booking: BookingReport | undefined, style: TerminalStyle): string[] {
  if (!booking) return [];
  const coloured = isSettled(booking) ? style.green(line) : style.red(line);
  return [coloured, ...booking.problems.map(({ message }) => `    ${message}`)];
}
