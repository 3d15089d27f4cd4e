import { describe, expect, it } from 'vitest';
import { Aws } from '../src/clients/aws.ts';
import { StaticCredentials, WebIdentityCredentials } from '../src/clients/credentials.ts';
import { NoCredentials } from '../src/clients/no-credentials.ts';
import { Redaction } from '../src/clients/redaction.ts';
import { OutOfTime, RemoteError } from '../src/clients/remote-error.ts';
import type { Call, HttpRequest } from '../src/clients/request.ts';
import { Sts } from '../src/clients/sts.ts';
import { type Answer, inTurn, MemoryCache, Remote } from './clients-remote.ts';

const NOW = Date.parse('2027-05-01T19:00:00Z');
const MINUTE = 60_000;
const ROLE = 'arn:aws:iam::123456789012:role/charter-desk';

function issued(accessKeyId: string, expiresAt = NOW + 60 * MINUTE): Answer {
  return {
    body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult>
      <SubjectFromWebIdentityToken>1</SubjectFromWebIdentityToken>
      <Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>secret/${accessKeyId}+&amp;</SecretAccessKey>
      <SessionToken>token/${accessKeyId}==</SessionToken><Expiration>${new Date(expiresAt).toISOString()}</Expiration></Credentials>
      </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
  };
}

