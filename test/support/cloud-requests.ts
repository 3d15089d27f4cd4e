import { Hash } from '@smithy/core/serde';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../../local/cloud/iam.ts';
import type { WireRequest, WireResponse } from '../../local/wire.ts';

export interface Unsigned {
  method?: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Signing {
  credentials: Credentials;
  service: string;
  region?: string;
  date: Date;
}

/** A hand-made request, before any signature. */
export function wire({ method = 'GET', url, headers = {}, body }: Unsigned): WireRequest {
  const bytes = typeof body === 'string' ? Buffer.from(body) : (body ?? null);
  return { url, method, headers, body: bytes, timeoutMilliseconds: 30_000 };
}

/** The request with an Authorization header, by AWS's own signer. */
export async function signed(unsigned: Unsigned, signing: Signing): Promise<WireRequest> {
  const request = wire(unsigned);
  const result = await signer(signing).sign(toSign(request), { signingDate: signing.date });
  const { host: _, ...headers } = result.headers;
  return { ...request, headers };
}

/** The request's URL with its signature in the query, valid for so many seconds. */
export async function presigned(
  unsigned: Unsigned,
  signing: Signing,
  expiresIn: number,
): Promise<WireRequest> {
  const request = wire(unsigned);
  // As AWS's own presigners do: nobody knows the body yet.
  const headers = { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const result = await signer(signing).presign(toSign({ ...request, headers }), {
    signingDate: signing.date,
    expiresIn,
  });
  const url = new URL(request.url);
  for (const [name, value] of Object.entries(result.query ?? {})) url.searchParams.set(name, String(value));
  return { ...request, url: url.href.replaceAll('+', '%20') };
}

export function text(response: WireResponse): string {
  return Buffer.from(response.body).toString('utf8');
}

export function json(response: WireResponse): Record<string, unknown> {
  return JSON.parse(text(response)) as Record<string, unknown>;
}

function signer({ credentials, service, region = 'us-west-2' }: Signing): SignatureV4 {
  return new SignatureV4({
    credentials,
    service,
    region,
    sha256: Hash.bind(null, 'sha256'),
    uriEscapePath: service !== 's3',
    applyChecksum: false,
  });
}

function toSign(request: WireRequest): HttpRequest {
  const url = new URL(request.url);
  return new HttpRequest({
    method: request.method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...request.headers, host: url.host },
    body: request.body ?? undefined,
  });
}
