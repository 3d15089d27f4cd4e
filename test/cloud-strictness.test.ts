import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Credentials } from '../local/cloud/iam.ts';
import { deployment } from '../local/deployment.ts';
import { useCloud } from './support/cloud-harness.ts';
import { json, text, wire } from './support/cloud-requests.ts';

const harness = useCloud();
const sha256 = (body: string) => createHash('sha256').update(body).digest('hex');
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('SES', () => {
  const mail = {
    FromEmailAddress: 'charters@queenofsandiego.com',
    Destination: { ToAddresses: ['strict@example.com'] },
    Content: { Simple: { Subject: { Data: 'Plain' }, Body: { Text: { Data: 'plain' } } } },
  };
  const send = (body: unknown) =>
    harness.call('ses', {
      method: 'POST',
      url: 'https://email.us-west-2.amazonaws.com/v2/email/outbound-emails',
      body: JSON.stringify(body),
    });
  const simple = (Simple: unknown) => ({ ...mail, Content: { Simple } });

  test('takes content for ASCII unless a charset is named', async () => {
    const content = (Charset?: string) => ({ Data: 'Café ⛵ 🚤', ...(Charset ? { Charset } : {}) });
    const both = (Charset?: string) =>
      simple({ Subject: content(Charset), Body: { Html: content(Charset), Text: content(Charset) } });
    for (const charset of [undefined, 'us-ascii', 'utf-8'])
      expect((await send(both(charset))).status).toBe(200);
    const read = harness.cloud.outbox
      .to('strict@example.com')
      .map((one) => [one.subject, one.html, one.text]);
    expect(read.map((parts) => [...new Set(parts)])).toEqual([['Caf? ? ?'], ['Caf? ? ?'], ['Café ⛵ 🚤']]);
    expect((await send(both('x-nonsense'))).status).toBe(400);
  });

  const { Body } = mail.Content.Simple;
  test.each([
    ['a line break in the subject', simple({ Subject: { Data: 'a\r\nBcc: b@example.com' }, Body })],
    ['a control character in the subject', simple({ Subject: { Data: 'a\u0007' }, Body })],
    [
      'a sender’s name that is not ASCII',
      { ...mail, FromEmailAddress: 'Zoë <charters@queenofsandiego.com>' },
    ],
    [
      'a recipient’s name that is not ASCII',
      { ...mail, Destination: { ToAddresses: ['Zoë <z@example.com>'] } },
    ],
    ['a line break in a name', { ...mail, FromEmailAddress: 'a\nb <charters@queenofsandiego.com>' }],
  ])('refuses %s', async (_, body) => {
    const sent = harness.cloud.outbox.mails.length;
    const answer = await send(body);
    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([400, 'BadRequestException']);
    expect(harness.cloud.outbox.mails).toHaveLength(sent);
  });

  test('takes a name as an encoded word', async () => {
    const FromEmailAddress = '=?utf-8?Q?Zo=C3=AB?= <charters@queenofsandiego.com>';
    expect((await send({ ...mail, FromEmailAddress })).status).toBe(200);
  });

  test('has no configuration set', async () => {
    const sent = harness.cloud.outbox.mails.length;
    const answer = await send({ ...mail, ConfigurationSetName: 'tracking' });
    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([404, 'NotFoundException']);
    expect(json(answer).message).toContain('tracking');
    expect(harness.cloud.outbox.mails).toHaveLength(sent);
  });
});

