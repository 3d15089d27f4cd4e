import type { Aws } from './aws.ts';
import { percentEncodePath } from './percent-encoding.ts';
import type { Attempt, Call, HttpRequest } from './request.ts';

export interface ObjectName {
  bucket: string;
  /** As the console shows it, not percent-encoded. No `.` or `..` segments: URLs cannot carry them. */
  key: string;
}

export interface NewObject extends ObjectName {
  body: string;
  contentType: string;
  cacheControl?: string;
  /** `x-amz-meta-…` without the prefix; ASCII. */
  metadata: Record<string, string>;
  /** Only if there is no object of that name yet (`If-None-Match: *`). */
  ifNoneMatch?: boolean;
  /** Where a website endpoint sends its visitors instead; an absolute URL or a path. */
  websiteRedirectLocation?: string;
}

export interface StoredObject {
  /** Names in lower case, without the prefix. */
  metadata: Record<string, string>;
  body: string;
  /** Empty when it has none. */
  websiteRedirectLocation: string;
}

export class S3 {
  constructor(private readonly aws: Aws) {}

  /**
   * `exists`: it was to be written only if there was none, and there is one. After an attempt without an answer
   * that one may well be ours; its metadata tells.
   */
  async putObject(
    object: NewObject,
    { bookingId, leaving }: Pick<Attempt, 'bookingId'> & Partial<Attempt>,
  ): Promise<'stored' | 'exists'> {
    const { cacheControl, ifNoneMatch, websiteRedirectLocation } = object;
    const headers: Record<string, string> = {};
    if (cacheControl) headers['Cache-Control'] = cacheControl;
    if (ifNoneMatch) headers['If-None-Match'] = '*';
    if (websiteRedirectLocation) headers['X-Amz-Website-Redirect-Location'] = websiteRedirectLocation;
    for (const [name, value] of Object.entries(object.metadata)) headers[`${METADATA_PREFIX}${name}`] = value;
    const { status } = await this.aws.send(
      's3',
      { method: 'PUT', url: this.url(object), headers, contentType: object.contentType, body: object.body },
      { ...call('PutObject', bookingId, ifNoneMatch ? [412] : []), ...(leaving ? { leaving } : {}) },
    );
    return status === 412 ? 'exists' : 'stored';
  }

  /**
   * Null when there is no such object. Reads the whole of it, for HEAD is not among the methods that UrlFetchApp
   * documents.
   * @throws RemoteError 403 also for an object that isn't there, unless the bucket may be listed
   */
  async getObject({
    bookingId,
    ...object
  }: ObjectName & { bookingId: string }): Promise<StoredObject | null> {
    const request: HttpRequest = { method: 'GET', url: this.url(object), headers: {} };
    const { status, headers, body } = await this.aws.send('s3', request, call('GetObject', bookingId, [404]));
    if (status === 404) return null;
    const metadata = Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => name.startsWith(METADATA_PREFIX))
        .map(([name, value]) => [name.slice(METADATA_PREFIX.length), value]),
    );
    return { metadata, body, websiteRedirectLocation: headers['x-amz-website-redirect-location'] || '' };
  }

  /** Path-style: a bucket named after a domain has dots, which the wildcard certificate doesn't cover. */
  url({ bucket, key }: ObjectName): string {
    return `https://s3.${this.aws.region}.amazonaws.com/${bucket}/${percentEncodePath(key)}`;
  }
}

const METADATA_PREFIX = 'x-amz-meta-';

function call(operation: string, bookingId: string, expects: readonly number[]): Call {
  return { service: 'S3', operation, bookingId, repeatable: true, expects };
}
