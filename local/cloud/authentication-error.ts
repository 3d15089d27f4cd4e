import { AwsError } from './aws-error.ts';
import type { Protocol } from './error-shape.ts';

export type AuthenticationFailure =
  | 'anonymous'
  | 'legacy'
  | 'malformed'
  | 'unknown-key'
  | 'mismatch'
  | 'skewed'
  | 'wrong-scope'
  | 'unsigned-header'
  | 'invalid-token'
  | 'expired-token'
  | 'presign-expired';

/** Status and code for S3, for the XML services (STS, CloudFront), and for the JSON services. */
const codes: Record<
  AuthenticationFailure,
  readonly [s3: readonly [number, string], xml: string, json: string]
> = {
  anonymous: [[403, 'AccessDenied'], 'MissingAuthenticationToken', 'MissingAuthenticationTokenException'],
  legacy: [[400, 'InvalidRequest'], 'IncompleteSignature', 'IncompleteSignatureException'],
  malformed: [[400, 'AuthorizationHeaderMalformed'], 'IncompleteSignature', 'IncompleteSignatureException'],
  'unknown-key': [[403, 'InvalidAccessKeyId'], 'InvalidClientTokenId', 'UnrecognizedClientException'],
  mismatch: [[403, 'SignatureDoesNotMatch'], 'SignatureDoesNotMatch', 'InvalidSignatureException'],
  skewed: [[403, 'RequestTimeTooSkewed'], 'SignatureDoesNotMatch', 'InvalidSignatureException'],
  'wrong-scope': [
    [400, 'AuthorizationHeaderMalformed'],
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
  ],
  'unsigned-header': [[403, 'AccessDenied'], 'SignatureDoesNotMatch', 'InvalidSignatureException'],
  'invalid-token': [[400, 'InvalidToken'], 'InvalidClientTokenId', 'UnrecognizedClientException'],
  'expired-token': [[400, 'ExpiredToken'], 'ExpiredToken', 'ExpiredTokenException'],
  'presign-expired': [[403, 'AccessDenied'], 'SignatureDoesNotMatch', 'InvalidSignatureException'],
};

const notInRecords = 'The AWS Access Key Id you provided does not exist in our records.';
const onlyVersion4 =
  'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
const invalidToken = 'The security token included in the request is invalid.';

/** What S3 says where its words differ from every other service's. */
const s3Messages: Partial<Record<AuthenticationFailure, string>> = {
  anonymous: 'Access Denied',
  legacy: onlyVersion4,
  'unknown-key': notInRecords,
  mismatch:
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  skewed: 'The difference between the request time and the current time is too large.',
  'unsigned-header': 'There were headers present in the request which were not signed',
  'invalid-token': 'The provided token is malformed or otherwise invalid.',
  'expired-token': 'The provided token has expired.',
  'presign-expired': 'Request has expired',
};

const otherMessages: Partial<Record<AuthenticationFailure, string>> = {
  anonymous: 'Request is missing Authentication Token',
  legacy: onlyVersion4,
  'unknown-key': invalidToken,
  mismatch:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  'invalid-token': invalidToken,
  'expired-token': 'The security token included in the request is expired',
};

/**
 * The service's own answer to a request whose signature it doesn't accept. `specifics` is the message where it
 * depends on the request; `details` are the extra elements that S3 shows.
 */
export function authenticationError(
  protocol: Protocol,
  failure: AuthenticationFailure,
  specifics = 'Signature not accepted.',
  details: Record<string, string> = {},
): AwsError {
  const [[s3Status, s3Code], xmlCode, jsonCode] = codes[failure];
  if (protocol === 's3') return new AwsError(s3Status, s3Code, s3Messages[failure] ?? specifics, details);
  const message = otherMessages[failure] ?? specifics;
  if (protocol === 'query' || protocol === 'rest-xml') return new AwsError(403, xmlCode, message);
  return new AwsError(protocol === 'rest-json' ? 403 : 400, jsonCode, message);
}
