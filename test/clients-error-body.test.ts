import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodeAndMessage } from '../src/clients/error-body.ts';

function read(body: string, headers: Record<string, string> = {}) {
  return errorCodeAndMessage({ status: 400, headers, body });
}

describe('an error body', () => {
  it.each([
    [
      'S3',
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated doesn&apos;t match &lt;yours&gt; &#x26; &#39;it&#39;</Message><StringToSign>AWS4…</StringToSign></Error>',
      {},
      'SignatureDoesNotMatch',
      "The request signature we calculated doesn't match <yours> & 'it'",
    ],
    [
      'CloudFront',
      '<?xml version="1.0"?>\n<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type><Code>NoSuchDistribution</Code><Message>The specified distribution does not exist.</Message></Error><RequestId>1</RequestId></ErrorResponse>',
      {},
      'NoSuchDistribution',
      'The specified distribution does not exist.',
    ],
    [
      'Secrets Manager',
      '{"__type":"UnrecognizedClientException","message":"The security token included in the request is invalid."}',
      {},
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    ],
    [
      'DynamoDB',
      '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Message":"The conditional request failed"}',
      {},
      'ConditionalCheckFailedException',
      'The conditional request failed',
    ],
    [
      'SES and Lambda',
      '{"message":"Email address is not verified."}',
      { 'x-amzn-errortype': 'MessageRejected:http://internal.amazon.com/coral/com.amazonaws.ses.v2/' },
      'MessageRejected',
      'Email address is not verified.',
    ],
    [
      'our services',
      '{"error":{"code":"booking_exists","message":"This booking has an entry.","entry_id":"cal_1"}}',
      {},
      'booking_exists',
      'This booking has an entry.',
    ],
    ['an error as a text', '{"error":"No such route"}', {}, '', 'No such route'],
    ['API Gateway', '{"message":"Forbidden"}', {}, '', 'Forbidden'],
    ['plain text', ' Internal\nServer Error ', {}, '', 'Internal Server Error'],
    [
      "a proxy's page",
      '<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>…</BODY></HTML>',
      {},
      '',
      'ERROR: The request could not be satisfied',
    ],
    ['nothing', '', {}, '', ''],
    ['JSON that is no object', '"nope"', {}, '', '"nope"'],
    ['members of the wrong types', '{"error":{"code":7,"message":["x"]}}', {}, '', ''],
  ])('of %s gives its code and message', (_, body, headers, code, message) => {
    expect(read(body, headers as Record<string, string>)).toEqual({ code, message });
  });

  it('never throws, and its code is a name or nothing', () => {
    const body = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc
        .record({ __type: fc.anything(), error: fc.anything(), message: fc.anything(), code: fc.anything() })
        .map((value) =>
          JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part)),
        )
        .filter((text) => text !== undefined),
      fc.string().map((text) => `<Error><Code>${text}</Code><Message>&#x${text};</Message>`),
    );
    fc.assert(
      fc.property(body, fc.string(), (text, type) => {
        const { code, message } = read(text, { 'x-amzn-errortype': type });
        expect(code).toMatch(/^(?:[A-Za-z][\w.-]{0,63})?$/);
        expect(typeof message).toBe('string');
      }),
    );
  });

  it('gives no code that could be a sentence, which nobody would redact', () => {
    expect(read('{"code":"jane@example.com was refused","message":"m"}')).toEqual({ code: '', message: 'm' });
  });
});
