import { BookingCollection } from './booking-collection.ts';
import { KeyedSender } from './keyed-sender.ts';
import type { Sender } from './request.ts';
import type { Secrets } from './secrets.ts';
import { sha256Hex } from './sha256.ts';

/** The body of `POST /events`. Moments are RFC 3339: the start with the local offset, the uploads in UTC. */
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

export interface ShipCaptainCrewOptions {
  sender: Sender;
  secrets: Pick<Secrets, 'get' | 'forget'>;
  /** The base URL, without a slash at its end: API Gateway's own, because CloudFront strips the key's header. */
  url: string;
  honoursIdempotencyKeys: boolean;
  /** Some deployments expect the key's SHA-256 (hex) in its place. */
  keySentAsHash: boolean;
}

/** SCC, the crew system. It invites crew and captain itself, by mail. */
export class ShipCaptainCrew extends BookingCollection<CrewEvent> {
  constructor({ sender, secrets, url, honoursIdempotencyKeys, keySentAsHash }: ShipCaptainCrewOptions) {
    super({
      sender: new KeyedSender(sender, secrets, 'serviceKey', (key) => ({
        'X-Service-Key': keySentAsHash ? sha256Hex(key) : key,
      })),
      service: 'SCC',
      url: `${url}/events`,
      noun: 'Event',
      plural: 'events',
      honoursIdempotencyKeys,
      idNames: ['event_id', 'id'],
    });
  }
}
