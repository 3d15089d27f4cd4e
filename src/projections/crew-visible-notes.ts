import type { Revenue } from '../booking/revenue.ts';
import type { DynamoDb } from '../clients/dynamodb.ts';
import type { Attempt } from '../clients/request.ts';
import { fingerprint } from './fingerprint.ts';
import type { Found, Json, Projection, Subject } from './projection.ts';
import { scrubMoney } from './scrub.ts';

type Desired = { event: string; figures: Json };

/** The attributes of the event that the crew reads and that somebody can have written money into. */
const CREW_VISIBLE = ['event_name', 'boat', 'location', 'guest_name', 'notes'] as const;
/** Somebody else may write the event between our reading and our writing. */
const TRIES = 3;

/** The second line of defence: takes the charter's money out of what the crew system stores, whoever put it there. */
export class CrewVisibleNotesProjection implements Projection<Desired> {
  readonly name = 'crew-visible notes';
  readonly waitsFor = ['crew event'] as const;
  readonly afterUnknownCreation = 'repeat';
  private readonly database: DynamoDb;
  private readonly table: string;
  private readonly crewEvent: (subject: Subject) => Json | null;

  constructor(database: DynamoDb, table: string, crewEvent: (subject: Subject) => Json | null) {
    this.database = database;
    this.table = table;
    this.crewEvent = crewEvent;
  }

  desired(subject: Subject): Desired | null {
    const event = this.crewEvent(subject);
    if (event === null) return null;
    return { event: fingerprint(event), figures: { ...subject.booking.revenue } };
  }

  async create(subject: Subject, _desired: Desired, attempt: Attempt): Promise<{ id: string }> {
    const eventId = subject.idOf('crew event');
    if (eventId === '') {
      subject.warn('The crew event’s id is not known, so its notes could not be checked for money.');
      return { id: '' };
    }
    for (let tries = 1; tries <= TRIES; tries += 1) {
      if (await this.scrub(eventId, subject.booking.revenue, attempt)) return { id: eventId };
    }
    throw new Contended(eventId);
  }

  update(subject: Subject, desired: Desired, _placed: unknown, attempt: Attempt): Promise<{ id: string }> {
    return this.create(subject, desired, attempt);
  }

  async remove(): Promise<void> {
    // They went with the crew event.
  }

  async find(subject: Subject): Promise<Found> {
    const id = subject.idOf('crew event');
    return id ? { kind: 'found', id } : { kind: 'absent' };
  }

  /** False: the event changed between reading and writing. */
  private async scrub(eventId: string, revenue: Revenue, { bookingId }: Attempt): Promise<boolean> {
    const address = { table: this.table, key: { event_id: eventId }, bookingId };
    const texts = (await this.database.getItem({ ...address, attributes: CREW_VISIBLE })) ?? {};
    const before: Record<string, string> = {};
    const after: Record<string, string> = {};
    for (const [name, text] of Object.entries(texts)) {
      const clean = scrubMoney(text, revenue);
      if (clean === text) continue;
      before[name] = text;
      after[name] = clean;
    }
    return Object.keys(after).length === 0 || this.database.replaceText({ ...address, before, after });
  }
}

class Contended extends Error {
  override readonly name = 'Contended';

  constructor(eventId: string) {
    super(`others changed the crew event ${eventId} at each of ${TRIES} attempts to take money out of it`);
  }
}
