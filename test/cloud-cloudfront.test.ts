import { createHash } from 'node:crypto';
import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetInvalidationCommand,
  ListDistributionsCommand,
} from '@aws-sdk/client-cloudfront';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from './support/cloud-harness.ts';
import { json, text, wire } from './support/cloud-requests.ts';

const harness = useCloud();
const site = 'https://queenofsandiego.com';
let page = 0;
let key = '';

// A page of its own for each test: the edge remembers.
beforeEach(() => {
  page += 1;
  key = `g/page-${page}.html`;
});

async function store(body: string, headers: Record<string, string> = {}, at = key): Promise<void> {
  const hash = createHash('sha256').update(body).digest('hex');
  const url = `https://s3.us-west-2.amazonaws.com/queenofsandiego.com/${at}`;
  const { status } = await harness.call('s3', {
    method: 'PUT',
    url,
    body,
    headers: { 'x-amz-content-sha256': hash, ...headers },
  });
  expect(status).toBe(200);
}

const visit = (path = `/${key}`, method = 'GET', headers = {}) =>
  harness.cloud.exchange(wire({ url: `${site}${path}`, method, headers }));

function batch(paths: string[], reference: string, quantity = paths.length): string {
  const items = paths.map((path) => `<Path>${path}</Path>`).join('');
  return `<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Paths><Quantity>${quantity}</Quantity><Items>${items}</Items></Paths><CallerReference>${reference}</CallerReference></InvalidationBatch>`;
}

function invalidate(body: string, distribution = 'E2GUESTPAGES01') {
  const url = `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distribution}/invalidation`;
  return harness.call('cloudfront', { method: 'POST', url, body }, { region: 'us-east-1' });
}

