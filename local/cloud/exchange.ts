import type { Exchange, WireRequest, WireResponse } from '../wire.ts';
import { type CloudRequest, ConnectionFailure } from './http-message.ts';
import type { Handler } from './listener.ts';
import { routeByHost } from './routes.ts';

/**
 * The network as the script runtime sees it: production host names lead into the cloud, and any other name doesn't
 * resolve. Rejects with `ConnectionFailure`.
 */
export function createExchange(answer: Handler): Exchange {
  return async (request) => {
    const url = new URL(request.url);
    const route = routeByHost(url.hostname);
    if (!route || url.port !== '') throw new ConnectionFailure('ENOTFOUND', url.host);
    // The distribution redirects viewers to HTTPS.
    if (url.protocol === 'http:' && route.kind === 'guest-site') {
      const location = request.url.replace(/^http:/i, 'https:');
      return { status: 301, headers: { location, server: 'CloudFront' }, body: new Uint8Array() };
    }
    return within(request.timeoutMilliseconds, url.hostname, answer(arrival(request, url)));
  };
}

function arrival(request: WireRequest, url: URL): CloudRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value.trim()]);
  const body = request.body ?? new Uint8Array();
  return {
    method: request.method.toUpperCase(),
    authority: url.host,
    path: url.pathname,
    query: url.search.slice(1),
    headers: {
      ...Object.fromEntries(headers),
      host: url.host,
      ...(body.length > 0 ? { 'content-length': String(body.length) } : {}),
    },
    body,
    sourceIp: '127.0.0.1',
  };
}

async function within(
  milliseconds: number,
  host: string,
  work: Promise<WireResponse>,
): Promise<WireResponse> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ConnectionFailure('ETIMEDOUT', host)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
