import { createHmac } from 'node:crypto';
import type { Credentials } from '../../local/cloud/iam.ts';
import type { LocalCloud } from '../../local/cloud/local-cloud.ts';
import type { WireRequest } from '../../local/wire.ts';
import { wire } from './cloud-requests.ts';

export const bucket = 'queenofsandiego-photos';
export const bucketUrl = `https://s3.us-west-2.amazonaws.com/${bucket}/`;

// biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own notation.
export const fileNameVariable = '${filename}';

/** A function's temporary keys, as Lambda gives them to it. */
export function functionKeys(cloud: LocalCloud, name = 'ship-captain-crew'): Required<Credentials> {
  const environment = cloud.functions.get(name)?.definition.platformEnvironment ?? {};
  return {
    accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
    sessionToken: environment.AWS_SESSION_TOKEN ?? '',
  };
}

export interface UploadOptions {
  credentials: Credentials;
  date: Date;
  /** On top of those for the bucket and the fields that say who signed. */
  conditions?: unknown[];
  /** In place of the whole policy; a text is taken as it is. */
  policy?: unknown;
  /** In place of what is signed with, and shown, by default. */
  region?: string;
  /** On top of the signature's; undefined leaves one of those out. */
  fields?: Record<string, string | undefined>;
  /** Null: none. A text is a field without a file name. */
  file?: File | string | null;
  /** What comes after the file. */
  after?: [string, string | File][];
  url?: string;
  headers?: Record<string, string>;
}

/** A browser's upload, its policy signed here by hand as AWS documents it, and not by the code under test. */
export async function upload(options: UploadOptions): Promise<WireRequest> {
  const { credentials, date, region = 'us-west-2' } = options;
  const amzDate = date.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = [amzDate.slice(0, 8), region, 's3', 'aws4_request'];
  const who: Record<string, string> = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': [credentials.accessKeyId, ...scope].join('/'),
    'x-amz-date': amzDate,
    ...(credentials.sessionToken ? { 'x-amz-security-token': credentials.sessionToken } : {}),
  };
  const policy = options.policy ?? {
    expiration: new Date(date.getTime() + 900_000).toISOString(),
    conditions: [
      { bucket },
      ...Object.entries(who).map(([name, value]) => ({ [name]: value })),
      ...(options.conditions ?? [['starts-with', '$key', 'photos/xhqgmdh/']]),
    ],
  };
  const encoded = Buffer.from(typeof policy === 'string' ? policy : JSON.stringify(policy)).toString(
    'base64',
  );
  const key = scope.reduce<string | Buffer>(
    (from, part) => createHmac('sha256', from).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = createHmac('sha256', key).update(encoded).digest('hex');
  const fields = {
    key: 'photos/xhqgmdh/one.jpg',
    ...who,
    policy: encoded,
    'x-amz-signature': signature,
    ...options.fields,
  };
  const file = options.file === undefined ? new File(['picture'], 'one.jpg') : options.file;
  const given = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return post(
    [...given, ...(file === null ? [] : [['file', file] as const]), ...(options.after ?? [])],
    options,
  );
}

/** A form as a browser encodes it. */
export async function post(
  parts: readonly (readonly [string, string | File])[],
  { url = bucketUrl, headers = {} }: { url?: string; headers?: Record<string, string> } = {},
): Promise<WireRequest> {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  const encoded = new Response(form);
  return wire({
    method: 'POST',
    url,
    headers: { 'content-type': encoded.headers.get('content-type') ?? '', ...headers },
    body: new Uint8Array(await encoded.arrayBuffer()),
  });
}
