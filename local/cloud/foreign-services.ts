import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import type { DynamoDb } from './dynamodb.ts';
import { bodyText, type CloudRequest, type CloudResponse, respondJson } from './http-message.ts';
import { isObject, type JsonObject, parseJson, text } from './json.ts';
import type { Outbox } from './outbox.ts';
import { hex, type RandomBytes } from './random.ts';

/**
 * Deployments of JADA and ShipCaptainCrew that are somebody else's. They know the one POST each that the contract
 * names, take a key that is sent twice for two requests, and say 404 or 405 to anything more: no search, no change,
 * no removal. What they lack a person does over there, by hand.
 */
export class ForeignCollection {
  /** Everything that was ever posted and not taken away by hand, by its id. */
  readonly held = new Map<string, JsonObject>();
  private readonly path: string;
  private readonly idName: string;
  private readonly keyHeader: string;
  private readonly random: RandomBytes;
  private readonly created: (id: string, body: JsonObject) => Promise<void>;

  constructor(options: {
    /** Behind the stage, for example `/calendar`. */
    path: string;
    /** Under which name its answers give an id. */
    idName: string;
    keyHeader: string;
    random: RandomBytes;
    /** What follows from a POST: a stored item, a mail. */
    created?: (id: string, body: JsonObject) => Promise<void>;
  }) {
    this.path = options.path;
    this.idName = options.idName;
    this.keyHeader = options.keyHeader;
    this.random = options.random;
    this.created = options.created ?? (async () => undefined);
  }

  async answer(request: CloudRequest): Promise<CloudResponse> {
    const path = request.path.replace(/^\/[^/]*/, '');
    if (!request.headers[this.keyHeader]) return respondJson(401, { message: 'Unauthorized' });
    if (path !== this.path) return respondJson(404, { message: 'Not Found' });
    if (request.method !== 'POST') return respondJson(405, { message: 'Method Not Allowed' });
    const body = parseJson(bodyText(request));
    if (!isObject(body)) return respondJson(400, { message: 'Bad Request' });
    const id = hex(this.random, 8);
    this.held.set(id, body);
    await this.created(id, body);
    return respondJson(201, { [this.idName]: id });
  }

  ofBooking(bookingId: string): [id: string, body: JsonObject][] {
    return [...this.held].filter(([, body]) => body.booking_id === bookingId);
  }

  /** As a person does it in that system's own pages. */
  changeByHand(bookingId: string, changes: JsonObject): void {
    for (const [id, body] of this.ofBooking(bookingId)) this.held.set(id, { ...body, ...changes });
  }

  removeByHand(bookingId: string): void {
    for (const [id] of this.ofBooking(bookingId)) this.held.delete(id);
  }
}

export interface ForeignServices {
  calendar: ForeignCollection;
  crewSystem: ForeignCollection;
}

/** The crew system keeps its events in DynamoDB, like ours, and mails each person once for each POST. */
export function foreignServices(parts: {
  dynamoDb: DynamoDb;
  outbox: Outbox;
  clock: Clock;
  random: RandomBytes;
}): ForeignServices {
  const { dynamoDb, outbox, clock, random } = parts;
  const invite = (to: string, body: JsonObject) =>
    outbox.add({
      id: hex(random, 16),
      when: clock.now(),
      from: deployment.mail.crewSender,
      to: [to],
      cc: [],
      bcc: [],
      replyTo: [],
      subject: `You are invited to crew: ${text(body.event_name)}`,
      html: undefined,
      text: `${text(body.boat)}\n${text(body.start_time)}`,
      headers: {},
    });
  return {
    calendar: new ForeignCollection({
      path: '/calendar',
      idName: 'calendar_entry_id',
      keyHeader: 'x-dashboard-token',
      random,
    }),
    crewSystem: new ForeignCollection({
      path: '/events',
      idName: 'event_id',
      keyHeader: 'x-service-key',
      random,
      created: async (id, body) => {
        await dynamoDb.putTexts(deployment.eventsTable, { event_id: id, notes: text(body.notes) ?? '' });
        const people = [body.captain, ...(Array.isArray(body.crew) ? body.crew : [])];
        for (const person of people) if (isObject(person)) invite(text(person.email) ?? '', body);
      },
    }),
  };
}
