import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { deployment } from '../local/deployment.ts';
import { start, useCloud } from './support/cloud-harness.ts';
import { text, wire } from './support/cloud-requests.ts';

const harness = useCloud();
afterEach(() => harness.clock.set(start));

const element = (body: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];

async function assume(parameters: Record<string, string> = {}, host = 'sts.us-west-2.amazonaws.com') {
  const form = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: deployment.role.arn,
    RoleSessionName: 'captain',
    WebIdentityToken: await harness.cloud.identity.issue('captain@queenofsandiego.com'),
    ...parameters,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return harness.cloud.exchange(
    wire({ method: 'POST', url: `https://${host}/`, headers, body: form.toString() }),
  );
}

async function session() {
  const body = text(await assume());
  return {
    accessKeyId: element(body, 'AccessKeyId') ?? '',
    secretAccessKey: element(body, 'SecretAccessKey') ?? '',
    sessionToken: element(body, 'SessionToken') ?? '',
    expiration: element(body, 'Expiration'),
  };
}

const secret = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
  harness.call(
    'secretsmanager',
    {
      method: 'POST',
      url: 'https://secretsmanager.us-west-2.amazonaws.com/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'secretsmanager.GetSecretValue',
      },
      body: JSON.stringify({ SecretId: deployment.addOnSecretId }),
    },
    { credentials },
  );

describe('AssumeRoleWithWebIdentity', () => {
  test('gives an hour of the role for the captain’s identity token', async () => {
    const credentials = await session();
    expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(credentials.expiration).toBe('2027-05-01T20:00:00Z');
    expect((await secret(credentials)).status).toBe(200);
    harness.clock.advance(3_600_000 - 1);
    expect((await secret(credentials)).status).toBe(200);
    harness.clock.advance(1);
    const late = await secret(credentials);
    expect([late.status, JSON.parse(text(late))]).toEqual([
      400,
      expect.objectContaining({ __type: 'ExpiredTokenException' }),
    ]);
  });

  test('the credentials are nothing without their token, or with another', async () => {
    const { accessKeyId, secretAccessKey } = await session();
    const other = await session();
    for (const sessionToken of [undefined, other.sessionToken]) {
      const answer = await secret({
        accessKeyId,
        secretAccessKey,
        ...(sessionToken ? { sessionToken } : {}),
      });
      expect([answer.status, text(answer)]).toEqual([
        400,
        expect.stringContaining('UnrecognizedClientException'),
      ]);
    }
  });

  const refusals: [string, () => Promise<Record<string, string>>, number, string][] = [
    [
      'a token for another client',
      async () => ({
        WebIdentityToken: await harness.cloud.identity.issue(
          'captain@queenofsandiego.com',
          'other.apps.googleusercontent.com',
        ),
      }),
      403,
      'AccessDenied',
    ],
    [
      'another role',
      async () => ({ RoleArn: 'arn:aws:iam::123456789012:role/administrator' }),
      403,
      'AccessDenied',
    ],
    ['no token at all', async () => ({ WebIdentityToken: '' }), 400, 'ValidationError'],
    ['a token that is none', async () => ({ WebIdentityToken: 'abc.def.ghi' }), 400, 'InvalidIdentityToken'],
    ['too long a session', async () => ({ DurationSeconds: '7200' }), 400, 'ValidationError'],
    ['a bad session name', async () => ({ RoleSessionName: 'a captain' }), 400, 'ValidationError'],
    [
      'a token that somebody else signed',
      async () => ({ WebIdentityToken: await forged() }),
      400,
      'InvalidIdentityToken',
    ],
  ];

  test.each(refusals)('refuses %s', async (_, parameters, status, code) => {
    const answer = await assume(await parameters());
    expect([answer.status, element(text(answer), 'Code')]).toEqual([status, code]);
    expect(text(answer)).not.toContain('<SecretAccessKey>');
  });

  test('refuses a token after its hour', async () => {
    const WebIdentityToken = await harness.cloud.identity.issue('captain@queenofsandiego.com');
    harness.clock.advance(3_599_000);
    expect((await assume({ WebIdentityToken })).status).toBe(200);
    harness.clock.advance(1000);
    const late = await assume({ WebIdentityToken });
    expect([late.status, element(text(late), 'Code')]).toEqual([400, 'ExpiredTokenException']);
  });

  test('works at the global endpoint, and unsigned at the laptop’s own address by the SDK', async () => {
    expect((await assume({}, 'sts.amazonaws.com')).status).toBe(200);
    const client = new STSClient({ endpoint: harness.cloud.endpoints.aws, region: 'us-west-2' });
    const WebIdentityToken = await harness.cloud.identity.issue('captain@queenofsandiego.com');
    const { AssumedRoleUser } = await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: deployment.role.arn,
        RoleSessionName: 'sdk',
        WebIdentityToken,
      }),
    );
    client.destroy();
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::123456789012:assumed-role/charter-desk/sdk');
  });
});

/** A token that says what Google's would say, signed with a key that isn't Google's. */
async function forged(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256', kid: 'local-google' })
    .setIssuer('https://accounts.google.com')
    .setAudience(deployment.oauthClientId)
    .setSubject('1')
    .setIssuedAt(start / 1000)
    .setExpirationTime(start / 1000 + 3600)
    .sign(privateKey);
}

test('GetCallerIdentity says who signed', async () => {
  const who = async (credentials: Parameters<typeof secret>[0]) => {
    const body = 'Action=GetCallerIdentity&Version=2011-06-15';
    return element(
      text(
        await harness.call(
          'sts',
          { method: 'POST', url: 'https://sts.us-west-2.amazonaws.com/', body },
          { credentials },
        ),
      ),
      'Arn',
    );
  };
  expect(await who(harness.cloud.credentials)).toBe('arn:aws:iam::123456789012:user/administrator');
  expect(await who(harness.cloud.staticAddOnKeys)).toBe('arn:aws:iam::123456789012:user/charter-desk');
  const { expiration: _, ...credentials } = await session();
  expect(await who(credentials)).toBe('arn:aws:sts::123456789012:assumed-role/charter-desk/captain');
});

test.each([{ Version: '2010-05-08' }, { Version: '' }])('knows no operation of %j', async (other) => {
  const answer = await assume(other);
  expect(answer.status).toBe(400);
  expect(text(answer)).toContain('<Code>InvalidAction</Code>');
});

test.each([
  { headers: { 'x-amz-target': 'Bogus_20170101.GetSecretValue' } },
  { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  { url: 'https://secretsmanager.us-west-2.amazonaws.com/whatever' },
])('Secrets Manager takes no request with %j', async ({ headers = {}, ...other }) => {
  const unsigned = {
    method: 'POST',
    url: 'https://secretsmanager.us-west-2.amazonaws.com/',
    body: JSON.stringify({ SecretId: deployment.addOnSecretId }),
    ...other,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
      ...headers,
    },
  };
  const answer = await harness.call('secretsmanager', unsigned, { credentials: await session() });
  expect(answer.status).toBe(400);
  expect(text(answer)).toContain('UnknownOperationException');
});
