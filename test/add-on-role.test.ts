import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { roleOf } from '../local/cloud/deployed.ts';
import { type Credentials, tableArn } from '../local/cloud/iam.ts';
import { allows, type Policy, readPolicy } from '../local/cloud/policy.ts';
import { deployment } from '../local/deployment.ts';
import type { ConnectionsShown } from '../src/commands/connection-findings.ts';
import { linesOf } from '../src/dialogs/connection-lines.ts';
import { changedStack } from './support/changed-templates.ts';
import { signed, text, type Unsigned, wire } from './support/cloud-requests.ts';
import { Desk } from './support/desk.ts';

const { guest, legacy, photos, mail, eventsTable } = deployment;

let desk: Desk;
let whole: Policy;
beforeAll(async () => {
  desk = await Desk.open();
  whole = desk.system.cloud.addOnRole.policy;
});
afterAll(() => desk?.close());
afterEach(() => {
  desk.system.cloud.addOnRole.policy = whole;
});

const actionsOf = (policy: Policy) => [...new Set(policy.flatMap(({ Action }) => Action))].sort();

/** A session of the role, for whoever's Google identity it is. */
async function session(email: string = mail.captain, audience?: string): Promise<Credentials | string> {
  const form = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: deployment.role.arn,
    RoleSessionName: 'test',
    WebIdentityToken: await desk.system.cloud.identity.issue(email, audience),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const url = 'https://sts.us-west-2.amazonaws.com/';
  const answer = await desk.system.cloud.exchange(
    wire({ method: 'POST', url, headers, body: form.toString() }),
  );
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text(answer))?.[1] ?? '';
  if (answer.status !== 200) return element('Code');
  return {
    accessKeyId: element('AccessKeyId'),
    secretAccessKey: element('SecretAccessKey'),
    sessionToken: element('SessionToken'),
  };
}

/** What AWS answers to the role. */
async function ask(service: string, unsigned: Unsigned): Promise<{ status: number; body: string }> {
  const credentials = (await session()) as Credentials;
  const date = new Date(desk.system.clock.now());
  const region = service === 'cloudfront' ? 'us-east-1' : deployment.region;
  const answer = await desk.system.cloud.exchange(
    await signed(unsigned, { credentials, service, region, date }),
  );
  return { status: answer.status, body: text(answer) };
}

const s3 = (method: string, bucket: string, key: string) =>
  ask('s3', {
    method,
    url: `https://s3.us-west-2.amazonaws.com/${bucket}/${key}`,
    ...(method === 'PUT' && { body: 'x' }),
    headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
const dynamoDb = (operation: string, input: object) =>
  ask('dynamodb', {
    method: 'POST',
    url: 'https://dynamodb.us-west-2.amazonaws.com/',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    },
    body: JSON.stringify({ TableName: eventsTable, Key: { event_id: { S: 'evt_1' } }, ...input }),
  });
const sendFrom = (sender: string) =>
  ask('ses', {
    method: 'POST',
    url: 'https://email.us-west-2.amazonaws.com/v2/email/outbound-emails',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      FromEmailAddress: sender,
      Destination: { ToAddresses: [mail.captain] },
      Content: { Simple: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } } },
    }),
  });
const secretValue = (id: string) =>
  ask('secretsmanager', {
    method: 'POST',
    url: 'https://secretsmanager.us-west-2.amazonaws.com/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
    },
    body: JSON.stringify({ SecretId: id }),
  });
