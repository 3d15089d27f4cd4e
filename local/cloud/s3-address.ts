import { type CloudRequest, decode, hostName } from './http-message.ts';

/** Both empty: the service itself. An empty key: the bucket. */
export interface S3Address {
  bucket: string;
  key: string;
}

/** Reads bucket and key from a path-style URL or a virtual host (`{bucket}.s3.{region}.amazonaws.com`). */
export function s3Address(request: CloudRequest): S3Address {
  const [, virtualBucket] = /^(.+)\.s3\.[a-z0-9-]+\.amazonaws\.com$/.exec(hostName(request.authority)) ?? [];
  const [bucket = '', ...rest] = virtualBucket
    ? [virtualBucket, ...request.path.slice(1).split('/')]
    : request.path.slice(1).split('/');
  return { bucket, key: rest.map(decode).join('/') };
}

/** Whether the emulator, which keeps objects as files, would leave the bucket's folder. */
export function climbs({ bucket, key }: S3Address): boolean {
  return [bucket, ...key.split('/')].some((segment) => segment === '.' || segment === '..');
}

export function objectPath({ bucket, key }: S3Address): string {
  if (bucket === '') return '/';
  return key === '' ? `/${bucket}` : `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
