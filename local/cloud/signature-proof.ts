import { timingSafeEqual } from 'node:crypto';
import { Hash } from '@smithy/core/serde';
import { HttpRequest } from '@smithy/protocol-http';
import { getCanonicalHeaders, SignatureV4 } from '@smithy/signature-v4';
import { type CloudRequest, decode, parseQuery } from './http-message.ts';
import { epochOf, type SignatureClaim } from './signature-claim.ts';

/** What a signature is made under. A browser's form signs no headers. */
type SignedUnder = Pick<SignatureClaim, 'scope' | 'date' | 'signedHeaders'>;

/** AWS's own signer, run again over what arrived: the cloud must not share a mistake with the add-on's signer. */
export class SignatureProof extends SignatureV4 {
  private readonly claim: SignedUnder;

  constructor(claim: SignedUnder, credentials: { accessKeyId: string; secretAccessKey: string }) {
    const { service, region } = claim.scope;
    super({
      service,
      region,
      credentials,
      // By Node: the add-on's signer hashes with a package.
      sha256: Hash.bind(null, 'sha256'),
      uriEscapePath: service !== 's3',
      applyChecksum: false,
    });
    this.claim = claim;
  }

  canonicalRequest(request: CloudRequest, payloadHash: string): string {
    const { signedHeaders } = this.claim;
    const headers: Record<string, string> = {};
    for (const name of signedHeaders) {
      const value = name === 'host' ? request.authority : request.headers[name];
      if (value !== undefined) headers[name] = value;
    }
    const query: Record<string, string[]> = {};
    for (const [name, value] of parseQuery(request.query)) {
      query[name] = [...(query[name] ?? []), value];
    }
    const wire = new HttpRequest({ method: request.method, path: encodedOnce(request.path), query, headers });
    // Passing the names as signable keeps those that AWS's signer leaves out by itself, such as user-agent.
    return this.createCanonicalRequest(
      wire,
      getCanonicalHeaders(wire, new Set(), new Set(signedHeaders)),
      payloadHash,
    );
  }

  stringToSignFor(canonicalRequest: string): Promise<string> {
    return this.createStringToSign(this.claim.date, this.scope(), canonicalRequest, 'AWS4-HMAC-SHA256');
  }

  /** `day/region/service/aws4_request` */
  scope(): string {
    const { day, region, service, terminator } = this.claim.scope;
    return [day, region, service, terminator].join('/');
  }

  signatureOf(stringToSign: string): Promise<string> {
    return this.sign(stringToSign, { signingDate: new Date(epochOf(this.claim.date)) });
  }
}

export function sameSignature(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** AWS canonicalises the decoded path, so `(` and `%28` on the wire are the same; only `%28` may be signed. */
function encodedOnce(path: string): string {
  return path
    .split('/')
    .map((segment) =>
      encodeURIComponent(decode(segment)).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');
}