const invalidate = (distribution: string) =>
  ask('cloudfront', {
    method: 'POST',
    url: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distribution}/invalidation`,
    headers: { 'content-type': 'application/xml' },
    body: '<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Paths><Quantity>1</Quantity><Items><Path>/g/x</Path></Items></Paths><CallerReference>x</CallerReference></InvalidationBatch>',
  });

const notes = { ProjectionExpression: '#a', ExpressionAttributeNames: { '#a': 'notes' } };

describe('the role of the add-on', () => {
  it('is given to those alone whom the operator listed, and to this script alone', async () => {
    expect(await session()).toMatchObject({ accessKeyId: expect.stringMatching(/^ASIA/) });
    expect(await session('guest@queenofsandiego.com')).toBe('AccessDenied');
    expect(await session(mail.captain, 'another.apps.googleusercontent.com')).toBe('AccessDenied');
  });

  it.each([
    ['Federated: accounts.google.com', 'Federated: cognito-identity.amazonaws.com'],
    ['Federated: accounts.google.com', 'Service: accounts.google.com'],
    ['Action: sts:AssumeRoleWithWebIdentity', 'Action: sts:AssumeRole'],
  ])('is given to nobody where its trust has %s changed to %s', async (before, after) => {
    const { resources } = await changedStack('add-on.yaml', before, after);
    const { addOnRole } = desk.system.cloud;
    const { trust } = addOnRole;
    addOnRole.trust = roleOf(resources.get('AddOn/Role')?.properties ?? {}).trust;
    expect(await session()).toBe('AccessDenied');
    addOnRole.trust = trust;
  });

  it.each<[string, () => Promise<{ status: number }>, number]>([
    ['puts a guest page', () => s3('PUT', guest.bucket, 'g/x.html'), 200],
    ['reads it', () => s3('GET', guest.bucket, 'g/x.html'), 200],
    ['hears that a page is missing', () => s3('GET', guest.bucket, 'g/missing.html'), 404],
    ['puts a redirect into the legacy bucket', () => s3('PUT', legacy.bucket, 'g/x.html'), 200],
    ['reads attributes that the crew sees', () => dynamoDb('GetItem', notes), 200],
    ['sends from its one address', () => sendFrom(`Charters <${mail.sender}>`), 200],
    ['reads its own secret', () => secretValue(deployment.addOnSecretId), 200],
    ['has pages forgotten by its distribution', () => invalidate(guest.distributionId), 201],
  ])('%s', async (_, request, status) => {
    expect((await request()).status).toBe(status);
  });

  it.each<[string, () => Promise<{ status: number; body: string }>]>([
    ['put what is no guest page', () => s3('PUT', guest.bucket, 'index.html')],
    ['read what is no guest page', () => s3('GET', guest.bucket, 'index.html')],
    ['hear whether anything else is missing', () => s3('GET', guest.bucket, 'private/missing.html')],
    ['list the bucket', () => s3('GET', guest.bucket, '')],
    ['list another prefix', () => s3('GET', guest.bucket, '?prefix=private%2F')],
    ['delete a guest page', () => s3('DELETE', guest.bucket, 'g/x.html')],
    ['touch the legacy bucket’s own pages', () => s3('PUT', legacy.bucket, 'index.html')],
    ['see guests’ photos', () => s3('GET', photos.bucket, 'photos/x.jpg')],
    [
      'read the crew’s pay',
      () => dynamoDb('GetItem', { ...notes, ExpressionAttributeNames: { '#a': 'crew' } }),
    ],
    ['read whole events', () => dynamoDb('GetItem', {})],
    ['read another table', () => dynamoDb('GetItem', { ...notes, TableName: 'scc-outbox' })],
    [
      'write replies',
      () =>
        dynamoDb('UpdateItem', {
          UpdateExpression: 'SET replies = :x',
          ExpressionAttributeValues: { ':x': { S: 'x' } },
        }),
    ],
    [
      'be shown what it may not read when it writes',
      () =>
        dynamoDb('UpdateItem', {
          UpdateExpression: 'SET notes = :x',
          ExpressionAttributeValues: { ':x': { S: 'x' } },
          ReturnValues: 'ALL_OLD',
        }),
    ],
    ['delete events', () => dynamoDb('DeleteItem', {})],
    [
      'look into another function',
      () =>
        ask('lambda', {
          method: 'GET',
          url: 'https://lambda.us-west-2.amazonaws.com/2015-03-31/functions/jada-calendar/configuration',
        }),
    ],
    ['send as somebody else', () => sendFrom(mail.crewSender)],
    ['read the secret of the crew’s links', () => secretValue(deployment.crewJwtSecretId)],
    ['touch another distribution', () => invalidate('E2SOMEBODYELSE')],
  ])('may not %s', async (_, request) => {
    const { status, body } = await request();
    expect([400, 403]).toContain(status);
    expect(body).toMatch(/AccessDenied|not authorized/);
  });

  it('has no right that nothing needs: without any one of them, the check of the connections tells which is missing', async () => {
    const actions = actionsOf(whole);
    expect(actions).toEqual([
      'apigateway:GET',
      'cloudfront:CreateInvalidation',
      'dynamodb:GetItem',
      'dynamodb:UpdateItem',
      'lambda:GetFunctionConfiguration',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'secretsmanager:GetSecretValue',
      'ses:GetAccount',
      'ses:GetEmailIdentity',
      'ses:SendEmail',
    ]);
    const troubles: Record<string, string> = {};
    for (const action of actions) {
      desk.system.cloud.addOnRole.policy = without(action);
      troubles[action] = action === 'ses:SendEmail' ? await publishTrouble() : await checkTrouble();
    }
    for (const action of actions) expect(troubles[action], action).toContain(action);
  });
});

function without(action: string): Policy {
  return whole.map((one) => ({ ...one, Action: one.Action.filter((other) => other !== action) }));
}

/** What the dialog says of all that is not good. */
async function checkTrouble(): Promise<string> {
  // Before its first page is there, the check meets a missing one.
  await desk.outside.removeObject('g/connection-check.html');
  await desk.run('checkConnections');
  const shown = (await desk.fromDialog('connectionsFound')) as ConnectionsShown;
  const troubles = linesOf(shown).filter(({ verdict }) => verdict === 'trouble' || verdict === 'warning');
  return troubles.map(({ says, mend, quote }) => [says, mend, quote].join(' ')).join('\n');
}

let published = 0;

/** What the row of a new booking says. */
async function publishTrouble(): Promise<string> {
  published += 1;
  desk.system.project.evictCaches();
  desk.add({ 'Booking ID': `ROLE-${published}` });
  await desk.publish(`ROLE-${published}`);
  return desk.row(`ROLE-${published}`).Problem;
}

describe('the local IAM', () => {
  const statement = (more: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: tableArn('scc-*'), ...more }],
  });
  const asked = { action: 'dynamodb:GetItem', resource: tableArn('scc-events') };

  it('goes by wildcards, and a denial outweighs what is allowed', () => {
    const policy = readPolicy(statement({}));
    expect(allows(policy, asked)).toBe(true);
    expect(allows(policy, { ...asked, action: 'DynamoDB:getitem' })).toBe(true);
    expect(allows(policy, { ...asked, resource: tableArn('jada-entries') })).toBe(false);
    expect(allows([...policy, ...readPolicy(statement({ Effect: 'Deny' }))], asked)).toBe(false);
  });

  it.each([
    ['StringEquals', { k: ['a'] }, true],
    ['StringEquals', { k: ['b'] }, false],
    ['StringEquals', {}, false],
    ['StringEqualsIfExists', {}, true],
    ['StringEqualsIfExists', { k: ['b'] }, false],
    ['ForAllValues:StringEquals', { k: ['a', 'b'] }, false],
    ['ForAllValues:StringEquals', { k: ['a', 'a'] }, true],
    ['ForAllValues:StringEquals', {}, true],
    ['ArnLike', {}, false],
  ])('reads %s of %j as AWS does', (operator, context, expected) => {
    const policy = readPolicy(statement({ Condition: { [operator]: { k: 'a' } } }));
    expect(allows(policy, { ...asked, context })).toBe(expected);
  });

  it.each([
    ['arn:aws:events:us-west-2:1:rule/*', 'arn:aws:events:us-west-2:1:rule/clock', true],
    ['arn:aws:events:*:1:rule/clock', 'arn:aws:events:us-west-2:1:rule/clock', true],
    ['arn:aws:events:*:rule/clock', 'arn:aws:events:us-west-2:1:rule/clock', false],
    ['arn:aws:logs:us-west-2:1:*', 'arn:aws:logs:us-west-2:1:log-group:x:*', true],
  ])('compares the ARNs %s and %s part by part', (wanted, k, expected) => {
    const policy = readPolicy(statement({ Condition: { ArnLike: { k: wanted } } }));
    expect(allows(policy, { ...asked, context: { k: [k] } })).toBe(expected);
  });

  it('knows keys of conditions in any case', () => {
    const policy = readPolicy(statement({ Condition: { StringEquals: { 'AWS:SourceArn': 'a' } } }));
    expect(allows(policy, { ...asked, context: { 'aws:sourcearn': ['a'] } })).toBe(true);
  });

  it.each([
    { NotAction: 's3:*' },
    { NotResource: '*' },
    { Condition: { NumericLessThan: { k: '1' } } },
    { Principal: '*' },
    { Principal: { AWS: '*' } },
  ])('overlooks nothing that it does not know: %j', (more) => {
    expect(() => readPolicy(statement(more))).toThrow();
  });
});
