import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stack } from '../local/cloudformation/stack.ts';
import { deployedStack, identify } from '../local/deployed-stack.ts';
import { deployment } from '../local/deployment.ts';
import { GoogleApi } from '../local/google-api/google-api.ts';
import type { ConnectionsShown } from '../src/commands/connection-findings.ts';
import { linesOf } from '../src/dialogs/connection-lines.ts';
import { awsVersion, type RecordedCommand, recordAwsCommand } from './support/aws-cli-recorder.ts';
import { removeTemporaryFolders, run, temporaryFolder } from './support/commands.ts';
import { Desk } from './support/desk.ts';
import { commandsOfInstallPage, outputsForSettings } from './support/install-page.ts';
import { byName, Installation } from './support/installation.ts';

const root = path.resolve(import.meta.dirname, '..');
const RECORD = path.join(import.meta.dirname, 'recorded/aws-cli.json');

interface Recorded {
  tool: string;
  commands: RecordedCommand[];
}

const commands = await commandsOfInstallPage();
const awsCommands = commands.filter(([program]) => program === 'aws');
const recorded: Recorded = process.env.RECORD_AWS_CLI
  ? await recordAll()
  : JSON.parse(await readFile(RECORD, 'utf8'));

afterAll(removeTemporaryFolders);

/** With the tool that this machine has. */
async function recordAll(): Promise<Recorded> {
  const folder = await temporaryFolder();
  await cp(path.join(root, 'build'), path.join(folder, 'build'), { recursive: true });
  await writeFile(path.join(folder, 'keys.json'), '{}');
  const made: Recorded = { tool: await awsVersion(folder), commands: [] };
  for (const words of awsCommands) made.commands.push(await recordAwsCommand(words, folder));
  await mkdir(path.dirname(RECORD), { recursive: true });
  await writeFile(RECORD, `${JSON.stringify(made, null, 2)}\n`);
  return made;
}

const recordOf = (words: readonly string[]) =>
  recorded.commands.find(({ command }) => command === words.join(' '));
const requestsOf = (name: string) =>
  recorded.commands.find(({ command }) => command.startsWith(name))?.requests ?? [];

describe('docs/install.md', () => {
  it('has no command but those of aws that is not run below', () => {
    const others = commands.filter(([program]) => program !== 'aws').map((words) => words.join(' '));
    expect(others).toEqual([
      // Whoever runs this has done so.
      'npm ci',
      'npx clasp login',
      expect.stringMatching(/^npm run link -- --new https:\/\/docs\.google\.com\/spreadsheets\/d\/\S+$/),
      'npm run deploy -- --replace-manifest',
      'npm run -s keys -- new',
      'rm keys.json',
    ]);
  });

  it.each(awsCommands.map((words) => [words.slice(0, 3).join(' '), words] as const))(
    'has %s as it was recorded with the tool (else: npm run record), with options that its help has',
    (_, words) => {
      const options = words.filter((word) => word.startsWith('--'));
      const record = recordOf(words);
      expect(record?.command).toBe(words.join(' '));
      expect(record?.options).toEqual(expect.arrayContaining(options));
      expect(record?.requests).not.toEqual([]);
    },
  );

  it('asks for a certificate that a DNS record proves', () => {
    expect(requestsOf('aws acm')).toEqual([
      {
        operation: 'RequestCertificate',
        parameters: { DomainName: 'charters.example.com', ValidationMethod: 'DNS' },
      },
    ]);
  });

  it('deploys a new stack with parameters that the templates take, and with the rights that they ask for', () => {
    const request = requestsOf('aws cloudformation deploy').find(
      ({ operation }) => operation === 'CreateChangeSet',
    );
    const { parameters = {} } = request ?? {};
    expect(parameters).toMatchObject({
      StackName: 'charter-desk',
      ChangeSetType: 'CREATE',
      'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
      'Capabilities.member.2': 'CAPABILITY_AUTO_EXPAND',
    });
    const given = Object.entries(parameters).flatMap(([name, value]) => {
      const [, index] = /^Parameters\.member\.(\d+)\.ParameterKey$/.exec(name) ?? [];
      return index ? [[value, parameters[`Parameters.member.${index}.ParameterValue`] ?? '']] : [];
    });
    const template = path.join(root, 'build/infra/charter-desk.yaml');
    const { accountId, region } = deployment;
    const stack = new Stack(template, Object.fromEntries(given), { accountId, region }, identify);
    expect(stack.outputs).toMatchObject({
      GuestPageUrl: 'https://charters.example.com/g/{slug}',
      SecretId: requestsOf('aws secretsmanager')[0]?.parameters.SecretId,
    });
  });
});

