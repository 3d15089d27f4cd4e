import { createHash } from 'node:crypto';
import { Hash } from '@smithy/core/serde';
import { HttpRequest as SmithyRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Aws } from '../src/clients/aws.ts';
import { CloudFront } from '../src/clients/cloudfront.ts';
import { DynamoDb } from '../src/clients/dynamodb.ts';
import { percentEncode } from '../src/clients/percent-encoding.ts';
import type { HttpRequest } from '../src/clients/request.ts';
import { S3 } from '../src/clients/s3.ts';
import { SecretsManager } from '../src/clients/secrets-manager.ts';
import { Ses } from '../src/clients/ses.ts';
import { type AwsCredentials, type SigningScope, sign } from '../src/clients/signing.ts';
import { inBareContext } from './clients-bare-context.ts';
import { attemptFor, Remote } from './clients-remote.ts';

const NOW = Date.parse('2027-05-01T19:00:00Z');
const REGION = 'us-west-2';
const lasting: AwsCredentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};
const temporary: AwsCredentials = { ...lasting, sessionToken: 'FwoGZXIvYXdzE//session+token==' };

/** The signature by AWS's own code, from nothing but what stands on the wire. */
async function authorizationByAws(
  { method, url, headers, body = '' }: HttpRequest,
  { service, region }: SigningScope,
  { accessKeyId, secretAccessKey }: AwsCredentials,
  now: number,
): Promise<string | undefined> {
  const { hostname, pathname, searchParams } = new URL(url);
  const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
  const signed = headers.authorization?.match(/SignedHeaders=([^,]+)/)?.[1]?.split(';') ?? [];
  const signer = new SignatureV4({
    service,
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Hash.bind(null, 'sha256'),
    // S3 alone takes the path as it is.
    uriEscapePath: service !== 's3',
    applyChecksum: false,
  });
  const onTheWire: Record<string, string> = { ...headers, host: hostname };
  const request = new SmithyRequest({
    method,
    protocol: 'https:',
    hostname,
    path: pathname,
    query,
    body,
    headers: Object.fromEntries(signed.map((name) => [name, onTheWire[name] ?? ''])),
  });
  return (await signer.sign(request, { signingDate: new Date(now) })).headers.authorization;
}

function scopeIn(request: HttpRequest): SigningScope {
  const [, , region = '', service = ''] =
    request.headers.authorization?.match(/Credential=([^,]+)/)?.[1]?.split('/') ?? [];
  return { region, service };
}

const oddKey = "g/a b+c(1)'!*~é日本🚤&=@:,;$%41.html";

const calls: [name: string, service: string, region: string, act: (aws: Aws) => Promise<unknown>][] = [
  [
    'a guest page',
    's3',
    REGION,
    (aws) =>
      new S3(aws).putObject(
        {
          bucket: 'queenofsandiego.com',
          key: 'g/xhqgmdh.html',
          body: '<p>Zoë’s charter 🚤</p>',
          contentType: 'text/html; charset=utf-8',
          cacheControl: 'public, max-age=0,  s-maxage=86400',
          metadata: { booking: 'xhqgmdh', fingerprint: 'abc' },
          ifNoneMatch: true,
        },
        attemptFor('XHQGMDH'),
      ),
  ],
  [
    'a redirect under an odd key',
    's3',
    REGION,
    (aws) =>
      new S3(aws).putObject(
        {
          bucket: 'sailjada.com',
          key: oddKey,
          body: '',
          contentType: 'text/html',
          metadata: {},
          websiteRedirectLocation: 'https://queenofsandiego.com/g/xhqgmdh?a=b&c',
        },
        attemptFor('XHQGMDH'),
      ),
  ],
  [
    'a look at an object',
    's3',
    REGION,
    (aws) => new S3(aws).getObject({ bucket: 'queenofsandiego.com', key: oddKey, bookingId: 'XHQGMDH' }),
  ],
  [
    'an invalidation',
    'cloudfront',
    'us-east-1',
    (aws) =>
      new CloudFront(aws).createInvalidation({
        distributionId: 'E2GUESTPAGES01',
        paths: ['/g/xhqgmdh', '/g/xhqgmdh.html'],
        callerReference: 'XHQGMDH/guest-page/1',
      }),
  ],
  [
    'a mail',
    'ses',
    REGION,
    (aws) =>
      new Ses(aws).sendEmail(
        { from: 'a@x.com', to: 'b@x.com', subject: 'Zoë — 🚤', html: '<p>é</p>', text: 'é' },
        attemptFor('XHQGMDH'),
      ),
  ],
  [
    'the reading of an item',
    'dynamodb',
    REGION,
    (aws) =>
      new DynamoDb(aws).getItem({
        table: 'scc-events',
        key: { event_id: 'evt_1' },
        attributes: ['notes'],
        bookingId: 'XHQGMDH',
      }),
  ],
  [
    'the change of an item',
    'dynamodb',
    REGION,
    (aws) =>
      new DynamoDb(aws).replaceText({
        table: 'scc-events',
        key: { event_id: 'evt_1' },
        before: { notes: 'Gross: $840.75' },
        after: { notes: '' },
        bookingId: 'XHQGMDH',
      }),
  ],
  [
    'the reading of a secret',
    'secretsmanager',
    REGION,
    (aws) => new SecretsManager(aws).getSecretValue('charter-desk/production'),
  ],
];

