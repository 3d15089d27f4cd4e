import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deployment } from '../local/deployment.ts';
import { useCloud } from './support/cloud-harness.ts';
import { text, type Unsigned } from './support/cloud-requests.ts';

const harness = useCloud();
const region = 'us-east-1';
const emptyHash = createHash('sha256').update('').digest('hex');
const ask = (service: string, unsigned: Unsigned, as: 'administrator' | 'add-on' = 'administrator') =>
  harness.call(service, unsigned, {
    region,
    ...(as === 'add-on' ? { credentials: harness.cloud.staticAddOnKeys } : {}),
  });

const json = (version: string, target: string, body: object) => ({
  method: 'POST',
  headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target },
  body: JSON.stringify(body),
});
const object = (bucket: string, host = `s3.${region}.amazonaws.com`): Unsigned => ({
  url: `https://${host}/${bucket}/g/x.html`,
  headers: { 'x-amz-content-sha256': emptyHash },
});
const secret = {
  url: `https://secretsmanager.${region}.amazonaws.com/`,
  ...json('1.1', 'secretsmanager.GetSecretValue', { SecretId: deployment.addOnSecretId }),
};
const item = {
  url: `https://dynamodb.${region}.amazonaws.com/`,
  ...json('1.0', 'DynamoDB_20120810.GetItem', {
    TableName: deployment.eventsTable,
    Key: { event_id: { S: 'x' } },
  }),
};

describe('in a region where the account has nothing', () => {
  test('S3 says where the bucket is, and serves nothing', async () => {
    for (const method of ['GET', 'PUT']) {
      const answer = await ask('s3', { ...object(deployment.guest.bucket), method });
      expect([answer.status, answer.headers['x-amz-bucket-region']]).toEqual([301, deployment.region]);
      expect(text(answer)).toContain('<Code>PermanentRedirect</Code>');
    }
    const missing = await ask('s3', object('nobody-has-this-bucket'));
    expect([missing.status, text(missing)]).toEqual([404, expect.stringContaining('NoSuchBucket')]);
  });

  test('nothing else is found by those who may look everywhere', async () => {
    const answers = [await ask('secretsmanager', secret), await ask('dynamodb', item)];
    for (const answer of answers) {
      expect([answer.status, text(answer)]).toEqual([
        400,
        expect.stringContaining('ResourceNotFoundException'),
      ]);
    }
    const identity = await ask('ses', {
      url: `https://email.${region}.amazonaws.com/v2/email/identities/${deployment.mail.verifiedDomain}`,
    });
    expect([identity.status, identity.headers['x-amzn-errortype']]).toEqual([404, 'NotFoundException']);
  });

  test('a policy for one region allows nothing of it', async () => {
    for (const [service, request] of [
      ['secretsmanager', secret],
      ['dynamodb', item],
    ] as const) {
      const answer = await ask(service, request, 'add-on');
      expect(text(answer)).toMatch(
        new RegExp(`AccessDeniedException.*on resource: arn:aws:${service}:${region}:`),
      );
    }
  });

  test('STS answers as everywhere', async () => {
    const answer = await ask('sts', {
      method: 'POST',
      url: `https://sts.${region}.amazonaws.com/`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect(answer.status).toBe(200);
  });

  test('a signature for another region than the host’s is refused', async () => {
    const answer = await ask('s3', object(deployment.guest.bucket, `s3.${deployment.region}.amazonaws.com`));
    expect(answer.status).toBe(400);
    expect(text(answer)).toContain('<Code>AuthorizationHeaderMalformed</Code>');
    expect(text(answer)).toContain(`<Region>${deployment.region}</Region>`);
  });
});

test('a bucket that nobody has is said to be missing, also to those who may not list any', async () => {
  const answer = await harness.call(
    's3',
    object('nobody-has-this-bucket', `s3.${deployment.region}.amazonaws.com`),
    { credentials: harness.cloud.staticAddOnKeys },
  );
  expect([answer.status, text(answer)]).toEqual([404, expect.stringContaining('NoSuchBucket')]);
});
