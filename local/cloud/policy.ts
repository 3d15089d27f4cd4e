import * as z from 'zod';

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  /** Whom the policy of a resource is about, by kind. */
  Principal: z.strictObject({ Federated: texts.optional(), Service: texts.optional() }).default({}),
  Action: texts,
  /** Trust policies have none. */
  Resource: texts.default(['*']),
  /** By operator and key. */
  Condition: z.record(z.string(), z.record(z.string(), texts)).default({}),
});

const document = z
  .strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statement) })
  .transform(({ Statement }) => Statement);

/** An IAM policy, in the order in which it was written. */
export type Policy = readonly Statement[];

/** A role of the deployment: who may take it on, and what it may do. */
export interface Role {
  trust: Policy;
  policy: Policy;
}

export type Statement = z.output<typeof statement>;

/** What a request says of itself, by condition key; a key is absent where the request has nothing of it. */
export type Context = Readonly<Record<string, readonly string[]>>;

export interface Permission {
  /** `service:Action` */
  action: string;
  /** An ARN. */
  resource: string;
  context?: Context;
}

/** Throws for elements of a policy that this does not know, as `NotAction`: to overlook one would be too kind. */
export function readPolicy(given: unknown): Policy {
  const policy = document.parse(given);
  for (const { Condition } of policy) for (const operator of Object.keys(Condition)) parseOperator(operator);
  return policy;
}

/** What the policy of a resource says of somebody, such as the `Service` named `cloudfront.amazonaws.com`. */
export function statementsAbout(kind: keyof Statement['Principal'], name: string, policy: Policy): Policy {
  return policy.filter(({ Principal }) => Principal[kind]?.includes(name));
}

/** As AWS decides: allowed by some statement, and denied by none. */
export function allows(policy: Policy, permission: Permission): boolean {
  const matching = policy.filter((one) => applies(one, permission));
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}

function applies(
  { Action, Resource, Condition }: Statement,
  { action, resource, context = {} }: Permission,
): boolean {
  // AWS compares names of condition keys and of actions without regard to case.
  const known = new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
  return (
    Action.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    Resource.some((pattern) => matches(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, wanted, known.get(key.toLowerCase()))),
    )
  );
}

const COMPARISONS: Readonly<Record<string, (wanted: string, actual: string) => boolean>> = {
  StringEquals: (wanted, actual) => wanted === actual,
  StringLike: matches,
  ArnLike: matchesArn,
};

function parseOperator(operator: string) {
  const [, forAll, name = '', ifExists] = /^(ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const compare = COMPARISONS[name];
  if (!compare) throw new Error(`The local IAM does not know the condition operator ${operator}.`);
  return { forAll: forAll !== undefined, compare, ifExists: ifExists !== undefined };
}

function holds(operator: string, wanted: readonly string[], actual: readonly string[] | undefined): boolean {
  const { forAll, compare, ifExists } = parseOperator(operator);
  if (actual === undefined) return forAll || ifExists;
  const isWanted = (value: string) => wanted.some((one) => compare(one, value));
  return forAll ? actual.every(isWanted) : actual.some(isWanted);
}

/** Part by part: no `*` reaches beyond the part that it stands in. */
function matchesArn(pattern: string, arn: string): boolean {
  const parts = arnParts(arn);
  return arnParts(pattern).every((part, index) => matches(part, parts[index] ?? ''));
}

/** `arn`, partition, service, region, account and resource; the last may have colons of its own. */
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** `*` stands for any run of characters, `?` for any one. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
