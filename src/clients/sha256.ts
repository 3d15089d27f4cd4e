// The bare hash: the class around it brings as much code again, for keys and for other encodings.
import { RawSha256 } from '@aws-crypto/sha256-js/build/module/RawSha256.js';
import { utf8 } from './utf8.ts';

const BLOCK_BYTES = 64;

/** Of these bytes, one after the other. */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = new RawSha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** RFC 2104. */
export function hmacSha256(key: Uint8Array, data: Uint8Array): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? sha256(key) : key);
  const padded = (pad: number) => block.map((byte) => byte ^ pad);
  return sha256(padded(0x5c), sha256(padded(0x36), data));
}

/** Of the text's UTF-8, in lower-case hex. */
export function sha256Hex(text: string): string {
  let hex = '';
  for (const byte of sha256(utf8(text))) hex += (byte < 16 ? '0' : '') + byte.toString(16);
  return hex;
}
