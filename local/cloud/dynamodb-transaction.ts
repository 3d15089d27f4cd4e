import { AwsError } from './aws-error.ts';
import { isObject, type JsonObject, text } from './json.ts';

type Key = JsonObject;
type Item = JsonObject;

/** The single-item operations that a transaction is made of, as dynalite has them. */
export interface Items {
  keyNames(table: string): Promise<string[]>;
  get(table: string, key: Key): Promise<Item | undefined>;
  /** `undefined` when it was done, else the error. */
  run(operation: string, input: JsonObject): Promise<{ type: string; message: string } | undefined>;
}

interface Action {
  kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
  /** As the single-item operation takes it. */
  input: JsonObject;
  /** Whether a failed condition shows the item as it was. */
  showsItem: boolean;
  table: string;
  key: Key;
  before: Item | undefined;
}

type Reason = { Code: string; Message?: string; Item?: Item };

const operations = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
} as const;

/** DynamoDB refuses bigger transactions. */
const mostActions = 100;

/**
 * `TransactWriteItems`, which dynalite lacks, out of its single-item writes: each action runs in turn, and all are
 * put back when one of them fails. The caller keeps every other request out meanwhile. A condition check is a
 * conditional delete that is always put back. Throws `AwsError`, cancellations with their reasons.
 */
export async function transactWrite(items: Items, input: JsonObject): Promise<void> {
  const requested = Array.isArray(input.TransactItems) ? input.TransactItems : [];
  if (requested.length === 0 || requested.length > mostActions) {
    throw invalid(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to ${mostActions} and greater than or equal to 1`,
    );
  }
  const actions: Action[] = [];
  for (const entry of requested) actions.push(await readAction(items, entry));
  const targets = actions.map(({ table, key }) => `${table} ${JSON.stringify(Object.entries(key).sort())}`);
  if (new Set(targets).size < targets.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
  const reasons: Reason[] = [];
  for (const action of actions) {
    const error = await items.run(operations[action.kind], action.input);
    if (error && error.type !== 'ConditionalCheckFailedException') {
      await restore(items, actions);
      throw new AwsError(400, error.type, error.message);
    }
    reasons.push(error ? failed(action) : { Code: 'None' });
    if (action.kind === 'ConditionCheck' && !error) await restore(items, [action]);
  }
  if (reasons.every(({ Code }) => Code === 'None')) return;
  await restore(items, actions);
  throw new TransactionCanceled(reasons);
}

/** Carries what the SDK turns into `CancellationReasons`. */
export class TransactionCanceled extends AwsError {
  readonly reasons: readonly Reason[];

  constructor(reasons: readonly Reason[]) {
    const codes = reasons.map(({ Code }) => Code).join(', ');
    super(
      400,
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    );
    this.reasons = reasons;
  }
}

function failed({ showsItem, before }: Action): Reason {
  return {
    Code: 'ConditionalCheckFailed',
    Message: 'The conditional request failed',
    ...(showsItem && before ? { Item: before } : {}),
  };
}

async function restore(items: Items, actions: readonly Action[]): Promise<void> {
  for (const { table, key, before } of actions) {
    if (before) await items.run('PutItem', { TableName: table, Item: before });
    else await items.run('DeleteItem', { TableName: table, Key: key });
  }
}

async function readAction(items: Items, entry: unknown): Promise<Action> {
  const found = isObject(entry) ? Object.entries(entry) : [];
  const [kind, input] = found[0] ?? [];
  if (found.length !== 1 || !isObject(input) || !isKind(kind)) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const table = text(input.TableName) ?? '';
  const { ReturnValuesOnConditionCheckFailure: onFailure, ...single } = input;
  const source = kind === 'Put' ? input.Item : input.Key;
  const names = await items.keyNames(table);
  const key = Object.fromEntries(names.map((name) => [name, isObject(source) ? source[name] : undefined]));
  if (Object.values(key).includes(undefined)) {
    throw invalid('One of the required keys was not given a value');
  }
  const before = await items.get(table, key);
  return { kind, input: single, showsItem: onFailure === 'ALL_OLD', table, key, before };
}

function isKind(name: string | undefined): name is Action['kind'] {
  return name !== undefined && Object.hasOwn(operations, name);
}

function invalid(message: string): AwsError {
  return new AwsError(400, 'ValidationException', message);
}
