import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

/** One call of DynamoDB's JSON protocol, without the wire: what goes in and what comes out. */
export type DynamoDbCall = (
  operation: string,
  input: unknown,
) => Promise<{ status: number; output: Record<string, unknown> }>;

type Item = Record<string, unknown>;
interface Operation extends Item {
  TableName: string;
  Item?: Item;
  Key?: Item;
  ReturnValuesOnConditionCheckFailure?: string;
}
interface TransactWriteItems {
  ClientRequestToken?: string;
  TransactItems: Partial<Record<'Put' | 'Update' | 'Delete' | 'ConditionCheck', Operation>>[];
}
interface Step {
  action: 'PutItem' | 'UpdateItem' | 'DeleteItem';
  operation: Operation;
  key: Item;
}
interface Reason {
  Code: string;
  Message?: string;
  Item?: Item;
}

const ACTIONS = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  // An update of nothing checks its condition; what it may have created is undone with the rest.
  ConditionCheck: 'UpdateItem',
} as const;
const MOST_ITEMS = 100;
const TOKEN_MILLISECONDS = 10 * 60_000;

/**
 * Gives an emulator that lacks it DynamoDB's TransactWriteItems: all writes or none, with a cancellation reason
 * for each, isolated from every other call. A repeated client token repeats the answer and not the writes.
 */
export function withTransactions(call: DynamoDbCall): DynamoDbCall {
  let last: Promise<unknown> = Promise.resolve();
  const tokens = new Map<string, { fingerprint: string; until: number }>();
  const keyNames = new Map<string, string[]>();

  return (operation, input) => {
    const turn = last.then(() =>
      operation === 'TransactWriteItems' ? transact(input as TransactWriteItems) : call(operation, input),
    );
    last = turn.catch(() => undefined);
    return turn;
  };

  async function transact(input: TransactWriteItems) {
    const { ClientRequestToken: token, TransactItems: items } = input;
    const fingerprint = createHash('sha256').update(JSON.stringify(items)).digest('hex');
    const seen = token ? tokens.get(token) : undefined;
    if (seen && seen.until > Date.now()) {
      return seen.fingerprint === fingerprint
        ? { status: 200, output: {} }
        : failure('IdempotentParameterMismatchException', 'The client token was used for another request.');
    }
    if (items.length === 0 || items.length > MOST_ITEMS) {
      return failure('ValidationException', `Member must have length between 1 and ${MOST_ITEMS}`);
    }
    const steps = await Promise.all(items.map(toStep));
    const targets = steps.map(({ operation, key }) => [operation.TableName, key]);
    if (
      targets.some((target, index) =>
        targets.slice(0, index).some((other) => isDeepStrictEqual(target, other)),
      )
    ) {
      return failure(
        'ValidationException',
        'Transaction request cannot include multiple operations on one item',
      );
    }
    const answer = await applyAll(steps);
    if (answer.status === 200 && token) {
      tokens.set(token, { fingerprint, until: Date.now() + TOKEN_MILLISECONDS });
    }
    return answer;
  }

  async function applyAll(steps: Step[]) {
    const reasons: Reason[] = [];
    const done: { step: Step; before: Item | undefined }[] = [];
    for (const step of steps) {
      const { ReturnValuesOnConditionCheckFailure: wanted, ...operation } = step.operation;
      const before = await read(step);
      const { status, output } = await call(step.action, operation);
      if (status === 200) {
        done.push({ step, before });
        reasons.push({ Code: 'None' });
        continue;
      }
      const type = String(output.__type).split('#').pop();
      const message = String(output.message ?? output.Message ?? '');
      if (type === 'ConditionalCheckFailedException') {
        reasons.push({
          Code: 'ConditionalCheckFailed',
          Message: message,
          ...(wanted === 'ALL_OLD' && before ? { Item: before } : {}),
        });
      } else if (type === 'ValidationException') {
        reasons.push({ Code: 'ValidationError', Message: message });
      } else {
        await undo(done);
        return { status, output };
      }
    }
    if (reasons.every(({ Code }) => Code === 'None')) return { status: 200, output: {} };
    await undo(done);
    const codes = reasons.map(({ Code }) => Code).join(', ');
    return failure(
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      { CancellationReasons: reasons },
    );
  }

  async function undo(done: { step: Step; before: Item | undefined }[]): Promise<void> {
    for (const { step, before } of done.reverse()) {
      const { TableName } = step.operation;
      if (before) await call('PutItem', { TableName, Item: before });
      else await call('DeleteItem', { TableName, Key: step.key });
    }
  }

  async function read({ operation: { TableName }, key }: Step): Promise<Item | undefined> {
    const { output } = await call('GetItem', { TableName, Key: key, ConsistentRead: true });
    return output.Item as Item | undefined;
  }

  async function toStep(item: TransactWriteItems['TransactItems'][number]): Promise<Step> {
    for (const kind of Object.keys(ACTIONS) as (keyof typeof ACTIONS)[]) {
      const operation = item[kind];
      if (!operation) continue;
      const names = await keysOf(operation.TableName);
      const source = operation.Key ?? operation.Item ?? {};
      return {
        action: ACTIONS[kind],
        operation,
        key: Object.fromEntries(names.map((name) => [name, source[name]])),
      };
    }
    throw new Error('A transaction item needs Put, Update, Delete or ConditionCheck.');
  }

  async function keysOf(table: string): Promise<string[]> {
    const known = keyNames.get(table);
    if (known) return known;
    const { output } = await call('DescribeTable', { TableName: table });
    const schema = (output.Table as { KeySchema?: { AttributeName: string }[] } | undefined)?.KeySchema ?? [];
    const names = schema.map(({ AttributeName }) => AttributeName);
    if (names.length > 0) keyNames.set(table, names);
    return names;
  }
}

function failure(type: string, message: string, more: Record<string, unknown> = {}) {
  return {
    status: 400,
    output: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, Message: message, ...more },
  };
}
