import { RemoteError } from './remote-error.ts';
import type { Call, HttpResponse } from './request.ts';
import type { z } from './zod.ts';

/**
 * The answer's JSON body, once it has proved to be what the contract says.
 * @throws RemoteError (unknown outcome) otherwise. It names the place and never the value, which may be personal.
 */
export function readAnswer<Schema extends z.ZodMiniType>(
  schema: Schema,
  response: HttpResponse,
  call: Pick<Call, 'service' | 'operation'>,
): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(response, call));
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') || 'the top';
  throw RemoteError.unintelligible(call, response.status, `its body is not as agreed, at ${place}`);
}

function jsonOf(response: HttpResponse, call: Pick<Call, 'service' | 'operation'>): unknown {
  try {
    return JSON.parse(response.body);
  } catch {
    throw RemoteError.unintelligible(call, response.status, 'its body is not JSON');
  }
}
