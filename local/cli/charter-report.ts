import { dollars } from '../../src/booking/money.ts';
import { type BookingPlan, isPlanned, type PlanReport } from '../plan-report.ts';
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

/** A line for each booking, and below it what is wrong, or what changed and what each system would be told. */
export function readablePlan({ bookings }: PlanReport, style: TerminalStyle): string[] {
  const lines = alignColumns([
    ['BOOKING', 'STATE', 'PLAN'],
    ...bookings.map(({ bookingId, state, summary }) => [
      bookingId || '(no id)',
      state || 'Not published',
      summary,
    ]),
  ]);
  const [header = '', ...rows] = lines;
  return [
    style.dim(header),
    ...rows.flatMap((line, index) => withSteps(line, bookings[index], style)),
    '',
    'Nothing was sent, and nothing was changed.',
  ];
}

function withSteps(line: string, booking: BookingPlan | undefined, style: TerminalStyle): string[] {
  if (!booking) return [];
  const { problems, changes, steps } = booking;
  const details = [
    ...problems.map(({ message }) => message),
    ...changes,
    ...alignColumns(steps.map(({ projection, words }) => [projection, words])),
  ];
  return [
    isPlanned(booking) ? style.bold(line) : style.red(line),
    ...details.map((detail) => `    ${detail}`),
  ];
}
