import type { Booking } from '../booking/booking.ts';
import { monthAndDay, shortDuration } from '../booking/schedule-words.ts';

/** For example `Boatsetter — May 30 (3h)`: what a charter is called on cards, in the calendar and by the crew. */
export function charterTitle({ source, schedule }: Booking): string {
  return `${source || 'Charter'} — ${monthAndDay(schedule.date)} (${shortDuration(schedule.durationMinutes)})`;
}
