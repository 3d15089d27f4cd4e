import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Clock } from '../local/clock.ts';
import { AwsError } from '../local/cloud/aws-error.ts';
import { DynamoDb } from '../local/cloud/dynamodb.ts';
import { renderError } from '../local/cloud/error-shape.ts';
import { type CloudRequest, type CloudResponse, respond } from '../local/cloud/http-message.ts';

export interface TestDynamoDb {
  endpoint: string;
  documents: DynamoDBDocumentClient;
  /** Answers an operation in the database's place; undefined lets it pass. */
  intercept: (operation: string) => object | undefined;
  stop(): Promise<void>;
}

/** DynamoDB in memory, with these tables, behind a real socket. */
export async function startDynamoDb(tables: CreateTableCommandInput[]): Promise<TestDynamoDb> {
  const dynamoDb = await DynamoDb.start(new Clock());
  for (const table of tables) await dynamoDb.createTable(table);

  const server = createServer(async (request, response) => {
    const answer = await answerTo(await read(request));
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  async function answerTo(request: CloudRequest): Promise<CloudResponse> {
    const error = database.intercept(dynamoDb.operation(request));
    if (error) return respond(400, JSON.stringify(error), { 'content-type': 'application/x-amz-json-1.0' });
    try {
      return await dynamoDb.handle(request);
    } catch (thrown) {
      if (thrown instanceof AwsError) return renderError(dynamoDb.protocol, thrown, 'test', false);
      throw thrown;
    }
  }
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
    intercept: () => undefined,
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await dynamoDb.stop();
    },
  };
  return database;
}

async function read(request: IncomingMessage): Promise<CloudRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    authority: request.headers.host ?? '',
    path: request.url ?? '/',
    query: '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(parts),
    sourceIp: '127.0.0.1',
  };
}
