import { bodyText, type CloudRequest, decode } from './http-message.ts';
import { algorithm, readClaim, type SignatureClaim } from './signature-claim.ts';

/** The add-on's script, one of the two services, a browser, or whatever else speaks to AWS's endpoint. */
export const callers = ['add-on', 'service', 'browser', 'AWS client'] as const;
export type Caller = (typeof callers)[number];

/** How a request says that it is signed, without what would let anybody sign another. */
export interface MaskedSignature {
  /** Where it stands: in the `Authorization` header, or in the query. */
  kind: SignatureClaim['kind'];
  algorithm: string;
  /** Its first four characters, which tell a temporary key from a lasting one, and its last four. */
  accessKeyId: string;
  /** `20270501/us-west-2/s3/aws4_request` */
  scope: string;
  signedHeaders: string[];
}

/** One call as an operator may read it. Secrets in headers are masked; bodies are not kept. */
export interface LoggedCall {
  /** Epoch milliseconds of the set clock. */
  when: number;
  caller: Caller;
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
  /** Undefined where there is none, or none that can be read. */
  signature: MaskedSignature | undefined;
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

export function maskedSignature(request: CloudRequest): MaskedSignature | undefined {
  const read = readClaim(request);
  if (!('claim' in read)) return undefined;
  const { kind, accessKeyId, scope, signedHeaders } = read.claim;
  return {
    kind,
    algorithm,
    accessKeyId: accessKeyId.replace(/^(.{4}).*(.{4})$/, '$1…$2'),
    scope: Object.values(scope).join('/'),
    signedHeaders,
  };
}

/** Query strings carry presigned signatures and magic links: only names stay. */
export function maskedPath({ path, query }: CloudRequest): string {
  const names = query
    .split('&')
    .filter(Boolean)
    .map((pair) => `${pair.split('=')[0]}=…`);
  return names.length > 0 ? `${path}?${names.join('&')}` : path;
}

const uploadKey = /\bphotos\/([A-Za-z0-9-]{3,32})\//;

/** Finds the booking that a call is about: in a guest page's or an upload's key, a query, or a JSON body. */
export function bookingIn(request: CloudRequest): string | undefined {
  const inQuery = /(?:^|&)booking_id=([^&]+)/.exec(request.query)?.[1];
  const inPath = /\/(?:g\/)?([A-Za-z0-9-]{3,32})(?:\.html|\/photo|\/conditions)$/.exec(request.path)?.[1];
  // An upload's key stands before its file.
  const beginning = bodyText({ body: request.body.subarray(0, 100_000) });
  const inBody = /"booking_id"\s*:\s*"([^"]+)"/.exec(beginning)?.[1];
  const inKey = uploadKey.exec(request.path)?.[1] ?? uploadKey.exec(beginning)?.[1];
  const found = inQuery ?? inPath ?? inBody ?? inKey;
  return found === undefined ? undefined : decode(found).toLowerCase();
}
