import { readAnswer } from './answer.ts';
import type { Aws } from './aws.ts';
import { percentEncode } from './percent-encoding.ts';
import { sha256Hex } from './sha256.ts';
import { object, optional, record } from './shape.ts';

const configuration = object({ Environment: optional(object({ Variables: optional(record, null) }), null) });

const HEX_SHA_256 = /^[0-9a-f]{64}$/i;

/**
 * Whether one of the hashes in a variable of a function, with commas between, is that of `key`: `fits` or `differs`;
 * `missing` or `malformed` where it holds none. Neither hash nor key goes any further.
 */
export async function compareKeyHash(
  aws: Aws,
  { functionName, variable, key }: { functionName: string; variable: string; key: string },
): Promise<string> {
  const call = { service: 'Lambda', operation: 'GetFunctionConfiguration', repeatable: true };
  const url = `https://lambda.${aws.region}.amazonaws.com/2015-03-31/functions/${percentEncode(functionName)}/configuration`;
  const response = await aws.send('lambda', { method: 'GET', url, headers: {} }, call);
  const held = String(readAnswer(configuration, response, call).Environment?.Variables?.[variable] || '');
  const hashes = held.split(',').map((hash) => hash.trim().toLowerCase());
  if (held === '') return 'missing';
  if (!hashes.every((hash) => HEX_SHA_256.test(hash))) return 'malformed';
  return hashes.includes(sha256Hex(key)) ? 'fits' : 'differs';
}
