import type { Schedule } from './schedule.ts';

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** `2027-05-30` as `May 30`. */
export function monthAndDay(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return `${MONTHS[day.getUTCMonth()]} ${day.getUTCDate()}`;
}

/** `2027-05-30` as `Sunday, May 30`. */
export function weekdayMonthAndDay(date: string): string {
  return `${WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()]}, ${monthAndDay(date)}`;
}

/** `21:05` as `9:05 PM`. */
export function twelveHourTime(time: string): string {
  const hour = Number(time.slice(0, 2));
  return `${hour % 12 || 12}:${time.slice(3)} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** `9:00 AM – 12:00 PM`, `9:00 PM – 1:00 AM (next day)`. */
export function timeRange(schedule: Schedule): string {
  const days = daysUntilEnd(schedule);
  const later = days === 0 ? '' : days === 1 ? ' (next day)' : ` (${days} days later)`;
  return `${twelveHourTime(schedule.start)} – ${twelveHourTime(schedule.end)}${later}`;
}

/** A change of clocks moves the end by an hour or so, never by half a day: rounding gives the calendar's days. */
function daysUntilEnd({ start, end, durationMinutes }: Schedule): number {
  return Math.round((minutesOf(start) + durationMinutes - minutesOf(end)) / 1440);
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** For titles: `3h`, `2h 30m`, `45m`. */
export function shortDuration(minutes: number): string {
  const parts = [
    { count: Math.floor(minutes / 60), unit: 'h' },
    { count: minutes % 60, unit: 'm' },
  ];
  return parts
    .filter(({ count }) => count > 0)
    .map(({ count, unit }) => `${count}${unit}`)
    .join(' ');
}

/** For sentences: `3 hours`, `2½ hours`, `1 hour 20 minutes`. */
export function durationInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  if (hours > 0 && minutes % 60 === 30) return `${hours}½ hours`;
  return [counted(hours, 'hour'), counted(minutes % 60, 'minute')].filter((part) => part !== '').join(' ');
}

function counted(count: number, unit: string): string {
  if (count === 0) return '';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
