import { RemoteError } from './remote-error.ts';
import type { Call, HttpResponse } from './request.ts';
import { Mismatch, type Shape } from './shape.ts';

/**
 * The answer's JSON body, once it has proved to be what the contract says.
 * @throws RemoteError (unknown outcome) otherwise. It names the place and never the value, which may be personal.
 */
export function readAnswer<Value>(
  shape: Shape<Value>,
  response: HttpResponse,
  call: Pick<Call, 'service' | 'operation'>,
): Value {
  try {
    return shape(JSON.parse(response.body), '');
  } catch (error) {
    const what = error instanceof Mismatch ? `its body is ${error.message}` : 'its body is not JSON';
    throw RemoteError.unintelligible(call, response.status, what);
  }
}
