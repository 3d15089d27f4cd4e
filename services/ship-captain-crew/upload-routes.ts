import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { bookingId } from '../shared/fields.ts';
import { readJson, validate } from '../shared/request-body.ts';
import { asServiceError } from '../shared/service-app.ts';
import { ServiceError, sayWhenToRetry } from '../shared/service-error.ts';
import type { CharterFinder } from './charter-finder.ts';
import type { CrewEvent } from './crew-event.ts';
import { LARGEST_BYTES, type MediaType, mediaTypeOf, mediaTypes, megabytes } from './media-types.ts';
import { answerPage } from './page-response.ts';
import type { UploadAllowance } from './upload-allowance.ts';
import type { Grant, UploadBucket } from './upload-bucket.ts';
import { uploadChoicePage, uploadErrorPage, uploadFilePage, windowWords } from './upload-page.ts';
import { uploadState, uploadWindow } from './upload-window.ts';

export interface UploadRouteDependencies {
  findCharter: CharterFinder;
  /** Null when the function was given none. */
  bucket: UploadBucket | null;
  allowance: UploadAllowance;
  /** Where guests see these routes. */
  publicUrl: string;
  timeZone: string;
  now: () => number;
  randomId: () => string;
}

const file = z.object({ content_type: z.string(), size: z.number().int().min(1) });
const fileOfBooking = file.extend({ booking_id: bookingId });

/**
 * Guests' photos and videos: presigned requests to the bucket, inside the event's upload window. What a browser asks
 * for without a script is answered with pages, errors too.
 */
export function createUploadRoutes(dependencies: UploadRouteDependencies): Hono {
  const { findCharter, allowance, publicUrl, timeZone, now, randomId } = dependencies;
  const app = new Hono();

  app.onError(async (error, context) => {
    if (!asksForPage(context)) throw error;
    const failure = asServiceError('ship-captain-crew', error);
    const { req } = context;
    const { booking_id } = req.method === 'GET' ? req.query() : await req.parseBody();
    const nonce = randomId();
    const html = uploadErrorPage(failure, String(booking_id), nonce);
    sayWhenToRetry(context, failure);
    return answerPage(context, { status: failure.status, html, nonce, policy: ['img-src data:'] });
  });

  app.get('/g/presign', async (context) => {
    const { booking_id = '', key } = context.req.query();
    return showChoice(context, booking_id, key);
  });

  app.post('/g/presign', async (context) => {
    if (asksForPage(context)) {
      const { booking_id, content_type } = await context.req.parseBody();
      if (content_type === undefined) return showChoice(context, String(booking_id), undefined);
      return showFileForm(context, String(booking_id), String(content_type));
    }
    const { booking_id, ...wanted } = validate(fileOfBooking, await readJson(context));
    return answerGrant(context, booking_id, wanted);
  });

  app.post('/g/:booking_id/photo', async (context) =>
    answerGrant(context, context.req.param('booking_id'), validate(file, await readJson(context))),
  );

  app.get('/g/:booking_id/photo', async (context) => {
    const bucket = usableBucket();
    const event = await findCharter(context.req.param('booking_id'));
    const window = uploadWindow(event);
    context.header('Cache-Control', 'no-store');
    return context.json({
      state: uploadState(window, now()),
      opens_at: new Date(window.opensAt).toISOString(),
      closes_at: new Date(window.closesAt).toISOString(),
      photos: await bucket.photos(event.booking_id),
    });
  });

  async function answerGrant(context: Context, id: string, { content_type, size }: z.output<typeof file>) {
    const bucket = usableBucket();
    const event = await findCharter(id);
    const type = acceptedType(event, content_type);
    const limit = LARGEST_BYTES[type.kind];
    if (size > limit) {
      throw new ServiceError(
        413,
        'too_large',
        `A ${type.kind} may have at most ${megabytes(limit)}. Send a smaller one.`,
        { limit },
      );
    }
    context.header('Cache-Control', 'no-store');
    return context.json(await granted(bucket, event, type, null));
  }

  async function showFileForm(context: Context, id: string, contentType: string): Promise<Response> {
    const bucket = usableBucket();
    const event = await findCharter(id);
    const type = acceptedType(event, contentType);
    const returnTo = `${publicUrl}/g/presign?booking_id=${event.booking_id}`;
    const grant = await granted(bucket, event, type, returnTo);
    const nonce = randomId();
    const html = uploadFilePage({ event, type, grant, nonce, timeZone });
    return answerPage(context, { status: 200, html, nonce, policy: await policy(bucket) });
  }

  async function showChoice(context: Context, id: string, arrived: string | undefined): Promise<Response> {
    const bucket = usableBucket();
    const event = await findCharter(id);
    const photos = await bucket.photos(event.booking_id);
    const nonce = randomId();
    const html = uploadChoicePage({ event, now: now(), photos, arrived, nonce, timeZone });
    return answerPage(context, { status: 200, html, nonce, policy: await policy(bucket) });
  }

  async function granted(
    bucket: UploadBucket,
    event: CrewEvent,
    type: MediaType,
    returnTo: string | null,
  ): Promise<Grant> {
    const { closesAt } = uploadWindow(event);
    await allowance.take(event.booking_id, closesAt);
    return bucket.grant({ bookingId: event.booking_id, type, closesAt, returnTo });
  }

  /** The type that a content type names, if the event takes uploads now. */
  function acceptedType(event: CrewEvent, contentType: string): MediaType {
    const window = uploadWindow(event);
    const state = uploadState(window, now());
    if (state !== 'open') {
      throw new ServiceError(403, `upload_${state}`, windowWords(window, state, timeZone), {
        opens_at: new Date(window.opensAt).toISOString(),
        closes_at: new Date(window.closesAt).toISOString(),
      });
    }
    const type = mediaTypeOf(contentType);
    if (type) return type;
    throw new ServiceError(
      415,
      'unsupported_type',
      `Files of this type can’t be uploaded. Send one of ${mediaTypes.map((one) => one.contentType).join(', ')}.`,
    );
  }

  function usableBucket(): UploadBucket {
    if (dependencies.bucket) return dependencies.bucket;
    throw new ServiceError(
      503,
      'uploads_off',
      'UPLOAD_BUCKET is not set on this function, so nothing can be uploaded. Set it to the name of the bucket for photos and try again.',
    );
  }

  /** Forms lead here and to the bucket, and so does what S3 redirects. */
  async function policy(bucket: UploadBucket): Promise<string[]> {
    const origin = await bucket.origin();
    return [`img-src ${origin} data:`, `media-src ${origin}`, `form-action 'self' ${origin}`];
  }

  return app;
}

function asksForPage({ req }: Context): boolean {
  if (!req.path.endsWith('/presign')) return false;
  const type = req.header('Content-Type') ?? '';
  return req.method === 'GET' || type.startsWith('application/x-www-form-urlencoded');
}
