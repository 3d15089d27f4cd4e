import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WireResponse } from '../local/wire.ts';
import { start, useCloud } from './support/cloud-harness.ts';
import { presigned, type Signing, signed, text, type Unsigned, wire } from './support/cloud-requests.ts';

const harness = useCloud();

interface Service {
  name: string;
  request: Unsigned;
  region?: string;
}

const jsonTarget = (target: string, version: string) => ({
  'content-type': `application/x-amz-json-${version}`,
  'x-amz-target': target,
});

const emptyHash = createHash('sha256').digest('hex');

const services: Service[] = [
  {
    name: 's3',
    request: { url: 'https://s3.us-west-2.amazonaws.com/', headers: { 'x-amz-content-sha256': emptyHash } },
  },
  {
    name: 'dynamodb',
    request: {
      method: 'POST',
      url: 'https://dynamodb.us-west-2.amazonaws.com/',
      headers: jsonTarget('DynamoDB_20120810.ListTables', '1.0'),
      body: '{}',
    },
  },
  {
    name: 'secretsmanager',
    request: {
      method: 'POST',
      url: 'https://secretsmanager.us-west-2.amazonaws.com/',
      headers: jsonTarget('secretsmanager.ListSecrets', '1.1'),
      body: '{}',
    },
  },
  { name: 'ses', request: { url: 'https://email.us-west-2.amazonaws.com/v2/email/account' } },
  {
    name: 'sts',
    request: {
      method: 'POST',
      url: 'https://sts.us-west-2.amazonaws.com/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    },
  },
  {
    name: 'cloudfront',
    region: 'us-east-1',
    request: { url: 'https://cloudfront.amazonaws.com/2020-05-31/distribution' },
  },
  { name: 'lambda', request: { url: 'https://lambda.us-west-2.amazonaws.com/2015-03-31/functions/' } },
  { name: 'apigateway', request: { url: 'https://apigateway.us-west-2.amazonaws.com/restapis' } },
];

/** What AWS calls each refusal, by the kind of service. */
const codes = {
  wrongSecret: {
    s3: 'SignatureDoesNotMatch',
    xml: 'SignatureDoesNotMatch',
    json: 'InvalidSignatureException',
  },
  unknownKey: { s3: 'InvalidAccessKeyId', xml: 'InvalidClientTokenId', json: 'UnrecognizedClientException' },
  skewed: { s3: 'RequestTimeTooSkewed', xml: 'SignatureDoesNotMatch', json: 'InvalidSignatureException' },
  wrongScope: {
    s3: 'AuthorizationHeaderMalformed',
    xml: 'SignatureDoesNotMatch',
    json: 'InvalidSignatureException',
  },
  invalidToken: { s3: 'InvalidToken', xml: 'InvalidClientTokenId', json: 'UnrecognizedClientException' },
  anonymous: {
    s3: 'AccessDenied',
    xml: 'MissingAuthenticationToken',
    json: 'MissingAuthenticationTokenException',
  },
};

function statusOf(service: string, code: string): number {
  if (service === 'dynamodb' || service === 'secretsmanager') return 400;
  return ['AuthorizationHeaderMalformed', 'InvalidToken'].includes(code) ? 400 : 403;
}

function expectRefusal(
  service: string,
  response: WireResponse,
  codesOf: { s3: string; xml: string; json: string },
): void {
  const body = text(response);
  if (service === 's3')
    expect(body).toMatch(new RegExp(`<Error><Code>${codesOf.s3}</Code><Message>.+</Message>`));
  else if (service === 'sts' || service === 'cloudfront') {
    expect(body).toMatch(
      new RegExp(`<ErrorResponse[^>]*><Error><Type>Sender</Type><Code>${codesOf.xml}</Code>`),
    );
  } else if (service === 'dynamodb') {
    expect(JSON.parse(body)).toMatchObject({
      __type: `com.amazon.coral.service#${codesOf.json}`,
      message: expect.any(String),
    });
  } else if (service === 'secretsmanager') {
    expect(JSON.parse(body)).toMatchObject({ __type: codesOf.json, message: expect.any(String) });
  } else {
    expect(response.headers['x-amzn-errortype']).toBe(codesOf.json);
    expect(JSON.parse(body)).toMatchObject({ message: expect.any(String) });
  }
  expect(response.status).toBe(statusOf(service, service === 's3' ? codesOf.s3 : ''));
}

describe.each(services)('$name', ({ name, request, region = 'us-west-2' }) => {
  const call = (signing: Partial<Signing> = {}) => harness.call(name, request, { region, ...signing });
  const at = (offsetMinutes: number) => new Date(start + offsetMinutes * 60_000);

  test('answers what the administrator signed', async () => {
    expect((await call()).status).toBe(200);
  });

  test('refuses a wrong secret', async () => {
    const credentials = { ...harness.cloud.credentials, secretAccessKey: 'wrong' };
    expectRefusal(name, await call({ credentials }), codes.wrongSecret);
  });

  test('refuses a key that it never made', async () => {
    const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' };
    expectRefusal(name, await call({ credentials }), codes.unknownKey);
  });

  test('takes a date up to 15 minutes off, and no further', async () => {
    expect((await call({ date: at(-15) })).status).toBe(200);
    expect((await call({ date: at(15) })).status).toBe(200);
    expectRefusal(name, await call({ date: at(-16) }), codes.skewed);
    expectRefusal(name, await call({ date: at(16) }), codes.skewed);
  });

  test('refuses a scope of another region or service', async () => {
    expectRefusal(name, await call({ region: 'eu-west-1' }), codes.wrongScope);
    expectRefusal(name, await harness.call('iot', request, { region }), codes.wrongScope);
  });

  test('refuses a token that does not belong to the key', async () => {
    const credentials = { ...harness.cloud.credentials, sessionToken: 'made up' };
    expectRefusal(name, await call({ credentials }), codes.invalidToken);
  });

  test('refuses an anonymous request', async () => {
    expectRefusal(name, await harness.cloud.exchange(wire(request)), codes.anonymous);
  });

  test('refuses a request that was changed after signing', async () => {
    const { cloud, clock } = harness;
    const original = await signed(request, {
      credentials: cloud.credentials,
      service: name,
      region,
      date: new Date(clock.now()),
    });
    const changed = [
      { ...original, url: `${original.url}?added=1` },
      { ...original, method: original.method === 'POST' ? 'PUT' : 'POST' },
      { ...original, headers: { ...original.headers, 'x-amz-date': '20270501T190001Z' } },
    ];
    for (const one of changed) expectRefusal(name, await cloud.exchange(one), codes.wrongSecret);
  });

  test('refuses an x-amz header that came after signing', async () => {
    const { cloud, clock } = harness;
    const original = await signed(request, {
      credentials: cloud.credentials,
      service: name,
      region,
      date: new Date(clock.now()),
    });
    const response = await cloud.exchange({
      ...original,
      headers: { ...original.headers, 'x-amz-acl': 'public-read' },
    });
    expectRefusal(name, response, { ...codes.wrongSecret, s3: 'AccessDenied' });
  });
});

test('services other than S3 hash the body themselves, whatever the header says', async () => {
  const { cloud, clock } = harness;
  const { request } = services[1] as Service;
  const original = await signed(request, {
    credentials: cloud.credentials,
    service: 'dynamodb',
    date: new Date(clock.now()),
  });
  const response = await cloud.exchange({ ...original, body: Buffer.from('{"Limit":1}') });
  expectRefusal('dynamodb', response, codes.wrongSecret);
});

test('S3 shows what it signed, so that a signer can be put right', async () => {
  const { request } = services[0] as Service;
  const credentials = { ...harness.cloud.credentials, secretAccessKey: 'wrong' };
  const body = text(await harness.call('s3', request, { credentials }));
  expect(body).toContain(
    '<StringToSign>AWS4-HMAC-SHA256\n20270501T190000Z\n20270501/us-west-2/s3/aws4_request\n',
  );
  expect(body).toContain('<CanonicalRequest>GET\n/\n');
});

test('S3 names the region that it expects', async () => {
  const { request } = services[0] as Service;
  expect(text(await harness.call('s3', request, { region: 'us-east-1' }))).toContain(
    '<Region>us-west-2</Region>',
  );
});

test('the global STS endpoint wants us-east-1', async () => {
  const { request } = services[4] as Service;
  const global = { ...request, url: 'https://sts.amazonaws.com/' };
  expect((await harness.call('sts', global, { region: 'us-east-1' })).status).toBe(200);
  expectRefusal('sts', await harness.call('sts', global), codes.wrongScope);
});

test('a scope whose day is not the day of the date is refused', async () => {
  const { cloud, clock } = harness;
  const { request } = services[0] as Service;
  const original = await signed(request, {
    credentials: cloud.credentials,
    service: 's3',
    date: new Date(clock.now()),
  });
  const authorization = original.headers.authorization?.replace('/20270501/', '/20270430/') ?? '';
  const response = await cloud.exchange({ ...original, headers: { ...original.headers, authorization } });
  expectRefusal('s3', response, codes.wrongScope);
});

test('an unknown host does not resolve', async () => {
  for (const url of [
    'https://s3.us-west-2.example.com/',
    'https://dynamodb.eu-west-9.amazonaws.com/',
    'https://sailjada.org/',
  ]) {
    await expect(harness.cloud.exchange(wire({ url }))).rejects.toMatchObject({ code: 'ENOTFOUND' });
  }
});

describe('with the set clock a year ahead of the laptop’s', () => {
  const year = 365 * 24 * 3_600_000;
  const { request } = services[0] as Service;
  beforeEach(() => harness.clock.set(start + year));
  afterEach(() => harness.clock.set(start));

  test('signatures dated by either are taken, those in between are not', async () => {
    for (const date of [start, start + year]) {
      expect((await harness.call('s3', request, { date: new Date(date) })).status).toBe(200);
    }
    expectRefusal(
      's3',
      await harness.call('s3', request, { date: new Date(start + year / 2) }),
      codes.skewed,
    );
  });

  test('a URL presigned by either is taken until it expires by the same', async () => {
    const { cloud } = harness;
    const statuses = [];
    for (const date of [start, start - 61_000, start + year, start + year - 61_000]) {
      const signing = { credentials: cloud.credentials, service: 's3', date: new Date(date) };
      const url = 'https://s3.us-west-2.amazonaws.com/queenofsandiego.com';
      statuses.push((await cloud.exchange(await presigned({ url }, signing, 60))).status);
    }
    expect(statuses).toEqual([200, 403, 200, 403]);
  });

  test('answers are dated by the set clock', async () => {
    expect((await harness.call('s3', request)).headers.date).toBe(new Date(start + year).toUTCString());
  });
});

describe('presigned', () => {
  const object = { url: 'https://s3.us-west-2.amazonaws.com/queenofsandiego.com/presigned.txt' };

  const sign = (unsigned: Unsigned, seconds: number) =>
    presigned(
      unsigned,
      { credentials: harness.cloud.credentials, service: 's3', date: new Date(harness.clock.now()) },
      seconds,
    );

  test('a URL stores and reads until it expires by the set clock, and not after', async () => {
    const { cloud, clock } = harness;
    expect((await cloud.exchange(await sign({ ...object, method: 'PUT', body: 'kept' }, 60))).status).toBe(
      200,
    );
    const read = await sign(object, 3600);
    clock.advance(3_599_000);
    expect(text(await cloud.exchange(read))).toBe('kept');
    clock.advance(2000);
    const late = await cloud.exchange(read);
    clock.set(start);
    expect(late.status).toBe(403);
    expect(text(late)).toContain(
      '<Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>3600</X-Amz-Expires>',
    );
  });

  test('a URL is for its own method, key and time only', async () => {
    const { cloud } = harness;
    const read = await sign(object, 60);
    for (const changed of [
      { ...read, method: 'DELETE' },
      { ...read, url: read.url.replace('presigned.txt', 'other.txt') },
      { ...read, url: read.url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600') },
    ]) {
      expectRefusal('s3', await cloud.exchange(changed), codes.wrongSecret);
    }
  });

  test('a URL for more than a week is refused', async () => {
    const read = await sign(object, 60);
    const response = await harness.cloud.exchange({
      ...read,
      url: read.url.replace('X-Amz-Expires=60', 'X-Amz-Expires=604801'),
    });
    expect(response.status).toBe(400);
  });

  test('signature version 2 is refused by name', async () => {
    const url = `${object.url}?AWSAccessKeyId=${harness.cloud.credentials.accessKeyId}&Signature=abc&Expires=9999999999`;
    const response = await harness.cloud.exchange(wire({ url }));
    expect(response.status).toBe(400);
    expect(text(response)).toContain('Please use AWS4-HMAC-SHA256.');
  });
});
