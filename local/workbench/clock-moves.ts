import { columnOf } from '../../src/sheet/headers.ts';
import { instantOf, offsetAt } from '../apps-script/time-zone.ts';
import { instantOfSerial, serialOfInstant } from '../apps-script/workbook/serial-date.ts';
import { isDay } from '../calendar-day.ts';
import type { LocalSystem } from '../system.ts';
import { lastFilledRow } from '../tables/paste.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MORNING = 6 / 24;

/** A way to move the clock by one click. */
export interface ClockMove {
  name: string;
  words: string;
  /** Epoch milliseconds; undefined where there is nothing to move to. */
  to(system: LocalSystem): number | undefined;
}

export const clockMoves: readonly ClockMove[] = [
  { name: 'quarter', words: '+15 minutes', to: ({ clock }) => clock.now() + 15 * MINUTE },
  { name: 'hour', words: '+1 hour', to: ({ clock }) => clock.now() + 60 * MINUTE },
  {
    name: 'day',
    words: '+1 day',
    to: ({ clock, workbook }) => sameTimeNextDay(clock.now(), workbook.timeZone()),
  },
  { name: 'timer', words: 'To the timer’s next run', to: nextTimer },
  { name: 'charter', words: 'To the morning of the next charter day', to: nextCharterDay },
];

/** `2027-05-30T09:00`, as a form sends it, in the zone; undefined for what is no moment of these years. */
export function readLocalMoment(text: string, timeZone: string): number | undefined {
  const day = /^(20\d\d-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.exec(text)?.[1];
  if (day === undefined || !isDay(day)) return undefined;
  return instantOf(timeZone, Date.parse(`${text}Z`), 'earlier');
}

/** As `readLocalMoment` reads it. */
export function localMoment(epochMilliseconds: number, timeZone: string): string {
  return new Date(epochMilliseconds + offsetAt(timeZone, epochMilliseconds)).toISOString().slice(0, 16);
}

/** Also where the clocks change in between. */
function sameTimeNextDay(now: number, timeZone: string): number {
  return instantOf(timeZone, now + offsetAt(timeZone, now) + DAY, 'earlier');
}

function nextTimer({ project }: LocalSystem): number | undefined {
  const due = project.triggers.all().flatMap(({ due }) => due ?? []);
  return due.length > 0 ? Math.min(...due) : undefined;
}

/** The first day after today with a charter that isn't cancelled, as `Bookings` has it. */
function nextCharterDay({ clock, workbook }: LocalSystem): number | undefined {
  const sheet = workbook.sheetNamed('Bookings');
  if (!sheet) return undefined;
  const [headers = [], ...rows] = sheet.values({
    row: 1,
    column: 1,
    rows: lastFilledRow(sheet),
    columns: sheet.data.columns,
  });
  const [date, status] = ['Date', 'Status'].map((header) => columnOf(headers, header) - 1);
  const tomorrow = Math.floor(serialOfInstant(clock.now(), workbook.timeZone())) + 1;
  const days = rows
    .filter((row) => row[status ?? -1] !== 'Cancelled')
    .map((row) => row[date ?? -1])
    .filter((day) => typeof day === 'number' && day >= tomorrow);
  return days.length > 0
    ? instantOfSerial(Math.floor(Math.min(...(days as number[]))) + MORNING, workbook.timeZone())
    : undefined;
}
