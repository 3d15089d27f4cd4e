import { routeByHost } from './routes.ts';

/** Node's own, as `fetch` takes it for `dispatcher`: nodejs.org/api/globals.html#custom-dispatcher. */
interface Dispatcher {
  dispatch(options: DispatchOptions, handler: unknown): boolean;
}

interface DispatchOptions {
  origin: string | URL;
  headers: Record<string, string>;
}

/**
 * A `fetch` for which production names lead to the front door at `endpoint`, under the name that was asked for; any
 * other name doesn't resolve. All else is Node's: redirects, time limits, cancelling.
 */
export function fetchByName(endpoint: string): typeof fetch {
  const realFetch = globalThis.fetch;
  const network = nodesDispatcher();
  const dispatcher = {
    dispatch(options: DispatchOptions, handler: unknown): boolean {
      const { origin, host, hostname, port } = new URL(options.origin);
      if (origin === endpoint) return network.dispatch(options, handler);
      if (port !== '' || !routeByHost(hostname)) throw new UnknownHost(hostname);
      return network.dispatch(
        { ...options, origin: endpoint, headers: { ...options.headers, host } },
        handler,
      );
    },
  };
  return (input, init) => realFetch(input, { ...init, dispatcher } as RequestInit);
}

/** As Node's resolver fails. */
class UnknownHost extends Error {
  override readonly name = 'Error';
  readonly code = 'ENOTFOUND';
  readonly syscall = 'getaddrinfo';
  readonly hostname: string;

  constructor(hostname: string) {
    super(`getaddrinfo ENOTFOUND ${hostname}`);
    this.hostname = hostname;
  }
}

function nodesDispatcher(): Dispatcher {
  // Node loads what is behind fetch, and puts its dispatcher there, when any part of it is first used.
  void globalThis.Response;
  const dispatcher = (globalThis as { [key: symbol]: unknown })[Symbol.for('undici.globalDispatcher.1')];
  if (!dispatcher) throw new Error(`Node ${process.version} keeps the dispatcher of fetch somewhere else.`);
  return dispatcher as Dispatcher;
}
