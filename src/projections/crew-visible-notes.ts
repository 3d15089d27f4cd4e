import type { Revenue } from '../booking/revenue.ts';
import type { DynamoDb } from '../clients/dynamodb.ts';
import { fingerprint } from './fingerprint.ts';
import type { Found, Inspection, Json, Projection, Subject } from './projection.ts';
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

  async create(subject: Subject): Promise<{ id: string }> {
    const eventId = subject.idOf('crew event');
    if (eventId === '') {
      subject.warn('The crew event’s id is not known, so its notes could not be checked for money.');
      return { id: '' };
    }
    for (let tries = 1; tries <= TRIES; tries += 1) {
      if (await this.scrub(eventId, subject)) return { id: eventId };
    }
    throw new Contended(eventId);
  }

  update(subject: Subject): Promise<{ id: string }> {
    return this.create(subject);
  }

  async remove(): Promise<void> {
    // They went with the crew event.
  }

  inWords(_subject: Subject, action: string): string {
    return action === 'remove'
      ? 'go with the crew event'
      : 'looks for money in what the crew reads, and takes it out';
  }

  async find(subject: Subject): Promise<Found> {
    const id = subject.idOf('crew event');
    return id ? { kind: 'found', id } : { kind: 'absent' };
  }

  async inspect(subject: Subject): Promise<Inspection> {
    // The event may have been made anew since its notes were looked through.
    const eventId = subject.idOf('crew event');
    if (eventId === '') return { kind: 'cannot be asked', why: 'the crew event’s id is not known' };
    const texts = await this.database.getItem(this.item(eventId, subject));
    if (texts === null) return { kind: 'cannot be asked', why: `it is not in the table ${this.table}` };
    const { before } = scrubbed(texts, subject.booking.revenue);
    return {
      kind: 'seen',
      differences: Object.keys(before).map(
        (name) => `what the charter earns stands in ${name.replace(/_/g, ' ')}`,
      ),
    };
  }

  /** False: the event changed between reading and writing. */
  private async scrub(eventId: string, subject: Subject): Promise<boolean> {
    const item = this.item(eventId, subject);
    const texts = await this.database.getItem(item);
    if (texts === null) {
      subject.warn(
        `The crew event is not in the table ${this.table}, so its notes could not be checked for money.`,
      );
      return true;
    }
    const { before, after } = scrubbed(texts, subject.booking.revenue);
    return Object.keys(after).length === 0 || this.database.replaceText({ ...item, before, after });
  }

  private item(eventId: string, { booking: { bookingId } }: Subject) {
    return { table: this.table, key: { event_id: eventId }, attributes: CREW_VISIBLE, bookingId };
  }
}

/** The texts that show money, and what they become. */
function scrubbed(texts: Record<string, string>, revenue: Revenue) {
  const before: Record<string, string> = {};
  const after: Record<string, string> = {};
  for (const [name, text] of Object.entries(texts)) {
    const clean = scrubMoney(text, revenue);
    if (clean === text) continue;
    before[name] = text;
    after[name] = clean;
  }
  return { before, after };
}

class Contended extends Error {
  override readonly name = 'Contended';

  constructor(eventId: string) {
    super(`others changed the crew event ${eventId} at each of ${TRIES} attempts to take money out of it`);
  }
}
