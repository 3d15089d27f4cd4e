import { type CloudRequest, type CloudResponse, respond } from './http-message.ts';
import { routeByHost } from './routes.ts';
import { s3Address } from './s3-address.ts';
import type { UploadForm } from './s3-upload-form.ts';
import { xmlDocument } from './xml.ts';

/**
 * S3's answer to a form whose object was stored: 303 to where the form wants to go on, or else the status that it
 * asks for, 204 when it asks for none. A body comes with 201 only.
 */
export function answerUpload(
  request: CloudRequest,
  { fields }: UploadForm,
  stored: CloudResponse,
): CloudResponse {
  if (stored.status !== 200) return stored;
  const { bucket } = s3Address(request);
  const key = fields.get('key')?.value ?? '';
  const etag = String(stored.headers.etag);
  const location = `${bucketUrl(request, bucket)}/${encodeURIComponent(key)}`;
  const wanted = (fields.get('success_action_redirect') ?? fields.get('redirect'))?.value;
  const onwards = wanted === undefined ? undefined : withOutcome(wanted, { bucket, key, etag });
  if (onwards !== undefined) return respond(303, '', { etag, location: onwards });
  switch (fields.get('success_action_status')?.value) {
    case '200':
      return respond(200, '', { etag, location });
    case '201':
      return respond(
        201,
        xmlDocument({ PostResponse: { Location: location, Bucket: bucket, Key: key, ETag: etag } }),
        { etag, location, 'content-type': 'application/xml' },
      );
    default:
      return respond(204, '', { etag, location });
  }
}

/** Undefined for what is no absolute URL, which S3 takes for no redirect. */
function withOutcome(url: string, outcome: Record<string, string>): string | undefined {
  if (!URL.canParse(url) || !/^https?:/i.test(url)) return undefined;
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(outcome)}`;
}

function bucketUrl({ authority, path }: CloudRequest, bucket: string): string {
  const scheme = routeByHost(authority) ? 'https' : 'http';
  const isPathStyle = path.slice(1).split('/')[0] === bucket;
  return `${scheme}://${authority}${isPathStyle ? `/${bucket}` : ''}`;
}
