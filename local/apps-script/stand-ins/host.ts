import type { BridgeReply, Host, Setup } from '../bridge.ts';
import type { Services } from '../services/index.ts';

const global = globalThis as unknown as { __host?: Host };

/** The worker's functions. Only this closure ever sees them: through a host function a script could leave its context. */
export const host = global.__host as Host;
delete global.__host;

export const setup: Setup = JSON.parse(host.setup);

/** What services throw. A script sees `Exception: message`, as in Apps Script. */
export class Exception extends Error {
  override name = 'Exception';
}

type Remote<T> = {
  [K in keyof T]: T[K] extends (...given: infer G) => infer R ? (...given: G) => Awaited<R> : never;
};

/** The main thread's side of a service; a call waits for the answer, and throws what the service threw. */
export function remote<S extends keyof Services>(service: S): Remote<Services[S]> {
  return new Proxy({} as Remote<Services[S]>, {
    get:
      (_, method) =>
      (...given: unknown[]) => {
        const reply: BridgeReply = JSON.parse(
          host.call(JSON.stringify({ service, method, arguments: given })),
        );
        if ('error' in reply) throw new Exception(reply.error);
        return reply.value;
      },
  });
}
