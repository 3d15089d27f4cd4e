import { createHash } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { start, useCloud } from './support/cloud-harness.ts';
import { text, wire } from './support/cloud-requests.ts';
import { bucket, bucketUrl, functionKeys, post, upload } from './support/cloud-uploads.ts';

const harness = useCloud();
const origin = 'https://queenofsandiego.com';
const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';
const emptyHash = createHash('sha256').digest('hex');

const ask = (headers: Record<string, string>, url = bucketUrl) =>
  harness.cloud.exchange(wire({ method: 'OPTIONS', url, headers }));
const forbidden = `<Error><Code>AccessForbidden</Code><Message>CORSResponse: `;

const uploadRequest = (headers: Record<string, string>, fields = {}) =>
  upload({ credentials: functionKeys(harness.cloud), date: new Date(start), headers, fields });

describe('a browser that asks before it uploads', () => {
  test('is told what the page of the guest site may do', async () => {
    const answer = await ask({ origin, 'access-control-request-method': 'POST' });
    expect([answer.status, text(answer)]).toEqual([200, '']);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '3000',
      vary,
    });
  });

  test.each([
    ['a foreign page', { origin: 'https://example.com', 'access-control-request-method': 'POST' }],
    [
      'a page without encryption',
      { origin: 'http://queenofsandiego.com', 'access-control-request-method': 'POST' },
    ],
    ['another method', { origin, 'access-control-request-method': 'PUT' }],
    [
      'a header of its own',
      { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-other' },
    ],
  ])('is refused for %s', async (_, headers) => {
    const answer = await ask(headers);
    expect([answer.status, text(answer)]).toEqual([
      403,
      expect.stringContaining(`${forbidden}This CORS request is not allowed.`),
    ]);
    expect(text(answer)).toContain(
      `<Method>${headers['access-control-request-method']}</Method><ResourceType>BUCKET</ResourceType>`,
    );
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('is refused by a bucket that has no rules, and by one that is not there', async () => {
    const headers = { origin, 'access-control-request-method': 'GET' };
    const s3 = 'https://s3.us-west-2.amazonaws.com';
    expect(text(await ask(headers, `${s3}/queenofsandiego.com/g/x.html`))).toContain(
      `${forbidden}CORS is not enabled for this bucket.`,
    );
    expect(text(await ask(headers, `${s3}/nobodys-bucket/x`))).toContain(`${forbidden}Bucket not found`);
  });

  test.each([
    ['origin', {}, 'Insufficient information. Origin request header needed.'],
    ['method', { origin }, 'Invalid Access-Control-Request-Method: null'],
  ])('must name its %s', async (_, headers, message) => {
    const answer = await ask(headers);
    expect([answer.status, text(answer)]).toEqual([
      400,
      expect.stringContaining(`<Code>BadRequest</Code><Message>${message}`),
    ]);
  });

  test('meets an operation of its own in the log', async () => {
    const from = harness.cloud.log.length;
    await ask({ origin, 'access-control-request-method': 'POST' });
    expect(harness.cloud.log.slice(from)).toMatchObject([{ service: 's3', operation: 'PreflightRequest' }]);
  });
});

describe('an answer', () => {
  test('to an upload of the guest site’s page may be read by it', async () => {
    const answer = await harness.cloud.exchange(await uploadRequest({ origin }));
    expect([answer.status, answer.headers['access-control-allow-origin'], answer.headers.vary]).toEqual([
      204,
      origin,
      vary,
    ]);
  });

  test('that refuses may be read by it too', async () => {
    const request = await uploadRequest({ origin }, { 'x-amz-signature': '0'.repeat(64) });
    const answer = await harness.cloud.exchange(request);
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, origin]);
  });

  test.each(['https://example.com', 'https://queenofsandiego.com.example.com', 'null'])(
    'stays closed to %s, though the upload goes its way',
    async (foreign) => {
      const answer = await harness.cloud.exchange(await uploadRequest({ origin: foreign }));
      expect(answer.status).toBe(204);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  test('of another bucket stays closed to everybody', async () => {
    const answer = await harness.call('s3', {
      url: 'https://s3.us-west-2.amazonaws.com/queenofsandiego.com/g/x.html',
      headers: { origin, 'x-amz-content-sha256': emptyHash },
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('the rules', () => {
  const configuration = (method: string, body?: string) =>
    harness.call('s3', {
      method,
      url: `${bucketUrl}?cors=`,
      ...(body === undefined ? {} : { body }),
      headers: {
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
    });

  test('can be read and changed as everywhere', async () => {
    const before = text(await configuration('GET'));
    expect(before).toContain('<AllowedOrigin>https://queenofsandiego.com</AllowedOrigin>');
    const rule =
      '<AllowedOrigin>https://*.example.com</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedHeader>X-*</AllowedHeader>';
    await configuration('PUT', `<CORSConfiguration><CORSRule>${rule}</CORSRule></CORSConfiguration>`);
    const answer = await ask({
      origin: 'https://a.example.com',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-One, x-two',
    });
    expect([answer.status, answer.headers['access-control-allow-headers']]).toEqual([200, 'x-one, x-two']);
    expect(answer.headers).not.toHaveProperty('access-control-max-age');
    expect((await ask({ origin, 'access-control-request-method': 'POST' })).status).toBe(403);
    expect((await configuration('PUT', before)).status).toBe(200);
    expect((await ask({ origin, 'access-control-request-method': 'POST' })).status).toBe(200);
  });
});

describe('in this laptop’s browser', () => {
  const preflight = { 'access-control-request-method': 'POST' };
  const local = (path = `/${bucket}/`) => `${harness.cloud.endpoints.aws}${path}`;

  test('the guest site’s page has the origin that it has here', async () => {
    const { guestSite, crewApi } = harness.cloud.endpoints;
    const answer = await fetch(local(), { method: 'OPTIONS', headers: { ...preflight, origin: guestSite } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, guestSite]);
    for (const other of [crewApi, 'http://127.0.0.1:1', 'http://localhost']) {
      const refused = await fetch(local(), { method: 'OPTIONS', headers: { ...preflight, origin: other } });
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    }
  });

  test('an upload is answered to that origin, and leads back to the guest site here', async () => {
    const { guestSite } = harness.cloud.endpoints;
    const from = harness.cloud.log.length;
    const request = await upload({
      credentials: functionKeys(harness.cloud),
      date: new Date(start),
      conditions: [
        ['starts-with', '$key', ''],
        ['eq', '$success_action_redirect', `${origin}/g/presign?booking_id=x`],
      ],
      fields: { success_action_redirect: `${origin}/g/presign?booking_id=x` },
    });
    const answer = await fetch(local(), {
      method: 'POST',
      headers: { ...request.headers, origin: guestSite },
      body: Buffer.from(request.body ?? ''),
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([303, guestSite]);
    expect(answer.headers.get('location')).toMatch(
      new RegExp(`^${guestSite}/g/presign\\?booking_id=x&bucket=${bucket}&key=`),
    );
    expect(harness.cloud.log.slice(from)).toMatchObject([{ operation: 'PostObject', caller: 'browser' }]);
  });

  test('programs at the same endpoint have the real origin, and get the real addresses', async () => {
    const answer = await fetch(local(), { method: 'OPTIONS', headers: { ...preflight, origin } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    const request = await upload({
      credentials: functionKeys(harness.cloud),
      date: new Date(start),
      conditions: [
        ['starts-with', '$key', ''],
        ['starts-with', '$success_action_redirect', ''],
      ],
      fields: { success_action_redirect: `${origin}/g/presign` },
    });
    const redirect = await fetch(local(), {
      method: 'POST',
      headers: request.headers,
      body: Buffer.from(request.body ?? ''),
      redirect: 'manual',
    });
    expect(redirect.headers.get('location')).toMatch(/^https:\/\/queenofsandiego\.com\/g\/presign\?bucket=/);
  });

  test('a page’s policy permits the bucket that is here, and its fields keep what was signed', async () => {
    const { aws, guestSite, crewApi } = harness.cloud.endpoints;
    expect(await (await fetch(`${crewApi}/form`)).text()).toBe(
      `<meta http-equiv="Content-Security-Policy" content="form-action 'self' ${aws}/${bucket} ${aws}/${bucket}/"><input name="success_action_redirect" value="https://queenofsandiego.com/g/presign"><a href="${guestSite}/g/x">x</a>`,
    );
    expect(harness.cloud.forBrowser(`https://${bucket}.s3.us-west-2.amazonaws.com/photos/a.jpg`)).toBe(
      `${aws}/${bucket}/photos/a.jpg`,
    );
  });

  test('the crew system is asked from the site’s real address', async () => {
    const { guestSite } = harness.cloud.endpoints;
    const response = await fetch(`${guestSite}/g/presign`, {
      method: 'POST',
      headers: { origin: guestSite, referer: `${guestSite}/g/xhqgmdh` },
    });
    expect(await response.json()).toMatchObject({
      headers: { origin: 'https://queenofsandiego.com', referer: 'https://queenofsandiego.com/g/xhqgmdh' },
    });
  });
});

describe.each([
  ['at the local endpoint, path-style', true],
  ['at the bucket’s own host name', false],
])('AWS’s own presigners, as in the crew system’s function, %s', (_, isLocal) => {
  let client: S3Client;
  beforeAll(() => {
    client = new S3Client({
      region: 'us-west-2',
      credentials: functionKeys(harness.cloud),
      systemClockOffset: start - Date.now(),
      ...(isLocal ? { endpoint: harness.cloud.endpoints.aws, forcePathStyle: true } : {}),
    });
  });
  afterAll(() => client.destroy());

  const Key = `photos/xhqgmdh/${isLocal ? 'local' : 'hosted'} é.jpg`;
  const signed = () =>
    createPresignedPost(client, {
      Bucket: bucket,
      Key,
      Conditions: [['content-length-range', 1, 10]],
      Fields: { 'Content-Type': 'image/jpeg' },
      Expires: 900,
    });
  const send = async (file: File) => {
    const { url, fields } = await signed();
    const request = await post([...Object.entries(fields), ['file', file]], { url });
    if (!isLocal) return harness.cloud.exchange(request);
    const body = Buffer.from(request.body ?? '');
    const response = await fetch(url, { method: 'POST', headers: request.headers, body });
    return { status: response.status, headers: {}, body: new Uint8Array(await response.arrayBuffer()) };
  };

  test('make a form that uploads, and no more than it allows', async () => {
    expect((await signed()).url).toBe(
      isLocal ? `${harness.cloud.endpoints.aws}/${bucket}` : `https://${bucket}.s3.us-west-2.amazonaws.com/`,
    );
    expect((await send(new File(['picture'], 'x.jpg'))).status).toBe(204);
    expect(text(await send(new File(['x'.repeat(11)], 'x.jpg')))).toContain('<Code>EntityTooLarge</Code>');
  });

  test('make an address that shows what was uploaded', async () => {
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key }), {
      expiresIn: 900,
      signingDate: new Date(start),
    });
    const show = async (address: string) =>
      isLocal
        ? await (await fetch(address)).text()
        : text(await harness.cloud.exchange(wire({ url: address })));
    expect(await show(url)).toBe('picture');
    expect(await show(url.replace('local', 'other').replace('hosted', 'other'))).toContain(
      '<Code>SignatureDoesNotMatch</Code>',
    );
  });
});
