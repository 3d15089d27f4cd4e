// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's own notation.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PageOrigin, pageOriginOf } from '../local/cloud/page-origin.ts';
import { deployedStack } from '../local/deployed-stack.ts';
import { changedStack } from './support/changed-templates.ts';
import { useCloud } from './support/cloud-harness.ts';
import { text, wire } from './support/cloud-requests.ts';

const harness = useCloud();
let asDeployed: PageOrigin;
let page = 0;

// A page of its own for each test: the edge remembers.
beforeEach(async () => {
  asDeployed = harness.cloud.distribution.pages;
  page += 1;
  const { status } = await harness.call('s3', {
    method: 'PUT',
    url: `https://s3.us-west-2.amazonaws.com/queenofsandiego.com/g/page-${page}.html`,
    body: 'the page',
    headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
  expect(status).toBe(200);
});
afterEach(() => {
  harness.cloud.distribution.pages = asDeployed;
});

async function visit(path = `/g/page-${page}`): Promise<{ status: number; body: string }> {
  const answer = await harness.cloud.exchange(wire({ url: `https://queenofsandiego.com${path}` }));
  return { status: answer.status, body: text(answer) };
}

/** Where pages come from once a text of the guest site's template is another. */
async function change(before: string | RegExp, after: string): Promise<void> {
  const stack = await changedStack('guest-site.yaml', before, after);
  harness.cloud.distribution.pages = pageOriginOf(stack);
}

const forbidden = { status: 403, body: expect.stringContaining('<Code>AccessDenied</Code>') };

describe('a guest page', () => {
  it('is seen with the templates as they are, and as they are built', async () => {
    expect(await visit()).toEqual({ status: 200, body: 'the page' });
    expect(pageOriginOf(deployedStack({}, 'build/infra'))).toEqual(asDeployed);
  });

  it.each<[string, string | RegExp, string]>([
    ['another distribution', 'distribution/${Distribution}', 'distribution/E2SOMEBODYELSE'],
    ['a distribution of another account', '${AWS::AccountId}:distribution', '210987654321:distribution'],
    ['another folder', '${Bucket.Arn}/*', '${Bucket.Arn}/pages/*'],
    ['the bucket without what is in it', '${Bucket.Arn}/*', '${Bucket.Arn}'],
    ['another bucket', '!Sub ${Bucket.Arn}/*', 'arn:aws:s3:::elsewhere/*'],
    ['another service', 'Service: cloudfront.amazonaws.com', 'Service: lambda.amazonaws.com'],
    ['another action', 'Action: s3:GetObject', 'Action: s3:GetObjectVersion'],
    ['a condition that CloudFront does not meet', 'AWS:SourceArn:', 'AWS:SourceAccountArn:'],
  ])('is forbidden where the policy of the bucket names %s', async (_, before, after) => {
    await change(before, after);
    expect(await visit()).toEqual(forbidden);
  });

  it.each<[string, string | RegExp, string]>([
    ['the bucket has no policy', / {2}BucketPolicy:[\s\S]*?(?=\n {2}OriginAccess:)/, ''],
    ['a statement denies it', 'Effect: Allow', 'Effect: Deny'],
    ['the policy is of another bucket', 'Bucket: !Ref Bucket', 'Bucket: elsewhere'],
    ['access control never signs', 'SigningBehavior: always', 'SigningBehavior: never'],
    ['access control is for functions', 'OriginType: s3', 'OriginType: lambda'],
    ['the origin has no access control', 'OriginAccessControlId: !GetAtt OriginAccess.Id', ''],
  ])('is forbidden where %s', async (_, before, after) => {
    await change(before, after);
    expect(await visit()).toEqual(forbidden);
  });

  it('is not there where the default behaviour asks a bucket that does not exist', async () => {
    await change(
      'DomainName: !GetAtt Bucket.RegionalDomainName',
      'DomainName: no.s3.us-west-2.amazonaws.com',
    );
    expect(await visit()).toEqual({
      status: 404,
      body: expect.stringContaining('<Code>NoSuchBucket</Code>'),
    });
  });
});

describe('a missing guest page', () => {
  it('reads as forbidden, and so does the root of the site', async () => {
    expect(await visit('/g/missing')).toEqual(forbidden);
    expect(await visit('/')).toEqual(forbidden);
  });

  it('would be told from a forbidden one by who may list; but then the root lists all pages', async () => {
    await change(
      /Action: s3:GetObject\n +Resource: .*/,
      'Action: [s3:GetObject, s3:ListBucket]\n            Resource: [!GetAtt Bucket.Arn, !Sub "${Bucket.Arn}/*"]',
    );
    harness.clock.advance(10_000);
    expect(await visit('/g/missing')).toEqual({
      status: 404,
      body: expect.stringContaining('<Code>NoSuchKey</Code>'),
    });
    expect(await visit('/')).toEqual({
      status: 200,
      body: expect.stringContaining(`<Key>g/page-${page}.html`),
    });
  });
});
