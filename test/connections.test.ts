import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subjectOf } from '../local/cloud/google-identity.ts';
import { readPolicy } from '../local/cloud/policy.ts';
import { deployment } from '../local/deployment.ts';
import { projectRoot } from '../local/project-root.ts';
import { LocalSystem } from '../local/system.ts';
import { readTables } from '../local/tables/example-tables.ts';
import type { ConnectionsShown, System } from '../src/commands/connection-findings.ts';
import { linesOf } from '../src/dialogs/connection-lines.ts';
import { Desk } from './support/desk.ts';

const { calendarApi, crewApi, guest, mail, addOnSecretId, role } = deployment;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const newSecret = () => randomBytes(24).toString('hex');

/** In the order in which they build on each other. */
const SYSTEMS: System[] = [
  'identity',
  'secret',
  'bucket',
  'distribution',
  'site',
  'legacy',
  'calendar',
  'crew',
  'function',
  'apis',
  'table',
  'mail',
];

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const found = async () => (await desk.fromDialog('connectionsFound')) as ConnectionsShown;

/** Runs the check, and gives what the dialog says, a line a system: verdict, words and mend. */
async function check(): Promise<Record<System, string>> {
  const { status, error } = await desk.run('checkConnections');
  if (status !== 'completed') throw error ?? new Error(status);
  return said(await found());
}

function said(shown: ConnectionsShown): Record<System, string> {
  const lines = linesOf(shown).map(({ system, verdict, says, mend = '' }) => [
    system,
    `${verdict}: ${says} ${mend}`.trim(),
  ]);
  return Object.fromEntries(lines) as Record<System, string>;
}

/** Those that are not good. */
async function findings(): Promise<Partial<Record<System, string>>> {
  const lines = Object.entries(await check()).filter(([, words]) => !words.startsWith('good'));
  return Object.fromEntries(lines);
}

async function withSetting<Result>(
  name: string,
  value: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = desk.rows('Settings').find(({ Setting }) => Setting === name)?.Value ?? '';
  desk.set(name, value);
  try {
    return await work();
  } finally {
    desk.set(name, before);
  }
}

const withKeys = async <Result>(
  keys: { accessKeyId: string; secretAccessKey: string },
  work: () => Promise<Result>,
): Promise<Result> => {
  const properties = desk.system.project.properties.store('script', desk.system.captain);
  properties.set({ AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey });
  return withSetting('Role ARN', '', work);
};

/** With another hash, or none, at the crew system's function. */
async function withKeyHash<Result>(value: string | undefined, work: () => Promise<Result>): Promise<Result> {
  const { serviceKey } = await desk.outside.secrets();
  desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: value });
  try {
    return await work();
  } finally {
    desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: sha256(serviceKey) });
  }
}

