import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../services/jada-calendar/app.ts';
import { readEnvironment } from '../services/jada-calendar/environment.ts';
import { tables } from '../services/jada-calendar/tables.ts';
import type { LogRecord } from '../services/shared/service-app.ts';
import { startDynamoDb, type TestDynamoDb } from './services-dynamodb.ts';

const TOKEN = 'dashboard-token-of-the-test';
const hash = (key: string) => createHash('sha256').update(key).digest('hex');
const charter = {
  event_type: 'charter',
  event_name: 'Boatsetter — May 30 (3h)',
  booking_id: 'XHQGMDH',
  boat: 'Sail JADA',
  date: '2027-05-30',
  start_time: '2027-05-30T09:00:00-07:00',
  duration_hours: 3,
  location: 'Sheraton Marina',
  guest_name: 'Grace Hopper',
  captain: 'cap',
  crew: ['ana', 'ben'],
  crew_assignments: [{ role: 'deckhand', count: 2 }],
  notes: 'Bring ice',
};

let database: TestDynamoDb;
let now: number;
let ids: number;
let log: LogRecord[];
let tokenHash: string | undefined;

beforeEach(async () => {
  database = await startDynamoDb(tables);
  now = Date.parse('2027-05-01T12:00:00-07:00');
  ids = 0;
  log = [];
  tokenHash = hash(TOKEN);
  return () => database.stop();
});

