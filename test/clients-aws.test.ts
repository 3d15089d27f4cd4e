import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { Aws } from '../src/clients/aws.ts';
import { CloudFront } from '../src/clients/cloudfront.ts';
import { DynamoDb } from '../src/clients/dynamodb.ts';
import { GuestSite } from '../src/clients/guest-site.ts';
import { type NewObject, S3 } from '../src/clients/s3.ts';
import { SecretsManager } from '../src/clients/secrets-manager.ts';
import { Ses } from '../src/clients/ses.ts';
import { type Answer, attemptFor, json, Remote } from './clients-remote.ts';

const keys = { accessKeyId: 'AKID', secretAccessKey: 'secret' };

function answering(answer: Answer) {
  const remote = new Remote(() => answer);
  const source = { current: async () => keys, renew: async () => keys };
  return { remote, aws: new Aws(remote, source, 'eu-west-1', () => 0) };
}

function bodyOf(remote: Remote): unknown {
  return JSON.parse(remote.only.request.body ?? '');
}

describe('S3', () => {
  const object: NewObject = {
    bucket: 'queenofsandiego.com',
    key: 'g/a b.html',
    body: '<p>',
    contentType: 'text/html; charset=utf-8',
    metadata: { booking: 'a' },
  };

  it('stores an object under its path-style address', async () => {
    const { remote, aws } = answering({});
    const attempt = attemptFor('A');
    expect(await new S3(aws).putObject({ ...object, cacheControl: 'no-cache' }, attempt)).toBe('stored');
    const { request, call } = remote.only;
    expect(request).toMatchObject({
      method: 'PUT',
      url: 'https://s3.eu-west-1.amazonaws.com/queenofsandiego.com/g/a%20b.html',
      contentType: 'text/html; charset=utf-8',
      body: '<p>',
      headers: { 'Cache-Control': 'no-cache', 'x-amz-meta-booking': 'a' },
    });
    expect(Object.keys(request.headers)).not.toContain('if-none-match');
    expect(call).toMatchObject({ service: 'S3', operation: 'PutObject', bookingId: 'A', repeatable: true });
    expect(attempt.left).toBe(1);
  });

  it('says that there is one already, when it was to be the first', async () => {
    const { remote, aws } = answering({
      status: 412,
      body: '<Error><Code>PreconditionFailed</Code></Error>',
    });
    const s3 = new S3(aws);
    expect(await s3.putObject({ ...object, ifNoneMatch: true }, attemptFor('A'))).toBe('exists');
    expect(remote.only.request.headers['if-none-match']).toBe('*');
    await expect(s3.putObject(object, attemptFor('A'))).rejects.toMatchObject({ code: 'PreconditionFailed' });
  });

  it('leads elsewhere', async () => {
    const { remote, aws } = answering({});
    const url = 'https://queenofsandiego.com/g/a';
    await new S3(aws).putObject({ ...object, websiteRedirectLocation: url }, attemptFor('A'));
    expect(remote.only.request.headers['x-amz-website-redirect-location']).toBe(url);
  });

  it('gives an object with its metadata, or null when there is none', async () => {
    const headers = { etag: '"1"', 'x-amz-meta-booking': 'a', 'x-amz-meta-fingerprint': 'f' };
    const found = await new S3(answering({ headers }).aws).getObject({ ...object, bookingId: 'A' });
    expect(found).toMatchObject({
      metadata: { booking: 'a', fingerprint: 'f' },
      websiteRedirectLocation: '',
    });
    expect(await new S3(answering({ status: 404 }).aws).getObject({ ...object, bookingId: 'A' })).toBeNull();
    await expect(
      new S3(answering({ status: 403 }).aws).getObject({ ...object, bookingId: 'A' }),
    ).rejects.toMatchObject({ status: 403, outcome: 'refused' });
  });
});