describe('cache', () => {
  test('a page is fetched once, then served from the edge with its age', async () => {
    await store('old');
    const first = await visit();
    expect([text(first), first.headers['x-cache'], first.headers.age]).toEqual([
      'old',
      'Miss from cloudfront',
      undefined,
    ]);
    expect(first.headers.via).toContain('(CloudFront)');
    expect(first.headers['x-amz-cf-id']).toMatch(/^\w{32}$/);
    await store('new');
    harness.clock.advance(90_000);
    const second = await visit();
    expect([text(second), second.headers['x-cache'], second.headers.age]).toEqual([
      'old',
      'Hit from cloudfront',
      '90',
    ]);
  });

  test('all spellings of a page share one copy', async () => {
    await store('shared');
    await visit(`/g/page-${page}`);
    expect((await visit(`/g/PAGE-${page}/`)).headers['x-cache']).toBe('Hit from cloudfront');
  });

  test('a copy lasts a day, or as long as Cache-Control says', async () => {
    await store('day');
    await store('minute', { 'cache-control': 'public, max-age=60' }, `g/short-${page}.html`);
    await store('never', { 'cache-control': 'no-store' }, `g/never-${page}.html`);
    const paths = [`/${key}`, `/g/short-${page}`, `/g/never-${page}`];
    const caches = async () => {
      const answers = await Promise.all(paths.map((path) => visit(path)));
      return answers.map(({ headers }) => String(headers['x-cache']).split(' ')[0]);
    };
    expect(await caches()).toEqual(['Miss', 'Miss', 'Miss']);
    harness.clock.advance(59_000);
    expect(await caches()).toEqual(['Hit', 'Hit', 'Miss']);
    harness.clock.advance(1000);
    expect(await caches()).toEqual(['Hit', 'Miss', 'Miss']);
    harness.clock.advance(86_400_000);
    expect(await caches()).toEqual(['Miss', 'Miss', 'Miss']);
  });

  test('a missing page is forbidden, since the edge may not list, and that is remembered for 10 seconds', async () => {
    const missing = await visit();
    expect([missing.status, text(missing)]).toEqual([
      403,
      expect.stringContaining('<Code>AccessDenied</Code>'),
    ]);
    await store('here now');
    harness.clock.advance(9999);
    expect([(await visit()).status, (await visit()).headers['x-cache']]).toEqual([
      403,
      'Error from cloudfront',
    ]);
    harness.clock.advance(1);
    expect(text(await visit())).toBe('here now');
  });

  test('the site takes no writes; HEAD has no body', async () => {
    await store('head');
    expect((await visit(`/${key}`, 'POST')).status).toBe(403);
    const head = await visit(`/${key}`, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
  });

  test('plain HTTP is redirected', async () => {
    const answer = await harness.cloud.exchange(wire({ url: 'http://queenofsandiego.com/g/x?a=1' }));
    expect([answer.status, answer.headers.location]).toEqual([301, 'https://queenofsandiego.com/g/x?a=1']);
  });
});

describe('invalidation', () => {
  const replace = async (paths: string[]) => {
    await store('old');
    await visit();
    await store('new');
    expect((await invalidate(batch(paths, `reference-${page}`))).status).toBe(201);
  };

  test('takes effect after 2 seconds, not before', async () => {
    await replace([`/${key}`]);
    harness.clock.advance(1999);
    expect(text(await visit())).toBe('old');
    harness.clock.advance(1);
    expect(text(await visit())).toBe('new');
  });

  test('drops a copy that was made while it was under way', async () => {
    await invalidate(batch([`/${key}`], `under-way-${page}`));
    await store('old');
    await visit();
    await store('new');
    harness.clock.advance(2000);
    expect(text(await visit())).toBe('new');
  });

  test('drops a copy once: what is stored later stays', async () => {
    await replace([`/${key}`]);
    harness.clock.advance(2000);
    await visit();
    await store('newer');
    harness.clock.advance(5000);
    expect(text(await visit())).toBe('new');
  });

  test('a wildcard at the end covers what begins so', async () => {
    await replace([`/g/page-${page}*`]);
    harness.clock.advance(2000);
    expect(text(await visit())).toBe('new');
  });

  test('of another path, or of the path before the rewrite, drops nothing', async () => {
    await replace([`/g/page-${page}`, '/g/other*', `/G/PAGE-${page}.html`]);
    harness.clock.advance(2000);
    expect(text(await visit())).toBe('old');
  });

  test('the same reference with the same paths is the same invalidation', async () => {
    const [one, again] = [
      await invalidate(batch(['/a', '/b'], 'same')),
      await invalidate(batch(['/b', '/a'], 'same')),
    ];
    const id = (answer: typeof one) => /<Id>(\w+)<\/Id>/.exec(text(answer))?.[1];
    expect([one.status, again.status]).toEqual([201, 201]);
    expect(id(one)).toMatch(/^I\w+/);
    expect(id(again)).toBe(id(one));
    expect(one.headers.location).toContain(`/distribution/E2GUESTPAGES01/invalidation/${id(one)}`);
  });

  test.each([
    ['other paths under a reference', ['/c'], 'same', 1, 400, 'InvalidationBatchAlreadyExists'],
    ['a path without a slash', ['g/x'], 'r1', 1, 400, 'InvalidArgument'],
    ['a wildcard in the middle', ['/g/*/x'], 'r2', 1, 400, 'InvalidArgument'],
    ['no reference', ['/g/x'], '', 1, 400, 'InvalidArgument'],
    ['a wrong quantity', ['/g/x'], 'r3', 2, 400, 'InconsistentQuantities'],
  ])('%s is refused', async (_, paths, reference, quantity, status, code) => {
    await invalidate(batch(['/a', '/b'], 'same'));
    const answer = await invalidate(batch(paths, reference, quantity));
    expect([answer.status, text(answer)]).toEqual([status, expect.stringContaining(`<Code>${code}</Code>`)]);
  });

  test('too many wildcards at a time are refused', async () => {
    harness.clock.advance(2000);
    const wildcards = Array.from({ length: 16 }, (_, at) => `/w${at}*`);
    expect(text(await invalidate(batch(wildcards, 'many')))).toContain(
      '<Code>TooManyInvalidationsInProgress</Code>',
    );
  });

  test('another distribution does not exist; broken XML is refused', async () => {
    expect((await invalidate(batch(['/x'], 'r4'), 'EOTHER')).status).toBe(404);
    expect(text(await invalidate('<InvalidationBatch>'))).toContain('<Code>MalformedXML</Code>');
    expect(text(await invalidate(''))).toContain('<Code>MissingBody</Code>');
  });
});

describe('crew system behind the site', () => {
  const seen = async (path: string, headers: Record<string, string>, method = 'GET') =>
    json(await visit(path, method, headers)) as {
      path: string;
      headers: Record<string, string>;
      httpMethod: string;
    };

  test.each([
    ['POST', '/g/presign'],
    ['POST', '/g/xhqgmdh/photo'],
    ['GET', '/g/xhqgmdh/conditions'],
    ['POST', '/crew/confirm'],
  ])('%s %s reaches it, without secret headers', async (method, path) => {
    const event = await seen(
      path,
      {
        'X-Service-Key': 'secret',
        'X-Dashboard-Token': 'secret',
        Authorization: 'secret',
        Cookie: 'secret=1',
        Accept: 'text/html',
      },
      method,
    );
    expect(event).toMatchObject({ path, httpMethod: method });
    expect(event.headers).toMatchObject({
      accept: 'text/html',
      host: 'sccapi0001.execute-api.us-west-2.amazonaws.com',
    });
    expect(JSON.stringify(event)).not.toContain('secret');
  });

  test('gets no method that the template doesn’t allow', async () => {
    const answer = await visit('/g/xhqgmdh/conditions', 'POST');
    expect(answer.status).toBe(403);
    expect(text(answer)).toContain('not configured to allow the HTTP request method');
  });

  test.each(['/g/presign', '/g/xhqgmdh/photo', '/crew/confirm'])(
    '%s gets forms as they were sent, and what stands in the query',
    async (path) => {
      const form = 'booking_id=xhqgmdh&content_type=image%2Fjpeg';
      const answer = await harness.cloud.exchange(
        wire({
          method: 'POST',
          url: `${site}${path}?token=a.b&token=c%20d`,
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          body: form,
        }),
      );
      expect(json(answer)).toMatchObject({
        path,
        httpMethod: 'POST',
        multiValueQueryStringParameters: { token: ['a.b', 'c d'] },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
        isBase64Encoded: false,
      });
    },
  );

  test('leads on where it says so', async () => {
    const answer = await visit('/crew/redirect', 'POST');
    expect([answer.status, answer.headers.location, answer.headers['set-cookie']]).toEqual([
      302,
      'https://queenofsandiego.com/crew/done',
      ['a=1', 'b=2'],
    ]);
  });

  test('takes nothing as large as a picture', async () => {
    const body = Buffer.alloc(5_000_000, 0xff);
    const headers = { 'content-type': 'image/jpeg' };
    const request = wire({ method: 'POST', url: `${site}/g/xhqgmdh/photo`, headers, body });
    const answer = await harness.cloud.exchange(request);
    expect([answer.status, json(answer)]).toEqual([413, { message: 'Request Too Long' }]);
  });

  test('straight to the API, the key arrives', async () => {
    const url = 'https://sccapi0001.execute-api.us-west-2.amazonaws.com/prod/events';
    const event = json(await harness.cloud.exchange(wire({ url, headers: { 'X-Service-Key': 'secret' } })));
    expect(event.headers).toMatchObject({ 'x-service-key': 'secret' });
  });

  test('the rest of the API does not exist on the site', async () => {
    expect((await visit('/events')).status).toBe(403);
    expect((await visit('/events', 'POST')).status).toBe(403);
  });
});

describe('AWS SDK', () => {
  let client: CloudFrontClient;
  beforeAll(() => {
    client = new CloudFrontClient({
      endpoint: harness.cloud.endpoints.aws,
      credentials: harness.cloud.credentials,
      region: 'us-east-1',
    });
  });
  afterAll(() => client.destroy());

  test('follows an invalidation to its end', async () => {
    const DistributionId = (await client.send(new ListDistributionsCommand())).DistributionList?.Items?.[0]
      ?.Id;
    const { Invalidation } = await client.send(
      new CreateInvalidationCommand({
        DistributionId,
        InvalidationBatch: { CallerReference: 'sdk', Paths: { Quantity: 1, Items: ['/g/1e5.html'] } },
      }),
    );
    const get = () => client.send(new GetInvalidationCommand({ DistributionId, Id: Invalidation?.Id }));
    expect((await get()).Invalidation).toMatchObject({
      Status: 'InProgress',
      InvalidationBatch: { Paths: { Items: ['/g/1e5.html'] } },
    });
    harness.clock.advance(2000);
    expect((await get()).Invalidation?.Status).toBe('Completed');
  });
});
