import { createHash } from 'node:crypto';
import { decodeAwsChunked } from './aws-chunked.ts';
import { AwsError } from './aws-error.ts';
import { checksum, checksumAlgorithms } from './checksum.ts';
import type { CloudRequest } from './http-message.ts';
import type { SignatureClaim } from './signature-claim.ts';
import type { SignatureProof } from './signature-proof.ts';

const streaming: Record<string, { signed: boolean; trailer: boolean }> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
};

/** Checks an S3 body against every promise its headers make, and takes it out of its framing. Throws `AwsError`. */
export async function payloadOf(
  request: CloudRequest,
  declaredHash: string,
  claim: SignatureClaim,
  proof: SignatureProof,
): Promise<CloudRequest> {
  const framing = streaming[declaredHash];
  if (!framing) {
    checkHash(request.body, declaredHash);
    checkChecksums(request.body, request.headers);
    return request;
  }
  const signing = framing.signed
    ? {
        date: claim.date,
        scope: proof.scope(),
        seedSignature: claim.signature,
        sign: (stringToSign: string) => proof.signatureOf(stringToSign),
      }
    : undefined;
  const { payload, trailers } = await decodeAwsChunked(request.body, signing);
  const promised = request.headers['x-amz-decoded-content-length'];
  if (promised === undefined) {
    throw new AwsError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (Number(promised) !== payload.length) {
    throw new AwsError(
      400,
      'IncompleteBody',
      'You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header',
    );
  }
  const announced = (request.headers['x-amz-trailer'] ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (framing.trailer && !announced.every((name) => name in trailers)) {
    throw new AwsError(
      400,
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed.',
    );
  }
  checkChecksums(payload, { ...request.headers, ...trailers });
  return { ...request, body: payload, headers: withoutFraming(request.headers) };
}

function checkHash(body: Uint8Array, declared: string): void {
  if (declared === 'UNSIGNED-PAYLOAD') return;
  if (!/^[0-9a-f]{64}$/.test(declared)) {
    throw new AwsError(
      400,
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, or a valid sha256 value.',
      { ArgumentName: 'x-amz-content-sha256', ArgumentValue: declared },
    );
  }
  const computed = createHash('sha256').update(body).digest('hex');
  if (computed !== declared) {
    throw new AwsError(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: computed },
    );
  }
}

/** Holds a body to whatever sums its headers name. Throws `AwsError`. */
export function checkChecksums(body: Uint8Array, headers: Record<string, string>): void {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && createHash('md5').update(body).digest('base64') !== md5) {
    throw new AwsError(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  for (const algorithm of checksumAlgorithms) {
    const claimed = headers[`x-amz-checksum-${algorithm}`];
    if (claimed !== undefined && checksum(algorithm, body) !== claimed) {
      throw new AwsError(
        400,
        'BadDigest',
        `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
      );
    }
  }
}

/** What is stored is the content: `aws-chunked` is the framing of one upload, not an encoding of the object. */
function withoutFraming(headers: Record<string, string>): Record<string, string> {
  const { 'content-encoding': encoding = '', ...others } = headers;
  const left = encoding
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked');
  return left.length > 0 ? { ...others, 'content-encoding': left.join(', ') } : others;
}
