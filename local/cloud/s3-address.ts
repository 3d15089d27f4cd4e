import { AwsError } from './aws-error.ts';
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
  const key = rest.map(decode).join('/');
  if ([bucket, ...key.split('/')].some((segment) => segment === '.' || segment === '..')) {
    throw new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI.", { URI: request.path });
  }
  return { bucket, key };
}

export function objectPath({ bucket, key }: S3Address): string {
  if (bucket === '') return '/';
  return key === '' ? `/${bucket}` : `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
}