describe('a request to the bare endpoint', () => {
  const post = (headers: Record<string, string>, body: string) =>
    fetch(harness.cloud.endpoints.aws, { method: 'POST', headers, body });

  test('for a service that is not here is told which', async () => {
    const credential = `Credential=AKIA/20270501/us-west-2/logs/aws4_request`;
    const answer = await post(
      {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'Logs_20140328.CreateLogGroup',
        'x-amz-date': '20270501T190000Z',
        authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
      },
      '{}',
    );
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { __type: 'UnknownOperationException', message: 'The local cloud has no service logs.' },
    ]);
    expect(harness.cloud.log.at(-1)).toMatchObject({ service: 'logs', operation: 'CreateLogGroup' });
  });

  test.each([
    ['DynamoDB_20120810.GetItem', '1.0', 'MissingAuthenticationTokenException'],
    ['secretsmanager.GetSecretValue', '1.1', 'MissingAuthenticationTokenException'],
    ['Logs_20140328.CreateLogGroup', '1.1', 'The local cloud has no service logs.'],
  ])('without a signature goes where %s says', async (target, version, expected) => {
    const type = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
    const answer = await post(type, '{}');
    expect(answer.headers.get('content-type')).toBe(`application/x-amz-json-${version}`);
    expect(await answer.text()).toContain(expected);
  });

  test('without a signature goes where its action says', async () => {
    const answer = await post(form, 'Action=GetCallerIdentity&Version=2011-06-15');
    expect(await answer.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });
});

describe('STS', () => {
  test.each([
    ['Version=', 'NO_VERSION_SPECIFIED'],
    ['', 'NO_VERSION_SPECIFIED'],
    ['Version=2010-05-08', '2010-05-08'],
  ])('knows no operation with "%s", signed or not', async (version, named) => {
    const url = 'https://sts.us-west-2.amazonaws.com/';
    const request = (operation: string) => ({
      method: 'POST',
      url,
      headers: form,
      body: `Action=${operation}&${version}`,
    });
    const answers = [
      ['GetCallerIdentity', await harness.call('sts', request('GetCallerIdentity'))] as const,
      [
        'AssumeRoleWithWebIdentity',
        await harness.cloud.exchange(wire(request('AssumeRoleWithWebIdentity'))),
      ] as const,
    ];
    for (const [operation, answer] of answers) {
      expect(answer.status).toBe(400);
      expect(text(answer)).toContain('<Code>InvalidAction</Code>');
      expect(text(answer)).toContain(`Could not find operation ${operation} for version ${named}<`);
    }
  });
});

