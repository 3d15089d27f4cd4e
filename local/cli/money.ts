import { dollars } from '../../src/booking/money.ts';
import type { BookingReport } from '../publish-report.ts';
import { alignColumns } from './columns.ts';

type Revenue = NonNullable<BookingReport['revenue']>;

/** Gross, what is taken from it, and what is left: a line each. */
export function moneyLines(revenue: Revenue): string[] {
  return alignColumns(
    [
      ['gross', dollars(revenue.grossCents)],
      ['crew', dollars(-revenue.crewCents)],
      ['captain', dollars(-revenue.captainCents)],
      ['port fee', dollars(-revenue.portFeeCents)],
      ['net', dollars(revenue.netCents)],
    ],
    [1],
  );
}
