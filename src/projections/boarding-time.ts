import type { Schedule } from '../booking/schedule.ts';
import { twelveHourTime } from '../booking/schedule-words.ts';

/** When guests come on board, as `8:45 AM`; empty when that is at departure. */
export function boardingTime({ start }: Schedule, minutesBefore: number): string {
  if (minutesBefore === 0) return '';
  const boarding = Date.parse(`1970-01-01T${start}:00Z`) - minutesBefore * 60_000;
  const clock = twelveHourTime(new Date(boarding).toISOString().slice(11, 16));
  return boarding < 0 ? `${clock} (the day before)` : clock;
}
