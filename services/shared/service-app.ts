import { Hono } from 'hono';
import { routePath } from 'hono/route';
import { answerError, ServiceError } from './service-error.ts';
import { isConflict } from './transaction.ts';

/** One line of the log. Routes stand as patterns: a path or a query may hold a token. */
export interface LogRecord {
  service: string;
  event: 'request' | 'mail' | 'public-data';
  [field: string]: string | number | boolean | null;
}

export type Log = (record: LogRecord) => void;

export const logToConsole: Log = (record) => console.log(JSON.stringify(record));

/** An app that logs each request as one record and answers every failure as `{error: {code, message}}`. */
export function createServiceApp(service: string, log: Log, now: () => number): Hono {
  const app = new Hono();
  app.use('*', async (context, next) => {
    const startedAt = now();
    await next();
    const { error } = context;
    log({
      service,
      event: 'request',
      method: context.req.method,
      route: routePath(context, -1),
      status: context.res.status,
      ms: now() - startedAt,
      code: error instanceof ServiceError ? error.code : (error?.name ?? null),
    });
  });
  app.notFound((context) =>
    answerError(
      context,
      new ServiceError(404, 'not_found', `${service} has no such route. Check the method and the path.`),
    ),
  );
  app.onError((error, context) => answerError(context, asServiceError(service, error)));
  return app;
}

/** What its caller learns of a failure: what isn't meant for them becomes 500 `internal`. */
export function asServiceError(service: string, error: Error): ServiceError {
  if (error instanceof ServiceError) return error;
  if (isConflict(error)) {
    return new ServiceError(
      429,
      'request_in_progress',
      'Another request for the same booking is being stored at this moment, and nothing was done about this one. Send it again in a second.',
      {},
      1,
    );
  }
  return new ServiceError(
    500,
    'internal',
    `${service} failed (${error.name}); what became of the request is not known. Ask for its state, or send it again under the same Idempotency-Key.`,
  );
}