describe('a check of a set-up that works', () => {
  it('finds every system good in four rounds and a further look or two, whatever is cached, and is remembered', async () => {
    await check();
    const { requests, counts } = await desk.run('checkConnections');
    expect(counts.rounds).toBeLessThanOrEqual(6);
    const calls = requests.map(({ service, operation }) => `${service} ${operation}`);
    expect(calls).toEqual(
      expect.arrayContaining(['sts AssumeRoleWithWebIdentity', 'secretsmanager GetSecretValue']),
    );
    const shown = await found();
    expect(shown).toMatchObject({ isOver: true, checked: expect.stringMatching(/^Sat May 1, 12:0\d PM$/) });
    expect(linesOf(shown).map(({ system, verdict }) => [system, verdict])).toEqual(
      SYSTEMS.map((system) => [system, 'good']),
    );
    expect(await found()).toEqual(shown);
  });

  it('touches no booking, and its page tells search engines to stay away', async () => {
    desk.add({ 'Booking ID': 'UNTOUCHED' });
    await desk.publish('UNTOUCHED');
    const before = await desk.outside.object('g/untouched.html');
    const sent = desk.system.cloud.outbox.mails.length;
    await check();
    expect((await desk.outside.object('g/untouched.html'))?.LastModified).toEqual(before?.LastModified);
    expect((await desk.outside.object('g/connection-check.html'))?.text).toContain(
      '<meta name="robots" content="noindex">',
    );
    expect(await desk.outside.storedEvent('connection-check')).toBeUndefined();
    expect(desk.system.cloud.outbox.mails).toHaveLength(sent);
  });

  it('has an address that no booking can have', async () => {
    desk.add({ 'Booking ID': 'Connection-Check' });
    await desk.publish('Connection-Check');
    expect(desk.row('Connection-Check').Problem).toContain('This word is needed for another page');
    desk.change('Connection-Check', { 'Booking ID': '' });
  });

  it('shows and logs neither secrets, tokens nor hashes', async () => {
    const { logs } = await desk.run('checkConnections');
    const { dashboardToken, serviceKey } = await desk.outside.secrets();
    const everything = JSON.stringify([
      await found(),
      logs,
      desk.rows('Log'),
      desk.system.project.save().properties.document,
    ]);
    expect(everything).toContain('connection-check');
    for (const secret of [dashboardToken, serviceKey]) {
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(sha256(secret));
    }
    expect(everything).not.toMatch(/eyJ|ASIA[A-Z0-9]/);
  });

  it('asks nothing while the settings have problems, and says which', async () => {
    desk.system.messages.take();
    const run = await withSetting('Region', 'Oregon', () => desk.run('checkConnections'));
    expect(run.requests).toEqual([]);
    const messages = desk.system.messages.take().join();
    expect(messages).toContain('Region is “Oregon”');
    expect(messages).not.toContain('a dialog');
  });

  it('is not begun twice at once, and not waited for once it was killed', async () => {
    let second: Awaited<ReturnType<Desk['run']>> | undefined;
    desk.outside.before('sts', 'GetCallerIdentity', 1, async () => {
      expect(await found()).toMatchObject({ isOver: false, findings: {} });
      second = await desk.run('checkConnectionsAgain', { context: 'dialog' });
    });
    await desk.run('checkConnections');
    expect(second?.status).toBe('completed');
    expect(second?.counts.rounds).toBe(0);

    const { status } = await desk.run('checkConnections', {
      onBridgeCall: async ({ service }) => (service === 'UrlFetchApp' ? 'kill-before' : 'continue'),
    });
    expect(status).toBe('killed');
    expect((await desk.run('checkConnections')).counts.rounds).toBe(0);
    desk.system.clock.advance(7 * 60_000);
    expect(await found()).toMatchObject({ isOver: true });
    expect(said(await found()).crew).toMatch(/^waiting: The check was cut short before this was asked/);
    expect(await findings()).toEqual({});
  });
});

