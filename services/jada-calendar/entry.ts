import * as z from 'zod';
import { bookingId, crewId, durationHours, LONGEST_NOTES, moment, name, text } from '../shared/fields.ts';
import { ServiceError } from '../shared/service-error.ts';

const fields = {
  event_type: name(40),
  event_name: name(200),
  booking_id: bookingId,
  boat: text(100),
  /** The day on the calendar, as `start_time` has it at its own offset. */
  date: z.iso.date('must be a date like 2027-05-30'),
  start_time: moment,
  duration_hours: durationHours,
  location: text(200),
  guest_name: text(200),
  captain: text(64),
  crew: z.array(crewId).max(40),
  crew_assignments: z.array(z.object({ role: name(60), count: z.number().int().min(0).max(41) })).max(41),
  notes: text(LONGEST_NOTES),
};

/** What an entry holds. Unknown members are dropped: a calendar that everyone reads stores nothing unasked. */
export const newEntry = z.object({
  ...fields,
  event_type: fields.event_type.default('charter'),
  boat: fields.boat.default(''),
  date: fields.date.optional(),
  location: fields.location.default(''),
  guest_name: fields.guest_name.default(''),
  captain: fields.captain.default(''),
  crew: fields.crew.default([]),
  crew_assignments: fields.crew_assignments.default([]),
  notes: fields.notes.default(''),
});

export const entryChange = z.object(fields).partial();

export type EntryFields = z.output<z.ZodObject<typeof fields>>;

/** An entry as it is stored. `starts_at` and `ends_at` are UTC, in ISO 8601 with milliseconds, so that they sort. */
export interface Entry extends EntryFields {
  entry_id: string;
  starts_at: string;
  ends_at: string;
  created_at: string;
  updated_at: string;
  version: number;
}

/** The fields with what follows from them. A date that is left out follows from the start. */
export function scheduled<
  Fields extends { date?: string | undefined; start_time: string; duration_hours: number },
>(entry: Fields): Fields & { date: string; starts_at: string; ends_at: string } {
  const date = entry.date ?? entry.start_time.slice(0, 10);
  if (!entry.start_time.startsWith(date)) {
    throw new ServiceError(
      400,
      'invalid_request',
      'date: must be the day of start_time at its own offset. Correct one of them and send again.',
    );
  }
  const start = Date.parse(entry.start_time);
  return {
    ...entry,
    date,
    starts_at: new Date(start).toISOString(),
    ends_at: new Date(start + entry.duration_hours * 3_600_000).toISOString(),
  };
}

/** An entry as it is answered: what was sent, and when it was stored. */
export function view({ starts_at, ends_at, ...entry }: Entry): Omit<Entry, 'starts_at' | 'ends_at'> {
  return entry;
}
