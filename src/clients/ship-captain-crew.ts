import { BookingCollection } from './booking-collection.ts';
import { identified, listOrEmpty, numberOrNull, textOrEmpty } from './contract.ts';
import { KeyedSender } from './keyed-sender.ts';
import type { Sender } from './request.ts';
import type { Secrets } from './secrets.ts';
import { sha256Hex } from './sha256.ts';
import { object, optional, type Read, string } from './shape.ts';

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

const person = { crew_id: string, name: textOrEmpty, email: textOrEmpty };

const crewEvent = identified(ID_NAMES, {
  event_name: textOrEmpty,
  booking_id: textOrEmpty,
  boat: textOrEmpty,
  start_time: textOrEmpty,
  duration_hours: numberOrNull,
  location: textOrEmpty,
  guest_name: textOrEmpty,
  captain: optional(object(person), null),
  crew: listOrEmpty(object({ ...person, role: textOrEmpty })),
  notes: textOrEmpty,
  guest_page_url: textOrEmpty,
  calendar_entry_id: textOrEmpty,
  upload_opens_at: textOrEmpty,
  upload_closes_at: textOrEmpty,
  /** `invited`, `confirmed` or `declined`, one for each person invited. */
  replies: listOrEmpty(object({ crew_id: string, reply: string })),
});

/** An event as SCC answers it: nobody's rate or hours. What a deployment leaves out is empty. */
export type StoredCrewEvent = Read<typeof crewEvent>;

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
