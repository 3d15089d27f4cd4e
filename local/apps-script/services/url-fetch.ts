import type { Exchange, WireRequest, WireResponse } from '../../wire.ts';
import type { Caller } from '../caller.ts';
import { ScriptVisibleError } from '../errors.ts';
import { scopes } from '../manifest.ts';

/** A request as `UrlFetchApp` understood it: URL escaped, method in lower case, body as Latin-1 text. */
export interface FetchRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  contentType: string | null;
  body: string | null;
  muteHttpExceptions: boolean;
  followRedirects: boolean;
  timeoutSeconds: number;
}

export interface FetchResponse {
  status: number;
  headers: Record<string, string | string[]>;
  /** Latin-1 text. */
  body: string;
}

// https://developers.google.com/apps-script/guides/services/quotas#current_limitations
const limits = { url: 2 * 1024, header: 8 * 1024, headers: 100, body: 50 * 1024 * 1024 };
const maximumRedirects = 20;

function assertWithinLimits(request: FetchRequest): void {
  const headers = Object.entries(request.headers);
  const exceeded =
    (request.url.length > limits.url && 'URLFetch URL Length') ||
    (headers.length > limits.headers && 'URLFetch Header Count') ||
    (headers.some(([name, value]) => name.length + value.length > limits.header) && 'URLFetch Header Size') ||
    ((request.body?.length ?? 0) > limits.body && 'URLFetch POST Size');
  if (exceeded) throw new ScriptVisibleError(`Limit Exceeded: ${exceeded}.`);
}

function toWire(request: FetchRequest): WireRequest {
  const named = (name: string) => Object.keys(request.headers).some((key) => key.toLowerCase() === name);
  const contentType = request.contentType ?? 'application/x-www-form-urlencoded';
  return {
    url: request.url,
    method: request.method.toUpperCase(),
    headers: {
      ...(named('user-agent')
        ? {}
        : {
            'User-Agent':
              'Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com)',
          }),
      ...request.headers,
      ...(request.body !== null && (request.contentType !== null || !named('content-type'))
        ? { 'Content-Type': contentType }
        : {}),
    },
    body: request.body === null ? null : Buffer.from(request.body, 'latin1'),
    timeoutMilliseconds: request.timeoutSeconds * 1000,
  };
}

/** The words in which Apps Script tells that no answer came. */
function connectionError(error: unknown, url: string): ScriptVisibleError {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  const clue = `${code} ${name} ${message}`;
  if (/ENOTFOUND|EAI_AGAIN|unknown host/i.test(clue)) return new ScriptVisibleError(`DNS error: ${url}`);
  if (/time-?d?[ -]?out/i.test(clue)) return new ScriptVisibleError(`Timeout: ${url}`);
  return new ScriptVisibleError(`Address unavailable: ${url}`);
}

async function follow(request: FetchRequest, exchange: Exchange): Promise<WireResponse> {
  let current = request;
  for (let redirects = 0; ; redirects++) {
    const { url } = current;
    const response = await exchange(toWire(current)).catch((error: unknown) => {
      throw connectionError(error, url);
    });
    const { location } = response.headers;
    if (!request.followRedirects || response.status < 300 || response.status > 399 || !location)
      return response;
    if (redirects === maximumRedirects) throw new ScriptVisibleError(`Too many redirects: ${request.url}`);
    const keepsBody = response.status === 307 || response.status === 308;
    current = {
      ...current,
      url: new URL(String(location), url).href,
      // Authorization goes along, to other hosts too.
      ...(keepsBody ? {} : { method: 'get', body: null, contentType: null }),
    };
  }
}

function assertSuccess(request: FetchRequest, response: WireResponse): void {
  if (request.muteHttpExceptions || response.status < 400) return;
  const { protocol, host } = new URL(request.url);
  const start = Buffer.from(response.body).toString('utf8').slice(0, 300);
  throw new ScriptVisibleError(
    `Request failed for ${protocol}//${host} returned code ${response.status}. Truncated server response: ${start} (use muteHttpExceptions option to examine full response)`,
  );
}

/** `UrlFetchApp`: requests of one call leave together, and one failure loses all its answers. */
export function urlFetchService(caller: Caller, exchange: Exchange) {
  return {
    async fetchAll(api: 'fetch' | 'fetchAll', requests: FetchRequest[]): Promise<FetchResponse[]> {
      caller.authorise(`UrlFetchApp.${api}`, scopes.externalRequest);
      for (const request of requests) assertWithinLimits(request);
      caller.counts.rounds++;
      caller.counts.urlFetch += requests.length;
      const answers = await Promise.allSettled(requests.map((request) => follow(request, exchange)));
      const responses = answers.map((answer, index) => {
        if (answer.status === 'rejected') throw answer.reason;
        const request = requests[index];
        if (request) assertSuccess(request, answer.value);
        return answer.value;
      });
      return responses.map(({ status, headers, body }) => {
        if (body.length > limits.body)
          throw new ScriptVisibleError('Limit Exceeded: URLFetch Response Size.');
        return { status, headers, body: Buffer.from(body).toString('latin1') };
      });
    },
  };
}
