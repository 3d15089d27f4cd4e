import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Hono } from 'hono';
import * as z from 'zod';
import { changed } from '../shared/changed.ts';
import { bookingId, moment } from '../shared/fields.ts';
import { Idempotency } from '../shared/idempotency.ts';
import { keyGuard } from '../shared/key-guard.ts';
import { readJson, validate } from '../shared/request-body.ts';
import { createServiceApp, type Log } from '../shared/service-app.ts';
import { ServiceError } from '../shared/service-error.ts';
import { TransactionRefused } from '../shared/transaction.ts';
import { type Entry, entryChange, newEntry, scheduled, view } from './entry.ts';
import { EntryStore } from './entry-store.ts';
import type { Environment } from './environment.ts';

export interface Dependencies {
  environment: Environment;
  documents: DynamoDBDocumentClient;
  /** Epoch milliseconds. */
  now: () => number;
  /** A new identifier that nobody can guess. */
  randomId: () => string;
  log: Log;
}

const WRITE_ATTEMPTS = 4;

const byBooking = z.object({ booking_id: bookingId });
const byWindow = z
  .object({ from: moment, to: moment })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), 'from: must be earlier than to');

/**
 * JADA's calendar: one entry a booking. Every route needs `X-Dashboard-Token`.
 *
 * | route | answer |
 * |---|---|
 * | `POST /calendar` | 201 `{entry_id}`; 409 `booking_exists` with the `entry_id` there is |
 * | `GET /calendar/{id}` | 200 the entry |
 * | `GET /calendar?booking_id=` | 200 `{entries}`, none or one, strongly consistent |
 * | `GET /calendar?from=&to=` | 200 `{entries}` that overlap the window (RFC 3339) |
 * | `PATCH /calendar/{id}` | 200 the entry |
 * | `DELETE /calendar/{id}` | 204; 404 when it is gone already |
 */
export function createApp({ environment, documents, now, randomId, log }: Dependencies): Hono {
  const entries = new EntryStore(documents, environment.ENTRIES_TABLE);
  const idempotency = new Idempotency(documents, environment.IDEMPOTENCY_TABLE, now);
  const app = createServiceApp('jada-calendar', log, now);

  app.use(
    '/calendar/*',
    keyGuard({
      header: 'X-Dashboard-Token',
      variable: 'DASHBOARD_TOKEN_HASH',
      hashes: environment.DASHBOARD_TOKEN_HASH,
    }),
  );

  app.post('/calendar', async (context) => {
    const body = await readJson(context);
    const {
      status,
      body: answer,
      replayed,
    } = await idempotency
      .once(context.req.header('Idempotency-Key'), body, async (remember) => {
        const at = new Date(now()).toISOString();
        const entry: Entry = {
          ...scheduled(validate(newEntry, body)),
          entry_id: `cal_${randomId()}`,
          created_at: at,
          updated_at: at,
          version: 1,
        };
        const created = { status: 201 as const, body: { entry_id: entry.entry_id } };
        await entries.create(entry, remember(created));
        return created;
      })
      .catch((error: unknown) => refuseSecondEntry(error, body));
    if (replayed) context.header('Idempotency-Replayed', 'true');
    return context.json(answer, status);
  });

  app.get('/calendar', async (context) => {
    const query = context.req.query();
    if (query.booking_id !== undefined) {
      const entry = await entries.findByBooking(validate(byBooking, query).booking_id);
      return context.json({ entries: entry ? [view(entry)] : [] });
    }
    if (query.from === undefined && query.to === undefined) {
      throw new ServiceError(
        400,
        'invalid_request',
        'Ask for a booking_id, or for a window with from and to.',
      );
    }
    const { from, to } = validate(byWindow, query);
    return context.json({ entries: (await entries.overlapping(new Date(from), new Date(to))).map(view) });
  });

  app.get('/calendar/:id', async (context) => context.json(view(await existing(context.req.param('id')))));

  app.patch('/calendar/:id', async (context) => {
    const patch = validate(entryChange, await readJson(context));
    for (let attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      const entry = await existing(context.req.param('id'));
      if (patch.booking_id && patch.booking_id.toLowerCase() !== entry.booking_id.toLowerCase()) {
        throw new ServiceError(400, 'invalid_request', 'booking_id: an entry stays with its booking.');
      }
      const { booking_id, ...fields } = patch;
      const next = scheduled({
        ...entry,
        // A new start brings its own date unless the caller names one.
        ...(fields.start_time ? { date: undefined } : {}),
        ...fields,
      } as Entry);
      const changes = changed(entry, next);
      if (Object.keys(changes).length === 0) return context.json(view(entry));
      const updated = { ...changes, updated_at: new Date(now()).toISOString() };
      if (await entries.update(entry.entry_id, entry.version, updated)) {
        return context.json(view({ ...next, ...updated, version: entry.version + 1 }));
      }
    }
    throw new ServiceError(409, 'entry_busy', 'Others keep changing this entry. Read it and send again.');
  });

  app.delete('/calendar/:id', async (context) => {
    const entry = await existing(context.req.param('id'));
    if (!(await entries.remove(entry))) throw entryNotFound();
    return context.body(null, 204);
  });

  async function existing(entryId: string): Promise<Entry> {
    const entry = await entries.get(entryId);
    if (!entry) throw entryNotFound();
    return entry;
  }

  async function refuseSecondEntry(error: unknown, body: unknown): Promise<never> {
    if (!(error instanceof TransactionRefused && error.failed.has('booking'))) throw error;
    const entry = await entries.findByBooking(validate(newEntry, body).booking_id);
    throw new ServiceError(
      409,
      'booking_exists',
      'This booking has an entry in the calendar already. Change that one with PATCH.',
      entry ? { entry_id: entry.entry_id } : {},
    );
  }

  return app;
}

function entryNotFound(): ServiceError {
  return new ServiceError(
    404,
    'entry_not_found',
    'The calendar has no such entry. It may have been deleted; look for it by booking_id.',
  );
}
