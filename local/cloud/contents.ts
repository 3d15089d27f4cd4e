import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { type HttpRequest, HttpResponse } from '@smithy/protocol-http';
import { deployment } from '../deployment.ts';
import type { DynamoDb } from './dynamodb.ts';
import type { CloudResponse } from './http-message.ts';
import type { S3, StoredKey } from './s3.ts';

/**
 * What the buckets and tables hold, past the front door: whoever looks meets no fault, spends none that waits
 * for somebody else, and stands in no log.
 */
export class Contents {
  readonly documents: DynamoDBDocumentClient;
  private readonly s3: S3;

  constructor(s3: S3, dynamoDb: DynamoDb) {
    this.s3 = s3;
    this.documents = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        region: deployment.region,
        // Nobody checks it here.
        credentials: { accessKeyId: 'contents', secretAccessKey: 'contents' },
        requestHandler: {
          handle: async (request: HttpRequest) => ({ response: await askDirectly(dynamoDb, request) }),
        },
      }),
    );
  }

  /** All of a table. */
  async items(table: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    for await (const { Items = [] } of paginateScan({ client: this.documents }, { TableName: table })) {
      items.push(...Items);
    }
    return items;
  }

  /** At most `most` objects whose keys come after `after`, in the order of their keys. */
  list(bucket: string, after: string, most: number): Promise<StoredKey[]> {
    return this.s3.list(bucket, after, most);
  }

  /** With its headers; its body only for GET. Undefined: there is none. */
  async object(bucket: string, key: string, method: 'GET' | 'HEAD'): Promise<CloudResponse | undefined> {
    const answer = await this.s3.read(bucket, key, method);
    return answer.status === 200 ? answer : undefined;
  }
}

async function askDirectly(
  dynamoDb: DynamoDb,
  { method, path, headers, body }: HttpRequest,
): Promise<HttpResponse> {
  const answer = await dynamoDb.handle({
    method,
    authority: 'dynamodb',
    path,
    query: '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: typeof body === 'string' ? Buffer.from(body) : body,
    sourceIp: '127.0.0.1',
  });
  const single = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
  return new HttpResponse({
    statusCode: answer.status,
    headers: Object.fromEntries(single),
    body: answer.body,
  });
}