describe('CloudFront', () => {
  const invalidation = { distributionId: 'E1', paths: ['/g/a', '/g/<&">'], callerReference: 'ref&1' };

  it('invalidates paths under a reference', async () => {
    const { remote, aws } = answering({ status: 201, body: '<Invalidation><Id>I1</Id></Invalidation>' });
    expect(await new CloudFront(aws).createInvalidation(invalidation)).toBe('I1');
    const { request, call } = remote.only;
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://cloudfront.amazonaws.com/2020-05-31/distribution/E1/invalidation',
      contentType: 'application/xml',
    });
    expect(new XMLParser({ ignoreAttributes: false }).parse(request.body ?? '')).toMatchObject({
      InvalidationBatch: {
        '@_xmlns': 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
        Paths: { Quantity: 2, Items: { Path: ['/g/a', '/g/<&">'] } },
        CallerReference: 'ref&1',
      },
    });
    expect(call).toEqual({ service: 'CloudFront', operation: 'CreateInvalidation', repeatable: true });
  });

  it('does not believe an answer without an id', async () => {
    const { aws } = answering({ status: 201, body: '<html>' });
    await expect(new CloudFront(aws).createInvalidation(invalidation)).rejects.toMatchObject({
      outcome: 'unknown',
    });
  });
});

describe('SES', () => {
  const mail = { from: 'desk@x.com', to: 'a@x.com, b@x.com ,', subject: 'Zoë', html: '<p>', text: 'é' };

  it('sends a mail on its own, once, and gives its id', async () => {
    const { remote, aws } = answering(json({ MessageId: 'm1' }));
    const attempt = attemptFor('A');
    expect(await new Ses(aws).sendEmail(mail, attempt)).toBe('m1');
    expect(remote.only.call).toMatchObject({ bookingId: 'A', repeatable: false, alone: true });
    expect(attempt.left).toBe(1);
    expect(remote.only.request.url).toBe('https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails');
    expect(bodyOf(remote)).toEqual({
      FromEmailAddress: 'desk@x.com',
      Destination: { ToAddresses: ['a@x.com', 'b@x.com'] },
      Content: {
        Simple: {
          Subject: { Data: 'Zoë', Charset: 'UTF-8' },
          Body: { Html: { Data: '<p>', Charset: 'UTF-8' }, Text: { Data: 'é', Charset: 'UTF-8' } },
        },
      },
    });
  });

  it.each(['{}', '{"MessageId":""}', '{"MessageId":7}', 'null', '', '<html>'])(
    'does not know whether a mail went when the answer is %j',
    async (body) => {
      const sending = new Ses(answering({ body }).aws).sendEmail(mail, attemptFor('A'));
      await expect(sending).rejects.toMatchObject({ name: 'RemoteError', status: 200, outcome: 'unknown' });
    },
  );
});