describe('an operator who follows it', () => {
  let google: GoogleApi;
  let desk: Desk;
  beforeAll(async () => {
    google = await GoogleApi.start();
    desk = await Desk.open();
  });
  afterAll(async () => {
    await google?.stop();
    await desk?.close();
  });

  it('brings the script to a spreadsheet', async () => {
    const installation = await Installation.at(google);
    expect(await installation.clasp('.', 'login', '--help')).toEqual({ code: 0 });
    const spreadsheet = google.projects.addSpreadsheet(installation.owner);
    const options = (command: string) => {
      const words = commands.find(([program, , name]) => program === 'npm' && name === command) ?? [];
      return words
        .slice(words.indexOf('--') + 1)
        .map((word) => word.replace(/(?<=\/spreadsheets\/d\/).+/, spreadsheet));
    };
    const linked = await installation.run('link', ...options('link'));
    expect(linked).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Next: npm run deploy -- --replace-manifest\n'),
    });
    const deployed = await installation.run('deploy', ...options('deploy'));
    expect(deployed).toMatchObject({ code: 0, stdout: expect.stringContaining('choose Charter → Set up') });
    const { scriptId } = JSON.parse(await installation.read('.clasp.production.json'));
    expect(byName(installation.standing(scriptId))).toEqual(byName(await installation.built()));
  });

  it('publishes a first booking with the keys and the outputs that it names', async () => {
    const file = path.join(await temporaryFolder(), 'keys.json');
    const { stdout } = await run('keys', 'new', '--file', file);
    const keys = await readFile(file, 'utf8');
    const hashOf = (name: string) => new RegExp(`${name}=([0-9a-f]{64})`).exec(stdout)?.[1];
    const { calendarApi, crewApi } = deployment;
    desk.configure(calendarApi.functionName, { DASHBOARD_TOKEN_HASH: hashOf('DashboardTokenHash') });
    desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: hashOf('ServiceKeyHash') });
    const { outputs } = deployedStack();
    await desk.outside.putSecret(outputs.SecretId ?? '', keys);
    for (const { Setting = '' } of desk.rows('Settings')) desk.set(Setting, '');
    for (const [setting, output] of await outputsForSettings()) desk.set(setting, outputs[output] ?? '');
    desk.set('Summary from', deployment.mail.sender);
    desk.set('Summary to', deployment.mail.captain);

    await desk.run('setUp');
    await desk.run('checkConnections');
    const checked = (await desk.fromDialog('connectionsFound')) as ConnectionsShown;
    const verdicts = linesOf(checked).map(({ system, verdict }) => [system, verdict]);
    expect(verdicts.filter(([, verdict]) => verdict !== 'good')).toEqual([]);
    expect(verdicts).toContainEqual(['function', 'good']);

    desk.add({ 'Booking ID': 'FIRST' });
    await desk.publish('FIRST');
    expect(desk.row('FIRST')).toMatchObject({ State: 'Published', Problem: '' });
    const held = JSON.parse(keys);
    expect(hashOf('ServiceKeyHash')).toBe(createHash('sha256').update(held.serviceKey).digest('hex'));
  });
});
