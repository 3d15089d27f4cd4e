import { describe, expect, it } from 'vitest';
import { deployment } from '../local/deployment.ts';
import type { Table } from '../local/tables/csv-table.ts';
import { readTables } from '../local/tables/example-tables.ts';
import { withDatesFrom } from '../local/tables/relative-dates.ts';
import type { RowCells } from '../src/booking/booking-row.ts';
import { readBookings } from '../src/booking/bookings.ts';
import type { Cell } from '../src/booking/cells.ts';
import { type CrewColumn, readCrew } from '../src/booking/crew.ts';
import { type LocationColumn, readLocations } from '../src/booking/location.ts';
import { SETTINGS } from '../src/booking/setting-definitions.ts';
import { ABOUT_SETTINGS } from '../src/booking/setting-words.ts';
import { readSettings } from '../src/booking/settings.ts';
import { losAngeles } from './support/booking-row.ts';

const root = new URL('..', import.meta.url).pathname;

async function examples(today: string) {
  const tables = await readTables(root, {});
  const values = tables.settings.rows.map(({ cells }): [string, Cell] => [cells[0] ?? '', cells[1] ?? '']);
  const settings = readSettings(new Map(values));
  if (!settings.ok) throw new Error(settings.error.map(({ message }) => message).join('\n'));
  const crew = readCrew(records<CrewColumn>(tables.crew));
  const locations = readLocations(records<LocationColumn>(tables.locations));
  const context = { crew, locations, settings: settings.value, timeZone: losAngeles };
  const bookings = readBookings(records<keyof RowCells>(withDatesFrom(today, tables.bookings)), context);
  return { tables, settings: settings.value, crew, locations, bookings };
}

function records<Column extends string>({ columns, rows }: Table): Record<Column, string>[] {
  return rows.map(
    ({ cells }) =>
      Object.fromEntries(columns.map((column, index) => [column, cells[index]])) as Record<Column, string>,
  );
}

describe('the examples', () => {
  it.each(['2027-05-01', '2027-05-31', '2028-02-29'])('have no problem on %s', async (today) => {
    const { crew, locations, bookings } = await examples(today);
    expect([crew.length, locations.length, bookings.length]).toStrictEqual([6, 3, 8]);
    for (const { result } of [...crew, ...locations, ...bookings]) expect(result).toHaveProperty('ok', true);
  });

  it('contain the golden case, on the coming May 30', async () => {
    const { bookings } = await examples('2027-05-01');
    expect(bookings.find(({ bookingId }) => bookingId === 'XHQGMDH')?.result).toMatchObject({
      value: {
        source: 'Boatsetter',
        status: 'Ready',
        schedule: { startsAtRfc3339: '2027-05-30T09:00:00-07:00', durationMinutes: 180 },
        crew: [{ paidMinutes: 300 }, { paidMinutes: 300 }],
        revenue: {
          grossCents: 84_075,
          crewCents: 25_000,
          captainCents: 15_000,
          portFeeCents: 15_134,
          netCents: 28_941,
        },
      },
    });
  });

  it('name what the local cloud has, and every setting in the order of the tab', async () => {
    const { tables, settings } = await examples('2027-05-01');
    const { region, calendarApi, crewApi, guest, legacy, role, addOnSecretId, mail } = deployment;
    const apiUrl = ({ id, stage }: { id: string; stage: string }) =>
      `https://${id}.execute-api.${region}.amazonaws.com/${stage}`;
    expect(settings).toMatchObject({
      region,
      calendarUrl: apiUrl(calendarApi),
      crewUrl: apiUrl(crewApi),
      guestBucket: guest.bucket,
      guestPageUrl: `https://${guest.host}/g/{slug}`,
      legacyBucket: legacy.bucket,
      roleArn: role.arn,
      secretId: addOnSecretId,
      summaryTo: mail.captain,
      summaryFrom: mail.sender,
    });
    const rows = Object.entries(ABOUT_SETTINGS).map(([key, about]) => [
      SETTINGS[key as keyof typeof SETTINGS].name,
      about,
    ]);
    expect(tables.settings.rows.map(({ cells }) => [cells[0], cells[2]])).toStrictEqual(rows);
  });

  it('write to nobody real', async () => {
    const { tables } = await examples('2027-05-01');
    for (const { Email } of records<CrewColumn>(tables.crew)) expect(Email).toMatch(/@crew\.example$/);
  });
});