describe('DynamoDB', () => {
  const address = { table: 'scc-events', key: { event_id: 'evt_1' }, bookingId: 'A' };

  it('reads the texts of an item, consistently', async () => {
    const { remote, aws } = answering(
      json({ Item: { notes: { S: 'n' }, location: { S: '' }, duration_hours: { N: '3' }, crew: { L: [] } } }),
    );
    const attributes = ['notes', 'location', 'duration_hours', 'crew'];
    expect(await new DynamoDb(aws).getItem({ ...address, attributes })).toEqual({ notes: 'n', location: '' });
    expect(remote.only.request.headers['x-amz-target']).toBe('DynamoDB_20120810.GetItem');
    expect(remote.only.request.contentType).toBe('application/x-amz-json-1.0');
    expect(bodyOf(remote)).toEqual({
      TableName: 'scc-events',
      Key: { event_id: { S: 'evt_1' } },
      ConsistentRead: true,
      ProjectionExpression: '#a0, #a1, #a2, #a3',
      ExpressionAttributeNames: { '#a0': 'notes', '#a1': 'location', '#a2': 'duration_hours', '#a3': 'crew' },
    });
  });

  it('gives null for an item that is not there, and takes nothing else for one', async () => {
    const read = (body: unknown) =>
      new DynamoDb(answering(json(body)).aws).getItem({ ...address, attributes: ['a'] });
    expect(await read({})).toBeNull();
    await expect(read({ Item: { a: 'text' } })).rejects.toMatchObject({ outcome: 'unknown' });
    await expect(read([])).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('replaces texts if those that were read still stand', async () => {
    const { remote, aws } = answering(json({}));
    const before = { notes: 'Gross 1', location: 'Pier 2' };
    const after = { notes: '', location: 'Pier' };
    expect(await new DynamoDb(aws).replaceText({ ...address, before, after })).toBe(true);
    expect(bodyOf(remote)).toEqual({
      TableName: 'scc-events',
      Key: { event_id: { S: 'evt_1' } },
      UpdateExpression: 'SET #a0 = :after0, #a1 = :after1',
      ConditionExpression: '#a0 = :before0 AND #a1 = :before1',
      ExpressionAttributeNames: { '#a0': 'notes', '#a1': 'location' },
      ExpressionAttributeValues: {
        ':before0': { S: 'Gross 1' },
        ':before1': { S: 'Pier 2' },
        ':after0': { S: '' },
        ':after1': { S: 'Pier' },
      },
    });
  });

  it('says that somebody else was first, and throws any other refusal', async () => {
    const refuse = (type: string) =>
      new DynamoDb(
        answering(json({ __type: `com.amazonaws.dynamodb.v20120810#${type}` }, 400)).aws,
      ).replaceText({
        ...address,
        before: { notes: 'a' },
        after: { notes: 'b' },
      });
    expect(await refuse('ConditionalCheckFailedException')).toBe(false);
    await expect(refuse('ValidationException')).rejects.toMatchObject({ code: 'ValidationException' });
  });
});

describe('Secrets Manager', () => {
  it('gives a secret’s text', async () => {
    const { remote, aws } = answering(json({ Name: 'n', SecretString: '{}' }));
    expect(await new SecretsManager(aws).getSecretValue('charter-desk/production')).toBe('{}');
    expect(remote.only.request.headers['x-amz-target']).toBe('secretsmanager.GetSecretValue');
    expect(remote.only.request.contentType).toBe('application/x-amz-json-1.1');
    expect(bodyOf(remote)).toEqual({ SecretId: 'charter-desk/production' });
    const binary = answering(json({ SecretBinary: 'AA==' }));
    await expect(new SecretsManager(binary.aws).getSecretValue('x')).rejects.toThrow('SecretString');
  });
});

describe('the guest site', () => {
  const url = 'https://queenofsandiego.com/g/xhqgmdh';
  const look = (answer: Answer) => new GuestSite(new Remote(() => answer)).look(url, { bookingId: 'A' });

  it.each([
    '<!doctype html><meta charset="utf-8"><meta name="charter-desk" content="f00">',
    "<META\n  content='f00'\n  name='charter-desk' />",
    '<meta name=charter-desk content="f00">',
    '<meta name="description" content="charter-desk"><meta name="charter-desk" content="f00">',
  ])('shows which content is live: %s', async (body) => {
    expect(await look({ body })).toEqual({ fingerprint: 'f00' });
  });

  it.each([
    '<meta name="charter-desk-old" content="f00">',
    '<meta name="charter-desk">',
    '<p>content="f00"</p>',
    '',
  ])('shows something else: %s', async (body) => {
    expect(await look({ body })).toBe('something else');
  });

  const page = '<meta name="charter-desk" content="f00">';
  it.each([301, 304, 403, 404])('is not live when it answers %i', async (status) => {
    expect(await look({ status, body: page })).toBe('something else');
  });

  it.each([429, 500, 503])('tells nothing when it answers %i', async (status) => {
    expect(await look({ status, body: page })).toBe('no answer');
  });

  it('is looked at without credentials, and not before its time', async () => {
    const remote = new Remote(() => ({}));
    await new GuestSite(remote).look(url, { bookingId: 'A', notBefore: 1000 });
    expect(remote.only.request).toEqual({ method: 'GET', url, headers: {} });
    expect(remote.only.call).toMatchObject({ bookingId: 'A', notBefore: 1000, repeatable: true });
  });
});
