import type { WireResponse } from '../wire.ts';

/** A request as the cloud sees it, whether it came over a socket or straight from the script runtime. */
export interface CloudRequest {
  method: string;
  /** The `Host` header as sent, port included: it is part of what was signed. */
  authority: string;
  /** Percent-encoded, as on the wire; starts with `/`. */
  path: string;
  /** Percent-encoded, as on the wire, without the `?`. */
  query: string;
  /** Names in lower case; repeated headers joined by a comma. */
  headers: Record<string, string>;
  body: Uint8Array;
  sourceIp: string;
}

export type CloudResponse = WireResponse;

/** Thrown instead of an answer: the caller sees its connection fail, with the code that Node would give. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  readonly code: 'ECONNREFUSED' | 'ECONNRESET' | 'ETIMEDOUT' | 'ENOTFOUND';

  constructor(code: ConnectionFailure['code'], host: string) {
    super(`${code} ${host}`);
    this.code = code;
  }
}

export type QueryPair = readonly [name: string, value: string];

/** Decodes a raw query string or form body, keeping order and repetitions. */
export function parseQuery(raw: string): QueryPair[] {
  return raw
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))] as const;
    });
}

export function queryValue(request: CloudRequest, name: string): string | undefined {
  return parseQuery(request.query).find(([key]) => key === name)?.[1];
}

/** Percent-decoding that leaves malformed escapes alone instead of throwing. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function hostName(authority: string): string {
  return authority.toLowerCase().replace(/:\d+$/, '');
}

export function bodyText(message: { body: Uint8Array }): string {
  return Buffer.from(message.body).toString('utf8');
}

export function respond(
  status: number,
  body: string | Uint8Array = '',
  headers: Record<string, string | string[]> = {},
): CloudResponse {
  return { status, headers, body: typeof body === 'string' ? Buffer.from(body, 'utf8') : body };
}

export function respondJson(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): CloudResponse {
  return respond(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}
