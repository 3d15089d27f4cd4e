import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { LocalCloud } from '../local/cloud/local-cloud.ts';
import { start, useCloud } from './support/cloud-harness.ts';
import { text, wire } from './support/cloud-requests.ts';

const harness = useCloud();
afterEach(() => harness.cloud.faults.clear());

const sha256 = (body: string) => createHash('sha256').update(body).digest('hex');
const object = (key: string) => `https://s3.us-west-2.amazonaws.com/queenofsandiego.com/${key}`;
const put = (key: string, body = 'stored', headers = {}) =>
  harness.call('s3', {
    method: 'PUT',
    url: object(key),
    body,
    headers: { 'x-amz-content-sha256': sha256(body), ...headers },
  });
const exists = async (key: string) =>
  (
    await harness.call('s3', {
      method: 'HEAD',
      url: object(key),
      headers: { 'x-amz-content-sha256': sha256('') },
    })
  ).status === 200;

describe('faults', () => {
  const target = { service: 's3', operation: 'PutObject' };

  test('a refused connection has no effect', async () => {
    harness.cloud.faults.inject({ ...target, kind: 'connection-refused' });
    await expect(put('refused')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await exists('refused')).toBe(false);
  });

  test('a reset after the effect leaves it', async () => {
    harness.cloud.faults.inject({ ...target, kind: 'reset-after' });
    await expect(put('reset')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await exists('reset')).toBe(true);
  });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('a time-out %s the effect', async (when, effect) => {
    harness.cloud.faults.inject({ ...target, kind: 'timeout', when });
    await expect(put(`timeout-${when}`)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(await exists(`timeout-${when}`)).toBe(effect);
  });

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('a status %s the effect, with its headers and body', async (when, effect) => {
    harness.cloud.faults.inject({
      ...target,
      kind: 'status',
      status: 503,
      headers: { 'retry-after': '7' },
      body: 'busy',
      when,
    });
    const answer = await put(`status-${when}`);
    expect([answer.status, answer.headers['retry-after'], text(answer)]).toEqual([503, '7', 'busy']);
    expect(await exists(`status-${when}`)).toBe(effect);
  });

  test('meets as many calls as it says, of its own service and operation, that match', async () => {
    harness.cloud.faults.inject({
      ...target,
      kind: 'status',
      status: 500,
      when: 'before',
      times: 2,
      match: ({ path }) => path.endsWith('/wanted'),
    });
    expect((await put('other')).status).toBe(200);
    expect(await exists('other')).toBe(true);
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await put('wanted')).status);
    expect(statuses).toEqual([500, 500, 200]);
  });

  test('breaks the connection of a real client too', async () => {
    harness.cloud.faults.inject({ service: 'guest-site', kind: 'reset-after' });
    await expect(fetch(`${harness.cloud.endpoints.guestSite}/g/none`)).rejects.toThrow();
    expect((await fetch(`${harness.cloud.endpoints.guestSite}/g/none`)).status).toBe(403);
  });

  test('an API’s operations have one name whatever the id', async () => {
    harness.cloud.faults.inject({
      service: 'ship-captain-crew',
      operation: 'PATCH /events/{id}',
      kind: 'connection-refused',
    });
    const url = 'https://sccapi0001.execute-api.us-west-2.amazonaws.com/prod/events/evt_42';
    await expect(harness.cloud.exchange(wire({ method: 'PATCH', url }))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});

describe('log', () => {
  test('tells each call, and no secret', async () => {
    const from = harness.cloud.log.length;
    await put('g/xhqgmdh.html');
    const url = 'https://sccapi0001.execute-api.us-west-2.amazonaws.com/prod/crew/confirm?token=sesame';
    await harness.cloud.exchange(wire({ url, headers: { 'X-Service-Key': 'sesame', Cookie: 'sesame' } }));
    harness.cloud.faults.inject({ service: 'guest-site', kind: 'connection-refused' });
    await harness.cloud
      .exchange(wire({ url: 'https://queenofsandiego.com/g/xhqgmdh.html' }))
      .catch(() => undefined);
    const calls = harness.cloud.log.slice(from);
    expect(calls).toMatchObject([
      {
        service: 's3',
        operation: 'PutObject',
        status: 200,
        when: start,
        booking: 'xhqgmdh',
        host: 's3.us-west-2.amazonaws.com',
        milliseconds: expect.any(Number),
      },
      {
        service: 'ship-captain-crew',
        operation: 'GET /crew/confirm',
        status: 200,
        path: '/prod/crew/confirm?token=…',
      },
      { service: 'guest-site', operation: 'GET', status: 'ECONNREFUSED', booking: 'xhqgmdh' },
    ]);
    expect(JSON.stringify(calls)).not.toMatch(/sesame|Signature=/);
  });
});

describe('surfaces for the laptop’s browser', () => {
  test('the guest site serves pages with addresses that work here, while programs get the real ones', async () => {
    const { cloud } = harness;
    const page =
      '<a href="https://queenofsandiego.com/g/other">o</a> <a href="https://queenofsandiego.com.example.com/">e</a>';
    await put('g/browser.html', page, { 'content-type': 'text/html' });
    expect(await (await fetch(`${cloud.endpoints.guestSite}/G/Browser/`)).text()).toBe(
      `<a href="${cloud.endpoints.guestSite}/g/other">o</a> <a href="https://queenofsandiego.com.example.com/">e</a>`,
    );
    expect(text(await cloud.exchange(wire({ url: 'https://queenofsandiego.com/g/browser' })))).toBe(page);
  });

  test('the crew system answers at its root and below the guest site', async () => {
    const { guestSite, crewApi } = harness.cloud.endpoints;
    for (const url of [`${crewApi}/crew/confirm`, `${guestSite}/crew/confirm`]) {
      expect(await (await fetch(url)).json()).toMatchObject({
        path: '/crew/confirm',
        requestContext: { stage: 'prod' },
      });
    }
    expect(await (await fetch(`${crewApi}/page`)).text()).toBe(`<a href="${guestSite}/g/xhqgmdh">page</a>`);
    const redirect = await fetch(`${crewApi}/redirect`, { redirect: 'manual' });
    expect(redirect.headers.get('location')).toBe(`${guestSite}/crew/done`);
  });

  test('a mail’s links are made to work here on request', () => {
    const { cloud } = harness;
    expect(
      cloud.forBrowser(
        'see https://queenofsandiego.com/crew/confirm?token=t and https://sccapi0001.execute-api.us-west-2.amazonaws.com/prod/crew/x',
      ),
    ).toBe(`see ${cloud.endpoints.guestSite}/crew/confirm?token=t and ${cloud.endpoints.crewApi}/crew/x`);
  });
});

describe('start and stop', () => {
  test('a port in use is a clear error, and nothing stays behind', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as { port: number };
    const attempt = LocalCloud.start({
      clock: harness.clock,
      buildDirectory: 'none',
      ports: { guestSite: port },
    });
    await expect(attempt).rejects.toMatchObject({ name: 'PortInUseError', port, surface: 'guest site' });
    blocker.close();
  });

  test('a stopped cloud answers no more', async () => {
    const cloud = await LocalCloud.start({ clock: harness.clock, buildDirectory: 'none' });
    expect((await fetch(cloud.endpoints.aws)).status).toBe(403);
    await cloud.stop();
    await expect(fetch(cloud.endpoints.aws)).rejects.toThrow();
  });

  test('keys and secrets come from the random numbers that it is given', async () => {
    let next = 0;
    const random = (length: number) => Uint8Array.from({ length }, () => next++ % 251);
    const cloud = await LocalCloud.start({ clock: harness.clock, buildDirectory: 'none', random });
    await cloud.stop();
    next = 0;
    const again = await LocalCloud.start({ clock: harness.clock, buildDirectory: 'none', random });
    await again.stop();
    expect(again.credentials).toEqual(cloud.credentials);
    expect(again.credentials.secretAccessKey).not.toBe(harness.cloud.credentials.secretAccessKey);
  });
});
