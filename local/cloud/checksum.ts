import { createHash } from 'node:crypto';

export const checksumAlgorithms = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** Reversed polynomials, as in the catalogue of parametrised CRC algorithms (reveng.sourceforge.io). */
const polynomials = {
  crc32: { bits: 32, reversed: 0xedb88320n },
  crc32c: { bits: 32, reversed: 0x82f63b78n },
  crc64nvme: { bits: 64, reversed: 0x9a6c9329ac4bc9b5n },
} as const;

/** The base64 value of `x-amz-checksum-{algorithm}` for a body. */
export function checksum(algorithm: ChecksumAlgorithm, body: Uint8Array): string {
  if (algorithm === 'sha1' || algorithm === 'sha256') {
    return createHash(algorithm).update(body).digest('base64');
  }
  const { bits, reversed } = polynomials[algorithm];
  const digits = crc(body, bits, reversed)
    .toString(16)
    .padStart(bits / 4, '0');
  return Buffer.from(digits, 'hex').toString('base64');
}

function crc(body: Uint8Array, bits: number, reversed: bigint): bigint {
  const all = (1n << BigInt(bits)) - 1n;
  const table = Array.from({ length: 256 }, (_, byte) => {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ reversed : value >> 1n;
    return value;
  });
  let value = all;
  for (const byte of body) {
    value = (table[Number((value ^ BigInt(byte)) & 0xffn)] ?? 0n) ^ (value >> 8n);
  }
  return value ^ all;
}
