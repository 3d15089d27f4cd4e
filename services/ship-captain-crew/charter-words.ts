import { endsAt, type Person, type Schedule, startsAt } from './crew-event.ts';

/** When a charter is, as people say it, in the operator's time zone. */
export interface When {
  /** `Sunday, May 30, 2027` */
  day: string;
  /** `9:00 AM – 12:00 PM PDT`; the end's day too when it is another one. */
  time: string;
  /** `May 30, 9:00 AM`, for a subject line. */
  short: string;
}

export function whenWords(schedule: Schedule, timeZone: string): When {
  const start = new Date(startsAt(schedule));
  const end = new Date(endsAt(schedule));
  const say = (moment: Date, options: Intl.DateTimeFormatOptions) => words(moment, { timeZone, ...options });
  const day = (moment: Date) =>
    say(moment, { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
  const until = `${say(end, { ...clock, timeZoneName: 'short' })}${day(end) === day(start) ? '' : ` (${day(end)})`}`;
  return {
    day: day(start),
    time: `${say(start, clock)} – ${until}`,
    short: `${say(start, { month: 'short', day: 'numeric' })}, ${say(start, clock)}`,
  };
}

/** A moment near the charter, as people say it: `Sunday, May 30, 8:00 AM PDT`. */
export function momentWords(moment: number, timeZone: string): string {
  const at = new Date(moment);
  const day = words(at, { timeZone, weekday: 'long', month: 'long', day: 'numeric' });
  return `${day}, ${words(at, { timeZone, ...clock, timeZoneName: 'short' })}`;
}

const clock = { hour: 'numeric', minute: '2-digit' } as const;

function words(moment: Date, options: Intl.DateTimeFormatOptions): string {
  // Newer ICU data puts narrow no-break spaces into times, which old mail readers show as boxes.
  return new Intl.DateTimeFormat('en-US', options).format(moment).replace(/\u202f/g, ' ');
}

/** What one person is paid, for that person's eyes: `$125.00 (5 h × $25.00)`. Null when the event doesn't say. */
export function payWords({ rate, hours }: Person): string | null {
  if (rate === null || hours === null) return null;
  const rateCents = Math.round(rate * 100);
  // Whole minutes keep the product exact until the one rounding.
  const payCents = Math.round((rateCents * Math.round(hours * 60)) / 60);
  return `${dollars(payCents)} (${Number(hours.toFixed(2))} h × ${dollars(rateCents)})`;
}

function dollars(cents: number): string {
  return (cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}
