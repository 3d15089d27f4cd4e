import { type CloudRequest, parseQuery } from './http-message.ts';

/** What a signed request says about its signature: nothing here is believed yet. */
export interface SignatureClaim {
  kind: 'header' | 'presigned';
  accessKeyId: string;
  /** The four parts after the key: `YYYYMMDD`, region, service, `aws4_request`. */
  scope: { day: string; region: string; service: string; terminator: string };
  signedHeaders: string[];
  signature: string;
  /** ISO 8601 basic format, `YYYYMMDDTHHMMSSZ`. */
  date: string;
  sessionToken: string | undefined;
  /** Seconds; only a presigned request has it. */
  expiresIn: number | undefined;
}

export type ReadClaim =
  | { claim: SignatureClaim }
  | { anonymous: true }
  /** Signature version 2, which AWS takes no more. */
  | { legacy: true }
  | { malformed: string };

export const algorithm = 'AWS4-HMAC-SHA256';

export function readClaim(request: CloudRequest): ReadClaim {
  const query = new Map(parseQuery(request.query));
  const header = request.headers.authorization;
  const presigned = query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature');
  if (header !== undefined && presigned) {
    return {
      malformed:
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization header should be specified',
    };
  }
  if (header?.startsWith('AWS ') || (query.has('AWSAccessKeyId') && query.has('Signature')))
    return { legacy: true };
  if (header !== undefined) return readHeader(header, request.headers);
  return presigned ? readPresigned(query) : { anonymous: true };
}

function readHeader(header: string, headers: Record<string, string>): ReadClaim {
  if (!header.startsWith(`${algorithm} `))
    return { malformed: `Unsupported AWS 'algorithm': '${header.split(' ')[0]}'` };
  const parts = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((part) => part.trim().split(/=(.*)/s))
      .map(([name = '', value = '']) => [name, value]),
  );
  for (const name of ['Credential', 'SignedHeaders', 'Signature']) {
    if (!parts.get(name)) return { malformed: `Authorization header requires '${name}' parameter.` };
  }
  return assemble('header', {
    credential: parts.get('Credential'),
    signedHeaders: parts.get('SignedHeaders'),
    signature: parts.get('Signature'),
    date: headers['x-amz-date'],
    sessionToken: headers['x-amz-security-token'],
    expires: undefined,
  });
}

function readPresigned(query: Map<string, string>): ReadClaim {
  if (query.get('X-Amz-Algorithm') !== algorithm)
    return { malformed: `X-Amz-Algorithm only supports "${algorithm}"` };
  for (const name of ['Credential', 'SignedHeaders', 'Signature', 'Date', 'Expires']) {
    if (!query.get(`X-Amz-${name}`)) {
      return { malformed: `AWS query-string parameters must include 'X-Amz-${name}'.` };
    }
  }
  return assemble('presigned', {
    credential: query.get('X-Amz-Credential'),
    signedHeaders: query.get('X-Amz-SignedHeaders'),
    signature: query.get('X-Amz-Signature'),
    date: query.get('X-Amz-Date'),
    sessionToken: query.get('X-Amz-Security-Token'),
    expires: query.get('X-Amz-Expires'),
  });
}

interface RawClaim {
  credential: string | undefined;
  signedHeaders: string | undefined;
  signature: string | undefined;
  date: string | undefined;
  sessionToken: string | undefined;
  expires: string | undefined;
}

function assemble(kind: SignatureClaim['kind'], raw: RawClaim): ReadClaim {
  const pieces = (raw.credential ?? '').split('/');
  const [accessKeyId, day, region, service, terminator] = pieces;
  if (pieces.length !== 5 || !accessKeyId || !day || !region || !service || !terminator) {
    return {
      malformed: `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${raw.credential}'`,
    };
  }
  if (!raw.date)
    return {
      malformed: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    };
  if (!/^\d{8}T\d{6}Z$/.test(raw.date))
    return { malformed: `Date must be in ISO-8601 'basic format'. Got '${raw.date}'.` };
  const expiresIn = raw.expires === undefined ? undefined : Number(raw.expires);
  // AWS's own limit for a presigned request: seven days.
  if (expiresIn !== undefined && !(Number.isInteger(expiresIn) && expiresIn >= 0 && expiresIn <= 604_800)) {
    return { malformed: 'X-Amz-Expires must be a whole number of seconds, less than a week' };
  }
  return {
    claim: {
      kind,
      accessKeyId,
      scope: { day, region, service, terminator },
      signedHeaders: (raw.signedHeaders ?? '').toLowerCase().split(';'),
      signature: raw.signature ?? '',
      date: raw.date,
      sessionToken: raw.sessionToken,
      expiresIn,
    },
  };
}

/** Epoch milliseconds of an `X-Amz-Date`. */
export function epochOf(amzDate: string): number {
  const iso = amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return Date.parse(iso);
}

export function amzDate(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
