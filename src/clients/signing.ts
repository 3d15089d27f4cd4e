import './shims/install.ts';
import { AwsV4Signer } from 'aws4fetch';
import { basicFormat } from './basic-format.ts';
import type { HttpRequest } from './request.ts';
import { sha256Hex } from './sha256.ts';
import { wellFormed } from './utf8.ts';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** Only temporary credentials have one. */
  sessionToken?: string;
}

/** What a signature is good for: a service by its signing name, for example `dynamodb`, and a region. */
export interface SigningScope {
  service: string;
  region: string;
}

/** AWS's own SDKs leave it unsigned too: whatever stands between may change it on the way. */
const UNSIGNED_HEADER = 'cache-control';

/** Four of a signature's six hashes depend on credentials, day and scope only. */
const derivedKeys = new WeakMap<AwsCredentials, Map<string, ArrayBuffer>>();

/**
 * Signs with AWS Signature Version 4 in the `Authorization` header. The body's hash is signed for every service,
 * because some leave it out by default and then a changed body would pass. `host` is signed and not returned.
 * @param now epoch milliseconds; AWS refuses signatures that are more than 5 minutes off.
 */
export async function sign(
  request: HttpRequest,
  scope: SigningScope,
  credentials: AwsCredentials,
  now: number,
): Promise<HttpRequest> {
  const body = request.body === undefined ? undefined : wellFormed(request.body);
  const given = Object.entries(request.headers);
  const unsigned = given.filter(([name]) => name.toLowerCase() === UNSIGNED_HEADER);
  const signed = given.filter(([name]) => name.toLowerCase() !== UNSIGNED_HEADER);
  const signer = new AwsV4Signer({
    method: request.method,
    url: request.url,
    headers: { ...Object.fromEntries(signed), 'X-Amz-Content-Sha256': sha256Hex(body || '') },
    ...(body === undefined ? {} : { body }),
    ...credentials,
    ...scope,
    datetime: basicFormat(now),
    cache: keysDerivedFrom(credentials),
  });
  const { headers } = await signer.sign();
  return {
    ...request,
    ...(body === undefined ? {} : { body }),
    headers: Object.fromEntries([...headers, ...unsigned]),
  };
}

function keysDerivedFrom(credentials: AwsCredentials): Map<string, ArrayBuffer> {
  const known = derivedKeys.get(credentials) || new Map<string, ArrayBuffer>();
  derivedKeys.set(credentials, known);
  return known;
}