function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const app = createApp({
    environment: readEnvironment({ DASHBOARD_TOKEN_HASH: tokenHash }),
    documents: database.documents,
    now: () => now,
    randomId: () => `id${++ids}`,
    log: (record) => log.push(record),
  });
  return app.request(path, {
    method,
    headers: { 'X-Dashboard-Token': TOKEN, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

async function create(changes: object = {}, headers: Record<string, string> = {}): Promise<string> {
  const response = await call('POST', '/calendar', { ...charter, ...changes }, headers);
  expect(response.status).toBe(201);
  const body = (await response.json()) as { entry_id: string };
  return body.entry_id;
}

async function overlapping(from: string, to: string): Promise<string[]> {
  const response = await call('GET', `/calendar?${new URLSearchParams({ from, to })}`);
  expect(response.status).toBe(200);
  const { entries } = (await response.json()) as { entries: { booking_id: string }[] };
  return entries.map((entry) => entry.booking_id);
}

describe('the dashboard token', () => {
  it('is required, and must be the right one', async () => {
    const missing = await call('GET', '/calendar?booking_id=X', undefined, { 'X-Dashboard-Token': '' });
    expect(missing.status).toBe(401);
    expect(await missing.json()).toMatchObject({ error: { code: 'key_missing' } });

    const wrong = await call('GET', '/calendar?booking_id=X', undefined, {
      'X-Dashboard-Token': `${TOKEN}x`,
    });
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).not.toContain(TOKEN);
    expect((await call('GET', '/calendar?booking_id=X')).status).toBe(200);
  });

  it('cannot be its own hash', async () => {
    const answer = await call('GET', '/calendar?booking_id=X', undefined, {
      'X-Dashboard-Token': hash(TOKEN),
    });
    expect(answer.status).toBe(401);
  });

  it('answers 503 with what to do when the function has no hash, or a malformed one', async () => {
    tokenHash = undefined;
    const missing = await call('POST', '/calendar', charter);
    expect(missing.status).toBe(503);
    expect(await missing.json()).toEqual({
      error: {
        code: 'dashboard_token_hash_missing',
        message: expect.stringMatching(/DASHBOARD_TOKEN_HASH.*SHA-256/),
      },
    });
    tokenHash = TOKEN;
    const malformed = await call('POST', '/calendar', charter);
    expect(malformed.status).toBe(503);
    expect(await malformed.text()).not.toContain(TOKEN);
  });
});

describe('an entry', () => {
  it('is created, read, found by its booking in any case, changed and deleted', async () => {
    const id = await create();
    const read = await call('GET', `/calendar/${id}`);
    expect(await read.json()).toEqual({
      ...charter,
      entry_id: id,
      created_at: '2027-05-01T19:00:00.000Z',
      updated_at: '2027-05-01T19:00:00.000Z',
      version: 1,
    });
    const found = await call('GET', '/calendar?booking_id=xhqgmdh');
    expect(await found.json()).toMatchObject({ entries: [{ entry_id: id }] });

    now += 1000;
    const moved = await call('PATCH', `/calendar/${id}`, { start_time: '2027-05-31T10:00:00-07:00' });
    expect(await moved.json()).toMatchObject({
      date: '2027-05-31',
      start_time: '2027-05-31T10:00:00-07:00',
      guest_name: 'Grace Hopper',
      version: 2,
      updated_at: '2027-05-01T19:00:01.000Z',
    });
    const stored = await call('GET', `/calendar/${id}`);
    expect(await stored.json()).toMatchObject({ date: '2027-05-31', version: 2 });

    expect((await call('DELETE', `/calendar/${id}`)).status).toBe(204);
    expect((await call('GET', `/calendar/${id}`)).status).toBe(404);
    expect((await call('DELETE', `/calendar/${id}`)).status).toBe(404);
    expect((await call('PATCH', `/calendar/${id}`, { notes: '' })).status).toBe(404);
    expect(await (await call('GET', '/calendar?booking_id=XHQGMDH')).json()).toEqual({ entries: [] });
    await create();
  });

  it('drops members that the calendar has no use for', async () => {
    const id = await create({ revenue: 840.75, gross: 84075 });
    expect(await (await call('GET', `/calendar/${id}`)).text()).not.toContain('840');
  });

  it('stays as it is, version included, when a PATCH changes nothing', async () => {
    const id = await create();
    now += 1000;
    const answer = await call('PATCH', `/calendar/${id}`, charter);
    expect(await answer.json()).toMatchObject({ version: 1, updated_at: '2027-05-01T19:00:00.000Z' });
  });

  it('keeps two concurrent PATCHes of different fields', async () => {
    const id = await create();
    const answers = await Promise.all([
      call('PATCH', `/calendar/${id}`, { notes: 'Bring water' }),
      call('PATCH', `/calendar/${id}`, { boat: 'Second Wind' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const stored = await call('GET', `/calendar/${id}`);
    expect(await stored.json()).toMatchObject({ notes: 'Bring water', boat: 'Second Wind', version: 3 });
  });

  it('names every wrong field and repeats none of their values', async () => {
    const answer = await call('POST', '/calendar', {
      ...charter,
      start_time: '2027-05-30T09:00:00',
      duration_hours: -7,
      guest_name: 12345,
      crew: ['ok', 'not ok'],
    });
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe('invalid_request');
    for (const field of ['start_time', 'duration_hours', 'guest_name', 'crew.1']) {
      expect(error.message).toContain(`${field}: `);
    }
    expect(error.message).not.toMatch(/12345|-7\b|not ok/);
    expect((await call('POST', '/calendar', '{')).status).toBe(400);
  });

  it('refuses a date that is not the day of its start, and another booking', async () => {
    const wrongDay = await call('POST', '/calendar', { ...charter, date: '2027-05-31' });
    expect(wrongDay.status).toBe(400);
    expect(await wrongDay.text()).toContain('date: ');
    const id = await create();
    expect((await call('PATCH', `/calendar/${id}`, { booking_id: 'OTHER1' })).status).toBe(400);
    expect((await call('PATCH', `/calendar/${id}`, { booking_id: 'xhqgmdh' })).status).toBe(200);
  });

  it('stays the only one of its booking', async () => {
    const id = await create({}, { 'Idempotency-Key': 'one' });
    const second = await call(
      'POST',
      '/calendar',
      { ...charter, booking_id: 'xhqgmdh' },
      { 'Idempotency-Key': 'two' },
    );
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ error: { code: 'booking_exists', entry_id: id } });
  });
});

describe('the Idempotency-Key', () => {
  const key = { 'Idempotency-Key': 'XHQGMDH/calendar/1' };

  it('replays the first answer, however the same body is spelt', async () => {
    const id = await create({}, key);
    const reversed = JSON.stringify(Object.fromEntries(Object.entries(charter).reverse()), null, 2);
    const again = await call('POST', '/calendar', reversed, key);
    expect(again.status).toBe(201);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await again.json()).toEqual({ entry_id: id });
  });

  it('refuses another body', async () => {
    await create({}, key);
    const other = await call('POST', '/calendar', { ...charter, notes: 'Other' }, key);
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ error: { code: 'idempotency_key_reused' } });
  });

  it('does not hold on to a request that was refused', async () => {
    expect((await call('POST', '/calendar', { ...charter, boat: 7 }, key)).status).toBe(400);
    await create({}, key);
  });

  it('makes one entry of two concurrent requests', async () => {
    const answers = await Promise.all([
      call('POST', '/calendar', charter, key),
      call('POST', '/calendar', charter, key),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
    expect(first).toEqual(second);
    expect(answers.filter((answer) => answer.headers.has('Idempotency-Replayed'))).toHaveLength(1);
  });

  it('answers 429, which is sent again, while another request holds the items', async () => {
    database.intercept = (operation) =>
      operation === 'TransactWriteItems'
        ? {
            __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
            Message: 'Transaction cancelled',
            CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }, { Code: 'None' }],
          }
        : undefined;
    const answer = await call('POST', '/calendar', charter, key);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('Retry-After')).toBe('1');
    expect(await answer.json()).toMatchObject({ error: { code: 'request_in_progress' } });
    database.intercept = () => undefined;
    const created = await call('POST', '/calendar', charter, key);
    const { entry_id: id } = (await created.json()) as { entry_id: string };
    database.intercept = (operation) =>
      operation === 'UpdateItem'
        ? { __type: 'com.amazonaws.dynamodb.v20120810#TransactionConflictException', message: 'conflict' }
        : undefined;
    expect((await call('PATCH', `/calendar/${id}`, { notes: 'n' })).status).toBe(429);
    database.intercept = () => undefined;
  });

  it('is kept for at least 7 days and forgotten after 14', async () => {
    const id = await create({}, key);
    now += 8 * 24 * 3_600_000;
    expect(await (await call('POST', '/calendar', charter, key)).json()).toEqual({ entry_id: id });
    now += 7 * 24 * 3_600_000;
    await call('DELETE', `/calendar/${id}`);
    expect(await create({}, key)).not.toBe(id);
  });
});

