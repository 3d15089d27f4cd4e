import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Clock } from '../local/clock.ts';
import { ExecuteApi } from '../local/cloud/execute-api.ts';
import { LambdaFunction } from '../local/cloud/lambda-function.ts';
import { readPolicy } from '../local/cloud/policy.ts';
import { buildCloud } from './support/cloud-build.ts';
import { start, useCloud } from './support/cloud-harness.ts';
import { json, text, wire } from './support/cloud-requests.ts';

const harness = useCloud();
const api = 'https://sccapi0001.execute-api.us-west-2.amazonaws.com';
const configuration =
  'https://lambda.us-west-2.amazonaws.com/2015-03-31/functions/ship-captain-crew/configuration';

const get = (where: string, headers = {}) => harness.cloud.exchange(wire({ url: `${api}${where}`, headers }));

describe('API Gateway', () => {
  test('hands a proxy event to the function', async () => {
    const url = `${api}/prod/events?tag=a&tag=b%20c&booking_id=XHQGMDH`;
    const event = json(
      await harness.cloud.exchange(
        wire({
          method: 'POST',
          url,
          body: '{"é":1}',
          headers: { 'Content-Type': 'application/json', 'X-Service-Key': 'k' },
        }),
      ),
    );
    expect(event).toMatchObject({
      httpMethod: 'POST',
      path: '/events',
      resource: '/{proxy+}',
      pathParameters: { proxy: 'events' },
      queryStringParameters: { tag: 'b c', booking_id: 'XHQGMDH' },
      multiValueQueryStringParameters: { tag: ['a', 'b c'], booking_id: ['XHQGMDH'] },
      headers: { 'x-service-key': 'k', 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
      multiValueHeaders: { 'x-service-key': ['k'] },
      body: '{"é":1}',
      isBase64Encoded: false,
      requestContext: {
        stage: 'prod',
        path: '/prod/events',
        requestTimeEpoch: start,
        identity: { sourceIp: '127.0.0.1' },
      },
    });
  });

  test('hands every body over as text, for the APIs name no binary types, and none as null', async () => {
    const body = Buffer.from([0xff, 0xd8, 0x00]);
    const photo = json(
      await harness.cloud.exchange(
        wire({
          method: 'POST',
          url: `${api}/prod/g/x/photo`,
          body,
          headers: { 'content-type': 'image/jpeg' },
        }),
      ),
    );
    expect(photo).toMatchObject({ body: '\ufffd\ufffd\0', isBase64Encoded: false });
    expect(json(await get('/prod/events'))).toMatchObject({ body: null, queryStringParameters: null });
  });

  test('passes status and repeated headers back', async () => {
    const answer = await get('/prod/redirect');
    expect(answer).toMatchObject({
      status: 302,
      headers: { location: 'https://queenofsandiego.com/crew/done', 'set-cookie': ['a=1', 'b=2'] },
    });
  });

  test.each(['/dev/events', '/', '/events'])('forbids %s, which is no stage', async (where) => {
    const answer = await get(where);
    expect([answer.status, json(answer)]).toEqual([403, { message: 'Forbidden' }]);
  });

  test.each(['/prod/crash', '/prod/exit', '/prod/nonsense'])(
    'answers %s with 502, and lives on',
    async (where) => {
      const answer = await get(where);
      expect([answer.status, json(answer)]).toEqual([502, { message: 'Internal server error' }]);
      expect((await get('/prod/events')).status).toBe(200);
    },
  );

  test('an unknown API does not resolve', async () => {
    const url = 'https://nobody0001.execute-api.us-west-2.amazonaws.com/prod/events';
    await expect(harness.cloud.exchange(wire({ url }))).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('lists its APIs and their stages, where only clients that ask for JSON look for them', async () => {
    const list = (where: string, headers: Record<string, string> = { accept: 'application/json' }) =>
      harness.call('apigateway', {
        url: `https://apigateway.us-west-2.amazonaws.com/restapis${where}`,
        headers,
      });
    const item = [{ id: 'jadacal001' }, { id: 'sccapi0001', name: 'ship-captain-crew' }];
    expect(json(await list(''))).toMatchObject({ item });
    expect(json(await list('', {}))).toEqual({ _embedded: { item: expect.any(Array) } });
    expect(json(await list('/sccapi0001/stages'))).toMatchObject({ item: [{ stageName: 'prod' }] });
    expect((await list('/nobody/stages')).status).toBe(404);
  });
});

describe('functions', () => {
  afterEach(() => harness.clock.set(start));

  test('know their configuration and their role, and nothing of the laptop', async () => {
    process.env.LAPTOP_SECRET = 'leak';
    const environment = json(await get('/prod/environment'));
    delete process.env.LAPTOP_SECRET;
    expect(environment).toMatchObject({
      AWS_REGION: 'us-west-2',
      AWS_ENDPOINT_URL: harness.cloud.endpoints.aws,
      AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/),
      SERVICE_KEY_HASH: expect.stringMatching(/^[0-9a-f]{64}$/),
      PUBLIC_URL: 'https://queenofsandiego.com',
      UPLOAD_BUCKET: 'queenofsandiego-photos',
    });
    expect(environment).not.toHaveProperty('LAPTOP_SECRET');
    expect(environment).not.toHaveProperty('HOME');
  });

  test('know the hash of the very key that the add-on reads', async () => {
    const answer = await harness.call('secretsmanager', {
      method: 'POST',
      url: 'https://secretsmanager.us-west-2.amazonaws.com/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'secretsmanager.GetSecretValue',
      },
      body: '{"SecretId":"charter-desk/production"}',
    });
    const { serviceKey } = JSON.parse(String(json(answer).SecretString)) as { serviceKey: string };
    const hash = createHash('sha256').update(serviceKey).digest('hex');
    expect(json(await harness.call('lambda', { url: configuration }))).toMatchObject({
      Environment: { Variables: { SERVICE_KEY_HASH: hash } },
    });
  });

  test('live by the set clock', async () => {
    harness.clock.advance(86_400_000);
    const seen = json(await get('/prod/clock')) as Record<string, number>;
    // The worker's real clock runs, while the test's stands still: only the offset is shared.
    const offset = (seen.now ?? 0) - Date.now();
    expect(Math.abs(offset - 86_400_000)).toBeLessThan(3_600_000);
    expect(Math.abs((seen.date ?? 0) - (seen.now ?? 0))).toBeLessThan(60_000);
    expect(seen).toMatchObject({ epoch: 0, isDate: true });
  });

  test('are configured anew: the next request sees it', async () => {
    const { Environment } = json(await harness.call('lambda', { url: configuration })) as {
      Environment: { Variables: Record<string, string> };
    };
    const { SERVICE_KEY_HASH, ...others } = Environment.Variables;
    const put = (Variables: Record<string, string>) =>
      harness.call('lambda', {
        method: 'PUT',
        url: configuration,
        body: JSON.stringify({ Environment: { Variables } }),
      });
    expect(json(await put(others))).toMatchObject({
      FunctionName: 'ship-captain-crew',
      Environment: { Variables: others },
    });
    expect(json(await get('/prod/environment'))).not.toHaveProperty('SERVICE_KEY_HASH');
    await put({ ...others, SERVICE_KEY_HASH: SERVICE_KEY_HASH ?? '' });
    expect(json(await get('/prod/environment'))).toMatchObject({ SERVICE_KEY_HASH });
  });

  test('are invoked directly, and say how they failed', async () => {
    const invoke = (event: unknown) =>
      harness.call('lambda', {
        method: 'POST',
        url: configuration.replace('configuration', 'invocations'),
        body: JSON.stringify(event),
      });
    const broken = await invoke({ path: '/crash' });
    expect([broken.headers['x-amz-function-error'], json(broken)]).toEqual([
      'Unhandled',
      { errorType: 'TypeError', errorMessage: 'handler broke' },
    ]);
    expect(json(await invoke({ path: '/anything' }))).toMatchObject({ statusCode: 200 });
    expect(
      (await harness.call('lambda', { url: configuration.replace('ship-captain-crew', 'nobody') })).status,
    ).toBe(404);
  });

  test('run on schedule once a minute by the set clock', async () => {
    await harness.cloud.functions.get('ship-captain-crew')?.stop();
    const counted = async () => json(await get('/prod/counted')).count;
    await harness.cloud.tick();
    const before = await counted();
    harness.clock.advance(60_000);
    await harness.cloud.tick();
    await harness.cloud.tick();
    expect(await counted()).toBe(Number(before) + 1);
  });
});

describe('time limits', () => {
  let buildDirectory = '';
  beforeAll(async () => {
    buildDirectory = await buildCloud();
  });
  afterAll(() => rm(buildDirectory, { recursive: true }));

  const gateways = {
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
  };

  function busy(
    timeoutSeconds: number,
    gatewayMilliseconds: number,
  ): { gateway: ExecuteApi; lambda: LambdaFunction } {
    const clock = new Clock();
    const lambda = new LambdaFunction(
      {
        name: 'busy',
        arn: 'arn:aws:lambda:us-west-2:123456789012:function:busy',
        bundle: path.join(buildDirectory, 'services/jada-calendar/index.mjs'),
        environment: {},
        platformEnvironment: {},
        timeoutSeconds,
        policy: readPolicy({ Version: '2012-10-17', Statement: [gateways] }),
      },
      path.join(buildDirectory, 'cloud/lambda-worker.mjs'),
      clock,
    );
    const random = (length: number) => new Uint8Array(length);
    return {
      lambda,
      gateway: new ExecuteApi(
        { id: 'busy', stage: 'prod', function: lambda },
        clock,
        random,
        gatewayMilliseconds,
      ),
    };
  }

  const request = {
    method: 'GET',
    authority: 'x',
    query: '',
    headers: {},
    body: new Uint8Array(),
    sourceIp: '127.0.0.1',
  };

  test('a function that outlives its own limit is ended: 502, and the next request finds a fresh one', async () => {
    const { gateway, lambda } = busy(0.5, 20_000);
    expect((await gateway.answer({ ...request, path: '/prod/busy' })).status).toBe(502);
    lambda.definition.timeoutSeconds = 20;
    expect((await gateway.answer({ ...request, path: '/prod/fine' })).status).toBe(200);
    await lambda.stop();
  });

  test('the gateway does not wait for a function beyond its own: 504', async () => {
    const { gateway, lambda } = busy(20, 100);
    const answer = await gateway.answer({ ...request, path: '/prod/busy' });
    expect([answer.status, text(answer)]).toEqual([504, '{"message":"Endpoint request timed out"}']);
    await lambda.stop();
  });
});
