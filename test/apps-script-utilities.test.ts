import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from './support/apps-script-project.ts';

const signed = (buffer: Buffer) => [...new Int8Array(buffer)];

describe('formatDate is SimpleDateFormat', () => {
  const format = (iso: string, zone: string, pattern: string) =>
    evaluate(
      `return Utilities.formatDate(new Date(${JSON.stringify(iso)}), ${JSON.stringify(zone)}, ${JSON.stringify(pattern)})`,
    );

  test.each([
    [
      '2027-05-30T16:05:09.007Z',
      'America/Los_Angeles',
      "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
      '2027-05-30T09:05:09.007-07:00',
    ],
    [
      '2027-01-05T16:00:00Z',
      'America/Los_Angeles',
      'EEE, MMM d, yyyy h:mm a z',
      'Tue, Jan 5, 2027 8:00 AM PST',
    ],
    [
      '2027-05-30T22:30:00Z',
      'Europe/Amsterdam',
      'EEEE d MMMM yy HH:mm Z z',
      'Monday 31 May 27 00:30 +0200 CEST',
    ],
    ['2027-05-30T00:00:00Z', 'UTC', "X XX XXX h k K H D u 'o''clock'", "Z Z Z 12 24 0 0 150 7 o'clock"],
    ['2027-12-31T12:00:00Z', 'UTC', 'YYYY-ww yyyy w W F', '2028-01 2027 1 5 5'],
  ])('%s in %s as %s', async (iso, zone, pattern, expected) => {
    expect(await format(iso, zone, pattern)).toBe(expected);
  });

  test('and refuses what Java refuses', async () => {
    await expect(format('2027-05-30', 'UTC', 'b')).rejects.toThrow("Illegal pattern character 'b'");
    await expect(format('2027-05-30', 'UTC', "'open")).rejects.toThrow('Unterminated quote');
    await expect(format('2027-05-30', 'Mars/Base', 'yyyy')).rejects.toThrow('Invalid argument: timeZone');
    await expect(evaluate("Utilities.formatDate('2027', 'UTC', 'yyyy')")).rejects.toThrow(
      "The parameters (String,String,String) don't match the method signature for Utilities.formatDate.",
    );
  });
});

describe('parseDate is SimpleDateFormat', () => {
  const parse = (text: string, zone: string, pattern: string) =>
    evaluate(
      `return Utilities.parseDate(${JSON.stringify(text)}, ${JSON.stringify(zone)}, ${JSON.stringify(pattern)}).toISOString()`,
    );

  test.each([
    ['2027-05-30 09:00', 'America/Los_Angeles', 'yyyy-MM-dd HH:mm', '2027-05-30T16:00:00.000Z'],
    ['2027-05-30 09:00', 'Europe/Amsterdam', 'yyyy-MM-dd HH:mm', '2027-05-30T07:00:00.000Z'],
    ['Jan 5, 2027 8:00 pm', 'America/Los_Angeles', 'MMM d, yyyy h:mm a', '2027-01-06T04:00:00.000Z'],
    ['2027-05-30T09:00:00+0200', 'America/Los_Angeles', "yyyy-MM-dd'T'HH:mm:ssZ", '2027-05-30T07:00:00.000Z'],
    ['20270530', 'UTC', 'yyyyMMdd', '2027-05-30T00:00:00.000Z'],
    // Lenient: fields overflow, text that is left is ignored.
    ['2027-02-30', 'UTC', 'yyyy-MM-dd', '2027-03-02T00:00:00.000Z'],
    ['2027-05-30 and more', 'UTC', 'yyyy-MM-dd', '2027-05-30T00:00:00.000Z'],
    // 02:30 does not exist in spring; it moves forward. What comes twice in autumn is standard time.
    ['2027-03-14 02:30', 'America/Los_Angeles', 'yyyy-MM-dd HH:mm', '2027-03-14T10:30:00.000Z'],
    ['2027-11-07 01:30', 'America/Los_Angeles', 'yyyy-MM-dd HH:mm', '2027-11-07T09:30:00.000Z'],
    ['2027-03-28 02:30', 'Europe/Amsterdam', 'yyyy-MM-dd HH:mm', '2027-03-28T01:30:00.000Z'],
    ['2027-10-31 02:30', 'Europe/Amsterdam', 'yyyy-MM-dd HH:mm', '2027-10-31T01:30:00.000Z'],
  ])('%s in %s as %s', async (text, zone, pattern, expected) => {
    expect(await parse(text, zone, pattern)).toBe(expected);
  });

  test.each([
    ['tomorrow', 'yyyy-MM-dd'],
    ['2027/05/30', 'yyyy-MM-dd'],
    ['5 Mai 2027', 'd MMM yyyy'],
  ])('and fails on %s', async (text, pattern) => {
    await expect(parse(text, 'UTC', pattern)).rejects.toThrow(`Unparseable date: "${text}"`);
  });

  test('what was formatted with its offset parses back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 4e12 }), { minLength: 50, maxLength: 50 }),
        fc.constantFrom('America/Los_Angeles', 'Europe/Amsterdam', 'Asia/Kathmandu'),
        async (times, zone) => {
          const pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";
          const body = `return arguments[0].map((t) => Utilities.parseDate(Utilities.formatDate(new Date(t), '${zone}', "${pattern}"), '${zone}', "${pattern}").getTime())`;
          expect(await evaluate(body, {}, { arguments: [times] })).toEqual(times);
        },
      ),
      { numRuns: 5 },
    );
  });
});

