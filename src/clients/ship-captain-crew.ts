import { BookingCollection } from './booking-collection.ts';
import { identified, list, number, text } from './contract.ts';
import { KeyedSender } from './keyed-sender.ts';
import type { Sender } from './request.ts';
import type { Secrets } from './secrets.ts';
import { sha256Hex } from './sha256.ts';
import { z } from './zod.ts';

/** The body of `POST /events`. Moments are RFC 3339 with the local offset. */
export interface CrewEvent {
  event_name: string;
  booking_id: string;
  boat: string;
  start_time: string;
  duration_hours: number;
  location: string;
  guest_name: string;
  captain: { crew_id: string; name: string; email: string };
  /** `rate` in dollars an hour; SCC shows it to its owner only. */
  crew: { crew_id: string; role: string; name: string; email: string; rate: number; hours: number }[];
  notes: string;
  guest_page_url: string;
  calendar_entry_id: string;
  upload_opens_at: string;
  upload_closes_at: string;
}

const ID_NAMES = ['event_id', 'id'];

const person = z.object({ crew_id: z.string(), name: text, email: text });

const crewEvent = identified(ID_NAMES, {
  event_name: text,
  booking_id: text,
  boat: text,
  start_time: text,
  duration_hours: number,
  location: text,
  guest_name: text,
  captain: z.nullish(person),
  crew: list(z.object({ ...person.shape, role: text })),
  notes: text,
  guest_page_url: text,
  calendar_entry_id: text,
  upload_opens_at: text,
  upload_closes_at: text,
  /** `invited`, `confirmed` or `declined`, one for each person invited. */
  replies: list(z.object({ crew_id: z.string(), reply: z.string() })),
});

/** An event as SCC answers it: nobody's rate or hours. What a deployment leaves out is empty. */
export type StoredCrewEvent = z.output<typeof crewEvent>;

export interface ShipCaptainCrewOptions {
  sender: Sender;
  secrets: Pick<Secrets, 'get' | 'forget'>;
  /** The base URL, from Settings: API Gateway's own, because CloudFront strips the key's header. */
  url: string;
  honoursIdempotencyKeys: boolean;
  /** Some deployments expect the key's SHA-256 (hex) in its place. */
  keySentAsHash: boolean;
}

/** SCC, the crew system. It invites crew and captain itself, by mail. */
export class ShipCaptainCrew extends BookingCollection<CrewEvent, StoredCrewEvent> {
  constructor({ sender, secrets, url, honoursIdempotencyKeys, keySentAsHash }: ShipCaptainCrewOptions) {
    super({
      sender: new KeyedSender(sender, secrets, 'serviceKey', (key) => ({
        'X-Service-Key': keySentAsHash ? sha256Hex(key) : key,
      })),
      service: 'SCC',
      url: `${url.replace(/\/+$/, '')}/events`,
      noun: 'Event',
      plural: 'events',
      honoursIdempotencyKeys,
      created: identified(ID_NAMES, {}),
      entry: crewEvent,
    });
  }
}