describe('the services’ keys', () => {
  it.each([
    ['Crew URL', 'crew', 'X-Service-Key'],
    ['Calendar URL', 'calendar', 'X-Dashboard-Token'],
  ] as const)('%s through CloudFront is named, with the address to give', async (setting, system, header) => {
    for (const host of [guest.host, guest.distributionHost]) {
      const { [system]: words, ...others } = await withSetting(setting, `https://${host}`, findings);
      expect(words).toBe(
        `trouble: https://${host} goes through CloudFront, which strips the header ${header}. Set “${setting}” in Settings to API Gateway's own address, https://{api}.execute-api.us-west-2.amazonaws.com/{stage}, as its console shows it under Stages.`,
      );
      expect(others).toEqual({
        apis: expect.stringMatching(
          new RegExp(
            `^warning: “${setting}” is https://${host}, and there is https://\\w+\\.execute-api\\.us-west-2`,
          ),
        ),
      });
    }
  });

  it.each([
    ['missing', undefined, 'SERVICE_KEY_HASH is not set on its function, so it takes no key at all.'],
    ['malformed', 'hunter2', 'SERVICE_KEY_HASH on its function is no SHA-256'],
    ['of another key', sha256('another'), 'It has the hash of another serviceKey than ours'],
  ])(
    'a SERVICE_KEY_HASH that is %s is told apart, by the service and by its function',
    async (_, value, words) => {
      const told = await withKeyHash(value, findings);
      expect(Object.keys(told)).toEqual(['crew', 'function']);
      for (const said of Object.values(told)) {
        expect(said).toContain(`trouble: ${words}`);
        expect(said).toContain('set SERVICE_KEY_HASH to the hexadecimal SHA-256 of the serviceKey');
      }
    },
  );

  it('a wrong dashboard token is the calendar’s trouble alone', async () => {
    const { dashboardToken } = await desk.outside.secrets();
    await desk.outside.putSecrets({ dashboardToken: newSecret() });
    const { calendar, ...others } = await findings();
    await desk.outside.putSecrets({ dashboardToken });
    expect(calendar).toContain('It has the hash of another dashboardToken than ours');
    expect(calendar).toContain(`put the right dashboardToken into the secret ${addOnSecretId}`);
    expect(others).toEqual({});
  });

  it.each([401, 403, 500])('a bare %i of a foreign deployment: what is known is said', async (status) => {
    desk.system.cloud.faults.inject({
      service: 'ship-captain-crew',
      kind: 'status',
      status,
      body: '{"message":"no"}',
      when: 'before',
      times: 100,
    });
    const { crew: known } = await findings();
    const { crew } = await withSetting('Crew function', '', findings);
    desk.system.cloud.faults.clear();
    expect(crew).toContain(
      `trouble: It answers ${status} and does not say why: most likely its SERVICE_KEY_HASH is missing, or is of another key.`,
    );
    expect(crew).toContain('“Crew key sent as hash”');
    expect(known).toBe(
      `trouble: It answers ${status} and does not say why. Its SERVICE_KEY_HASH fits, so it wants something else. Change “Crew key sent as hash” in Settings, or ask whoever runs it.`,
    );
  });

  it('a host that is out of reach costs no other system its answer', async () => {
    const { calendar, ...others } = await withSetting('Calendar URL', 'https://nowhere.example', findings);
    expect(calendar).toMatch(
      /^trouble: No answer came.* Correct “Calendar URL” in Settings \(https:\/\/nowhere/,
    );
    expect(others).toEqual({ apis: expect.stringMatching(/^warning: “Calendar URL” is https:\/\/nowhere/) });
  });

  it('a stage that does not exist is told from a wrong key', async () => {
    const url = `https://${crewApi.id}.execute-api.us-west-2.amazonaws.com/test`;
    const { crew } = await withSetting('Crew URL', url, findings);
    expect(crew).toContain('trouble: API Gateway answers, but has no such stage or path.');
  });
});

describe('the guest site', () => {
  it('that does not rewrite guest paths is told by the address with .html', async () => {
    const { distribution } = desk.system.cloud;
    const { guestPath } = distribution;
    distribution.guestPath = undefined;
    const { site, ...others } = await findings();
    distribution.guestPath = guestPath;
    expect(site).toBe(
      "trouble: The page is seen at /g/connection-check.html, but not at its address without .html. The distribution doesn't rewrite guest paths: in CloudFront, attach the function cloudfront/guest-path.js to the viewer requests of the default behaviour.",
    );
    expect(others).toEqual({});
  });

  it('whose address and key do not belong together is not blamed on rewriting', async () => {
    const { site } = await withSetting('Guest page URL', `https://${guest.host}/{slug}`, findings);
    expect(site).toContain('“Guest page URL” and “Guest page key” in Settings do not belong together');
  });

  it('that keeps the last check’s page has its copies forgotten by another distribution', async () => {
    expect((await check()).site).toContain('good');
    desk.system.cloud.faults.inject({
      service: 'cloudfront',
      operation: 'CreateInvalidation',
      kind: 'status',
      status: 201,
      body: '<Invalidation><Id>I2OTHER</Id></Invalidation>',
      when: 'before',
    });
    const { site, ...others } = await findings();
    expect(site).toContain('trouble: It still shows an older test page');
    expect(site).toContain(
      'set “Distribution id” (now the one in the secret) to that of queenofsandiego.com',
    );
    expect(others).toEqual({});
    expect(await findings()).toEqual({});
  });

  it.each([
    ['serves another bucket', { host: `elsewhere.s3.${deployment.region}.amazonaws.com` }],
    ['the bucket’s policy does not name', { bucketPolicy: [] }],
    ['asks without a signature', { signs: false }],
  ])('that %s does not show the page at either address', async (_, change) => {
    const { distribution } = desk.system.cloud;
    // Nothing of earlier checks is kept at the edge by then.
    desk.system.clock.advance(25 * 3_600_000);
    const { pages } = distribution;
    distribution.pages = { ...pages, ...change };
    const { site, ...others } = await findings();
    distribution.pages = pages;
    expect(site).toContain('trouble: The test page is in the bucket, but the site does not show it.');
    expect(site).toContain(`does not serve the bucket ${guest.bucket}`);
    expect(others).toEqual({});
  });

  it('is not looked at when nothing was stored, and a page that is not ours stays', async () => {
    await desk.outside.putObject('g/connection-check.html', 'somebody else’s');
    const { bucket, site, ...others } = await findings();
    expect(bucket).toContain('trouble: Something stands there that Charter Desk did not put there');
    expect(site).toMatch(/^waiting:/);
    expect(others).toEqual({});
    expect((await desk.outside.object('g/connection-check.html'))?.text).toBe('somebody else’s');
    await desk.outside.removeObject('g/connection-check.html');
  });
});

describe('AWS', () => {
  const [, ...rest] = SYSTEMS;

  it('whose role does not trust the script says which client the trust policy must name', async () => {
    const lines = await withSetting('Role ARN', `${role.arn}-other`, findings);
    expect(lines.identity).toContain(
      'trouble: The role does not trust this script, or there is no such role.',
    );
    expect(lines.identity).toContain(`accounts.google.com:aud is ${deployment.oauthClientId}`);
    expect(Object.keys(lines)).toEqual(['identity', ...rest]);
    for (const system of rest) expect(lines[system]).toMatch(/^waiting: It needs/);
  });

  it('is not asked without an identity token', async () => {
    const manifest = JSON.parse(await readFile(path.join(projectRoot(), 'dist/appsscript.json'), 'utf8'));
    manifest.oauthScopes = manifest.oauthScopes.filter((scope: string) => scope !== 'openid');
    const project = desk.system.project.copy({ manifest });
    const user = desk.system.captain;
    await project.run('checkConnections', { user, context: 'menu' });
    const { result } = await project.run('connectionsFound', { user, context: 'dialog' });
    await project.close();
    expect(said(result as ConnectionsShown).identity).toBe(
      'trouble: Google gave no identity token, so AWS was not asked. The manifest must list the scope openid; then run Charter → Set up once to authorise it. Or leave “Role ARN” empty and put keys into Script Properties.',
    );
  });

  it('takes the keys of Script Properties where no role is set, and says when it does not know them', async () => {
    const keys = desk.system.cloud.staticAddOnKeys;
    expect(await withKeys(keys, findings)).toEqual({});
    for (const wrong of [{ accessKeyId: 'AKIAUNKNOWN000000000' }, { secretAccessKey: 'wrong' }]) {
      const { identity, bucket } = await withKeys({ ...keys, ...wrong }, findings);
      expect(identity).toContain('trouble: AWS does not know these keys, or they do not belong together.');
      expect(bucket).toContain('See the AWS sign-in above.');
    }
    const none = await withKeys({ accessKeyId: '', secretAccessKey: '' }, findings);
    expect(none.identity).toContain('trouble: There are none.');
  });

  it.each(['role', 'administrator'])('in the wrong region is found by the bucket (%s)', async (who) => {
    const inOregon = () => withSetting('Region', 'us-east-1', findings);
    const lines = who === 'role' ? await inOregon() : await withKeys(desk.system.cloud.credentials, inOregon);
    const words =
      'trouble: It was asked in us-east-1, but the bucket lies in us-west-2. Set “Region” in Settings to us-west-2.';
    expect(lines).toMatchObject({ secret: words, bucket: words, legacy: words, table: words, mail: words });
    expect(lines.identity).toBeUndefined();
  });

  it('in a region that does not exist is out of reach', async () => {
    const { identity } = await withSetting('Region', 'us-west-9', findings);
    expect(identity).toContain('Correct “Region” in Settings (us-west-9).');
  });

  it.each([
    ['Guest bucket', 'nobody-has-this-bucket', 'bucket', 'Correct “Guest bucket” or “Region” in Settings.'],
    ['Events table', 'no-such-table', 'table', 'Correct “Events table” or “Region” in Settings.'],
    ['Secret id', 'no-such-secret', 'secret', 'Correct “Secret id” or “Region” in Settings.'],
    ['Distribution id', 'E2NOSUCHONE', 'distribution', 'Correct “Distribution id” (or distributionId in'],
  ] as const)('has no such thing: %s', async (setting, value, system, words) => {
    const lines = await withKeys(desk.system.cloud.credentials, () => withSetting(setting, value, findings));
    expect(lines[system]).toContain('trouble: There is no such thing in');
    expect(lines[system]).toContain(words);
  });

  it.each([
    [
      'Events table',
      'jada-entries',
      'dynamodb:GetItem on arn:aws:dynamodb:us-west-2:123456789012:table/jada-entries',
    ],
    ['Secret id', deployment.crewJwtSecretId, 'secretsmanager:GetSecretValue'],
    ['Distribution id', 'E2NOSUCHONE', 'cloudfront:CreateInvalidation on arn:aws:cloudfront'],
  ] as const)('without the right for %s names the action', async (setting, value, action) => {
    const systems = {
      'Events table': 'table',
      'Secret id': 'secret',
      'Distribution id': 'distribution',
    } as const;
    const lines = await withSetting(setting, value, findings);
    const words = lines[systems[setting]];
    expect(words).toContain(`trouble: There is no right to ${action}`);
    expect(words).toContain(`allow ${action.split(' ')[0]} in the policy of the role ${role.arn}.`);
  });

  it('without a secret says which Script Properties are missing', async () => {
    const { secret, calendar } = await withSetting('Secret id', '', findings);
    expect(secret).toContain('trouble: Missing: dashboardToken, serviceKey, distributionId.');
    expect(secret).toContain('add DASHBOARD_TOKEN and SERVICE_KEY and DISTRIBUTION_ID');
    expect(calendar).toMatch(/^waiting:/);
  });

  it('that has not verified the sender says so; a domain speaks for what is below it', async () => {
    const { mail: words, ...others } = await withSetting('Summary from', 'me@elsewhere.example', findings);
    expect(words).toContain('trouble: SES has not verified me@elsewhere.example in us-west-2');
    expect(others).toEqual({});
    const below = `charters@mail.${mail.verifiedDomain}`;
    expect(await withSetting('Summary from', below, findings)).toEqual({});
  });
});

describe('foreign deployments, which know their POST alone', () => {
  it('are a warning and no failure', async () => {
    const foreign = await LocalSystem.start({
      root: projectRoot(),
      ports: { aws: 0, guestSite: 0, crewApi: 0 },
      sleep: async (milliseconds, clock) => clock.advance(milliseconds),
      foreignServices: true,
    });
    foreign.pasteReferences(await readTables(projectRoot(), {}));
    const options = { user: foreign.captain, context: 'menu' as const };
    await foreign.project.run('checkConnections', options);
    const { result } = await foreign.project.run('connectionsFound', { ...options, context: 'dialog' });
    await foreign.stop();
    const { calendar, crew, ...others } = said(result as ConnectionsShown);
    for (const words of [calendar, crew]) {
      expect(words).toMatch(/^warning: It can't look up bookings: it answers 405 to a search/);
    }
    expect(Object.values(others).filter((words) => !words.startsWith('good'))).toEqual([]);
  });
});

describe('the hash at the crew system’s function', () => {
  it('fits while a key is rotated, when there are two', async () => {
    const { serviceKey } = await desk.outside.secrets();
    const both = `${sha256('another')}, ${sha256(serviceKey).toUpperCase()}`;
    expect(await withKeyHash(both, findings)).toEqual({});
  });

  it('is neither shown, logged nor kept', async () => {
    const hash = sha256('another');
    await withKeyHash(hash, async () => {
      const { logs } = await desk.run('checkConnections');
      const kept = desk.system.project.save().properties.document;
      const everything = JSON.stringify([await found(), logs, desk.rows('Log'), kept]);
      expect(everything).toContain('"differs"');
      expect(everything).not.toContain(hash);
    });
  });

  it('of a function that isn’t there names the setting', async () => {
    const { addOnRole } = desk.system.cloud;
    const { policy } = addOnRole;
    const all = { Effect: 'Allow', Action: 'lambda:*', Resource: '*' };
    addOnRole.policy = [...policy, ...readPolicy({ Version: '2012-10-17', Statement: [all] })];
    expect(await withSetting('Crew function', 'crew-of-old', findings)).toEqual({
      function: expect.stringContaining('Correct “Crew function” or “Region” in Settings.'),
    });
    addOnRole.policy = policy;
  });

  it('of another function than the crew system’s own is taken for what it is', async () => {
    const { addOnRole } = desk.system.cloud;
    const { policy } = addOnRole;
    const all = { Effect: 'Allow', Action: 'lambda:*', Resource: '*' };
    addOnRole.policy = [...policy, ...readPolicy({ Version: '2012-10-17', Statement: [all] })];
    expect(await withSetting('Crew function', calendarApi.functionName, findings)).toEqual({
      function:
        'warning: The crew system takes our key, so jada-calendar is another function than its own. Correct “Crew function” in Settings.',
    });
    addOnRole.policy = policy;
  });

  it('that AWS can’t decrypt for us is no missing one', async () => {
    desk.system.cloud.faults.inject({
      service: 'lambda',
      operation: 'GetFunctionConfiguration',
      kind: 'status',
      status: 200,
      body: JSON.stringify({
        FunctionName: crewApi.functionName,
        Environment: { Error: { ErrorCode: 'AccessDeniedException', Message: 'no kms:Decrypt' } },
      }),
      when: 'before',
    });
    expect(await findings()).toEqual({
      function: expect.stringMatching(
        /^warning: AWS could not decrypt its variables for us\. Allow kms:Decrypt/,
      ),
    });
  });

  it('is not asked for where no function is named', async () => {
    const shown = await withSetting('Crew function', '', check);
    expect(Object.keys(shown)).toEqual(SYSTEMS.filter((system) => system !== 'function'));
  });

  it('that the role may not look up is a warning that names the right and the setting', async () => {
    expect(await withSetting('Crew function', 'crew-of-old', findings)).toEqual({
      function: expect.stringMatching(
        /^warning: There is no right to lambda:GetFunctionConfiguration on arn:\S+:crew-of-old\. If “Crew function”/,
      ),
    });
  });
});

describe('what lies outside of Settings', () => {
  it('SES in its sandbox sends to verified addresses alone, and the check says so', async () => {
    const { ses } = desk.system.cloud;
    ses.isInSandbox = true;
    expect(await findings()).toEqual({
      mail: expect.stringMatching(/^warning: SES is still in its sandbox: .* request production access\.$/),
    });
    ses.isInSandbox = false;
  });

  it('a clock that differs from AWS’s is told in minutes', async () => {
    desk.outside.before('sts', 'GetCallerIdentity', 1, async () => {
      desk.system.clock.advance(3 * 60_000);
    });
    expect(await findings()).toEqual({
      identity: expect.stringMatching(/^warning: Google’s clock is 3 minutes ahead of AWS’s\./),
    });
  });

  it('names what the role’s trust policy has to list', async () => {
    const { identity } = await check();
    expect(identity).toContain(`The script’s OAuth client is ${deployment.oauthClientId}`);
    expect(identity).toContain(`your number at Google is ${subjectOf(desk.system.captain)}.`);
    const withoutRole = await withKeys({ accessKeyId: '', secretAccessKey: '' }, check);
    expect(withoutRole.identity).toContain(
      `client ${deployment.oauthClientId} and your number at Google, ${subjectOf(desk.system.captain)}.`,
    );
    const { trust } = desk.system.cloud.addOnRole;
    desk.system.cloud.addOnRole.trust = [];
    expect((await check()).identity).toContain(
      `accounts.google.com:sub is ${subjectOf(desk.system.captain)}.`,
    );
    desk.system.cloud.addOnRole.trust = trust;
  });

  it('without the right to list APIs all else is checked, and the line says which right it is', async () => {
    const { addOnRole } = desk.system.cloud;
    const { policy } = addOnRole;
    addOnRole.policy = policy.filter(({ Action }) => !Action.includes('apigateway:GET'));
    expect(await findings()).toEqual({
      apis: expect.stringMatching(
        /^warning: There is no right to apigateway:GET on arn:aws:apigateway:us-west-2::\/restapis\./,
      ),
    });
    addOnRole.policy = policy;
  });
});
