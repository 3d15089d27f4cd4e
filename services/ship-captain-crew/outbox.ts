import type { Log } from '../shared/service-app.ts';
import { ServiceError } from '../shared/service-error.ts';
import { endsAt, people } from './crew-event.ts';
import { cancellationMail, invitationMail } from './crew-mail.ts';
import type { EventStore } from './event-store.ts';
import type { MagicLinks } from './magic-link.ts';
import type { Mail, Mailer } from './mailer.ts';
import { invitationId, type OutboxEntry, type OutboxStore } from './outbox-store.ts';

export interface OutboxDependencies {
  store: OutboxStore;
  events: EventStore;
  links: MagicLinks;
  mailer: Mailer;
  timeZone: string;
  now: () => number;
  log: Log;
}

/** With one more request to SES this stays well under the function's time-out. What doesn't fit is left to the schedule. */
const DRAIN_MILLISECONDS = 6_000;
const FIRST_PAUSE_MILLISECONDS = 30_000;
const LONGEST_PAUSE_MILLISECONDS = 60 * 60_000;
const MOST_ATTEMPTS = 30;
const MAYBE_MAILED = new Set(['sending', 'sent', 'unknown']);

/**
 * Sends what is queued, one claimed entry at a time. An entry is claimed by a conditional write before its mail
 * leaves and settled after it. SES can't tell whether it has seen a mail before, so a process that dies between
 * the two leaves a mail that may or may not have arrived: when its claim lapses it becomes `unknown`, stands so
 * in `GET /events/{id}`, and is not sent again on a guess.
 */
export class Outbox {
  private readonly dependencies: OutboxDependencies;

  constructor(dependencies: OutboxDependencies) {
    this.dependencies = dependencies;
  }

  /** Sends all that is due: new mails, and those put off; settles claims that lapsed. */
  async drainDue(): Promise<void> {
    await this.drain(await this.dependencies.store.due());
  }

  /** Sends these, as far as they are due. Never throws: what it leaves undone, the schedule does. */
  async drain(ids: string[]): Promise<void> {
    const until = this.dependencies.now() + DRAIN_MILLISECONDS;
    for (const id of ids) {
      if (this.dependencies.now() > until) break;
      try {
        await this.deliver(id);
      } catch (error) {
        this.record('interrupted', nameOf(error));
      }
    }
  }

  private async deliver(id: string): Promise<void> {
    const { store, now } = this.dependencies;
    const entry = await store.get(id);
    if (!entry || Date.parse(entry.due_at) > now()) return;
    if (entry.state === 'sending') {
      if (await store.settle(entry, 'unknown', { reason: 'claim lapsed' }))
        this.record('unknown', 'claim lapsed');
      return;
    }
    const claimed = entry.state === 'pending' ? await store.claim(entry) : null;
    if (!claimed) return;

    let mail: Mail | null;
    try {
      mail = await this.compose(claimed);
    } catch (error) {
      await this.putOff(claimed, nameOf(error));
      return;
    }
    if (!mail) {
      await store.settle(claimed, 'skipped');
      this.record('skipped', null);
      return;
    }
    await this.send(claimed, mail);
  }

  private async send(entry: OutboxEntry, mail: Mail): Promise<void> {
    const { store, mailer } = this.dependencies;
    const delivery = await mailer(mail);
    switch (delivery.outcome) {
      case 'sent':
        await store.settle(entry, 'sent', { message_id: delivery.messageId });
        this.record('sent', null);
        break;
      case 'unknown':
        await store.settle(entry, 'unknown', { reason: delivery.reason });
        this.record('unknown', delivery.reason);
        break;
      case 'unsent':
        if (delivery.retry) await this.putOff(entry, delivery.reason);
        else await this.giveUp(entry, delivery.reason);
    }
  }

  private async putOff(entry: OutboxEntry, reason: string): Promise<void> {
    if (entry.attempts >= MOST_ATTEMPTS) return this.giveUp(entry, reason);
    const pause = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** (entry.attempts - 1), LONGEST_PAUSE_MILLISECONDS);
    await this.dependencies.store.postpone(entry, pause, reason);
    this.record('postponed', reason);
  }

  private async giveUp(entry: OutboxEntry, reason: string): Promise<void> {
    await this.dependencies.store.settle(entry, 'failed', { reason });
    this.record('failed', reason);
  }

  /** The mail as of now, or null when events have overtaken it. Read after the claim, so that a cancellation that sees no claim may rely on it. */
  private async compose(entry: OutboxEntry): Promise<Mail | null> {
    const { events, links, timeZone, now } = this.dependencies;
    const event = await events.get(entry.event_id);
    if (!event) return null;

    if (entry.kind === 'cancellation') {
      const wasMailed = await this.wasMailed(entry, entry.number);
      if (!wasMailed || !entry.previous) return null;
      return cancellationMail({
        event,
        name: entry.name,
        to: entry.email,
        schedule: entry.previous,
        timeZone,
      });
    }

    const { event_id: eventId, crew_id: crewId, number } = entry;
    const person = people(event).find(({ crew_id }) => crew_id === crewId);
    const stands = event.replies[crewId];
    const overtaken = event.status !== 'live' || endsAt(event) <= now() || stands?.number !== number;
    if (overtaken || !person) return null;
    const again = entry.kind === 'invitation' && (await this.wasMailed(entry, number - 1));
    return invitationMail({
      event,
      person,
      to: entry.email,
      link: await links.create({ eventId, crewId, number }),
      occasion: entry.kind === 'link' ? 'link' : again ? 'change' : 'invitation',
      previous: entry.previous,
      timeZone,
    });
  }

  /** Whether an invitation up to `last`, of this stay on the event, has reached the person or may have. */
  private async wasMailed({ event_id, crew_id, since }: OutboxEntry, last: number): Promise<boolean> {
    const ids: string[] = [];
    for (let number = since; number <= last; number++) ids.push(invitationId(event_id, crew_id, number));
    const states = await this.dependencies.store.states(ids);
    return [...states.values()].some((state) => MAYBE_MAILED.has(state));
  }

  private record(outcome: string, reason: string | null): void {
    this.dependencies.log({ service: 'ship-captain-crew', event: 'mail', outcome, reason });
  }
}

/** What a log may say of an error: its message could hold an address. */
function nameOf(error: unknown): string {
  if (error instanceof ServiceError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
