import type { Stack } from '../cloudformation/stack.ts';
import { deployment } from '../deployment.ts';
import { AwsError } from './aws-error.ts';
import { renderError } from './error-shape.ts';
import type { CloudRequest, CloudResponse } from './http-message.ts';
import { authorize, distributionArn, type Rights } from './iam.ts';
import { type Policy, readPolicy, statementsAbout } from './policy.ts';
import type { S3 } from './s3.ts';

/** Where the guest site's default behaviour gets its pages: a bucket, by its host at S3. */
export interface PageOrigin {
  host: string;
  /** Whether CloudFront signs what it asks there. What it doesn't sign, S3 takes for anybody's. */
  signs: boolean;
  bucketPolicy: Policy;
}

/** As the templates have it. */
export function pageOriginOf({ resources }: Stack): PageOrigin {
  // biome-ignore lint/suspicious/noExplicitAny: the templates are held to AWS's own description by a test
  const propertiesOf = (place: string) => resources.get(place)?.properties as any;
  const { Origins, DefaultCacheBehavior } = propertiesOf('GuestSite/Distribution').DistributionConfig;
  const origin = Origins.find(({ Id }: { Id: string }) => Id === DefaultCacheBehavior.TargetOriginId);
  const access = propertiesOf(origin.OriginAccessControlId)?.OriginAccessControlConfig;
  const bucketPolicy = [...resources.values()]
    .filter(({ type }) => type === 'AWS::S3::BucketPolicy')
    .filter(({ properties }) => origin.DomainName.startsWith(`${properties.Bucket}.s3.`))
    .flatMap(({ properties }) => readPolicy(properties.PolicyDocument));
  return {
    host: origin.DomainName,
    signs: access?.OriginAccessControlOriginType === 's3' && access.SigningBehavior === 'always',
    bucketPolicy,
  };
}

/** What S3 answers to the distribution, errors too; `path` is percent-encoded. */
export async function askPageOrigin(
  s3: S3,
  { host, signs, bucketPolicy }: PageOrigin,
  path: string,
  requestId: string,
): Promise<CloudResponse> {
  const rights: Rights = {
    policy: signs ? statementsAbout('Service', 'cloudfront.amazonaws.com', bucketPolicy) : [],
    context: { 'aws:SourceArn': [distributionArn(deployment.guest.distributionId)] },
  };
  const request: CloudRequest = {
    method: 'GET',
    authority: host,
    path,
    query: '',
    headers: {},
    body: new Uint8Array(),
    sourceIp: '127.0.0.1',
  };
  try {
    if (s3.permissions(request).some((permission) => !authorize(rights, permission))) {
      throw new AwsError(403, 'AccessDenied', 'Access Denied');
    }
    return await s3.handle(request, rights);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { status, body } = renderError('s3', error, requestId, false);
    return { status, body, headers: { 'content-type': 'application/xml', server: 'AmazonS3' } };
  }
}
