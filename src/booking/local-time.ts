import type { Result } from './problem.ts';
import type { TimeZone } from './time-zone.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** A wall clock's reading: `date` as `YYYY-MM-DD`, `time` as `HH:MM`. */
export interface WallClock {
  date: string;
  time: string;
}

/** What clocks in the zone show, to the nearest minute: spreadsheet times are fractions of a day, so 9:00 may come as 8:59:59.999. */
export function wallClock(epochMilliseconds: number, timeZone: TimeZone): WallClock {
  const text = timeZone.format(epochMilliseconds + MINUTE / 2, "yyyy-MM-dd'T'HH:mm:ss");
  return { date: text.slice(0, 10), time: text.slice(11, 16) };
}

/** The zone's distance from UTC at that moment, in milliseconds, positive in the east. */
export function offsetAt(epochMilliseconds: number, timeZone: TimeZone): number {
  const wholeSeconds = Math.floor(epochMilliseconds / 1000) * 1000;
  return Date.parse(`${timeZone.format(wholeSeconds, "yyyy-MM-dd'T'HH:mm:ss")}Z`) - wholeSeconds;
}

/**
 * The moment when clocks in the zone show this. Where they show it twice (daylight saving ends), the earlier moment:
 * a crew that comes an hour early is better than a guest who waits. Where they skip it (daylight saving begins),
 * the error is what they show next.
 *
 * Java's own lenient parsing would choose the later moment and move a skipped time silently, so it isn't used.
 */
export function instantAt({ date, time }: WallClock, timeZone: TimeZone): Result<number, WallClock> {
  const asIfUtc = Date.parse(`${date}T${time}:00Z`);
  const before = offsetAt(asIfUtc - DAY, timeZone);
  const after = offsetAt(asIfUtc + DAY, timeZone);
  const earlier = asIfUtc - Math.max(before, after);
  const later = asIfUtc - Math.min(before, after);
  if (earlier + offsetAt(earlier, timeZone) === asIfUtc) return { ok: true, value: earlier };
  if (later + offsetAt(later, timeZone) === asIfUtc) return { ok: true, value: later };
  return { ok: false, error: wallClock(changeBetween(earlier, later, timeZone), timeZone) };
}

/** The minute between the two moments at which the zone's offset changes. */
function changeBetween(earlier: number, later: number, timeZone: TimeZone): number {
  const offset = offsetAt(later, timeZone);
  let unchanged = earlier;
  let changed = later;
  while (changed - unchanged > MINUTE) {
    const middle = unchanged + Math.floor((changed - unchanged) / 2 / MINUTE) * MINUTE;
    if (offsetAt(middle, timeZone) === offset) changed = middle;
    else unchanged = middle;
  }
  return changed;
}

/** The moment as RFC 3339 with the zone's offset, for example `2027-05-30T09:00:00-07:00`. */
export function rfc3339(epochMilliseconds: number, timeZone: TimeZone): string {
  const offset = offsetAt(epochMilliseconds, timeZone);
  const local = new Date(epochMilliseconds + offset).toISOString().slice(0, 19);
  const distance = new Date(Math.abs(offset)).toISOString().slice(11, 16);
  return `${local}${offset < 0 ? '-' : '+'}${distance}`;
}