function refused(code: string, status = 400): Answer {
  return {
    status,
    body: `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
  };
}

function setUp(answer: () => Answer, { token = 'eyJ.identity.token' as string | null, roleArn = ROLE } = {}) {
  const remote = new Remote(answer);
  const cache = new MemoryCache();
  const redaction = new Redaction();
  const time = { now: NOW };
  const another = (arn = roleArn) =>
    new WebIdentityCredentials({
      sts: new Sts(remote, 'us-west-2'),
      roleArn: arn,
      identityToken: () => token,
      cache,
      redaction,
      now: () => time.now,
    });
  return { remote, cache, redaction, time, another, credentials: another() };
}

describe('the Google identity', () => {
  it('becomes temporary credentials, by an unsigned form', async () => {
    const { remote, credentials } = setUp(inTurn(issued('ASIA1')));
    expect(await credentials.current()).toMatchObject({
      accessKeyId: 'ASIA1',
      secretAccessKey: 'secret/ASIA1+&',
      sessionToken: 'token/ASIA1==',
    });
    const { request } = remote.only;
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://sts.us-west-2.amazonaws.com/',
      headers: {},
      contentType: 'application/x-www-form-urlencoded',
    });
    expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: ROLE,
      RoleSessionName: 'charter-desk',
      WebIdentityToken: 'eyJ.identity.token',
    });
  });

  it('is asked for once, however many need it at the same time and afterwards', async () => {
    const { remote, credentials } = setUp(inTurn(issued('ASIA1')));
    const together = await Promise.all([credentials.current(), credentials.current(), credentials.current()]);
    expect(together.map(({ accessKeyId }) => accessKeyId)).toEqual(['ASIA1', 'ASIA1', 'ASIA1']);
    await credentials.current();
    expect(remote.exchanges).toHaveLength(1);
  });

  it('is asked for again after a failure', async () => {
    const { credentials } = setUp(inTurn({ status: 503 }, issued('ASIA1')));
    await expect(credentials.current()).rejects.toThrow(RemoteError);
    expect(await credentials.current()).toMatchObject({ accessKeyId: 'ASIA1' });
  });

  it('lends its credentials to the next execution, until 5 minutes before they expire', async () => {
    const { remote, cache, time, another, credentials } = setUp(
      inTurn(issued('ASIA1'), issued('ASIA2', NOW + 120 * MINUTE)),
    );
    await credentials.current();
    expect([...cache.entries.values()].map(({ seconds }) => seconds)).toEqual([55 * 60]);
    time.now = NOW + 55 * MINUTE - 1;
    expect(await another().current()).toMatchObject({ accessKeyId: 'ASIA1' });
    expect(remote.exchanges).toHaveLength(1);
    time.now = NOW + 55 * MINUTE;
    expect(await another().current()).toMatchObject({ accessKeyId: 'ASIA2' });
    expect(await credentials.current()).toMatchObject({ accessKeyId: 'ASIA2' });
  });

  it('never keeps credentials longer than a cache can', async () => {
    const { cache, credentials } = setUp(inTurn(issued('ASIA1', NOW + 12 * 60 * MINUTE)));
    await credentials.current();
    expect([...cache.entries.values()].map(({ seconds }) => seconds)).toEqual([6 * 60 * 60]);
  });

  it('does not take another role’s credentials, nor what an older version cached', async () => {
    const { cache, another, credentials } = setUp(inTurn(issued('ASIA1'), issued('ASIA2'), issued('ASIA3')));
    await credentials.current();
    expect(await another('arn:aws:iam::1:role/other').current()).toMatchObject({ accessKeyId: 'ASIA2' });
    for (const entry of cache.entries.values()) entry.value = '{"accessKeyId":"ASIA0"}';
    expect(await another().current()).toMatchObject({ accessKeyId: 'ASIA3' });
  });

  it('says what to do when Google gives no token', async () => {
    const { remote, credentials } = setUp(inTurn(), { token: null });
    const error = await credentials.current().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NoCredentials);
    expect(error.message).toMatch(/no identity token.*openid.*authorise.*AWS_ACCESS_KEY_ID/s);
    expect(remote.exchanges).toEqual([]);
  });

  it('says so when the token had expired, as a timer’s may', async () => {
    const { credentials } = setUp(inTurn(refused('ExpiredTokenException')));
    await expect(credentials.current()).rejects.toThrow(/expired already.*authorise/s);
    await expect(setUp(inTurn(refused('AccessDenied', 403))).credentials.current()).rejects.toThrow(
      /trust policy.*403 AccessDenied no/s,
    );
  });

  it('passes on what proves nothing: it may work the next time', async () => {
    const error = await setUp(inTurn({ status: 500 }))
      .credentials.current()
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error.outcome).toBe('unknown');
  });

  it('does not take an answer without credentials for some', async () => {
    for (const missing of ['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration']) {
      const body = issued('ASIA1').body?.replace(new RegExp(`<${missing}>.*</${missing}>`), '') ?? '';
      await expect(setUp(inTurn({ body })).credentials.current()).rejects.toThrow('holds no credentials');
    }
  });

  it('keeps token and credentials out of the log', async () => {
    const { redaction, credentials } = setUp(inTurn(issued('K1')), { token: 'opaque-identity' });
    await credentials.current();
    expect(redaction.clean('opaque-identity secret/K1+& token/K1==')).toBe(
      '[redacted] [redacted] [redacted]',
    );
  });
});

describe('a request to AWS', () => {
  const request: HttpRequest = {
    method: 'POST',
    url: 'https://x.us-west-2.amazonaws.com/',
    headers: {},
    body: '',
  };
  const call: Call = { service: 'DynamoDB', operation: 'GetItem', repeatable: true };
  const keyIn = ({ headers }: HttpRequest): string =>
    headers.authorization?.match(/Credential=([^/]+)/)?.[1] ?? '';

  /** STS issues K1, K2, … in turn; AWS takes requests signed with one of `accepted`. */
  function cloud(accepted: string[], staleAnswer: Answer) {
    let count = 0;
    const world = setUp(() => ({}));
    const remote = new Remote((sent, { service }) => {
      if (service === 'STS') {
        count += 1;
        return issued(`K${count}`);
      }
      return accepted.includes(keyIn(sent)) ? { body: '{}' } : staleAnswer;
    });
    const source = () =>
      new WebIdentityCredentials({
        sts: new Sts(remote, 'us-west-2'),
        roleArn: ROLE,
        identityToken: () => 'token',
        cache: world.cache,
        redaction: world.redaction,
        now: () => NOW,
      });
    const aws = () => new Aws(remote, source(), 'us-west-2', () => NOW);
    return { remote, aws };
  }

  it.each([
    ['S3', refused('ExpiredToken')],
    ['S3, of a key that was deleted', refused('InvalidAccessKeyId', 403)],
    ['CloudFront', refused('InvalidClientTokenId', 403)],
    [
      'SES',
      {
        status: 403,
        headers: { 'x-amzn-errortype': 'ExpiredTokenException:' },
        body: '{"message":"expired"}',
      },
    ],
    ['DynamoDB', { status: 400, body: '{"__type":"com.amazon.coral.service#UnrecognizedClientException"}' }],
  ])('is sent once more with fresh credentials when they have expired, says %s', async (_, answer) => {
    const { remote, aws } = cloud(['K2'], answer);
    const response = await aws().send('dynamodb', request, call);
    expect(response.body).toBe('{}');
    expect(remote.operations).toEqual([
      'AssumeRoleWithWebIdentity',
      'GetItem',
      'AssumeRoleWithWebIdentity',
      'GetItem',
    ]);
  });

  it('shares one renewal with all that were refused at the same time, and with the next execution', async () => {
    const { remote, aws } = cloud(['K2'], refused('ExpiredToken'));
    const shared = aws();
    await Promise.all(Array.from({ length: 25 }, () => shared.send('s3', request, call)));
    expect(remote.operations.filter((name) => name === 'AssumeRoleWithWebIdentity')).toHaveLength(2);
    await aws().send('s3', request, call);
    expect(remote.operations.filter((name) => name === 'AssumeRoleWithWebIdentity')).toHaveLength(2);
  });

  it('takes what another execution has renewed meanwhile', async () => {
    const accepted = ['K1'];
    const { remote, aws } = cloud(accepted, refused('ExpiredToken'));
    const [first, second] = [aws(), aws()];
    await first.send('s3', request, call);
    await second.send('s3', request, call);
    accepted.splice(0, 1, 'K2');
    await first.send('s3', request, call);
    await second.send('s3', request, call);
    expect(remote.operations.filter((name) => name === 'AssumeRoleWithWebIdentity')).toHaveLength(2);
  });

  it('is sent no more than twice', async () => {
    const { remote, aws } = cloud([], refused('ExpiredToken'));
    await expect(aws().send('s3', request, call)).rejects.toThrow('ExpiredToken');
    expect(remote.operations.filter((name) => name === 'GetItem')).toHaveLength(2);
  });

  it.each([
    ['a refusal for another reason', refused('AccessDenied', 403)],
    ['a failure', { status: 500, body: '<Error><Code>ExpiredToken</Code></Error>' }],
  ])('is not sent again after %s', async (_, answer) => {
    const { remote, aws } = cloud([], answer);
    await expect(aws().send('s3', request, call)).rejects.toThrow(RemoteError);
    expect(remote.exchanges).toHaveLength(2);
  });

  it('keeps to the first refusal when there are no others to be had', async () => {
    const remote = new Remote(() => refused('InvalidAccessKeyId', 403));
    const keys = { accessKeyId: ' AKIA1\n', secretAccessKey: ' secret-key-1\n' };
    const redaction = new Redaction();
    const aws = new Aws(remote, new StaticCredentials(keys, redaction), 'us-west-2', () => NOW);
    await expect(aws.send('s3', request, call)).rejects.toThrow('InvalidAccessKeyId');
    expect(keyIn(remote.only.request)).toBe('AKIA1');
    expect(remote.only.request.headers['x-amz-security-token']).toBeUndefined();
    expect(redaction.clean('secret-key-1')).toBe('[redacted]');
  });

  it.each([
    { accessKeyId: 'AKIA1', secretAccessKey: ' ' },
    { accessKeyId: '', secretAccessKey: 'secret-key-1' },
  ])('does not leave without keys, and says where they go', async (keys) => {
    const remote = new Remote(() => ({}));
    const aws = new Aws(remote, new StaticCredentials(keys, new Redaction()), 'us-west-2', () => NOW);
    const error = await aws.send('s3', request, call).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NoCredentials);
    expect(error.message).toMatch(/role in Settings.*Script Properties/);
    expect(remote.exchanges).toEqual([]);
  });

  it('keeps to the first refusal, which proves something, when the renewal fails', async () => {
    const refusal = { ...refused('ExpiredToken') };
    const remote = new Remote(() => refusal);
    const source = {
      current: async () => ({ accessKeyId: 'K1', secretAccessKey: 's' }),
      renew: async () => {
        throw new OutOfTime(call, true);
      },
    };
    const error = await new Aws(remote, source, 'us-west-2', () => NOW)
      .send('s3', request, call)
      .catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'RemoteError', code: 'ExpiredToken', outcome: 'refused' });
  });
});