describe('a window', () => {
  it('holds what overlaps it, in any offset, and not what only touches it', async () => {
    await create({ booking_id: 'MORNING' });
    await create({ booking_id: 'AFTERNOON', start_time: '2027-05-30T12:00:00-07:00' });
    await create({
      booking_id: 'LONG',
      date: '2027-05-26',
      start_time: '2027-05-26T09:00:00-07:00',
      duration_hours: 168,
    });
    await create({ booking_id: 'NEXT-DAY', date: '2027-05-31', start_time: '2027-05-31T09:00:00-07:00' });

    expect(await overlapping('2027-05-30T11:59:00-07:00', '2027-05-30T12:00:00-07:00')).toEqual([
      'LONG',
      'MORNING',
    ]);
    expect(await overlapping('2027-05-30T19:00:00Z', '2027-05-30T19:30:00Z')).toEqual(['LONG', 'AFTERNOON']);
    expect(await overlapping('2027-05-30T00:00:00-07:00', '2027-05-30T09:00:00-07:00')).toEqual(['LONG']);
    expect(await overlapping('2027-06-02T08:59:00-07:00', '2027-06-02T10:00:00-07:00')).toEqual(['LONG']);
    expect(await overlapping('2027-06-02T09:00:00-07:00', '2027-06-02T10:00:00-07:00')).toEqual([]);
  });

  it('must be one', async () => {
    const ask = (query: Record<string, string>) => call('GET', `/calendar?${new URLSearchParams(query)}`);
    expect((await ask({})).status).toBe(400);
    expect((await ask({ from: '2027-05-30T00:00:00Z' })).status).toBe(400);
    expect((await ask({ from: '2027-05-30', to: '2027-05-31' })).status).toBe(400);
    expect((await ask({ from: '2027-05-31T00:00:00Z', to: '2027-05-30T00:00:00Z' })).status).toBe(400);
  });
});

it('logs each request as one record without names, ids or tokens', async () => {
  const id = await create();
  await call('GET', `/calendar/${id}`);
  await call('GET', '/calendar?booking_id=XHQGMDH', undefined, { 'X-Dashboard-Token': 'wrong-token' });
  expect(log.map(({ method, route, status, code }) => ({ method, route, status, code }))).toEqual([
    { method: 'POST', route: '/calendar', status: 201, code: null },
    { method: 'GET', route: '/calendar/:id', status: 200, code: null },
    { method: 'GET', route: '/calendar', status: 401, code: 'key_wrong' },
  ]);
  expect(JSON.stringify(log)).not.toMatch(/Grace|Hopper|token-of|wrong-token/);
});

it('answers an unknown route and a failing database in the same shape', async () => {
  expect(await (await call('GET', '/nothing')).json()).toMatchObject({ error: { code: 'not_found' } });
  database.intercept = () => ({
    __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    message: 'Table: secret',
  });
  const failed = await call('GET', '/calendar/any');
  expect(failed.status).toBe(500);
  expect(await failed.json()).toEqual({
    error: { code: 'internal', message: expect.stringContaining('ResourceNotFoundException') },
  });
});
