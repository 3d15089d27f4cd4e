import { AwsError } from './aws-error.ts';
import { isObject, parseJson } from './json.ts';
import type { UploadForm } from './s3-upload-form.ts';

type Condition =
  | {
      kind: 'eq' | 'starts-with';
      /** In lower case, without its `$`; undefined where it has none, and can't hold. */
      field: string | undefined;
      value: string;
      shown: string;
    }
  | { kind: 'content-length-range'; least: number; most: number; shown: string };

interface Policy {
  /** Epoch milliseconds. */
  expiresAt: number;
  conditions: Condition[];
}

/**
 * Holds a form to its policy (base64 of JSON): the time, each condition, each field covered by one, and the file's
 * size. `now` is epoch milliseconds. Throws `AwsError`.
 * docs.aws.amazon.com/AmazonS3/latest/developerguide/sigv4-HTTPPOSTConstructPolicy.html; codes and messages as AWS
 * was recorded to give them, since its documentation names others.
 */
export function checkUploadPolicy(encoded: string, bucket: string, form: UploadForm, now: number): void {
  const { expiresAt, conditions } = readPolicy(encoded);
  if (now >= expiresAt) throw denied('Policy expired.');
  const values = new Map([...form.fields].map(([name, { value }]) => [name, value]));
  // The URL names the bucket, whether or not a field does too.
  values.set('bucket', bucket);
  for (const condition of conditions) {
    if (!holds(condition, values)) throw denied(`Policy Condition failed: ${condition.shown}`);
  }
  const covered = new Set(conditions.map((one) => ('field' in one ? one.field : undefined)));
  for (const name of values.keys()) {
    if (covered.has(name) || needsNoCondition(name)) continue;
    throw denied(`Extra input fields: ${form.fields.get(name)?.name ?? name}`);
  }
  checkSize(conditions, form.file.length);
}

function holds(condition: Condition, values: ReadonlyMap<string, string>): boolean {
  if (condition.kind === 'content-length-range') {
    return !Number.isNaN(condition.least) && !Number.isNaN(condition.most);
  }
  const { kind, field, value } = condition;
  // A field that isn't there doesn't even start with nothing.
  const given = field === undefined ? undefined : values.get(field);
  if (given === undefined) return false;
  if (kind === 'eq') return given === value;
  const listed = field === 'content-type' ? given.split(',') : [given];
  return listed.every((one) => one.startsWith(value));
}

function needsNoCondition(field: string): boolean {
  return field === 'policy' || field === 'x-amz-signature' || field.startsWith('x-ignore-');
}

function checkSize(conditions: readonly Condition[], size: number): void {
  for (const condition of conditions) {
    if (condition.kind !== 'content-length-range') continue;
    const { least, most } = condition;
    if (size > most) {
      throw new AwsError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
        ProposedSize: String(size),
        MaxSizeAllowed: String(most),
      });
    }
    if (size < least) {
      throw new AwsError(
        400,
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
        { ProposedSize: String(size), MinSizeAllowed: String(least) },
      );
    }
  }
}

function readPolicy(encoded: string): Policy {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw invalid('invalid Base64 encoding.');
  const policy = parseJson(Buffer.from(encoded, 'base64').toString('utf8'));
  if (!isObject(policy)) throw invalid('Invalid JSON.');
  const unexpected = Object.keys(policy).find((name) => name !== 'expiration' && name !== 'conditions');
  if (unexpected !== undefined) throw invalid(`Unexpected: '${unexpected.toLowerCase()}'`);
  if (policy.expiration === undefined) throw invalid('Policy missing expiration.');
  if (policy.conditions === undefined) throw invalid('Policy missing conditions.');
  if (!Array.isArray(policy.conditions)) throw invalid("Invalid 'conditions' value: must be a List.");
  return { expiresAt: readExpiration(policy.expiration), conditions: policy.conditions.map(readCondition) };
}

function readExpiration(value: unknown): number {
  const isUtc = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);
  const epoch = isUtc ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(epoch)) throw invalid(`Invalid 'expiration' value: '${value}'`);
  return epoch;
}

function readCondition(condition: unknown): Condition {
  if (Array.isArray(condition)) return readListed(condition);
  if (!isObject(condition)) throw invalid('Invalid condition test: must be a List or Object.');
  const [entry, ...others] = Object.entries(condition);
  if (!entry || others.length > 0) {
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  }
  const [name, value] = entry;
  if (value === null) throw invalid('Invalid JSON.');
  if (typeof value !== 'string') throw invalid('Invalid Simple-Condition: value must be a string.');
  return { kind: 'eq', field: name.toLowerCase(), value, shown: show(['eq', `$${name}`, value]) };
}

function readListed(condition: readonly unknown[]): Condition {
  const [operator, first, second] = condition;
  if (typeof operator !== 'string') throw invalid('Invalid Condition: missing operation identifier.');
  const kind = operator.toLowerCase();
  if (kind !== 'eq' && kind !== 'starts-with' && kind !== 'content-length-range') {
    throw invalid(`Invalid Condition: unknown operation '${operator}'.`);
  }
  if (condition.length !== 3) throw invalid(`Invalid ${operator}: wrong number of arguments.`);
  const shown = show(condition);
  if (kind === 'content-length-range') {
    return { kind, least: readBound(first), most: readBound(second), shown };
  }
  if (typeof first !== 'string' || typeof second !== 'string') throw invalid('Invalid JSON.');
  const field = first.startsWith('$') ? first.slice(1).toLowerCase() : undefined;
  return { kind, field, value: second, shown };
}

/** Digits, as a number or in quotes. Anything else in quotes is a condition that fails. */
function readBound(value: unknown): number {
  if (typeof value === 'string') return /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isInteger(value)) throw invalid('Invalid JSON.');
  if (Number(value) < 0) throw invalid('Token - must be enclosed in quotes.');
  return Number(value);
}

function show(condition: readonly unknown[]): string {
  return `[${condition.map((part) => JSON.stringify(part)).join(', ')}]`;
}

function denied(why: string): AwsError {
  return new AwsError(403, 'AccessDenied', `Invalid according to Policy: ${why}`);
}

function invalid(why: string): AwsError {
  return new AwsError(400, 'InvalidPolicyDocument', `Invalid Policy: ${why}`);
}
