import { bodyText, type CloudRequest, decode } from './http-message.ts';

/** One call as an operator may read it. Secrets in headers are masked; bodies are not kept. */
export interface LoggedCall {
  /** Epoch milliseconds of the set clock. */
  when: number;
  service: string;
  operation: string;
  host: string;
  method: string;
  path: string;
  /** The code of the connection failure where no answer was given. */
  status: number | string;
  milliseconds: number;
  /** Lower-case booking id, where the request shows one. */
  booking: string | undefined;
  headers: Record<string, string>;
}

const secretHeaders = new Set([
  'authorization',
  'x-amz-security-token',
  'x-service-key',
  'x-dashboard-token',
  'cookie',
]);

export function maskedHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.has(name) ? '***' : value]),
  );
}

/** Query strings carry presigned signatures and magic links: only names stay. */
export function maskedPath({ path, query }: CloudRequest): string {
  const names = query
    .split('&')
    .filter(Boolean)
    .map((pair) => `${pair.split('=')[0]}=…`);
  return names.length > 0 ? `${path}?${names.join('&')}` : path;
}

/** Finds the booking that a call is about: in a guest page's key, a query, or a JSON body. */
export function bookingIn(request: CloudRequest): string | undefined {
  const inQuery = /(?:^|&)booking_id=([^&]+)/.exec(request.query)?.[1];
  const inPath = /\/(?:g\/)?([A-Za-z0-9-]{3,32})(?:\.html|\/photo|\/conditions)$/.exec(request.path)?.[1];
  const inBody =
    request.body.length < 100_000 ? /"booking_id"\s*:\s*"([^"]+)"/.exec(bodyText(request))?.[1] : undefined;
  const found = inQuery ?? inPath ?? inBody;
  return found === undefined ? undefined : decode(found).toLowerCase();
}
