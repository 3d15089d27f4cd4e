import { rfc3339, wallClock } from './local-time.ts';
import type { TimeZone } from './time-zone.ts';

/** When a charter is. Wall-clock values are in the spreadsheet's time zone. */
export interface Schedule {
  /** The local day, `YYYY-MM-DD`. */
  date: string;
  /** The local time of departure, `HH:MM`, 24 hours. */
  start: string;
  /** The local time of return, `HH:MM`; it may be on a later day. */
  end: string;
  durationMinutes: number;
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
  /** `startsAt` as RFC 3339 with the zone's offset at that moment, for example `2027-05-30T09:00:00-07:00`. */
  startsAtRfc3339: string;
  timeZone: string;
}

/** A charter lasts as long as was paid for, also through a night when clocks change: its end is counted in elapsed time. */
export function scheduleAt(startsAt: number, durationMinutes: number, timeZone: TimeZone): Schedule {
  const endsAt = startsAt + durationMinutes * 60_000;
  const { date, time } = wallClock(startsAt, timeZone);
  return {
    date,
    start: time,
    end: wallClock(endsAt, timeZone).time,
    durationMinutes,
    startsAt,
    endsAt,
    startsAtRfc3339: rfc3339(startsAt, timeZone),
    timeZone: timeZone.name,
  };
}