describe('hashes and encodings', () => {
  const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));

  test('agree with Node on any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (value, key) => {
        const given = [signed(value), signed(key)];
        const body = `const [v, k] = arguments;
          return [Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, v), Utilities.computeHmacSha256Signature(v, k),
            Utilities.computeHmacSignature(Utilities.MacAlgorithm.HMAC_SHA_1, v, k), Utilities.base64Encode(v), Utilities.base64EncodeWebSafe(v),
            Utilities.base64Decode(Utilities.base64Encode(v)), Utilities.base64DecodeWebSafe(Utilities.base64EncodeWebSafe(v)),
            Utilities.newBlob(v).getDataAsString()];`;
        expect(await evaluate(body, {}, { arguments: given })).toEqual([
          signed(createHash('sha256').update(value).digest()),
          signed(createHmac('sha256', key).update(value).digest()),
          signed(createHmac('sha1', key).update(value).digest()),
          value.toString('base64'),
          value.toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
          signed(value),
          signed(value),
          expect.any(String),
        ]);
      }),
      { numRuns: 15 },
    );
  });

  test('UTF-8 goes out and in; what is none becomes U+FFFD', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), async (texts) => {
        const body =
          'return arguments[0].map((t) => Utilities.newBlob(Utilities.newBlob(t).getBytes()).getDataAsString())';
        expect(await evaluate(body, {}, { arguments: [texts] })).toEqual(texts);
      }),
      { numRuns: 10 },
    );
    expect(await evaluate('return Utilities.newBlob([-61, 40, -1]).getDataAsString()')).toBe('\ufffd(\ufffd');
    expect(await evaluate("return Utilities.newBlob('a\\ud800').getBytes()")).toEqual([97, -17, -65, -67]);
  });

  test('text without a charset is US-ASCII', async () => {
    const digest = (call: string) =>
      evaluate(`return Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, ${call})`);
    const sha256 = (text: string) => signed(createHash('sha256').update(text, 'utf8').digest());
    expect(await digest("'é'")).toEqual(sha256('?'));
    expect(await digest("'é', Utilities.Charset.UTF_8")).toEqual(sha256('é'));
  });

  test('bytes are signed', async () => {
    await expect(evaluate('Utilities.base64Encode([200])')).rejects.toThrow('Cannot convert 200 to byte.');
    await expect(evaluate("Utilities.base64Decode('a*')")).rejects.toThrow('Could not decode string.');
  });

  test('getUuid is random', async () => {
    const [a, b] = (await evaluate('return [Utilities.getUuid(), Utilities.getUuid()]')) as string[];
    expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(a).not.toBe(b);
  });
});
