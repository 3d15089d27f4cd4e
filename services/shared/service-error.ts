import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/**
 * An answer that tells its caller what failed and what to do.
 * Neither the message nor the details may hold a secret, a guest's name or an address: callers log them.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly status: ContentfulStatusCode;
  /** A stable word for programs, for example `booking_exists`. */
  readonly code: string;
  readonly details: Record<string, string | number>;
  /** When the same request may succeed, where that is known. */
  readonly retryAfterSeconds: number | null;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    details: Record<string, string | number> = {},
    retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Every error of both services has this shape: `{error: {code, message, …details}}`. */
export function answerError(context: Context, error: ServiceError): Response {
  sayWhenToRetry(context, error);
  return context.json(
    { error: { code: error.code, message: error.message, ...error.details } },
    error.status,
  );
}

export function sayWhenToRetry(context: Context, { retryAfterSeconds }: ServiceError): void {
  if (retryAfterSeconds !== null) context.header('Retry-After', String(retryAfterSeconds));
}
