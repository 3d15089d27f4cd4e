import { createHash, timingSafeEqual } from 'node:crypto';

const HEX_SHA_256 = /^[0-9a-f]{64}$/;

/**
 * The hashes that an environment variable holds: hexadecimal SHA-256, one, or two separated by a comma while
 * a key is being rotated. Null when one of them is no such hash.
 */
export function parseKeyHashes(variable: string): string[] | null {
  const hashes = variable.split(',').map((hash) => hash.trim().toLowerCase());
  return hashes.every((hash) => HEX_SHA_256.test(hash)) ? hashes : null;
}

/**
 * Whether `key` hashes to one of `hashes`. Both sides have the same length whatever was sent, and every hash
 * is compared, so that the time taken says nothing about the key.
 */
export function matchesKeyHash(key: string, hashes: string[]): boolean {
  const given = createHash('sha256').update(key, 'utf8').digest();
  let matches = false;
  for (const hash of hashes) {
    if (timingSafeEqual(given, Buffer.from(hash, 'hex'))) matches = true;
  }
  return matches;
}
