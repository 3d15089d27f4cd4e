import * as z from 'zod';
import {
  bookingId,
  crewId,
  durationHours,
  LONGEST_HOURS,
  LONGEST_NOTES,
  moment,
  name,
  text,
} from '../shared/fields.ts';

const email = z.email({ pattern: z.regexes.html5Email, error: 'must be an e-mail address' });
const hourlyRate = z.number().min(0).max(10_000);
const captain = z.object({
  crew_id: crewId,
  name: name(120),
  email,
  /** Dollars an hour, for the charter's hours. Optional: most deployments don't send it. */
  rate: hourlyRate.optional(),
});
const deckhand = z.object({
  crew_id: crewId,
  role: name(60),
  name: name(120),
  email,
  /** Dollars an hour. */
  rate: hourlyRate.optional(),
  hours: z.number().min(0).max(LONGEST_HOURS).optional(),
});

const fields = {
  event_name: name(200),
  booking_id: bookingId,
  boat: text(100),
  start_time: moment,
  duration_hours: durationHours,
  location: text(300),
  guest_name: text(200),
  captain: captain.nullable(),
  // A reschedule mails everyone in one transaction, which DynamoDB limits to 100 writes.
  crew: z
    .array(deckhand)
    .max(40)
    .refine(
      (crew) => new Set(crew.map((member) => member.crew_id)).size === crew.length,
      'names somebody twice',
    ),
  notes: text(LONGEST_NOTES),
  guest_page_url: text(500),
  calendar_entry_id: text(200),
  upload_opens_at: moment.nullable(),
  upload_closes_at: moment.nullable(),
};

/** The body of `POST /events`. Unknown members are dropped: what crew can read holds nothing unasked. */
export const newEvent = z.object({
  ...fields,
  boat: fields.boat.default(''),
  location: fields.location.default(''),
  guest_name: fields.guest_name.default(''),
  captain: fields.captain.default(null),
  crew: fields.crew.default([]),
  notes: fields.notes.default(''),
  guest_page_url: fields.guest_page_url.default(''),
  calendar_entry_id: fields.calendar_entry_id.default(''),
  upload_opens_at: fields.upload_opens_at.default(null),
  upload_closes_at: fields.upload_closes_at.default(null),
});

export const eventChange = z.object(fields).partial();

export type EventFields = z.output<z.ZodObject<typeof fields>>;

/** Where one person stands. Somebody taken off the event stays here as `removed`, so that numbers never repeat. */
export interface Invitation {
  reply: 'invited' | 'confirmed' | 'declined' | 'removed';
  /** UTC, ISO 8601; null until a reply came. */
  replied_at: string | null;
  /** Counts this person's invitations; a link is good for the newest only. */
  number: number;
  /** The number of the first invitation since the person came (back) on the event. */
  since: number;
}

/** A crew event as it is stored: under the names of the POST, so that an operator can read and scrub it. */
export interface CrewEvent extends EventFields {
  event_id: string;
  status: 'live' | 'cancelled';
  /** By crew id. */
  replies: Record<string, Invitation>;
  /** The names of the fields that changed, never what they held. The newest 50. */
  change_log: { at: string; fields: string[] }[];
  created_at: string;
  updated_at: string;
  version: number;
}

/** Someone who is invited and counted. */
export interface Person {
  crew_id: string;
  role: string;
  name: string;
  email: string;
  /** Dollars an hour, and the hours they are paid for; null when the event doesn't say. */
  rate: number | null;
  hours: number | null;
}

/** Everyone on the event, once: a captain who also stands in the crew is the captain, paid for the charter's hours. */
export function people(event: EventFields): Person[] {
  const { captain, crew, duration_hours } = event;
  const deckhands = crew
    .filter((member) => member.crew_id !== captain?.crew_id)
    .map((member) => ({ ...member, rate: member.rate ?? null, hours: member.hours ?? null }));
  if (!captain) return deckhands;
  const asCrew = crew.find((member) => member.crew_id === captain.crew_id);
  const rate = captain.rate ?? asCrew?.rate ?? null;
  return [{ ...captain, role: 'captain', rate, hours: duration_hours }, ...deckhands];
}

export interface Schedule {
  /** RFC 3339 with an offset. */
  start_time: string;
  duration_hours: number;
}

export function startsAt({ start_time }: Schedule): number {
  return Date.parse(start_time);
}

export function endsAt(schedule: Schedule): number {
  return startsAt(schedule) + schedule.duration_hours * 3_600_000;
}

/** Two spellings of one instant are the same schedule. */
export function sameSchedule(a: Schedule, b: Schedule): boolean {
  return startsAt(a) === startsAt(b) && a.duration_hours === b.duration_hours;
}
