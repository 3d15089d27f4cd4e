import { Exception } from './host.ts';

/**
 * Bytes as Apps Script has them, signed (-128 to 127), and as they cross to the host: Latin-1 text. Text encodings
 * are written out here because the context has no TextEncoder.
 */
export type CharsetName = 'US_ASCII' | 'UTF_8';

export function encode(text: string, charset: CharsetName): string {
  if (charset === 'US_ASCII') return text.replace(/[^\0-\x7f]/gu, '?');
  // A lone surrogate has no UTF-8.
  const wellFormed = text.replace(/[\ud800-\udfff]/gu, '\ufffd');
  return wellFormed.replace(/[^\0-\x7f]+/g, (beyondAscii) =>
    encodeURIComponent(beyondAscii).replace(/%(..)/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  );
}

/** Bad sequences become U+FFFD, one for each byte that fits nowhere. */
export function decodeUtf8(latin1: string): string {
  const sequence =
    /[\xc2-\xdf][\x80-\xbf]|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}|[\x80-\xff]/g;
  return latin1.replace(sequence, (bytes) => {
    if (bytes.length === 1) return '\ufffd';
    const hex = [...bytes].map((byte) => `%${byte.charCodeAt(0).toString(16)}`).join('');
    return decodeURIComponent(hex);
  });
}

export function decode(latin1: string, charset: string): string {
  switch (charset.toUpperCase().replace(/_/g, '-')) {
    case 'UTF-8':
      return decodeUtf8(latin1);
    case 'US-ASCII':
      return latin1.replace(/[\x80-\xff]/g, '\ufffd');
    case 'ISO-8859-1':
      return latin1;
    default:
      throw new Exception(`Charset ${charset} is not implemented in the local runtime`);
  }
}

export function toSigned(latin1: string): number[] {
  return Array.from(latin1, (byte) => (byte.charCodeAt(0) << 24) >> 24);
}

export function fromSigned(bytes: readonly number[]): string {
  let latin1 = '';
  for (const byte of bytes) {
    if (!Number.isInteger(byte) || byte < -128 || byte > 127) {
      throw new Exception(`Cannot convert ${byte} to byte.`);
    }
    latin1 += String.fromCharCode(byte & 0xff);
  }
  return latin1;
}

export function isBytes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((byte) => typeof byte === 'number');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function toBase64(latin1: string): string {
  let text = '';
  for (let index = 0; index < latin1.length; index += 3) {
    const [a, b, c] = [0, 1, 2].map((offset) => latin1.charCodeAt(index + offset)) as [
      number,
      number,
      number,
    ];
    const bits = (a << 16) | ((b || 0) << 8) | (c || 0);
    const digits = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63]).join('');
    const kept = Math.min(4, latin1.length - index + 1);
    text += digits.slice(0, kept).padEnd(4, '=');
  }
  return text;
}

/** Takes the web-safe alphabet too where `webSafe` says so; padding may be missing. */
export function fromBase64(text: string, webSafe: boolean): string {
  const standard = webSafe ? text.replace(/-/g, '+').replace(/_/g, '/') : text;
  const digits = standard.replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1) {
    throw new Exception('Could not decode string.');
  }
  let latin1 = '';
  for (let index = 0; index < digits.length; index += 4) {
    const group = digits.slice(index, index + 4);
    const bits = [...group.padEnd(4, 'A')].reduce((sum, digit) => sum * 64 + alphabet.indexOf(digit), 0);
    const bytes = String.fromCharCode((bits >> 16) & 255, (bits >> 8) & 255, bits & 255);
    latin1 += bytes.slice(0, group.length - 1);
  }
  return latin1;
}