const answers: Record<string, string> = {
  CreateInvalidation: '<Invalidation><Id>I1</Id></Invalidation>',
  SendEmail: '{"MessageId":"m1"}',
  GetItem: '{}',
  UpdateItem: '{}',
  GetSecretValue: '{"SecretString":"{}"}',
};

async function requestOf(act: (aws: Aws) => Promise<unknown>, credentials: AwsCredentials) {
  const remote = new Remote((_request, { operation }) => ({ body: answers[operation] ?? '' }));
  const source = { current: async () => credentials, renew: async () => credentials };
  await act(new Aws(remote, source, REGION, () => NOW));
  return remote.only.request;
}

describe('the requests that the clients make', () => {
  for (const [kind, credentials] of [
    ['lasting', lasting],
    ['temporary', temporary],
  ] as const) {
    it.each(calls)(`carry the signature that AWS expects, with ${kind} keys: %s`, async (...call) => {
      const [, service, region, act] = call;
      const request = await requestOf(act, credentials);
      expect(scopeIn(request)).toEqual({ service, region });
      expect(request.headers.authorization).toBe(
        await authorizationByAws(request, { service, region }, credentials, NOW),
      );
    });

    it.each(calls)(
      `sign all that matters and hold nothing that throws, with ${kind} keys: %s`,
      async (...call) => {
        const { headers, body = '' } = await requestOf(call[3], credentials);
        const signed = headers.authorization?.match(/SignedHeaders=([^,]+)/)?.[1]?.split(';');
        const others = Object.keys(headers).filter((name) => !/^(authorization|cache-control)$/i.test(name));
        expect(signed).toEqual(['host', ...others].sort());
        expect(others).not.toContain('host');
        expect(others).not.toContain('content-length');
        expect(others).not.toContain('content-type');
        expect(headers['x-amz-date']).toBe('20270501T190000Z');
        expect(headers['x-amz-content-sha256']).toBe(createHash('sha256').update(body).digest('hex'));
        expect(headers['x-amz-security-token']).toBe(credentials.sessionToken);
      },
    );
  }
});

const s3: SigningScope = { service: 's3', region: REGION };
const scopes = [s3, { service: 's3', region: 'eu-central-1' }, { service: 'dynamodb', region: REGION }];
const request: HttpRequest = { method: 'POST', url: 'https://x.amazonaws.com/', headers: {}, body: '{}' };

