import { createHash, createHmac } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { start, useCloud } from './support/cloud-harness.ts';
import { type Signing, signed, text, wire } from './support/cloud-requests.ts';

const harness = useCloud();
const bucket = 'https://s3.us-west-2.amazonaws.com/queenofsandiego.com';
const sha256 = (body: string) => createHash('sha256').update(body).digest('hex');

function put(
  key: string,
  body: string,
  headers: Record<string, string> = {},
  signing: Partial<Signing> = {},
) {
  const unsigned = {
    method: 'PUT',
    url: `${bucket}/${key}`,
    body,
    headers: { 'x-amz-content-sha256': sha256(body), ...headers },
  };
  return harness.call('s3', unsigned, signing);
}

function read(key: string, method = 'GET', signing: Partial<Signing> = {}) {
  return harness.call(
    's3',
    { method, url: `${bucket}/${key}`, headers: { 'x-amz-content-sha256': sha256('') } },
    signing,
  );
}

describe('bodies', () => {
  test('a body that is not the one whose hash was signed is refused, and nothing is stored', async () => {
    const response = await put('mismatch.html', 'sent', { 'x-amz-content-sha256': sha256('signed') });
    expect(response.status).toBe(400);
    expect(text(response)).toContain('<Code>XAmzContentSHA256Mismatch</Code>');
    expect(text(response)).toContain(
      `<ClientComputedContentSHA256>${sha256('signed')}</ClientComputedContentSHA256>`,
    );
    expect(text(response)).toContain(`<S3ComputedContentSHA256>${sha256('sent')}</S3ComputedContentSHA256>`);
    expect((await read('mismatch.html')).status).toBe(404);
  });

  test('a request that names no body hash is refused', async () => {
    const response = await harness.call('s3', { url: `${bucket}/x` });
    expect(response.status).toBe(400);
    expect(text(response)).toContain('Missing required header for this request: x-amz-content-sha256');
  });

  test('a hash that is none is refused', async () => {
    expect(text(await put('x', 'x', { 'x-amz-content-sha256': 'nonsense' }))).toContain(
      '<Code>InvalidArgument</Code>',
    );
  });

  test('an unsigned payload is taken over a signed request', async () => {
    expect(
      (await put('unsigned.txt', 'anything', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })).status,
    ).toBe(200);
    expect(text(await read('unsigned.txt'))).toBe('anything');
  });

  // The check value of each algorithm for the text 123456789, from the CRC catalogue; the hashes from Node.
  test.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
    ['sha256', sha256('123456789')],
  ])('a wrong %s is refused and the right one taken', async (algorithm, right) => {
    const header = `x-amz-checksum-${algorithm}`;
    const value = Buffer.from(right, 'hex').toString('base64');
    expect((await put('sum.txt', '123456789', { [header]: value })).status).toBe(200);
    const wrong = await put('sum.txt', '123456780', { [header]: value });
    expect(wrong.status).toBe(400);
    expect(text(wrong)).toContain('<Code>BadDigest</Code>');
    expect(text(await read('sum.txt'))).toBe('123456789');
  });

  test('metadata and content type come back', async () => {
    await put('meta.html', '<p>', {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'max-age=60',
      'x-amz-meta-revision': '7',
    });
    expect((await read('meta.html', 'HEAD')).headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'max-age=60',
      'x-amz-meta-revision': '7',
      'content-length': '3',
    });
  });
});

