/** Local time and back, for IANA zones. */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

export function isTimeZone(zone: string): boolean {
  try {
    return Boolean(formatterFor(zone));
  } catch {
    return false;
  }
}

/**
 * Epoch milliseconds of a proleptic Gregorian UTC date and time. Unlike `Date.UTC`, years 0 to 99 are those years.
 * `month` counts from 0; every field may overflow.
 */
export function utcMilliseconds(
  year: number,
  month: number,
  day = 1,
  hour = 0,
  minute = 0,
  second = 0,
  millisecond = 0,
): number {
  // 400 Gregorian years are a whole number of days.
  const shifted = Date.UTC(year + 400, month, day, hour, minute, second, millisecond);
  return shifted - 146_097 * 86_400_000;
}

const SECOND = 1000;
const QUARTER_HOUR = 15 * 60_000;
/** Since then no zone has changed its offset but at a quarter of an hour of UTC; before, at any second. */
const EVEN_CHANGES = Date.UTC(1980, 0, 1);
/** By zone, and the beginning of a quarter hour or second: to ask Intl takes a thousand times as long. */
const offsets = new Map<string, Map<number, number>>();

/** How far local time in `zone` is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(zone: string, epoch: number): number {
  const ofZone = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, ofZone);
  const unit = epoch < EVEN_CHANGES ? SECOND : QUARTER_HOUR;
  const beginning = Math.floor(epoch / unit) * unit;
  const offset = ofZone.get(beginning) ?? computedOffset(zone, beginning);
  ofZone.set(beginning, offset);
  return offset;
}

function computedOffset(zone: string, epoch: number): number {
  const part: Record<string, string> = {};
  for (const { type, value } of formatterFor(zone).formatToParts(epoch)) part[type] = value;
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  const local = utcMilliseconds(
    year,
    Number(part.month) - 1,
    Number(part.day),
    Number(part.hour),
    Number(part.minute),
    Number(part.second),
  );
  return local - Math.floor(epoch / 1000) * 1000;
}

/**
 * The instant of a local time, given as if it were UTC. A time that a clock change skips moves forward by the
 * change. A time that occurs twice is the `earlier` (what ECMAScript takes) or the `later` (what Java takes:
 * standard time) of the two.
 */
export function instantOf(zone: string, local: number, twice: 'earlier' | 'later'): number {
  const day = 86_400_000;
  const before = offsetAt(zone, local - day);
  const after = offsetAt(zone, local + day);
  const candidates = [before, after].map((offset) => local - offset);
  const real = candidates.filter((instant) => instant + offsetAt(zone, instant) === local);
  if (real.length === 0) return local - before;
  return twice === 'earlier' ? Math.min(...real) : Math.max(...real);
}
