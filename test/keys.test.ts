import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployment } from '../local/deployment.ts';
import { removeTemporaryFolders, run, temporaryFolder } from './support/commands.ts';
import { Desk } from './support/desk.ts';

afterAll(removeTemporaryFolders);

const HASH = /[0-9a-f]{64}/g;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function keysIn(file: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(file, 'utf8'));
}

async function newFile(): Promise<string> {
  return path.join(await temporaryFolder(), 'keys.json');
}

describe('npm run keys', () => {
  it('makes two keys that only their owner can read, and prints their hashes alone', async () => {
    const file = await newFile();
    const { code, stdout, stderr } = await run('keys', 'new', '--file', file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { dashboardToken = '', serviceKey = '', ...others } = await keysIn(file);
    expect(others).toEqual({});
    for (const key of [dashboardToken, serviceKey]) {
      expect(key).toMatch(/^[0-9a-f]{64}$/);
      expect(stdout).not.toContain(key);
    }
    expect(dashboardToken).not.toBe(serviceKey);
    expect(stdout).toContain(`DashboardTokenHash=${sha256(dashboardToken)}\n`);
    expect(stdout).toContain(`ServiceKeyHash=${sha256(serviceKey)}\n`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('makes one anew and leaves alone what else the secret holds', async () => {
    const file = await newFile();
    const before = { dashboardToken: 'token', serviceKey: 'old', distributionId: 'E1' };
    await writeFile(file, JSON.stringify(before));
    const { code, stdout } = await run('keys', 'rotate', 'serviceKey', '--file', file, '--stack', 'mine');
    expect(code).toBe(0);
    const { serviceKey = '', ...others } = await keysIn(file);
    expect(others).toEqual({ dashboardToken: 'token', distributionId: 'E1' });
    const [both, after] = stdout.split('\n').filter((line) => line.includes('--parameter-overrides'));
    expect(both).toContain(`--stack-name mine`);
    expect(both).toMatch(new RegExp(`ServiceKeyHash=${sha256('old')},${sha256(serviceKey)}$`));
    expect(after).toMatch(new RegExp(`ServiceKeyHash=${sha256(serviceKey)}$`));
  });

  it.each([
    [['rotate', 'password'], 'There is no key “password”. There are dashboardToken and serviceKey.'],
    [['rotate'], 'Say “new”, or “rotate dashboardToken”'],
    [[], 'Say “new”'],
    [['new', '--fiel', 'x'], 'There is no option --fiel.'],
    [['rotate', 'serviceKey', '--file', 'no/such.json'], "no/such.json can't be read"],
    [['new', '--file', 'no/such.json'], "no/such.json can't be written"],
    [
      ['rotate', 'serviceKey', '--file', 'README.md'],
      'README.md holds no JSON with dashboardToken and serviceKey.',
    ],
    [['new', '--file', 'README.md'], 'README.md is there already'],
  ])('refuses %j in one line', async (given, message) => {
    const { code, stdout, stderr } = await run('keys', ...given);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^keys: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});

describe('a rotation as it tells it leaves no gap', () => {
  let desk: Desk;
  let count = 0;
  beforeAll(async () => {
    desk = await Desk.open();
  });
  afterAll(() => desk?.close());

  async function publishes(): Promise<void> {
    count += 1;
    desk.add({ 'Booking ID': `KEY-${count}` });
    await desk.publish(`KEY-${count}`);
    expect(desk.row(`KEY-${count}`)).toMatchObject({ State: 'Published', Problem: '' });
  }

  const setHash = (functionName: string, variable: string, hash = '') => {
    const target = desk.system.cloud.functions.get(functionName);
    target?.configure({ ...target.definition.environment, [variable]: hash });
  };

  it.each([
    ['dashboardToken', deployment.calendarApi.functionName, 'DASHBOARD_TOKEN_HASH'],
    ['serviceKey', deployment.crewApi.functionName, 'SERVICE_KEY_HASH'],
  ])('of the %s', async (name, functionName, variable) => {
    const file = await newFile();
    const before = await desk.outside.secrets();
    await writeFile(file, JSON.stringify(before));
    const { stdout } = await run('keys', 'rotate', name, '--file', file);
    const [old, after, only] = stdout.match(HASH) ?? [];
    expect([old, only]).toEqual([sha256(before[name as keyof typeof before] as string), after]);

    // The add-on holds the old key in its cache.
    await publishes();
    setHash(functionName, variable, `${old},${after}`);
    await publishes();
    await desk.outside.putSecrets(await keysIn(file));
    await publishes();
    setHash(functionName, variable, after);
    // Earlier than it says: it asks for the secret again.
    await publishes();
    desk.system.clock.advance(11 * 60_000);
    await publishes();
  });

  it('of the secret that signs the crew’s links', async () => {
    const link = () => desk.outside.mailsTo('mia@crew.example').at(-1)?.links[0] ?? '';
    const opens = async (address: string) => (await desk.outside.get(address)).status;
    await publishes();
    const sentBefore = link();
    await desk.outside.putSecret(deployment.crewJwtSecretId, 'n'.repeat(64));
    expect(await opens(sentBefore)).toBe(200);
    // An instance keeps the secret for five minutes.
    desk.system.clock.advance(6 * 60_000);
    await publishes();
    expect(await Promise.all([sentBefore, link()].map(opens))).toEqual([200, 200]);
  });
});
