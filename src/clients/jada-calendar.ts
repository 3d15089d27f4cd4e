import { readAnswer } from './answer.ts';
import { BookingCollection } from './booking-collection.ts';
import { identified, listing, listOrEmpty, numberOrNull, textOrEmpty } from './contract.ts';
import { KeyedSender } from './keyed-sender.ts';
import type { Sender } from './request.ts';
import type { Secrets } from './secrets.ts';
import { number, object, type Read, string } from './shape.ts';

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

const ID_NAMES = ['entry_id', 'id', 'calendar_entry_id'];

const calendarEntry = identified(ID_NAMES, {
  event_type: textOrEmpty,
  event_name: textOrEmpty,
  booking_id: textOrEmpty,
  boat: textOrEmpty,
  date: textOrEmpty,
  start_time: textOrEmpty,
  duration_hours: numberOrNull,
  location: textOrEmpty,
  guest_name: textOrEmpty,
  captain: textOrEmpty,
  crew: listOrEmpty(string),
  crew_assignments: listOrEmpty(object({ role: string, count: number })),
  notes: textOrEmpty,
});

/** An entry as the calendar holds it: a charter, or whatever else others put there. What it lacks is empty. */
export type StoredCalendarEntry = Read<typeof calendarEntry>;

export interface JadaCalendarOptions {
  sender: Sender;
  secrets: Pick<Secrets, 'get' | 'forget'>;
  /** The base URL, from Settings. */
  url: string;
  honoursIdempotencyKeys: boolean;
}

/** JADA, the business's internal calendar. */
export class JadaCalendar extends BookingCollection<CalendarEntry, StoredCalendarEntry> {
  constructor({ sender, secrets, url, honoursIdempotencyKeys }: JadaCalendarOptions) {
    super({
      sender: new KeyedSender(sender, secrets, 'dashboardToken', (token) => ({ 'X-Dashboard-Token': token })),
      service: 'JADA',
      url: `${url.replace(/\/+$/, '')}/calendar`,
      noun: 'Entry',
      plural: 'entries',
      honoursIdempotencyKeys,
      created: identified(ID_NAMES, {}),
      entry: calendarEntry,
    });
  }

  /** What overlaps the time between two moments, in epoch milliseconds. */
  async between(from: number, to: number, bookingId: string): Promise<StoredCalendarEntry[]> {
    const call = this.call('ListEntries', bookingId);
    const url = this.urlWith({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
    return readAnswer(listing('entries', calendarEntry), await this.send('GET', url, call), call);
  }
}
