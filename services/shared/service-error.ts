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
  readonly details: Record<string, string>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    details: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Every error of both services has this shape: `{error: {code, message, …details}}`. */
export function answerError(context: Context, error: ServiceError): Response {
  if (error.status === 429) context.header('Retry-After', '1');
  return context.json(
    { error: { code: error.code, message: error.message, ...error.details } },
    error.status,
  );
}
