import { readAnswer } from './answer.ts';
import { BookingCollection } from './booking-collection.ts';
import { identified, listing, textOrEmpty } from './contract.ts';
import { KeyedSender } from './keyed-sender.ts';
import type { Sender } from './request.ts';
import type { Secrets } from './secrets.ts';
import { sha256Hex } from './sha256.ts';
import { list, object, type Read, string } from './shape.ts';

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

/** How one of those invited stands: `reply` is `invited` until an answer came, `mail` the state of the invitation. */
const crewReply = object({ crew_id: string, reply: string, mail: textOrEmpty });
export type CrewReply = Read<typeof crewReply>;

const ID_NAMES = ['event_id', 'id'];
const repliedEvent = identified(ID_NAMES, { replies: list(crewReply) });
/** A crew event with how everybody stands who is on it. */
export type RepliedEvent = Read<typeof repliedEvent>;

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
      idNames: ID_NAMES,
    });
  }

  /** How everybody stands who is on an event; nobody where the deployment doesn't tell. */
  async replies(id: string, bookingId: string): Promise<CrewReply[]> {
    const event = await this.read(id, bookingId);
    return event ? repliedEvent(event, '').replies : [];
  }

  /**
   * What was changed or replied to since a moment (epoch milliseconds), cancelled events included. A failure is not
   * followed by further attempts: whoever asks does so every few minutes.
   */
  async changedSince(moment: number): Promise<RepliedEvent[]> {
    const call = this.call('ListChangedEvents', '', { repeatable: false });
    const url = this.urlWith({ updated_since: new Date(moment).toISOString() });
    return readAnswer(listing('events', repliedEvent), await this.send('GET', url, call), call);
  }
}
