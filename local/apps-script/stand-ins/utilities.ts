import { newBlob } from './blob.ts';
import { encode, fromBase64, fromSigned, isBytes, toBase64, toSigned } from './bytes.ts';
import { Exception, host, remote } from './host.ts';
import { assertSignature, enumeration, isMember, serviceObject } from './service-object.ts';
import { formatDate, parseDate } from './simple-date-format.ts';

const DigestAlgorithm = enumeration('Utilities.DigestAlgorithm', [
  'MD5',
  'SHA_1',
  'SHA_256',
  'SHA_384',
  'SHA_512',
]);
const MacAlgorithm = enumeration('Utilities.MacAlgorithm', [
  'HMAC_MD5',
  'HMAC_SHA_1',
  'HMAC_SHA_256',
  'HMAC_SHA_384',
  'HMAC_SHA_512',
]);
const Charset = enumeration('Utilities.Charset', ['US_ASCII', 'UTF_8']);
const bridge = remote('Utilities');

// https://developers.google.com/apps-script/reference/utilities/utilities#sleep(Integer)
const maximumSleep = 300_000;

/** Text without a charset is US-ASCII: what isn't becomes a question mark. */
function bytesOf(api: string, value: unknown, charset: unknown, given: unknown[]): string {
  const isCharset = charset === undefined || isMember(Charset, charset);
  assertSignature((typeof value === 'string' || isBytes(value)) && isCharset, api, given);
  if (typeof value !== 'string') return fromSigned(value);
  return encode(value, isMember(Charset, charset) ? charset.name() : 'US_ASCII');
}

const hashName = (algorithm: { name(): string }) =>
  algorithm.name().replace('HMAC_', '').replace('_', '').toLowerCase();

function hmac(api: string, algorithm: { name(): string }, given: unknown[]): number[] {
  const [value, key, charset] = given;
  assertSignature(typeof value === typeof key, api, given);
  const data = bytesOf(api, value, charset, given);
  return toSigned(host.hmac(hashName(algorithm), bytesOf(api, key, charset, given), data));
}

const webSafe = (base64: string) => base64.replace(/\+/g, '-').replace(/\//g, '_');

export const Utilities = serviceObject('Utilities', {
  DigestAlgorithm,
  MacAlgorithm,
  Charset,

  sleep(...given: unknown[]): void {
    const [milliseconds] = given;
    assertSignature(typeof milliseconds === 'number', 'Utilities.sleep', given);
    if (milliseconds < 0 || milliseconds > maximumSleep) {
      throw new Exception(`Invalid argument: ${milliseconds}`);
    }
    bridge.sleep(milliseconds);
  },
  formatDate(...given: unknown[]): string {
    const [date, zone, pattern] = given;
    const matches = date instanceof Date && typeof zone === 'string' && typeof pattern === 'string';
    assertSignature(matches, 'Utilities.formatDate', given);
    if (Number.isNaN(date.getTime())) throw new Exception('Invalid argument: date');
    return formatDate(date.getTime(), zone, pattern);
  },
  parseDate(...given: unknown[]): Date {
    const [text, zone, pattern] = given;
    const matches = typeof text === 'string' && typeof zone === 'string' && typeof pattern === 'string';
    assertSignature(matches, 'Utilities.parseDate', given);
    return new Date(parseDate(text, zone, pattern, host.now()));
  },
  computeDigest(...given: unknown[]): number[] {
    const [algorithm, value, charset] = given;
    assertSignature(isMember(DigestAlgorithm, algorithm), 'Utilities.computeDigest', given);
    const data = bytesOf('Utilities.computeDigest', value, charset, given);
    return toSigned(host.digest(hashName(algorithm), data));
  },
  computeHmacSignature(...given: unknown[]): number[] {
    const [algorithm, ...rest] = given;
    assertSignature(isMember(MacAlgorithm, algorithm), 'Utilities.computeHmacSignature', given);
    return hmac('Utilities.computeHmacSignature', algorithm, rest);
  },
  computeHmacSha256Signature: (...given: unknown[]) =>
    hmac('Utilities.computeHmacSha256Signature', MacAlgorithm.HMAC_SHA_256, given),
  base64Encode: (...given: unknown[]) =>
    toBase64(bytesOf('Utilities.base64Encode', given[0], given[1], given)),
  base64EncodeWebSafe: (...given: unknown[]) =>
    webSafe(toBase64(bytesOf('Utilities.base64EncodeWebSafe', given[0], given[1], given))),
  base64Decode(...given: unknown[]): number[] {
    assertSignature(typeof given[0] === 'string', 'Utilities.base64Decode', given);
    return toSigned(fromBase64(given[0], false));
  },
  base64DecodeWebSafe(...given: unknown[]): number[] {
    assertSignature(typeof given[0] === 'string', 'Utilities.base64DecodeWebSafe', given);
    return toSigned(fromBase64(given[0], true));
  },
  getUuid: () => host.uuid(),
  newBlob,
  jsonParse: (text: string) => JSON.parse(text),
  jsonStringify: (value: unknown) => JSON.stringify(value),
});
