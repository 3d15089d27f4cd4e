import type { Server } from 'node:http';
import dynalite from 'dynalite';
import type { Clock } from '../clock.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import { attributeContext } from './dynamodb-context.ts';
import { type Items, TransactionCanceled, transactWrite } from './dynamodb-transaction.ts';
import { bodyText, type CloudRequest, type CloudResponse, respond } from './http-message.ts';
import { tableArn } from './iam.ts';
import { isObject, type JsonObject, parseJson, text } from './json.ts';
import { KeyedLock } from './keyed-lock.ts';
import { keepConnections, Loopback } from './loopback.ts';
import type { Permission } from './policy.ts';
import { PrivateSocket } from './private-socket.ts';

/** DynamoDB: dynalite, in memory. It checks the syntax of a signature only; the front door has verified it. */
export class DynamoDb implements AwsService {
  readonly signingName = 'dynamodb';
  readonly protocol = 'json-1.0';
  readonly operations = [
    'GetItem',
    'BatchGetItem',
    'Query',
    'Scan',
    'PutItem',
    'UpdateItem',
    'DeleteItem',
    'BatchWriteItem',
    'TransactWriteItems',
    'ListTables',
    'DescribeTable',
    'CreateTable',
    'UpdateTable',
    'DeleteTable',
  ];
  private readonly server: Server;
  private readonly emulator: Loopback;
  private readonly lock = new KeyedLock();
  /** What each client token was used for: a transaction sent twice under one is done once. */
  private readonly transactions = new Map<string, { content: string; when: number }>();
  private readonly clock: Clock;

  private readonly socket: PrivateSocket;

  private constructor(server: Server, socket: PrivateSocket, clock: Clock) {
    this.clock = clock;
    this.server = server;
    this.socket = socket;
    this.emulator = new Loopback(socket.address);
  }

