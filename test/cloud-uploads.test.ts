import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Credentials } from '../local/cloud/iam.ts';
import type { WireResponse } from '../local/wire.ts';
import { start, useCloud } from './support/cloud-harness.ts';
import { text, wire } from './support/cloud-requests.ts';
import {
  bucket,
  bucketUrl,
  fileNameVariable,
  functionKeys,
  post,
  type UploadOptions,
  upload,
} from './support/cloud-uploads.ts';

const harness = useCloud();
const now = () => new Date(harness.clock.now());
const emptyHash = createHash('sha256').digest('hex');

const send = async (options: Partial<UploadOptions> = {}) =>
  harness.cloud.exchange(await upload({ credentials: functionKeys(harness.cloud), date: now(), ...options }));

const read = (key: string, method = 'GET') =>
  harness.call('s3', {
    method,
    url: `${bucketUrl}${key}`,
    headers: { 'x-amz-content-sha256': emptyHash },
  });

function expectError(answer: WireResponse, status: number, code: string, message: string): void {
  const escaped = xmlEscaped(message);
  expect([answer.status, text(answer)]).toEqual([
    status,
    expect.stringContaining(`<Error><Code>${code}</Code><Message>${escaped}</Message>`),
  ]);
}

const anyKey = ['starts-with', '$key', ''];

describe('an upload', () => {
  test('is stored with its type and metadata, and answered with 204 and its address', async () => {
    const answer = await send({
      conditions: [anyKey, ['starts-with', '$Content-Type', 'image/'], ['starts-with', '$x-amz-meta-by', '']],
      fields: { key: 'photos/xhqgmdh/first.jpg', 'Content-Type': 'image/jpeg', 'x-amz-meta-by': 'Ann' },
    });
    expect([answer.status, text(answer)]).toEqual([204, '']);
    expect(answer.headers).toMatchObject({
      etag: JSON.stringify(md5('picture')),
      location: `https://s3.us-west-2.amazonaws.com/${bucket}/photos%2Fxhqgmdh%2Ffirst.jpg`,
    });
    const stored = await read('photos/xhqgmdh/first.jpg');
    expect(text(stored)).toBe('picture');
    expect(stored.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'x-amz-meta-by': 'Ann',
      'last-modified': new Date(start).toUTCString(),
    });
  });

  test('has no type but the one of its field', async () => {
    await send({
      fields: { key: 'photos/xhqgmdh/untyped' },
      file: new File(['x'], 'x.png', { type: 'image/png' }),
    });
    expect((await read('photos/xhqgmdh/untyped')).headers['content-type']).toBe('binary/octet-stream');
  });

  test('takes the file’s name for its variable, without its path and whatever it is', async () => {
    const file = new File(['x'], 'C:\\Users\\Zoë\\Søn & $& 🚤.jpg');
    const status = await send({ fields: { key: `photos/xhqgmdh/${fileNameVariable}` }, file });
    expect(status.status).toBe(204);
    expect((await read(`photos/xhqgmdh/${encodeURIComponent('Søn & $& 🚤.jpg')}`)).status).toBe(200);
  });

  test('of 25 MB comes through byte by byte', async () => {
    const bytes = new Uint8Array(25_000_000).map((_, at) => (at * 7) % 251);
    const answer = await send({
      conditions: [anyKey, ['content-length-range', 1, 25_000_000]],
      fields: { key: 'photos/xhqgmdh/large.heic' },
      file: new File([bytes], 'large.heic'),
    });
    expect([answer.status, answer.headers.etag, text(answer)]).toEqual([204, JSON.stringify(md5(bytes)), '']);
    expect((await read('photos/xhqgmdh/large.heic')).body.length).toBe(25_000_000);
  });

  test('names its fields in any case, and ignores what comes after the file', async () => {
    const request = await upload({ credentials: functionKeys(harness.cloud), date: now() });
    const form = await new Response(request.body, { headers: request.headers }).formData();
    const parts = [...form].map(([name, value]) => [name.replace(/^\w/, upper), value] as const);
    const odd = await post([...parts, ['submit', 'Send'], ['x-amz-signature', 'forged']]);
    expect((await harness.cloud.exchange(odd)).status).toBe(204);
  });

  test('may come from a text field, without a file name', async () => {
    expect(
      (await send({ file: 'written', fields: { key: `photos/xhqgmdh/${fileNameVariable}` } })).status,
    ).toBe(204);
    expect(text(await read('photos/xhqgmdh/%24%7Bfilename%7D'))).toBe('written');
  });

  test('may carry fields to be ignored', async () => {
    expect((await send({ fields: { 'x-ignore-me': '1' } })).status).toBe(204);
  });

  test('meets the bucket by its own host name too', async () => {
    const url = `https://${bucket}.s3.us-west-2.amazonaws.com/`;
    const answer = await send({ url, fields: { key: 'photos/xhqgmdh/hosted.jpg' } });
    expect([answer.status, answer.headers.location]).toEqual([204, `${url}photos%2Fxhqgmdh%2Fhosted.jpg`]);
    expect((await read('photos/xhqgmdh/hosted.jpg')).status).toBe(200);
  });

  test('is an operation of its own in the log, of its booking', async () => {
    const from = harness.cloud.log.length;
    await send();
    expect(harness.cloud.log.slice(from)).toMatchObject([
      { service: 's3', operation: 'PostObject', status: 204, booking: 'xhqgmdh', caller: 'add-on' },
    ]);
  });
});

