import type { Hono } from 'hono';
import * as z from 'zod';
import { changed } from '../shared/changed.ts';
import { bookingId, moment } from '../shared/fields.ts';
import type { Idempotency } from '../shared/idempotency.ts';
import { readJson, validate } from '../shared/request-body.ts';
import { ServiceError } from '../shared/service-error.ts';
import { TransactionRefused } from '../shared/transaction.ts';
import { type CrewEvent, eventChange, newEvent } from './crew-event.ts';
import { planCancellation, planChange, planCreation } from './crew-plan.ts';
import type { EventStore } from './event-store.ts';
import { eventView, invitationIds } from './event-view.ts';
import type { Outbox } from './outbox.ts';
import type { OutboxStore } from './outbox-store.ts';

export interface EventRouteDependencies {
  events: EventStore;
  outboxStore: OutboxStore;
  outbox: Outbox;
  idempotency: Idempotency;
  now: () => number;
  randomId: () => string;
}

const WRITE_ATTEMPTS = 4;
const LOG_LENGTH = 50;
const byBooking = z.object({ booking_id: bookingId });
const byUpdate = z.object({ updated_since: moment });

/** The routes for the holder of the service key; `app.ts` lists them. */
export function addEventRoutes(app: Hono, dependencies: EventRouteDependencies): void {
  const { events, outboxStore, outbox, idempotency, now, randomId } = dependencies;

  app.post('/events', async (context) => {
    const body = await readJson(context);
    let queued: string[] = [];
    const {
      status,
      body: answer,
      replayed,
    } = await idempotency
      .once(context.req.header('Idempotency-Key'), body, async (remember) => {
        const fields = validate(newEvent, body);
        const at = timestamp();
        const { replies, mails } = planCreation(fields, now());
        const event: CrewEvent = {
          ...fields,
          event_id: `evt_${randomId()}`,
          status: 'live',
          replies,
          change_log: [],
          created_at: at,
          updated_at: at,
          version: 1,
        };
        const created = { status: 201 as const, body: { event_id: event.event_id } };
        const queue = outboxStore.queue(event, mails);
        await events.create(event, { ...remember(created), ...queue });
        queued = Object.keys(queue);
        return created;
      })
      .catch((error: unknown) => refuseSecondEvent(error, body));
    await outbox.drain(queued);
    if (replayed) context.header('Idempotency-Replayed', 'true');
    return context.json(answer, status);
  });

  app.get('/events', async (context) => {
    const query = context.req.query();
    if (query.booking_id !== undefined) {
      const event = await events.findByBooking(validate(byBooking, query).booking_id);
      return context.json({ events: await views(event ? [event] : []) });
    }
    if (query.updated_since === undefined) {
      throw new ServiceError(400, 'invalid_request', 'Ask for a booking_id, or for updated_since.');
    }
    const since = new Date(validate(byUpdate, query).updated_since);
    return context.json({ events: await views(await events.updatedSince(since)) });
  });

  app.get('/events/:id', async (context) => {
    const [view] = await views([await liveEvent(context.req.param('id'))]);
    return context.json(view);
  });

  app.patch('/events/:id', async (context) => {
    const { booking_id, ...patch } = validate(eventChange, await readJson(context));
    const id = context.req.param('id');
    const event = await write(async () => {
      const event = await liveEvent(id);
      if (booking_id && booking_id.toLowerCase() !== event.booking_id.toLowerCase()) {
        throw new ServiceError(400, 'invalid_request', 'booking_id: an event stays with its booking.');
      }
      const next = { ...event, ...patch } as CrewEvent;
      const fields = Object.keys(changed(event, next)).sort();
      if (fields.length === 0) return event;
      const { replies, mails } = planChange(event, next, now());
      const at = timestamp();
      const log = [...event.change_log, { at, fields }].slice(-LOG_LENGTH);
      const changes = changed(event, { ...next, replies, change_log: log, updated_at: at });
      const queue = outboxStore.queue(next, mails);
      if (!(await events.update(event, changes, queue))) return null;
      await outbox.drain(Object.keys(queue));
      return { ...event, ...changes, version: event.version + 1 };
    });
    const [view] = await views([event]);
    return context.json(view);
  });

  app.delete('/events/:id', async (context) => {
    const id = context.req.param('id');
    await write(async () => {
      const event = await events.get(id);
      if (!event) throw eventNotFound();
      if (event.status === 'cancelled') return event;
      const queue = outboxStore.queue(event, planCancellation(event, now()));
      const at = timestamp();
      const log = [...event.change_log, { at, fields: ['status'] }].slice(-LOG_LENGTH);
      const changes = { status: 'cancelled' as const, updated_at: at, change_log: log };
      if (!(await events.update(event, changes, queue))) return null;
      await outbox.drain(Object.keys(queue));
      return event;
    });
    return context.body(null, 204);
  });

  /** Repeats a read-and-write whose event somebody else changed in between, which the attempt tells by null. */
  async function write(attempt: () => Promise<CrewEvent | null>): Promise<CrewEvent> {
    for (let attempts = 1; attempts <= WRITE_ATTEMPTS; attempts++) {
      const event = await attempt();
      if (event) return event;
    }
    throw new ServiceError(409, 'event_busy', 'Others keep changing this event. Read it and send again.');
  }

  async function liveEvent(id: string): Promise<CrewEvent> {
    const event = await events.get(id);
    if (!event) throw eventNotFound();
    if (event.status === 'live') return event;
    throw new ServiceError(
      404,
      'event_cancelled',
      'This event was cancelled. Create another one for the booking with POST /events.',
    );
  }

  async function refuseSecondEvent(error: unknown, body: unknown): Promise<never> {
    if (!(error instanceof TransactionRefused && error.failed.has('booking'))) throw error;
    const event = await events.findByBooking(validate(newEvent, body).booking_id);
    throw new ServiceError(
      409,
      'booking_exists',
      'This booking has a crew event already. Change that one with PATCH.',
      event ? { event_id: event.event_id } : {},
    );
  }

  async function views(list: CrewEvent[]) {
    const mails = await outboxStore.states(list.flatMap(invitationIds));
    return list.map((event) => eventView(event, mails));
  }

  function timestamp(): string {
    return new Date(now()).toISOString();
  }
}

function eventNotFound(): ServiceError {
  return new ServiceError(404, 'event_not_found', 'There is no such event. Look for it by booking_id.');
}