  static async start(clock: Clock): Promise<DynamoDb> {
    const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    keepConnections(server);
    const socket = await PrivateSocket.create();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socket.address, resolve);
    });
    return new DynamoDb(server, socket, clock);
  }

  async stop(): Promise<void> {
    this.emulator.close();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    await this.socket.remove();
  }

  operation(request: CloudRequest): string {
    return request.headers['x-amz-target']?.split('.')[1] ?? 'Unknown';
  }

  permissions(request: CloudRequest): Permission[] {
    const input = parseJson(bodyText(request));
    return isObject(input) ? permissionsFor(this.operation(request), input) : [];
  }

  handle(request: CloudRequest): Promise<CloudResponse> {
    // One request at a time: a transaction must be alone, and each of dynalite's takes about a millisecond.
    return this.lock.run('all', () =>
      this.operation(request) === 'TransactWriteItems' ? this.transact(request) : this.forward(request),
    );
  }

  private forward(request: CloudRequest): Promise<CloudResponse> {
    const target = request.query ? `${request.path}?${request.query}` : request.path;
    return this.emulator.send(request.method, target, request.headers, request.body);
  }

  private async transact(request: CloudRequest): Promise<CloudResponse> {
    const input = parseJson(bodyText(request));
    if (!isObject(input))
      throw new AwsError(400, 'SerializationException', 'The request body is not a JSON object.');
    const token = text(input.ClientRequestToken);
    const content = JSON.stringify(input.TransactItems);
    const earlier = token === undefined ? undefined : this.transactions.get(token);
    const contentType = { 'content-type': 'application/x-amz-json-1.0' };
    const now = this.clock.now();
    if (earlier !== undefined && now - earlier.when < tokenLifetime) {
      if (earlier.content === content) return respond(200, '{}', contentType);
      throw new AwsError(
        400,
        'IdempotentParameterMismatchException',
        'The request uses the same client token as a previous, but non-identical request.',
      );
    }
    try {
      await transactWrite(this.items(), input);
    } catch (error) {
      if (!(error instanceof TransactionCanceled)) throw error;
      const { code, message, reasons } = error;
      const body = {
        __type: `com.amazonaws.dynamodb.v20120810#${code}`,
        Message: message,
        CancellationReasons: reasons,
      };
      return respond(400, JSON.stringify(body), contentType);
    }
    if (token !== undefined) this.transactions.set(token, { content, when: now });
    return respond(200, '{}', contentType);
  }

  private items(): Items {
    return {
      keyNames: async (table) => {
        const description = await this.call('DescribeTable', { TableName: table });
        const { Table: found } = JSON.parse(bodyText(description)) as {
          Table?: { KeySchema: { AttributeName: string }[] };
        };
        if (!found) throw new AwsError(400, 'ResourceNotFoundException', 'Requested resource not found');
        return found.KeySchema.map(({ AttributeName }) => AttributeName);
      },
      get: async (table, key) => {
        const answer = await this.call('GetItem', { TableName: table, Key: key, ConsistentRead: true });
        const result = JSON.parse(bodyText(answer)) as { Item?: JsonObject; message?: string };
        if (answer.status !== 200)
          throw new AwsError(400, 'ValidationException', result.message ?? 'Invalid key');
        return result.Item;
      },
      run: async (operation, input) => {
        const answer = await this.call(operation, input);
        if (answer.status === 200) return undefined;
        const { __type: type, message } = JSON.parse(bodyText(answer)) as {
          __type: string;
          message?: string;
        };
        return { type: type.split('#').at(-1) ?? type, message: message ?? '' };
      },
    };
  }

  /** Creates a table and waits until it can be used. */
  async createTable(input: { TableName?: string | undefined }): Promise<void> {
    const created = await this.call('CreateTable', input);
    if (created.status !== 200) {
      throw new Error(`Table ${input.TableName} was not created: ${bodyText(created)}`);
    }
    for (;;) {
      const described = parseJson(bodyText(await this.call('DescribeTable', { TableName: input.TableName })));
      if ((described as { Table?: { TableStatus?: string } }).Table?.TableStatus === 'ACTIVE') return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Stores an item of texts, as whoever owns the table may. */
  async putTexts(table: string, item: Record<string, string>): Promise<void> {
    const texts = Object.entries(item).map(([name, value]) => [name, { S: value }]);
    const stored = await this.call('PutItem', { TableName: table, Item: Object.fromEntries(texts) });
    if (stored.status !== 200) throw new Error(`${table} did not take an item: ${bodyText(stored)}`);
  }

  private call(operation: string, input: unknown): Promise<CloudResponse> {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20000101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=cloud/20000101/us-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
    };
    return this.emulator.send('POST', '/', headers, Buffer.from(JSON.stringify(input)));
  }
}

/** How long DynamoDB remembers a transaction's client token, in milliseconds. */
const tokenLifetime = 10 * 60_000;

const transactionActions: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** A transaction needs what its single actions need, and a batch its own action on each table. */
function permissionsFor(operation: string, input: JsonObject): Permission[] {
  if (operation === 'TransactWriteItems' && Array.isArray(input.TransactItems)) {
    return input.TransactItems.filter(isObject)
      .flatMap((entry) => Object.entries(entry))
      .map(([kind, action]) => ({
        action: `dynamodb:${transactionActions[kind] ?? kind}`,
        resource: tableArn((isObject(action) ? text(action.TableName) : undefined) ?? '*'),
        context: attributeContext(kind, isObject(action) ? action : {}),
      }));
  }
  const action = `dynamodb:${operation}`;
  if (isObject(input.RequestItems)) {
    return Object.keys(input.RequestItems).map((table) => ({ action, resource: tableArn(table) }));
  }
  const table = tableArn(text(input.TableName) ?? '*');
  const index = text(input.IndexName);
  const resource = index === undefined ? table : `${table}/index/${index}`;
  return [{ action, resource, context: attributeContext(operation, input) }];
}
