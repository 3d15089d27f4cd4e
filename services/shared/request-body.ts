import type { Context } from 'hono';
import type { z } from 'zod';
import { ServiceError } from './service-error.ts';

/** The body as JSON. 400 when it is none. */
export async function readJson(context: Context): Promise<unknown> {
  try {
    return JSON.parse(await context.req.text());
  } catch {
    throw new ServiceError(400, 'body_not_json', 'The request body is not JSON. Send a JSON object.');
  }
}

/** `input` as the schema has it. 400 that names every wrong field, and never repeats what it held. */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw new ServiceError(
    400,
    'invalid_request',
    `Correct these and send again: ${problems.slice(0, 10).join('; ')}.`,
  );
}
