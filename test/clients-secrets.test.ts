import { describe, expect, it } from 'vitest';
import { KeyedSender } from '../src/clients/keyed-sender.ts';
import { NoCredentials } from '../src/clients/no-credentials.ts';
import { Redaction } from '../src/clients/redaction.ts';
import { RemoteError } from '../src/clients/remote-error.ts';
import type { Call, HttpRequest } from '../src/clients/request.ts';
import { Secrets } from '../src/clients/secrets.ts';
import { sha256Hex } from '../src/clients/sha256.ts';
import { json, MemoryCache, Remote } from './clients-remote.ts';

const getSecretValue: Call = { service: 'SecretsManager', operation: 'GetSecretValue', repeatable: true };

function setUp({
  stored = ['{"dashboardToken":"token-1","serviceKey":"key-1","distributionId":"E1"}'] as (string | Error)[],
  secretId = 'charter-desk/production',
  properties = {} as Record<string, string>,
} = {}) {
  const cache = new MemoryCache();
  const redaction = new Redaction();
  const reads: string[] = [];
  const another = () =>
    new Secrets({
      secretId,
      secretsManager: {
        getSecretValue: async (id) => {
          reads.push(id);
          const value = stored.length > 1 ? stored.shift() : stored[0];
          if (value === undefined || value instanceof Error) throw value;
          return value;
        },
      },
      scriptProperty: (name) => properties[name] ?? null,
      cache,
      redaction,
    });
  return { cache, redaction, reads, another, secrets: another() };
}

describe('secrets', () => {
  it('come from Secrets Manager, read once by all who need one and by the next executions', async () => {
    const { cache, reads, another, secrets } = setUp();
    expect(await Promise.all([secrets.get('dashboardToken'), secrets.get('serviceKey')])).toEqual([
      'token-1',
      'key-1',
    ]);
    expect(await another().get('distributionId')).toBe('E1');
    expect(reads).toEqual(['charter-desk/production']);
    expect([...cache.entries.values()].map(({ seconds }) => seconds)).toEqual([600]);
  });

  it('come from Script Properties when Settings name no secret, and are cached nowhere', async () => {
    const properties = { DASHBOARD_TOKEN: ' token-p\n', SERVICE_KEY: 'key-p', DISTRIBUTION_ID: 'EP' };
    const { cache, reads, secrets } = setUp({ secretId: '', properties });
    expect(await secrets.get('dashboardToken')).toBe('token-p');
    expect(await secrets.get('serviceKey')).toBe('key-p');
    expect(await secrets.get('distributionId')).toBe('EP');
    expect([reads, cache.entries.size]).toEqual([[], 0]);
  });

  it.each([
    [
      'the secret',
      { stored: ['{"serviceKey":" ","other":1}'] },
      'The secret charter-desk/production holds no "serviceKey".',
    ],
    ['its members', { stored: ['{"serviceKey":7}'] }, 'holds no "serviceKey"'],
    ['a JSON object', { stored: ['key-1'] }, 'The secret charter-desk/production is not a JSON object.'],
    ['another JSON', { stored: ['["key-1"]'] }, 'is not a JSON object'],
    ['Script Properties', { secretId: '' }, 'No Script Property SERVICE_KEY is set'],
  ])('that are missing are named, and not what is there: %s', async (_, options, message) => {
    const error = await setUp(options)
      .secrets.get('serviceKey')
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NoCredentials);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('key-1');
  });

  it('that may not be read stop the request; a failure that may pass is passed on', async () => {
    const denied = { status: 400, headers: {}, body: '{"__type":"AccessDeniedException","message":"no"}' };
    const refusal = RemoteError.answered(getSecretValue, denied, false, (text) => text);
    const error = await setUp({ stored: [refusal] })
      .secrets.get('serviceKey')
      .catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NoCredentials);
    expect(error.message).toContain('400 AccessDeniedException no');
    const silence = RemoteError.silent(getSecretValue, 'reset');
    await expect(setUp({ stored: [silence] }).secrets.get('serviceKey')).rejects.toBe(silence);
  });

  it('never stand in a log, nor their hashes; the distribution id may', async () => {
    const { redaction, secrets } = setUp();
    for (const name of ['dashboardToken', 'serviceKey', 'distributionId'] as const) await secrets.get(name);
    expect(redaction.clean(`token-1 key-1 ${sha256Hex('key-1')} E1`)).toBe(
      '[redacted] [redacted] [redacted] E1',
    );
  });
});

describe('a request with a key', () => {
  const request: HttpRequest = { method: 'POST', url: 'https://x/events', headers: { A: 'b' }, body: '{}' };
  const call: Call = { service: 'SCC', operation: 'CreateEvent', repeatable: false };
  const rotated = ['{"serviceKey":"key-1"}', '{"serviceKey":"key-2"}', '{"serviceKey":"key-3"}'];

  function service(accepted: string, status = 401) {
    return new Remote(({ headers }) =>
      headers['X-Key'] === accepted
        ? json({}, 201)
        : json({ error: { code: 'key_wrong', message: 'm' } }, status),
    );
  }

  function sender(remote: Remote, secrets: Secrets) {
    return new KeyedSender(remote, secrets, 'serviceKey', (key) => ({ 'X-Key': key }));
  }

  it.each([401, 403])(
    'is sent once more when the key was rotated since it was cached (%s)',
    async (status) => {
      const { reads, another, secrets } = setUp({ stored: [...rotated] });
      await secrets.get('serviceKey');
      const remote = service('key-2', status);
      const { status: answered } = await sender(remote, another()).send(request, call);
      expect(answered).toBe(201);
      expect(remote.exchanges.map(({ request: { headers } }) => headers)).toEqual([
        { A: 'b', 'X-Key': 'key-1' },
        { A: 'b', 'X-Key': 'key-2' },
      ]);
      expect(reads).toHaveLength(2);
      expect(await another().get('serviceKey')).toBe('key-2');
      expect(reads).toHaveLength(2);
    },
  );

  it('shares one further reading with all that were refused', async () => {
    const { reads, secrets } = setUp({ stored: [...rotated] });
    const remote = service('key-2');
    const keyed = sender(remote, secrets);
    await Promise.all(Array.from({ length: 25 }, () => keyed.send(request, call)));
    expect(reads).toHaveLength(2);
    expect(remote.exchanges).toHaveLength(50);
  });

  it('keeps to the refusal when the key is still the same, and reads it no third time', async () => {
    const { reads, secrets } = setUp({ stored: ['{"serviceKey":"key-1"}'] });
    const remote = service('key-9');
    const keyed = sender(remote, secrets);
    for (let time = 1; time <= 3; time += 1) {
      await expect(keyed.send(request, call)).rejects.toMatchObject({ status: 401, code: 'key_wrong' });
    }
    expect(reads).toHaveLength(2);
    expect(remote.exchanges).toHaveLength(3);
  });

  it('keeps to the refusal when the further reading fails', async () => {
    const { secrets } = setUp({
      stored: ['{"serviceKey":"key-1"}', RemoteError.silent(getSecretValue, 'reset')],
    });
    await expect(sender(service('key-2'), secrets).send(request, call)).rejects.toMatchObject({
      status: 401,
      outcome: 'refused',
    });
  });

  it('is not sent again for any other refusal', async () => {
    const { reads, secrets } = setUp({ stored: [...rotated] });
    const remote = service('key-2', 422);
    await expect(sender(remote, secrets).send(request, call)).rejects.toMatchObject({ status: 422 });
    expect([reads.length, remote.exchanges.length]).toEqual([1, 1]);
  });
});