describe('aws-chunked', () => {
  const date = '20270501T190000Z';
  const scope = '20270501/us-west-2/s3/aws4_request';

  // The chunk signatures are computed here by hand, as AWS documents them, and not by the code under test.
  function signer(secret: string) {
    const key = ['20270501', 'us-west-2', 's3', 'aws4_request'].reduce<string | Buffer>(
      (from, part) => createHmac('sha256', from).update(part).digest(),
      `AWS4${secret}`,
    );
    return (lines: string[]) => createHmac('sha256', key).update(lines.join('\n')).digest('hex');
  }

  async function send(options: {
    chunks: string[];
    decodedLength?: number;
    forge?: 'chunk' | 'trailer';
    trailer?: string;
  }) {
    const { cloud } = harness;
    const withTrailer = options.trailer !== undefined;
    const request = await signed(
      {
        method: 'PUT',
        url: `${bucket}/chunked.txt`,
        headers: {
          'content-encoding': 'aws-chunked',
          'x-amz-content-sha256': `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${withTrailer ? '-TRAILER' : ''}`,
          'x-amz-decoded-content-length': String(options.decodedLength ?? options.chunks.join('').length),
          ...(withTrailer ? { 'x-amz-trailer': 'x-amz-checksum-sha256' } : {}),
        },
      },
      { credentials: cloud.credentials, service: 's3', date: new Date(start) },
    );
    const sign = signer(cloud.credentials.secretAccessKey);
    let previous = /Signature=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    let body = '';
    for (const chunk of [...options.chunks, '']) {
      previous = sign(['AWS4-HMAC-SHA256-PAYLOAD', date, scope, previous, sha256(''), sha256(chunk)]);
      const shown = options.forge === 'chunk' && chunk !== '' ? '0'.repeat(64) : previous;
      body += `${chunk.length.toString(16)};chunk-signature=${shown}\r\n${chunk}${chunk === '' ? '' : '\r\n'}`;
    }
    if (withTrailer) {
      const line = `x-amz-checksum-sha256:${options.trailer}`;
      const signature = sign(['AWS4-HMAC-SHA256-TRAILER', date, scope, previous, sha256(`${line}\n`)]);
      body += `${line}\r\nx-amz-trailer-signature:${options.forge === 'trailer' ? '0'.repeat(64) : signature}\r\n`;
    }
    return cloud.exchange({ ...request, body: Buffer.from(`${body}\r\n`) });
  }

  const digest = (body: string) => createHash('sha256').update(body).digest('base64');

  test('signed chunks are put together, and the framing is not stored', async () => {
    expect((await send({ chunks: ['hello ', 'world'] })).status).toBe(200);
    const object = await read('chunked.txt');
    expect(text(object)).toBe('hello world');
    expect(object.headers['content-encoding']).toBeUndefined();
  });

  test('a signed trailer is checked', async () => {
    expect((await send({ chunks: ['with trailer'], trailer: digest('with trailer') })).status).toBe(200);
    expect(text(await send({ chunks: ['with trailer'], trailer: digest('other') }))).toContain(
      '<Code>BadDigest</Code>',
    );
  });

  test('a forged chunk or trailer signature is refused', async () => {
    for (const forge of ['chunk', 'trailer'] as const) {
      const response = await send({ chunks: ['forged'], trailer: digest('forged'), forge });
      expect(response.status).toBe(403);
      expect(text(response)).toContain('<Code>SignatureDoesNotMatch</Code>');
    }
    expect(text(await read('chunked.txt'))).toBe('with trailer');
  });

  test('a body shorter than promised is refused', async () => {
    expect(text(await send({ chunks: ['short'], decodedLength: 50 }))).toContain(
      '<Code>IncompleteBody</Code>',
    );
  });

  test('an announced trailer that does not come is refused', async () => {
    const response = await put('t.txt', '3\r\nabc\r\n0\r\n\r\n', {
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '3',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    });
    expect(text(response)).toContain('<Code>MalformedTrailerError</Code>');
  });
});

describe('conditional writes', () => {
  test('If-None-Match: * stores only where nothing is', async () => {
    expect((await put('once.html', 'first', { 'if-none-match': '*' })).status).toBe(200);
    const second = await put('once.html', 'second', { 'if-none-match': '*' });
    expect(second.status).toBe(412);
    expect(text(second)).toContain('<Code>PreconditionFailed</Code>');
    expect(text(await read('once.html'))).toBe('first');
    expect((await put('once.html', 'third')).status).toBe(200);
  });

  test('of many at the same time one wins', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, writer) =>
        put('race.html', `writer ${writer}`, { 'if-none-match': '*' }),
      ),
    );
    const winners = answers.flatMap(({ status }, writer) => (status === 200 ? [writer] : []));
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(11);
    expect(text(await read('race.html'))).toBe(`writer ${winners[0]}`);
  });

  test('If-Match stores only over the same content', async () => {
    const { headers } = await put('match.html', 'one');
    expect((await put('match.html', 'two', { 'if-match': String(headers.etag) })).status).toBe(200);
    expect((await put('match.html', 'three', { 'if-match': String(headers.etag) })).status).toBe(412);
    expect((await put('absent.html', 'x', { 'if-match': '"abc"' })).status).toBe(404);
  });
});

