import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type AuthenticationFailure, authenticationError } from './authentication-error.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import { type CloudRequest, queryValue } from './http-message.ts';
import type { Credentials, KeyRing, Principal } from './iam.ts';
import { payloadOf } from './s3-payload.ts';
import { amzDate, epochOf, readClaim, type SignatureClaim } from './signature-claim.ts';
import { SignatureProof, sameSignature } from './signature-proof.ts';

const skew = 15 * 60_000;
const longestPresign = 7 * 24 * 3_600_000;

/** Believes no request until AWS's own signer, run over what arrived, gives the same signature. */
export class Authenticator {
  private readonly keys: KeyRing;
  private readonly clock: Clock;
  private readonly realNow: () => number;

  /** Clients of the laptop date their signatures by its real clock, the add-on and the functions by the set one. */
  constructor(keys: KeyRing, clock: Clock, realNow: () => number) {
    this.keys = keys;
    this.clock = clock;
    this.realNow = realNow;
  }

  /** Gives the signer, and the request with its body taken out of any `aws-chunked` framing. Throws `AwsError`. */
  async authenticate(
    request: CloudRequest,
    service: AwsService,
    regions: readonly string[],
  ): Promise<{ principal: Principal; request: CloudRequest }> {
    const fail = (
      failure: AuthenticationFailure,
      specifics?: string,
      details?: Record<string, string>,
    ): never => {
      throw authenticationError(service.protocol, failure, specifics, details);
    };
    const read = readClaim(request);
    if ('anonymous' in read) return fail('anonymous');
    if ('legacy' in read) return fail('legacy');
    if ('malformed' in read) return fail('malformed', read.malformed);
    const { claim } = read;

    this.checkScope(claim, service, regions, fail);
    this.checkSignedHeaders(claim, request, fail);
    this.checkDate(claim, fail);
    const { principal, ...credentials } = this.findKey(claim, fail);

    const proof = new SignatureProof(claim, credentials);
    const declared = declaredPayloadHash(request, claim, service);
    const canonicalRequest = proof.canonicalRequest(request, declared);
    const stringToSign = await proof.stringToSignFor(canonicalRequest);
    if (!sameSignature(await proof.signatureOf(stringToSign), claim.signature)) {
      return fail('mismatch', undefined, {
        AWSAccessKeyId: claim.accessKeyId,
        StringToSign: stringToSign,
        SignatureProvided: claim.signature,
        CanonicalRequest: canonicalRequest,
      });
    }
    return service.protocol === 's3'
      ? { principal, request: await payloadOf(request, declared, claim, proof) }
      : { principal, request };
  }

  private checkScope(
    claim: SignatureClaim,
    service: AwsService,
    regions: readonly string[],
    fail: Fail,
  ): void {
    const { day, region, service: name, terminator } = claim.scope;
    if (name !== service.signingName) {
      fail('wrong-scope', `Credential should be scoped to correct service: '${service.signingName}'. `);
    }
    if (!regions.includes(region)) {
      const expected = regions[0] ?? '';
      const specifics =
        service.protocol === 's3'
          ? `The authorization header is malformed; the region '${region}' is wrong; expecting '${expected}'`
          : 'Credential should be scoped to a valid region. ';
      fail('wrong-scope', specifics, { Region: expected });
    }
    if (terminator !== 'aws4_request') {
      fail(
        'wrong-scope',
        `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `,
      );
    }
    if (day !== claim.date.slice(0, 8)) {
      fail(
        'wrong-scope',
        `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${claim.date.slice(0, 8)}', from '${claim.date}'.`,
      );
    }
  }

  private checkSignedHeaders(claim: SignatureClaim, request: CloudRequest, fail: Fail): void {
    if (!claim.signedHeaders.includes('host')) {
      fail('unsigned-header', "'Host' must be a 'SignedHeader' in the AWS Authorization.", {
        HeadersNotSigned: 'host',
      });
    }
    const unsigned = Object.keys(request.headers).filter(
      (name) => name.startsWith('x-amz-') && !claim.signedHeaders.includes(name),
    );
    // A presigned request names its own payload hash only when it wants to, and signs it either way.
    const missing = unsigned.filter((name) => claim.kind === 'header' || name !== 'x-amz-content-sha256');
    if (missing.length > 0) {
      fail('unsigned-header', `'${missing[0]}' must be a 'SignedHeader' in the AWS Authorization.`, {
        HeadersNotSigned: missing.join(', '),
      });
    }
  }

  private checkDate(claim: SignatureClaim, fail: Fail): void {
    const signed = epochOf(claim.date);
    const set = this.clock.now();
    const real = this.realNow();
    if (claim.kind === 'header') {
      if ([set, real].some((now) => Math.abs(now - signed) <= skew)) return;
      const late = signed < set;
      const edge = amzDate(late ? set - skew : set + skew);
      fail(
        'skewed',
        late
          ? `Signature expired: ${claim.date} is now earlier than ${edge} (${amzDate(set)} - 15 min.)`
          : `Signature not yet current: ${claim.date} is still later than ${edge} (${amzDate(set)} + 15 min.)`,
        {
          RequestTime: claim.date,
          ServerTime: new Date(set).toISOString(),
          MaxAllowedSkewMilliseconds: String(skew),
        },
      );
    }
    // Clocks less than a week apart can't be told apart by a presigned date: then the set one alone rules.
    const clocks = Math.abs(set - real) > longestPresign ? [set, real] : [set];
    const ends = signed + (claim.expiresIn ?? 15 * 60) * 1000;
    if (clocks.some((now) => signed - skew <= now && now <= ends)) return;
    fail('presign-expired', `Signature expired: ${claim.date} is now earlier than ${amzDate(set)}`, {
      'X-Amz-Expires': String(claim.expiresIn ?? ''),
      Expires: new Date(ends).toISOString(),
      ServerTime: new Date(set).toISOString(),
    });
  }

  private findKey(claim: SignatureClaim, fail: Fail): Credentials & { principal: Principal } {
    const grant = this.keys.claimed(claim, this.clock.now());
    if (typeof grant !== 'string') return grant;
    return fail(grant, undefined, grant === 'unknown-key' ? { AWSAccessKeyId: claim.accessKeyId } : {});
  }
}

type Fail = (failure: AuthenticationFailure, specifics?: string, details?: Record<string, string>) => never;

/** The hash that the signature covers: S3 takes the sender's word and checks it later; the others hash the body. */
function declaredPayloadHash(request: CloudRequest, claim: SignatureClaim, service: AwsService): string {
  if (service.protocol !== 's3') return createHash('sha256').update(request.body).digest('hex');
  const declared = request.headers['x-amz-content-sha256'] ?? queryValue(request, 'X-Amz-Content-Sha256');
  if (declared !== undefined) return declared;
  if (claim.kind === 'presigned') return 'UNSIGNED-PAYLOAD';
  throw new AwsError(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
}
