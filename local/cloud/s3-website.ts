import { type CloudRequest, type CloudResponse, decode, respond } from './http-message.ts';
import type { S3 } from './s3.ts';

/**
 * A bucket's website endpoint: index document `index.html`, and the one place where an object's
 * `x-amz-website-redirect-location` redirects. No signatures; GET and HEAD only.
 */
export async function answerWebsite(s3: S3, bucket: string, request: CloudRequest): Promise<CloudResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return page(405, 'Method Not Allowed', 'MethodNotAllowed');
  }
  const path = decode(request.path.slice(1));
  const key = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  const object = await s3.read(bucket, key);
  const location = object.headers['x-amz-website-redirect-location'];
  if (typeof location === 'string') return respond(301, '', { location });
  if (object.status !== 200) return page(404, 'Not Found', 'NoSuchKey');
  return request.method === 'HEAD' ? { ...object, body: new Uint8Array() } : object;
}

function page(status: number, title: string, code: string): CloudResponse {
  const heading = `${status} ${title}`;
  return respond(
    status,
    `<html>\n<head><title>${heading}</title></head>\n<body>\n<h1>${heading}</h1>\n<ul>\n<li>Code: ${code}</li>\n</ul>\n</body>\n</html>\n`,
    { 'content-type': 'text/html; charset=utf-8' },
  );
}
