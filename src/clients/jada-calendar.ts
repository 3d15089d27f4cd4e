import { readAnswer } from './answer.ts';
import { BookingCollection } from './booking-collection.ts';
import { listing, listOrEmpty, textOrEmpty } from './contract.ts';
import { KeyedSender } from './keyed-sender.ts';
import type { Sender } from './request.ts';
import type { Secrets } from './secrets.ts';
import { number, object, optional, type Read, string } from './shape.ts';

/** The body of `POST /calendar`. */
export interface CalendarEntry {
  event_type: 'charter';
  event_name: string;
  booking_id: string;
  boat: string;
  /** The local day, `YYYY-MM-DD`. */
  date: string;
  /** RFC 3339 with the local offset. */
  start_time: string;
  duration_hours: number;
  location: string;
  guest_name: string;
  /** A crew id. */
  captain: string;
  /** Crew ids. */
  crew: string[];
  crew_assignments: { role: string; count: number }[];
  notes: string;
}

/** What an entry occupies. It may be a charter, or whatever else others put there; what it lacks is empty. */
const occupation = object({
  booking_id: textOrEmpty,
  event_name: textOrEmpty,
  boat: textOrEmpty,
  start_time: textOrEmpty,
  duration_hours: optional(number, null),
  captain: textOrEmpty,
  crew: listOrEmpty(string),
});
export type Occupation = Read<typeof occupation>;

export interface JadaCalendarOptions {
  sender: Sender;
  secrets: Pick<Secrets, 'get' | 'forget'>;
  /** The base URL, without a slash at its end. */
  url: string;
  honoursIdempotencyKeys: boolean;
}

/** JADA, the business's internal calendar. */
export class JadaCalendar extends BookingCollection<CalendarEntry> {
  constructor({ sender, secrets, url, honoursIdempotencyKeys }: JadaCalendarOptions) {
    super({
      sender: new KeyedSender(sender, secrets, 'dashboardToken', (token) => ({ 'X-Dashboard-Token': token })),
      service: 'JADA',
      url: `${url}/calendar`,
      noun: 'Entry',
      plural: 'entries',
      honoursIdempotencyKeys,
      idNames: ['entry_id', 'id', 'calendar_entry_id'],
    });
  }

  /** What overlaps the time between two moments, in epoch milliseconds. */
  async between(from: number, to: number, bookingId: string): Promise<Occupation[]> {
    const call = this.call('ListEntries', bookingId);
    const url = this.urlWith({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
    return readAnswer(listing('entries', occupation), await this.send('GET', url, call), call);
  }
}
