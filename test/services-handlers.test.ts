import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tables as calendarTables } from '../services/jada-calendar/tables.ts';
import { tables as crewTables } from '../services/ship-captain-crew/tables.ts';
import { BUCKET, charter, FakeAws, hash } from './services-crew-world.ts';
import { startDynamoDb, type TestDynamoDb } from './services-dynamodb.ts';

type Handler = (event: object) => Promise<{ statusCode: number; body: string; headers: object } | undefined>;

let database: TestDynamoDb;
let aws: FakeAws;

beforeEach(async () => {
  database = await startDynamoDb([...calendarTables, ...crewTables]);
  aws = new FakeAws();
  const url = await aws.start();
  const variables = {
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_ENDPOINT_URL: url,
    DASHBOARD_TOKEN_HASH: hash('token'),
    SERVICE_KEY_HASH: hash('key'),
    JWT_SECRET_ID: 'ship-captain-crew/jwt',
    MAIL_FROM: 'crew@queenofsandiego.com',
    PUBLIC_URL: 'https://queenofsandiego.com',
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  vi.resetModules();
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.spyOn(Date, 'now').mockReturnValue(Date.parse('2027-05-01T12:00:00-07:00'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all([database.stop(), aws.stop()]);
});

const load = async (name: string) =>
  ((await import(`../services/${name}/index.ts`)) as { handler: Handler }).handler;

/** As API Gateway's REST APIs send it. */
function restEvent(method: string, path: string, headers: Record<string, string>, body?: object) {
  const [resource, query] = path.split('?');
  return {
    resource: '/{proxy+}',
    httpMethod: method,
    path: resource,
    headers: { Host: 'api.execute-api.us-west-2.amazonaws.com', ...headers },
    multiValueHeaders: {},
    queryStringParameters: query ? Object.fromEntries(new URLSearchParams(query)) : null,
    multiValueQueryStringParameters: null,
    requestContext: { stage: 'prod', path: `/prod${resource}`, httpMethod: method },
    body: body ? JSON.stringify(body) : null,
    isBase64Encoded: false,
  };
}

/** As API Gateway's HTTP APIs send it, with a named stage. */
function httpEvent(method: string, path: string, headers: Record<string, string>, body?: object) {
  const [resource, query] = path.split('?');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: `/prod${resource}`,
    rawQueryString: query ?? '',
    headers: { host: 'api.execute-api.us-west-2.amazonaws.com', ...headers },
    requestContext: {
      domainName: 'api.execute-api.us-west-2.amazonaws.com',
      stage: 'prod',
      http: { method, path: `/prod${resource}` },
    },
    body: body ? Buffer.from(JSON.stringify(body)).toString('base64') : undefined,
    isBase64Encoded: true,
  };
}

for (const [kind, event] of [
  ['REST', restEvent],
  ['HTTP', httpEvent],
] as const) {
  it(`serve the events of ${kind} APIs`, async () => {
    const calendar = await load('jada-calendar');
    const { captain, crew, ...fields } = charter;
    const entry = { ...fields, captain: captain.crew_id, crew: crew.map(({ crew_id }) => crew_id) };
    const created = await calendar(event('POST', '/calendar', { 'X-Dashboard-Token': 'token' }, entry));
    expect(created).toMatchObject({
      statusCode: 201,
      body: expect.stringMatching(/^{"entry_id":"cal_\w{32}"}$/),
    });
    const found = await calendar(
      event('GET', '/calendar?booking_id=XHQGMDH', { 'X-Dashboard-Token': 'token' }),
    );
    expect(JSON.parse(found?.body ?? '').entries).toHaveLength(1);

    const scc = await load('ship-captain-crew');
    const posted = await scc(event('POST', '/events', { 'X-Service-Key': 'key' }, charter));
    expect(posted?.statusCode).toBe(201);
    expect(aws.mails).toHaveLength(3);
    const token = aws.mails[0]?.text.match(/token=(\S+)/)?.[1];
    expect(await scc(event('GET', `/crew/confirm?token=${token}`, {}))).toMatchObject({
      statusCode: 200,
      body: expect.stringContaining('Can you crew this charter?'),
    });
  });
}

it('serve guests’ uploads, and the conditions as far as they can be had', async () => {
  vi.stubEnv('UPLOAD_BUCKET', BUCKET);
  const fetch = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
  const scc = await load('ship-captain-crew');
  await scc(restEvent('POST', '/events', { 'X-Service-Key': 'key' }, charter));
  vi.spyOn(Date, 'now').mockReturnValue(Date.parse('2027-05-30T10:00:00-07:00'));
  const wish = { booking_id: 'xhqgmdh', content_type: 'image/heic', size: 4_000_000 };
  const granted = await scc(restEvent('POST', '/g/presign', { 'Content-Type': 'application/json' }, wish));
  expect(granted?.statusCode).toBe(200);
  expect(JSON.parse(granted?.body ?? '')).toMatchObject({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/queenofsandiego-photos$/),
    expires_at: '2027-05-30T17:15:00.000Z',
  });
  expect(await scc(restEvent('GET', '/g/presign?booking_id=xhqgmdh', {}))).toMatchObject({
    statusCode: 200,
    body: expect.stringContaining('Uploads are open until'),
  });
  expect(await scc(httpEvent('GET', '/g/xhqgmdh/conditions', {}))).toMatchObject({
    statusCode: 200,
    body: '{"weather":null,"tides":[]}',
  });
  expect(fetch).toHaveBeenCalledTimes(2);
});

it('drains the outbox on the schedule', async () => {
  const scc = await load('ship-captain-crew');
  aws.mailFault = () => ({ status: 429, type: 'TooManyRequestsException' });
  await scc(restEvent('POST', '/events', { 'X-Service-Key': 'key' }, charter));
  aws.mailFault = () => undefined;
  vi.spyOn(Date, 'now').mockReturnValue(Date.parse('2027-05-01T12:05:00-07:00'));
  expect(await scc({ source: 'aws.events', 'detail-type': 'Scheduled Event' })).toBeUndefined();
  expect(aws.mails).toHaveLength(3);
});

it('answers 503 naming the variables that are missing', async () => {
  vi.stubEnv('MAIL_FROM', undefined);
  vi.stubEnv('PUBLIC_URL', 'queenofsandiego');
  const scc = await load('ship-captain-crew');
  const answer = await scc(restEvent('GET', '/events?booking_id=X', { 'X-Service-Key': 'key' }));
  expect(answer?.statusCode).toBe(503);
  expect(JSON.parse(answer?.body ?? '')).toEqual({
    error: { code: 'configuration_missing', message: expect.stringMatching(/MAIL_FROM, PUBLIC_URL/) },
  });
  await expect(scc({ source: 'aws.events' })).rejects.toThrow('MAIL_FROM');
});
