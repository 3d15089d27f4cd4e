import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ServiceError } from '../shared/service-error.ts';
import { people } from './crew-event.ts';
import type { BadLink, Standing, StandingOf } from './crew-standing.ts';
import type { EventStore } from './event-store.ts';
import type { Outbox } from './outbox.ts';
import type { OutboxStore } from './outbox-store.ts';

export interface CrewAnswerDependencies {
  standingOf: StandingOf;
  events: EventStore;
  outboxStore: OutboxStore;
  outbox: Outbox;
  now: () => number;
}

/** What came of a press of a button: 409 when it came too late, 400 when the page has no such button. */
export interface Answered {
  standing: Standing;
  status: ContentfulStatusCode;
  /** A fresh link was mailed, now or a few minutes ago. */
  linkMailed: boolean;
}

/** A whole crew may answer at once; each attempt that one of them loses, another one wins. */
const WRITE_ATTEMPTS = 30;
/** Nobody is mailed a fresh link more often than this. */
const LINK_PAUSE_MILLISECONDS = 10 * 60_000;
const REPLIES = { confirm: 'confirmed', decline: 'declined' } as const;

/** What the buttons of the crew page do. */
export class CrewAnswers {
  private readonly dependencies: CrewAnswerDependencies;

  constructor(dependencies: CrewAnswerDependencies) {
    this.dependencies = dependencies;
  }

  async answer(token: string, wish: string): Promise<Answered | BadLink> {
    for (let attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      const standing = await this.dependencies.standingOf(token);
      if (typeof standing === 'string') return standing;
      const { state } = standing;
      if (wish === 'link' && state === 'expired') {
        await this.mailFreshLink(standing);
        return { standing, status: 200, linkMailed: true };
      }
      if (state !== 'open' && state !== 'confirmed' && state !== 'declined') {
        return { standing, status: 409, linkMailed: false };
      }
      if (wish !== 'confirm' && wish !== 'decline') return { standing, status: 400, linkMailed: false };
      const stands = state === REPLIES[wish] || (await this.record(standing, REPLIES[wish]));
      if (!stands) continue;
      const after = await this.dependencies.standingOf(token);
      return typeof after === 'string' ? after : { standing: after, status: 200, linkMailed: false };
    }
    throw new ServiceError(409, 'event_busy', 'The charter is being changed right now. Please try again.');
  }

  /** Whether the event was still the one that was read. */
  private async record(
    { event, crewId, invitation }: Standing,
    reply: 'confirmed' | 'declined',
  ): Promise<boolean> {
    const { events, now } = this.dependencies;
    const at = new Date(now()).toISOString();
    const replies = { ...event.replies, [crewId]: { ...invitation, reply, replied_at: at } };
    return events.update(event, { replies, updated_at: at }, {});
  }

  /** Mails a link for the invitation that stands, to the address on the event and to no other. */
  private async mailFreshLink({ event, crewId, invitation }: Standing): Promise<void> {
    const { outboxStore, outbox, now } = this.dependencies;
    const person = people(event).find(({ crew_id }) => crew_id === crewId);
    if (!person) return;
    const { name, email } = person;
    const { number, since } = invitation;
    const id = await outboxStore.queueLink(
      event,
      { crew_id: crewId, name, email, number, since, previous: null },
      String(Math.floor(now() / LINK_PAUSE_MILLISECONDS)),
    );
    if (id) await outbox.drain([id]);
  }
}