describe('signing', () => {
  it('holds for each day, region and service although derived keys are kept', async () => {
    for (const scope of scopes) {
      for (const now of [NOW, NOW + 86_400_000, NOW]) {
        const signed = await sign(request, scope, temporary, now);
        expect(signed.headers.authorization).toBe(await authorizationByAws(signed, scope, temporary, now));
      }
    }
  });

  it('leaves everything but the headers as it was', async () => {
    const given = { 'X-A': 'b', 'Cache-Control': 'no-store' };
    const put: HttpRequest = { ...request, method: 'PUT', contentType: 'text/html', headers: given };
    const { headers, ...rest } = await sign(put, s3, lasting, NOW);
    expect(rest).toEqual({ method: 'PUT', url: put.url, contentType: 'text/html', body: '{}' });
    expect(headers).toMatchObject({ 'x-a': 'b', 'Cache-Control': 'no-store' });
    expect(headers.authorization).not.toContain('cache-control');
  });

  it('sends one encoding of a text that was cut in the middle of a surrogate pair', async () => {
    const cut = { ...request, body: `${'🚤'.slice(0, 1)}x` };
    const { headers, body } = await sign(cut, { service: 'ses', region: REGION }, lasting, NOW);
    expect(body).toBe('\ufffdx');
    expect(headers['x-amz-content-sha256']).toBe(createHash('sha256').update('\ufffdx').digest('hex'));
  });
});

describe('signing in a bare context', () => {
  let bare: { exports: { sign: typeof sign }; globals: Record<string, unknown> };

  beforeAll(async () => {
    bare = await inBareContext("export { sign } from '../src/clients/signing.ts';");
  });

  it('has no globals of the web or Node but the four that signing brings along', () => {
    const { TextEncoder: encoder, URL: url, Headers: headers, crypto } = bare.globals;
    expect([typeof encoder, typeof url, typeof headers, typeof crypto]).toEqual([
      'function',
      'function',
      'function',
      'object',
    ]);
    expect(encoder).not.toBe(TextEncoder);
    expect(url).not.toBe(URL);
    expect(headers).not.toBe(Headers);
    expect(crypto).not.toBe(globalThis.crypto);
    expect(Object.keys(bare.globals).sort()).toEqual(['Headers', 'TextEncoder', 'URL', 'crypto', 'exported']);
  });

  it.each(calls)('gives what AWS expects for %s', async (...call) => {
    const [, service, region, act] = call;
    const { authorization, ...headers } = (await requestOf(act, temporary)).headers;
    const unsigned = { ...(await requestOf(act, temporary)), headers };
    const again = await bare.exports.sign(unsigned, { service, region }, temporary, NOW);
    expect(again.headers.authorization).toBe(authorization);
    expect(again.headers).toEqual({ ...headers, authorization });
  });

  it('gives what AWS expects for any key, query and body', async () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => !['.', '..'].includes(text) && !text.includes('/'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...scopes),
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        // AWS's own signer keeps a query in plain objects, and there this name is lost.
        fc.uniqueArray(
          fc.tuple(
            segment.filter((name) => name !== '__proto__'),
            segment,
          ),
          {
            selector: ([name]) => name,
            maxLength: 4,
          },
        ),
        fc.string({ unit: 'binary' }),
        async (scope, path, query, body) => {
          const encoded = path.map(percentEncode).join('/');
          const search = query.map((pair) => pair.map(percentEncode).join('=')).join('&');
          const url = `https://s3.us-west-2.amazonaws.com/bucket.with.dots/${encoded}${search && '?'}${search}`;
          const signed = await bare.exports.sign({ ...request, url, body }, scope, temporary, NOW);
          expect(signed.headers.authorization).toBe(await authorizationByAws(signed, scope, temporary, NOW));
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    'https://s3.us-west-2.amazonaws.com/bucket/../other',
    'https://s3.us-west-2.amazonaws.com/bucket/%2e%2E/other',
    'https://s3.us-west-2.amazonaws.com/bucket/a b',
    'https://s3.us-west-2.amazonaws.com/bucket/é',
    'https://s3.us-west-2.amazonaws.com/bucket/100%',
    'https://s3.us-west-2.amazonaws.com/bucket#part',
    'http://s3.us-west-2.amazonaws.com/bucket',
    '/bucket/key',
  ])('refuses what would be sent otherwise than signed: %s', async (url) => {
    await expect(bare.exports.sign({ ...request, url }, s3, lasting, NOW)).rejects.toThrow('Invalid URL');
  });

  it('refuses a line break in a header', async () => {
    const split = { ...request, headers: { 'x-amz-meta-booking': 'a\r\nX-Amz-Acl: public-read' } };
    await expect(bare.exports.sign(split, s3, lasting, NOW)).rejects.toThrow('Invalid header');
  });
});
