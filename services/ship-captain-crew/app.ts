import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Hono } from 'hono';
import { Idempotency } from '../shared/idempotency.ts';
import { keyGuard } from '../shared/key-guard.ts';
import { createServiceApp, type Log } from '../shared/service-app.ts';
import { charterFinder } from './charter-finder.ts';
import { ChecklistStore } from './checklist-store.ts';
import { addConditionsRoutes } from './conditions-routes.ts';
import { CrewAnswers } from './crew-answers.ts';
import { createCrewRoutes } from './crew-routes.ts';
import { standingFinder } from './crew-standing.ts';
import type { Environment } from './environment.ts';
import { addEventRoutes } from './event-routes.ts';
import { EventStore } from './event-store.ts';
import { LinkSecret } from './link-secret.ts';
import { MagicLinks } from './magic-link.ts';
import type { Mailer } from './mailer.ts';
import { Outbox } from './outbox.ts';
import { OutboxStore } from './outbox-store.ts';
import { publicData } from './public-data.ts';
import { TideStation } from './tides.ts';
import { UploadAllowance } from './upload-allowance.ts';
import { UploadBucket } from './upload-bucket.ts';
import { createUploadRoutes } from './upload-routes.ts';
import { WeatherService } from './weather.ts';

export interface Dependencies {
  environment: Environment;
  documents: DynamoDBDocumentClient;
  secrets: SecretsManagerClient;
  objects: S3Client;
  mailer: Mailer;
  /** Reaches the authorities for weather and tides. */
  fetch: typeof fetch;
  /** Epoch milliseconds. */
  now: () => number;
  /** A new identifier that nobody can guess. */
  randomId: () => string;
  log: Log;
}

/**
 * ShipCaptainCrew: one crew event a booking, and a magic link for each person on it.
 *
 * | route | answer |
 * |---|---|
 * | `POST /events` | 201 `{event_id}`; 409 `booking_exists` with the `event_id` there is |
 * | `GET /events/{id}` | 200 the event with each person's reply, without anybody's rate; 404 once cancelled |
 * | `GET /events?booking_id=` | 200 `{events}`, none or one, strongly consistent |
 * | `GET /events?updated_since=` | 200 `{events}` (RFC 3339), cancelled ones included |
 * | `PATCH /events/{id}` | 200 the event |
 * | `DELETE /events/{id}` | 204, as often as it is sent |
 * | `GET /crew/confirm?token=` | the crew page; never confirms |
 * | `POST /crew/confirm` | form `token`, `answer` (`confirm`, `decline`, `link`): the crew page |
 * | `POST /crew/checklist` | form `token`, `ticked` (all that are): the crew page; JSON `{token, item, ticked}`: 200 `{item, ticked}` |
 * | `POST /g/presign` | JSON `{booking_id, content_type, size}`: 200 a presigned POST, `{url, fields, key, expires_at}`; form `booking_id`, `content_type`: a page with the form for the bucket |
 * | `GET /g/presign?booking_id=` | a page: the upload window, the form while it is open, the gallery |
 * | `POST /g/{booking_id}/photo` | `{content_type, size}`: the same presigned POST |
 * | `GET /g/{booking_id}/photo` | 200 `{state, opens_at, closes_at, photos}` |
 * | `GET /g/{booking_id}/conditions` | 200 `{weather, tides}`; null and empty what can't be had |
 *
 * `/events` needs `X-Service-Key`; the others are public. Mails leave through the outbox, right after the request that
 * caused them and again whenever `outbox.drainDue` is called.
 */
export function createApp(dependencies: Dependencies): { app: Hono; outbox: Outbox } {
  const { environment, documents, secrets, objects, mailer, fetch, now, randomId, log } = dependencies;
  const timeZone = environment.TIME_ZONE;
  const events = new EventStore(documents, environment.EVENTS_TABLE);
  const outboxStore = new OutboxStore(documents, environment.OUTBOX_TABLE, now);
  const links = new MagicLinks(
    new LinkSecret(secrets, environment.JWT_SECRET_ID, now),
    environment.PUBLIC_URL,
    now,
  );
  const outbox = new Outbox({ store: outboxStore, events, links, mailer, timeZone, now, log });
  const idempotency = new Idempotency(documents, environment.IDEMPOTENCY_TABLE, now);

  const app = createServiceApp('ship-captain-crew', log, now);
  app.use(
    '/events/*',
    keyGuard({
      header: 'X-Service-Key',
      variable: 'SERVICE_KEY_HASH',
      hashes: environment.SERVICE_KEY_HASH,
    }),
  );
  addEventRoutes(app, { events, outboxStore, outbox, idempotency, now, randomId });
  const standingOf = standingFinder(links, events, now);
  app.route(
    '/',
    createCrewRoutes({
      standingOf,
      answers: new CrewAnswers({ standingOf, events, outboxStore, outbox, now }),
      checklists: new ChecklistStore(documents, environment.CHECKLISTS_TABLE),
      timeZone,
      randomId,
    }),
  );
  const { UPLOAD_BUCKET: bucket, UPLOADS_TABLE, PUBLIC_URL: publicUrl, TIDE_STATION } = environment;
  const findCharter = charterFinder(events);
  const ask = publicData({ fetch, userAgent: `ship-captain-crew (${publicUrl})`, log });
  addConditionsRoutes(app, {
    findCharter,
    tideStation: new TideStation(ask, TIDE_STATION, now),
    weatherService: new WeatherService(ask, now),
  });
  app.route(
    '/',
    createUploadRoutes({
      findCharter,
      bucket: bucket === undefined ? null : new UploadBucket(objects, bucket, now, randomId),
      allowance: new UploadAllowance(documents, UPLOADS_TABLE, now),
      publicUrl,
      timeZone,
      now,
      randomId,
    }),
  );
  return { app, outbox };
}