describe('access', () => {
  test('an anonymous write is refused and stores nothing', async () => {
    const { exchange, endpoints } = harness.cloud;
    expect((await exchange(wire({ method: 'PUT', url: `${bucket}/anonymous.txt`, body: 'x' }))).status).toBe(
      403,
    );
    const direct = await fetch(`${endpoints.aws}/queenofsandiego.com/anonymous.txt`, {
      method: 'PUT',
      body: 'x',
    });
    expect(direct.status).toBe(403);
    expect((await read('anonymous.txt')).status).toBe(404);
  });

  test('the add-on may write guest pages and nothing elsewhere', async () => {
    const credentials = harness.cloud.staticAddOnKeys;
    expect((await put('g/allowed.html', 'x', {}, { credentials })).status).toBe(200);
    const buckets = await harness.call(
      's3',
      { url: 'https://s3.us-west-2.amazonaws.com/', headers: { 'x-amz-content-sha256': sha256('') } },
      { credentials },
    );
    expect(buckets.status).toBe(403);
    expect(text(buckets)).toContain('not authorized to perform: s3:ListAllMyBuckets');
    expect((await read('g/allowed.html', 'DELETE', { credentials })).status).toBe(403);
  });

  test('a missing key is 404 to who may list the bucket', async () => {
    const credentials = harness.cloud.staticAddOnKeys;
    expect((await read('g/missing.html', 'HEAD', { credentials })).status).toBe(404);
    expect(text(await read('g/missing.html'))).toContain('<Code>NoSuchKey</Code>');
  });

  test('a key that climbs out of its bucket is refused', async () => {
    const response = await read('g/..%2F..%2Fother');
    expect(response.status).toBe(400);
    expect(text(response)).toContain('<Code>InvalidURI</Code>');
  });
});

describe('legacy website', () => {
  const legacy = 'https://s3.us-west-2.amazonaws.com/sailjada.com/g/old.html';

  test('redirects where the object says so; the bucket itself serves the body', async () => {
    const headers = {
      'x-amz-website-redirect-location': 'https://queenofsandiego.com/g/old',
      'x-amz-content-sha256': sha256('moved'),
    };
    await harness.call('s3', { method: 'PUT', url: legacy, body: 'moved', headers });
    const visit = await harness.cloud.exchange(wire({ url: 'http://sailjada.com/g/old.html' }));
    expect(visit.status).toBe(301);
    expect(visit.headers.location).toBe('https://queenofsandiego.com/g/old');
    const object = await harness.call('s3', { url: legacy, headers: { 'x-amz-content-sha256': sha256('') } });
    expect([object.status, text(object)]).toEqual([200, 'moved']);
  });

  test('has no page for a missing key, and takes no writes', async () => {
    expect((await harness.cloud.exchange(wire({ url: 'http://sailjada.com/none.html' }))).status).toBe(404);
    expect(
      (await harness.cloud.exchange(wire({ method: 'PUT', url: 'http://sailjada.com/x', body: 'x' }))).status,
    ).toBe(405);
  });
});

describe('AWS SDK', () => {
  let client: S3Client;
  beforeAll(() => {
    const { endpoints, credentials, region } = harness.cloud;
    client = new S3Client({ endpoint: endpoints.aws, credentials, region, forcePathStyle: true });
  });
  afterAll(() => client.destroy());

  test('stores and reads with its own checksums, keys with odd characters included', async () => {
    const Key = "g/odd (name)+&'é.html";
    await client.send(new PutObjectCommand({ Bucket: 'queenofsandiego.com', Key, Body: 'by SDK' }));
    const object = await client.send(new GetObjectCommand({ Bucket: 'queenofsandiego.com', Key }));
    expect(await object.Body?.transformToString()).toBe('by SDK');
  });

  test('understands a refusal', async () => {
    const missing = client.send(new GetObjectCommand({ Bucket: 'queenofsandiego.com', Key: 'nowhere' }));
    await expect(missing).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});