describe('success', () => {
  const free = [anyKey, ['starts-with', '$success_action_status', '']];

  test.each(['200', '204'])('is %s where the form asks for it, without a body', async (status) => {
    const answer = await send({ conditions: free, fields: { success_action_status: status } });
    expect([answer.status, text(answer)]).toEqual([Number(status), '']);
  });

  test('is 204 where the form asks for a status that S3 does not have', async () => {
    const answer = await send({ conditions: free, fields: { success_action_status: '404' } });
    expect(answer.status).toBe(204);
  });

  test('is 201 with a document where the form asks for it', async () => {
    const answer = await send({ conditions: free, fields: { success_action_status: '201' } });
    expect([answer.status, answer.headers['content-type']]).toEqual([201, 'application/xml']);
    expect(text(answer)).toContain(
      `<PostResponse><Location>https://s3.us-west-2.amazonaws.com/${bucket}/photos%2Fxhqgmdh%2Fone.jpg</Location><Bucket>${bucket}</Bucket><Key>photos/xhqgmdh/one.jpg</Key><ETag>&quot;${md5('picture')}&quot;</ETag></PostResponse>`,
    );
  });

  const onwards = [anyKey, ['starts-with', '$success_action_redirect', 'https://queenofsandiego.com/']];
  const outcome = `bucket=${bucket}&key=photos%2Fxhqgmdh%2Fone.jpg&etag=%22${md5('picture')}%22`;

  test.each([
    ['https://queenofsandiego.com/g/presign', '?'],
    ['https://queenofsandiego.com/g/presign?booking_id=XHQGMDH', '&'],
  ])('leads on to %s with what was stored', async (url, glue) => {
    const answer = await send({ conditions: onwards, fields: { success_action_redirect: url } });
    expect([answer.status, text(answer), answer.headers.location]).toEqual([
      303,
      '',
      `${url}${glue}${outcome}`,
    ]);
  });

  test('leads nowhere that is no absolute URL', async () => {
    const answer = await send({
      conditions: [anyKey, ['starts-with', '$success_action_redirect', '']],
      fields: { success_action_redirect: '/g/presign' },
    });
    expect(answer.status).toBe(204);
  });
});

