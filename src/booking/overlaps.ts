import type { Booking } from './booking.ts';
import { plainText } from './cells.ts';
import { wallClock } from './local-time.ts';
import { idKey, shortened } from './rows.ts';
import { twelveHourTime, weekdayMonthAndDay } from './schedule-words.ts';
import type { TimeZone } from './time-zone.ts';

/** Who and what is taken, and when: of a booking here, or of an entry in the calendar. */
export interface Occupancy {
  bookingId: string;
  boat: string;
  /** Crew ids. */
  captain: string;
  crew: readonly string[];
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
}

export function occupancyOf({ bookingId, boat, captain, crew, schedule }: Booking): Occupancy {
  return {
    bookingId,
    boat,
    captain: captain.member.crewId,
    crew: crew.map(({ member }) => member.crewId),
    startsAt: schedule.startsAt,
    endsAt: schedule.endsAt,
  };
}

/** More than a captain reads; the journal keeps them, and has no room for hundreds. */
const MOST_WARNINGS = 5;

/**
 * One sentence for each other booking that needs the same boat or the same people at the same time, for a few of them.
 * An overlap warns and never blocks. A charter that begins when another ends doesn't overlap with it.
 */
export function overlapWarnings(
  booking: Booking,
  others: readonly Occupancy[],
  timeZone: TimeZone,
): string[] {
  const own = occupancyOf(booking);
  const warnings = others
    .filter((other) => idKey(other.bookingId) !== idKey(own.bookingId))
    .filter((other) => other.startsAt < own.endsAt && own.startsAt < other.endsAt)
    .map((other) => ({ other, shared: sharedBy(own, other) }))
    .filter(({ shared }) => shared.length > 0)
    .map(({ other, shared }) => {
      const what = shortened(shared.join(', '), 120);
      return `${what} also in ${shortened(plainText(other.bookingId))}, ${period(other, timeZone)}.`;
    });
  const more = warnings.length - MOST_WARNINGS;
  return more > 0
    ? [...warnings.slice(0, MOST_WARNINGS), `${more} more at the same time need the same boat or people.`]
    : warnings;
}

function sharedBy(own: Occupancy, other: Occupancy): string[] {
  const takenPeople = [other.captain, ...other.crew].map(idKey);
  const isTaken = (id: string) => idKey(id) !== '' && takenPeople.includes(idKey(id));
  return [
    ...[own.boat]
      .filter((boat) => boat !== '' && idKey(boat) === idKey(other.boat))
      .map((boat) => `Boat ${boat}`),
    ...[own.captain].filter(isTaken).map((id) => `captain ${id}`),
    ...own.crew.filter(isTaken).map((id) => `crew ${id}`),
  ];
}

/** `Sunday, May 30, 9:00 AM – 12:00 PM`; the end names its day if that is another. */
function period({ startsAt, endsAt }: Occupancy, timeZone: TimeZone): string {
  const start = wallClock(startsAt, timeZone);
  const end = wallClock(endsAt, timeZone);
  const endDay = end.date === start.date ? '' : `${weekdayMonthAndDay(end.date)}, `;
  return `${weekdayMonthAndDay(start.date)}, ${twelveHourTime(start.time)} – ${endDay}${twelveHourTime(end.time)}`;
}
