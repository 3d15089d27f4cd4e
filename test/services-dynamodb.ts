import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { type DynamoDbCall, withTransactions } from './services-transactions.ts';

export interface TestDynamoDb {
  endpoint: string;
  documents: DynamoDBDocumentClient;
  /** Answers calls before the database sees them; undefined lets one pass. */
  intercept: ((operation: string, input: unknown) => ReturnType<DynamoDbCall> | undefined) | null;
  stop(): Promise<void>;
}

/** DynamoDB in memory, with these tables, behind a real socket. */
export async function startDynamoDb(tables: CreateTableCommandInput[]): Promise<TestDynamoDb> {
  const emulator = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve) => {
    emulator.listen(0, '127.0.0.1', resolve);
  });
  const emulatorUrl = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;

  const call = withTransactions(async (operation, input) => {
    const answer = await fetch(emulatorUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        'x-amz-date': '20000101T000000Z',
        authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=host, Signature=none',
      },
      body: JSON.stringify(input),
    });
    return { status: answer.status, output: (await answer.json()) as Record<string, unknown> };
  });

  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const input: unknown = JSON.parse(await text(request));
    const { status, output } = await (database.intercept?.(operation, input) ?? call(operation, input));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(output));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const client = new DynamoDBClient({
    endpoint,
    region: 'us-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const database: TestDynamoDb = {
    endpoint,
    documents: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    intercept: null,
    async stop() {
      client.destroy();
      for (const part of [server, emulator]) {
        part.closeAllConnections();
        await new Promise<void>((resolve) => {
          part.close(() => resolve());
        });
      }
    },
  };
  for (const table of tables) await client.send(new CreateTableCommand(table));
  return database;
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
