import * as z from 'zod';

/** What the bodies of both services are made of. */

/** A text that may be left empty; null is an empty one. */
export const text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .nullable()
    .transform((value) => value ?? '');

export const name = (longest: number) => z.string().trim().min(1).max(longest);

/** A moment in RFC 3339 with `Z` or an offset: without one, nobody knows when it is. */
export const moment = z.iso.datetime({
  offset: true,
  error: 'must be a date and time with an offset, like 2027-05-30T09:00:00-07:00',
});

/** A charter lasts at most a week; the calendar's overlap query relies on it. */
export const LONGEST_HOURS = 168;
export const durationHours = z.number().positive().max(LONGEST_HOURS);

export const bookingId = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{1,64}$/, 'must have 1 to 64 of A–Z, a–z, 0–9 and "-"');

/** The guest's and the crew's notes, each as long as the sheet takes them, with a blank line between. */
export const LONGEST_NOTES = 10_002;

/** Crew ids become parts of keys, where `#` separates. */
export const crewId = z
  .string()
  .trim()
  .regex(/^[^\s#/]{1,64}$/, 'must have 1 to 64 characters, without spaces, "#" and "/"');
