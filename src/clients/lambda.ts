import { readAnswer } from './answer.ts';
import type { Aws } from './aws.ts';
import { percentEncode } from './percent-encoding.ts';
import { sha256Hex } from './sha256.ts';
import { object, optional, record } from './shape.ts';

const configuration = object({
  Environment: optional(object({ Variables: optional(record, null), Error: optional(record, null) }), null),
});

const HEX_SHA_256 = /^[0-9a-f]{64}$/i;

/** `unreadable`: AWS could not decrypt the variables for who asked. */
export type KeyHashVerdict = 'fits' | 'differs' | 'missing' | 'malformed' | 'unreadable';

/**
 * Whether one of the hashes in a variable of a function, with commas between, is that of `key`. Neither hash nor key
 * goes any further.
 */
export async function compareKeyHash(
  aws: Aws,
  { functionName, variable, key }: { functionName: string; variable: string; key: string },
): Promise<KeyHashVerdict> {
  const call = { service: 'Lambda', operation: 'GetFunctionConfiguration', repeatable: true };
  const url = `https://lambda.${aws.region}.amazonaws.com/2015-03-31/functions/${percentEncode(functionName)}/configuration`;
  const response = await aws.send('lambda', { method: 'GET', url, headers: {} }, call);
  const { Environment: environment } = readAnswer(configuration, response, call);
  if (environment?.Error) return 'unreadable';
  const held = String(environment?.Variables?.[variable] || '').trim();
  const hashes = held.split(',').map((hash) => hash.trim().toLowerCase());
  if (held === '') return 'missing';
  if (!hashes.every((hash) => HEX_SHA_256.test(hash))) return 'malformed';
  return hashes.includes(sha256Hex(key)) ? 'fits' : 'differs';
}
