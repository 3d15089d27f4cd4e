import { sha256Hex } from '../clients/sha256.ts';
import type { Json } from './projection.ts';

/** 64 bits of a SHA-256 over the value's canonical JSON, in hex: equal values, equal fingerprints. */
export function fingerprint(value: Json): string {
  return sha256Hex(canonical(value)).slice(0, 16);
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