describe('a form is refused', () => {
  const key = 'photos/xhqgmdh/refused.jpg';
  const refuse = async (options: Partial<UploadOptions>) => {
    const answer = await send({ ...options, fields: { key, ...options.fields } });
    expect((await read(key, 'HEAD')).status).toBe(404);
    return answer;
  };

  test('that is no multipart/form-data', async () => {
    const answer = await harness.cloud.exchange(
      wire({ method: 'POST', url: bucketUrl, body: 'key=x', headers: { 'content-type': 'text/plain' } }),
    );
    expectError(
      answer,
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
    );
    expect(text(answer)).toContain('Bucket POST must be of the enclosure-type multipart/form-data');
  });

  test.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    ['that ends early', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="k'],
  ])('%s', async (_, type, body) => {
    const answer = await harness.cloud.exchange(
      wire({ method: 'POST', url: bucketUrl, body, headers: { 'content-type': type } }),
    );
    expectError(
      answer,
      400,
      'MalformedPOSTRequest',
      'The body of your POST request is not well-formed multipart/form-data.',
    );
  });

  test.each([
    ['without a file', null, [], '0'],
    ['with two files', undefined, [['file', new File(['2'], '2.jpg')]], '2'],
  ] as [string, null | undefined, [string, File][], string][])('%s', async (_, file, after, count) => {
    const answer = await refuse({ ...(file === null ? { file } : {}), after });
    expectError(answer, 400, 'InvalidArgument', 'POST requires exactly one file upload per request.');
    expect(text(answer)).toContain(
      `<ArgumentName>file</ArgumentName><ArgumentValue>${count}</ArgumentValue>`,
    );
  });

  test('with more than 20 KB before the file', async () => {
    const answer = await refuse({ fields: { 'x-ignore-padding': 'x'.repeat(20_480) } });
    expectError(
      answer,
      400,
      'MaxPostPreDataLengthExceeded',
      'Your POST request fields preceeding the upload file was too large.',
    );
    expect(text(answer)).toContain('<MaxPostPreDataLengthBytes>20480</MaxPostPreDataLengthBytes>');
  });

  test.each([
    ['key', 'key'],
    ['policy', 'Policy'],
    ['x-amz-algorithm', 'X-Amz-Algorithm'],
    ['x-amz-credential', 'X-Amz-Credential'],
    ['x-amz-date', 'X-Amz-Date'],
    ['x-amz-signature', 'X-Amz-Signature'],
  ])('without its field %s', async (name, shown) => {
    const answer = await refuse({ fields: { [name]: undefined } });
    expectError(
      answer,
      400,
      'InvalidArgument',
      `Bucket POST must contain a field named '${shown}'.  If it is specified, please check the order of the fields.`,
    );
    expect(text(answer)).toContain(`<ArgumentName>${shown}</ArgumentName>`);
  });

  test('that has its fields after the file', async () => {
    const answer = await harness.cloud.exchange(
      await post([
        ['file', new File(['x'], 'x.jpg')],
        ['key', key],
      ]),
    );
    expectError(
      answer,
      400,
      'InvalidArgument',
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
    );
  });

  test('that nobody signed', async () => {
    const answer = await harness.cloud.exchange(
      await post([
        ['key', key],
        ['file', new File(['x'], 'x.jpg')],
      ]),
    );
    expectError(answer, 403, 'AccessDenied', 'Access Denied');
    expect((await read(key, 'HEAD')).status).toBe(404);
  });

  test('that is signed by version 2', async () => {
    expectError(
      await refuse({ fields: { AWSAccessKeyId: 'AKIA', signature: 'x' } }),
      400,
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  });

  test('whose signature is another’s', async () => {
    const answer = await refuse({ fields: { 'x-amz-signature': '0'.repeat(64) } });
    expectError(
      answer,
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
    expect(text(answer)).toMatch(/<StringToSign>ey[A-Za-z0-9+/=]+<\/StringToSign>/);
  });

  test('whose policy was changed after it was signed', async () => {
    const policy = Buffer.from('{"expiration":"2099-01-01T00:00:00Z","conditions":[]}').toString('base64');
    expect(text(await refuse({ fields: { policy } }))).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  test('that was signed with a key that does not exist', async () => {
    const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'none' };
    expectError(
      await refuse({ credentials }),
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  });

  test('without the token of its temporary key', async () => {
    const { sessionToken: _, ...credentials } = functionKeys(harness.cloud);
    expect(text(await refuse({ credentials }))).toContain('<Code>InvalidAccessKeyId</Code>');
  });

  test('with another token than its key’s', async () => {
    const credentials = { ...functionKeys(harness.cloud), sessionToken: 'stale' };
    expectError(
      await refuse({ credentials }),
      400,
      'InvalidToken',
      'The provided token is malformed or otherwise invalid.',
    );
  });

  test('whose credential names another region', async () => {
    const answer = await refuse({ region: 'us-east-1' });
    expectError(answer, 400, 'InvalidArgument', "the region 'us-east-1' is wrong; expecting 'us-west-2'");
    expect(text(answer)).toContain('<ArgumentName>X-Amz-Credential</ArgumentName>');
  });

  test.each([
    ['x-amz-algorithm', 'AWS4-HMAC-SHA1', 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"'],
    ['x-amz-date', '2027-05-01', 'X-Amz-Date must be formated via ISO8601 Long format'],
    [
      'x-amz-credential',
      'AKIA/us-west-2',
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    ],
    [
      'x-amz-credential',
      '/20270501/us-west-2/s3/aws4_request',
      'a non-empty Access Key (AKID) must be provided in the credential.',
    ],
    [
      'x-amz-credential',
      'AKIA/20270501/us-west-2/ses/aws4_request',
      'incorrect service "ses". This endpoint belongs to "s3".',
    ],
    [
      'x-amz-credential',
      'AKIA/20270501/us-west-2/s3/aws3_request',
      'incorrect terminal "aws3_request". This endpoint uses "aws4_request".',
    ],
  ])('whose %s is %s', async (name, value, message) => {
    const answer = await refuse({ fields: { [name]: value } });
    expectError(answer, 400, 'InvalidArgument', message);
  });

  test('whose signer may not write there', async () => {
    const answer = await refuse({ credentials: functionKeys(harness.cloud, 'jada-calendar') });
    expect([answer.status, text(answer)]).toEqual([
      403,
      expect.stringContaining(
        `not authorized to perform: s3:PutObject on resource: arn:aws:s3:::${bucket}/${key}`,
      ),
    ]);
    const elsewhere = await send({ conditions: [anyKey], fields: { key: 'elsewhere/x.jpg' } });
    expect([elsewhere.status, text(elsewhere)]).toEqual([403, expect.stringContaining('s3:PutObject')]);
  });

  test('that wants an access list of its own', async () => {
    expect(
      text(await refuse({ conditions: [anyKey, { acl: 'public-read' }], fields: { acl: 'public-read' } })),
    ).toContain('not authorized to perform: s3:PutObjectAcl');
    const { credentials } = harness.cloud;
    const answer = await refuse({
      credentials,
      conditions: [anyKey, { acl: 'public-read' }],
      fields: { acl: 'public-read' },
    });
    expectError(answer, 400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
  });

  test('whose file is not the one of its checksum', async () => {
    const sum = createHash('sha256').update('other').digest('base64');
    const answer = await refuse({
      conditions: [anyKey, ['starts-with', '$x-amz-checksum-sha256', '']],
      fields: { 'x-amz-checksum-sha256': sum },
    });
    expect([answer.status, text(answer)]).toEqual([400, expect.stringContaining('<Code>BadDigest</Code>')]);
  });

  test('whose key climbs out of the bucket', async () => {
    const answer = await send({ conditions: [anyKey], fields: { key: 'photos/../../other/x' } });
    expect([answer.status, text(answer)]).toEqual([400, expect.stringContaining('<Code>InvalidURI</Code>')]);
  });

  test('to a bucket that does not exist', async () => {
    const answer = await send({
      url: 'https://s3.us-west-2.amazonaws.com/nobodys-bucket/',
      policy: undefined,
      conditions: [anyKey],
    });
    expect(text(answer)).toContain('Policy Condition failed: [&quot;eq&quot;, &quot;$bucket&quot;');
  });

  describe('according to its policy', () => {
    const denied = (answer: WireResponse, why: string) =>
      expectError(answer, 403, 'AccessDenied', `Invalid according to Policy: ${why}`);

    test('from the moment at which it expires', async () => {
      const request = await upload({
        credentials: functionKeys(harness.cloud),
        date: now(),
        fields: { key },
      });
      harness.clock.advance(900_000);
      denied(await harness.cloud.exchange(request), 'Policy expired.');
      harness.clock.advance(-1);
      expect((await harness.cloud.exchange(request)).status).toBe(204);
      harness.clock.set(start);
      await harness.call('s3', {
        method: 'DELETE',
        url: `${bucketUrl}${key}`,
        headers: { 'x-amz-content-sha256': emptyHash },
      });
    });

    test.each([
      ['a key elsewhere', ['starts-with', '$key', 'photos/other/'], {}],
      ['another key', ['eq', '$key', 'photos/xhqgmdh/other.jpg'], {}],
      ['the same in other letters', ['eq', '$key', key.toUpperCase()], {}],
      ['a type of another kind', ['starts-with', '$Content-Type', 'image/'], { 'Content-Type': 'text/html' }],
      [
        'one type of another kind among several',
        ['starts-with', '$Content-Type', 'image/'],
        { 'Content-Type': 'image/png,text/html' },
      ],
      ['a field that is not there', ['starts-with', '$Content-Type', ''], {}],
      ['a field without its dollar sign', ['eq', 'key', key], {}],
      ['a range that is none', ['content-length-range', 'test', '10'], {}],
    ] as [string, string[], Record<string, string>][])('for %s', async (_, condition, fields) => {
      const shown = `[${condition.map((part) => JSON.stringify(part)).join(', ')}]`;
      const answer = await refuse({ conditions: [condition, anyKey], fields });
      denied(answer, `Policy Condition failed: ${shown}`);
    });

    test('for another value than the one that it names, shown as an eq', async () => {
      const answer = await refuse({
        conditions: [anyKey, { 'x-amz-meta-by': 'Bo' }],
        fields: { 'x-amz-meta-by': 'Ann' },
      });
      denied(answer, 'Policy Condition failed: ["eq", "$x-amz-meta-by", "Bo"]');
    });

    test('in another bucket than its own', async () => {
      const answer = await send({
        url: 'https://s3.us-west-2.amazonaws.com/queenofsandiego.com/',
        fields: { key },
      });
      denied(answer, `Policy Condition failed: ["eq", "$bucket", "${bucket}"]`);
    });

    test('with a field that no condition covers', async () => {
      denied(await refuse({ fields: { 'Content-Type': 'image/jpeg' } }), 'Extra input fields: Content-Type');
    });

    test('where it does not name its bucket', async () => {
      const date = now();
      const policy = { expiration: new Date(start + 900_000).toISOString(), conditions: [anyKey] };
      const answer = await refuse({ policy, date });
      expect(text(answer)).toContain('Invalid according to Policy: Extra input fields: ');
      const names = ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-security-token'];
      const covered = names.map((name) => ['starts-with', `$${name}`, '']);
      denied(
        await refuse({ policy: { ...policy, conditions: [anyKey, ...covered] } }),
        'Extra input fields: bucket',
      );
    });

    const range = [anyKey, ['content-length-range', 5, 10]];

    test.each([5, 10])('not for %i bytes of 5 to 10', async (bytes) => {
      const file = new File(['x'.repeat(bytes)], 'x');
      expect((await send({ conditions: range, file, fields: { key: 'photos/xhqgmdh/sized' } })).status).toBe(
        204,
      );
    });

    test('for a file that is too large', async () => {
      const answer = await refuse({ conditions: range, file: new File(['x'.repeat(11)], 'x') });
      expectError(answer, 400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
      expect(text(answer)).toContain('<ProposedSize>11</ProposedSize><MaxSizeAllowed>10</MaxSizeAllowed>');
    });

    test('for a file that is too small', async () => {
      const answer = await refuse({ conditions: range, file: new File(['x'.repeat(4)], 'x') });
      expectError(
        answer,
        400,
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
      );
      expect(text(answer)).toContain('<ProposedSize>4</ProposedSize><MinSizeAllowed>5</MinSizeAllowed>');
    });
  });

  describe('with a policy that is none', () => {
    const expiration = '2099-01-01T00:00:00Z';
    const withConditions = (...conditions: unknown[]) => ({ expiration, conditions });

    test.each([
      ['not JSON', '{', 'Invalid JSON.'],
      ['a list', [], 'Invalid JSON.'],
      ['of another language', { expiration, conditions: [], Statement: [] }, "Unexpected: 'statement'"],
      ['without expiration', { conditions: [] }, 'Policy missing expiration.'],
      ['without conditions', { expiration }, 'Policy missing conditions.'],
      [
        'with one condition for all',
        { expiration, conditions: {} },
        "Invalid 'conditions' value: must be a List.",
      ],
      [
        'with a local time',
        { expiration: '2099-01-01T00:00:00+02:00', conditions: [] },
        "Invalid 'expiration' value: '2099-01-01T00:00:00+02:00'",
      ],
      [
        'with a day that is none',
        { expiration: '2099-13-01T00:00:00Z', conditions: [] },
        "Invalid 'expiration' value: '2099-13-01T00:00:00Z'",
      ],
      [
        'with two properties in one condition',
        withConditions({ bucket, key: 'x' }),
        'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
      ],
      [
        'with a number for a value',
        withConditions({ bucket: 1 }),
        'Invalid Simple-Condition: value must be a string.',
      ],
      ['with null for a value', withConditions({ bucket: null }), 'Invalid JSON.'],
      [
        'with a condition that is a text',
        withConditions('x'),
        'Invalid condition test: must be a List or Object.',
      ],
      ['with an empty condition', withConditions([]), 'Invalid Condition: missing operation identifier.'],
      [
        'with an operator that is none',
        withConditions(['like', '$key', 'x']),
        "Invalid Condition: unknown operation 'like'.",
      ],
      ['with a value missing', withConditions(['eq', '$key']), 'Invalid eq: wrong number of arguments.'],
      ['with a value of another type', withConditions(['eq', '$key', 1]), 'Invalid JSON.'],
      ['with a fraction of a byte', withConditions(['content-length-range', 0, 1.5]), 'Invalid JSON.'],
      [
        'with less than no bytes',
        withConditions(['content-length-range', -1, 5]),
        'Token - must be enclosed in quotes.',
      ],
    ])('%s', async (_, policy, why) => {
      expectError(await refuse({ policy }), 400, 'InvalidPolicyDocument', `Invalid Policy: ${why}`);
    });
  });
});

describe('the crew system’s function', () => {
  const attempt = async (method: string, path: string, credentials?: Credentials) => {
    const unsigned = { method, url: `https://s3.us-west-2.amazonaws.com/${path}` };
    const headers = { 'x-amz-content-sha256': emptyHash };
    const signing = { credentials: credentials ?? functionKeys(harness.cloud) };
    return (await harness.call('s3', { ...unsigned, headers }, signing)).status;
  };

  test('may put, read and list what guests upload, and nothing else', async () => {
    expect(await attempt('PUT', `${bucket}/photos/xhqgmdh/own.jpg`)).toBe(200);
    expect(await attempt('GET', `${bucket}/photos/xhqgmdh/own.jpg`)).toBe(200);
    expect(await attempt('GET', `${bucket}/?list-type=2&prefix=photos%2Fxhqgmdh%2F`)).toBe(200);
    for (const [method, path] of [
      ['DELETE', `${bucket}/photos/xhqgmdh/own.jpg`],
      ['PUT', `${bucket}/own.jpg`],
      ['GET', `${bucket}/own.jpg`],
      ['PUT', `${bucket}/?cors=`],
      ['GET', 'queenofsandiego.com/g/xhqgmdh.html'],
      ['GET', 'queenofsandiego.com/?list-type=2'],
    ] as const) {
      expect([method, path, await attempt(method, path)]).toEqual([method, path, 403]);
    }
  });

  test('shares that with nobody', async () => {
    for (const credentials of [functionKeys(harness.cloud, 'jada-calendar'), harness.cloud.staticAddOnKeys]) {
      expect(await attempt('GET', `${bucket}/?list-type=2`, credentials)).toBe(403);
      expect(await attempt('GET', `${bucket}/photos/xhqgmdh/own.jpg`, credentials)).toBe(403);
    }
    const url = `${bucketUrl}photos/xhqgmdh/own.jpg`;
    expect((await harness.cloud.exchange(wire({ url }))).status).toBe(403);
    expect((await harness.cloud.exchange(wire({ method: 'PUT', url, body: 'x' }))).status).toBe(403);
  });
});

function xmlEscaped(words: string): string {
  const entities: Record<string, string> = { '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos', '&': 'amp' };
  return words.replace(/[<>"'&]/g, (character) => `&${entities[character]};`);
}

function md5(body: string | Uint8Array): string {
  return createHash('md5').update(body).digest('hex');
}

function upper(letter: string): string {
  return letter.toUpperCase();
}