describe('S3', () => {
  const send = (
    method: string,
    target: string,
    {
      body = '',
      credentials,
      ...headers
    }: Record<string, string> | { credentials?: Credentials; body?: string } = {},
  ) =>
    harness.call(
      's3',
      {
        method,
        url: `https://s3.us-west-2.amazonaws.com/queenofsandiego.com${target}`,
        ...(body ? { body } : {}),
        headers: { 'x-amz-content-sha256': sha256(String(body)), ...(headers as Record<string, string>) },
      },
      credentials ? { credentials: credentials as Credentials } : {},
    );

  test.each([
    ['/g/acl.html', { 'x-amz-acl': 'public-read' }],
    ['/g/acl.html', { 'x-amz-grant-read': 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' }],
    ['/g/acl.html?acl', {}],
    ['?acl', {}],
  ])('a bucket takes no access control list: %s %j', async (target, headers) => {
    const answer = await send('PUT', target, { body: 'x', ...headers });
    expect(answer.status).toBe(400);
    expect(text(answer)).toContain('<Code>AccessControlListNotSupported</Code>');
    expect((await send('GET', '/g/acl.html')).status).toBe(404);
  });

  test('an object may say that the bucket’s owner owns it', async () => {
    const answer = await send('PUT', '/g/owned.html', {
      body: 'x',
      'x-amz-acl': 'bucket-owner-full-control',
    });
    expect(answer.status).toBe(200);
  });

  test.each([
    ['PUT', '/g/tagged.html?tagging', {}, 's3:PutObjectTagging'],
    ['GET', '/g/tagged.html?tagging', {}, 's3:GetObjectTagging'],
    ['GET', '/g/tagged.html?acl', {}, 's3:GetObjectAcl'],
    ['PUT', '/g/tagged.html', { 'x-amz-tagging': 'a=b' }, 's3:PutObjectTagging'],
    ['PUT', '/g/tagged.html', { 'x-amz-acl': 'bucket-owner-full-control' }, 's3:PutObjectAcl'],
    ['GET', '?website', {}, 's3:GetBucketWebsite'],
    ['GET', '?policy', {}, 's3:GetBucketPolicy'],
  ])('who may only write and read objects may not %s %s %j', async (method, target, headers, action) => {
    const credentials = harness.cloud.staticAddOnKeys;
    const answer = await send(method, target, { credentials, ...headers } as never);
    expect(answer.status).toBe(403);
    expect(text(answer)).toContain(`not authorized to perform: ${action} `);
  });
});

describe('a function may do what its service does, and no more', () => {
  const keysOf = async (url: string): Promise<Credentials> => {
    const environment = json(await harness.cloud.exchange(wire({ url }))) as Record<string, string>;
    return {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
      sessionToken: environment.AWS_SESSION_TOKEN ?? '',
    };
  };
  const api = (id: string, stage: string) =>
    `https://${id}.execute-api.us-west-2.amazonaws.com/${stage}/environment`;
  const calendar = () => keysOf(api(deployment.calendarApi.id, deployment.calendarApi.stage));
  const crew = () => keysOf(api(deployment.crewApi.id, deployment.crewApi.stage));

  const mail = {
    FromEmailAddress: deployment.mail.crewSender,
    Destination: { ToAddresses: ['function@example.com'] },
    Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } },
  };
  const attempts = {
    mail: ['ses', 'https://email.us-west-2.amazonaws.com/v2/email/outbound-emails', {}, mail],
    page: ['s3', 'https://s3.us-west-2.amazonaws.com/queenofsandiego.com/g/f.html', {}, {}],
    secret: [
      'secretsmanager',
      'https://secretsmanager.us-west-2.amazonaws.com/',
      { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' },
      { SecretId: deployment.crewJwtSecretId },
    ],
    calendarTable: ['dynamodb', '', {}, { TableName: 'jada-entries', Key: { entry_id: { S: 'x' } } }],
    crewTable: ['dynamodb', '', {}, { TableName: 'scc-events', Key: { event_id: { S: 'x' } } }],
  } as const;

  const allowed = async (
    credentials: Credentials,
    [service, url, headers, input]: (typeof attempts)[keyof typeof attempts],
  ) => {
    const body = JSON.stringify(input);
    const dynamoDb = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
    };
    const answer = await harness.call(
      service,
      {
        method: service === 's3' ? 'PUT' : 'POST',
        url: url || 'https://dynamodb.us-west-2.amazonaws.com/',
        headers: {
          ...headers,
          ...(service === 'dynamodb' ? dynamoDb : {}),
          ...(service === 's3' ? { 'x-amz-content-sha256': sha256(body) } : {}),
        },
        body,
      },
      { credentials },
    );
    if (answer.status !== 200)
      expect(text(answer) + answer.headers['x-amzn-errortype']).toContain('AccessDenied');
    return answer.status === 200;
  };
  const rights = async (credentials: Credentials) => {
    const entries: [string, boolean][] = [];
    for (const [name, attempt] of Object.entries(attempts))
      entries.push([name, await allowed(credentials, attempt)]);
    return entries.filter(([, may]) => may).map(([name]) => name);
  };

  test('the calendar reads its tables', async () => {
    expect(await rights(await calendar())).toEqual(['calendarTable']);
  });

  test('the crew system reads its tables and its secret, and sends mail', async () => {
    expect(await rights(await crew())).toEqual(['mail', 'secret', 'crewTable']);
  });
});

test('a program that reads JSON at a browser’s address gets the public addresses, to send them back', async () => {
  const { crewApi } = harness.cloud.endpoints;
  const note = 'https://queenofsandiego.com/g/x';
  const answer = await fetch(`${crewApi}/events?note=${encodeURIComponent(note)}`);
  expect(await answer.json()).toMatchObject({ queryStringParameters: { note } });
});
