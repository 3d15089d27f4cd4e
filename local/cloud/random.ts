/** Where ids, keys and secrets come from: `length` random bytes. Injected, so that a test can name them. */
export type RandomBytes = (length: number) => Uint8Array;

export function hex(random: RandomBytes, bytes: number): string {
  return Buffer.from(random(bytes)).toString('hex');
}

/** Letters and digits of base 32, as AWS writes its ids. */
export function upperId(random: RandomBytes, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return Array.from(random(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

export function base64(random: RandomBytes, bytes: number): string {
  return Buffer.from(random(bytes)).toString('base64');
}

export function uuid(random: RandomBytes): string {
  const digits = hex(random, 16);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
}
