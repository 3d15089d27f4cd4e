import type { DynamoDb } from '../clients/dynamodb.ts';
import { fingerprint } from './fingerprint.ts';
import type { Found, Json, Projection, Subject } from './projection.ts';
import { scrubMoney } from './scrub.ts';

type Desired = { event: string; figures: Json };

/** The attributes of the event that the crew can read and a person can have written money into. */
const CREW_VISIBLE = ['notes', 'event_name', 'location'] as const;
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
    return event && { event: fingerprint(event), figures: { ...subject.booking.revenue } };
  }

  async create(subject: Subject): Promise<{ id: string }> {
    const eventId = subject.idOf('crew event');
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      if (await this.scrub(subject, eventId)) return { id: eventId };
    }
    throw new Error(
      `the crew event ${eventId} was changed by others at each of ${TRIES} attempts to scrub it`,
    );
  }

  update(subject: Subject): Promise<{ id: string }> {
    return this.create(subject);
  }

  async remove(): Promise<void> {
    // They went with the crew event.
  }

  async find(subject: Subject): Promise<Found> {
    const id = subject.idOf('crew event');
    return id ? { kind: 'found', id } : { kind: 'absent' };
  }

  /** False: the event changed between reading and writing. */
  private async scrub({ booking }: Subject, eventId: string): Promise<boolean> {
    const { bookingId, revenue } = booking;
    const key = { event_id: eventId };
    const item = await this.database.getItem({ table: this.table, key, attributes: CREW_VISIBLE, bookingId });
    const before: Record<string, string> = {};
    const after: Record<string, string> = {};
    for (const name of CREW_VISIBLE) {
      const text = item?.[name];
      if (text === undefined) continue;
      const clean = scrubMoney(text, revenue);
      if (clean === text) continue;
      before[name] = text;
      after[name] = clean;
    }
    if (Object.keys(after).length === 0) return true;
    return this.database.replaceText({ table: this.table, key, before, after, bookingId });
  }
}
