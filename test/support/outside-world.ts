import {
  CloudFrontClient,
  GetInvalidationCommand,
  ListInvalidationsCommand,
} from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { LocalCloud } from '../../local/cloud/local-cloud.ts';
import type { Mail } from '../../local/cloud/outbox.ts';
import { deployment } from '../../local/deployment.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  text: string;
}

/** All that stands outside the spreadsheet, as its own users and AWS's administrator see it. */
export class OutsideWorld {
  private readonly cloud: LocalCloud;
  private readonly s3: S3Client;
  private readonly cloudFront: CloudFrontClient;
  private readonly dynamoDb: DynamoDBDocumentClient;
  private readonly secretsManager: SecretsManagerClient;

  constructor(cloud: LocalCloud) {
    this.cloud = cloud;
    const { credentials, region, endpoints } = cloud;
    const asAdministrator = { credentials, region, endpoint: endpoints.aws };
    this.s3 = new S3Client({ ...asAdministrator, forcePathStyle: true });
    this.cloudFront = new CloudFrontClient(asAdministrator);
    this.dynamoDb = DynamoDBDocumentClient.from(new DynamoDBClient(asAdministrator));
    this.secretsManager = new SecretsManagerClient(asAdministrator);
  }

  close(): void {
    for (const client of [this.s3, this.cloudFront, this.dynamoDb, this.secretsManager]) client.destroy();
  }

  /** As the administrator; undefined when there is no such object. */
  async object(
    key: string,
    bucket: string = deployment.guest.bucket,
  ): Promise<(GetObjectCommandOutput & { text: string }) | undefined> {
    try {
      const object = await this.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return { ...object, text: (await object.Body?.transformToString()) ?? '' };
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  async putObject(key: string, body: string, bucket: string = deployment.guest.bucket): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  async removeObject(key: string, bucket: string = deployment.guest.bucket): Promise<void> {
    await this.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }

  /** The paths of the newest invalidation. */
  async invalidatedPaths(): Promise<string[]> {
    const { distributionId: DistributionId } = deployment.guest;
    const { InvalidationList } = await this.cloudFront.send(new ListInvalidationsCommand({ DistributionId }));
    const { Invalidation } = await this.cloudFront.send(
      new GetInvalidationCommand({ DistributionId, Id: InvalidationList?.Items?.[0]?.Id }),
    );
    return Invalidation?.InvalidationBatch?.Paths?.Items ?? [];
  }

  /** The guest site as a browser on this laptop gets it. */
  async visit(path: string, form?: Record<string, string>): Promise<Answer> {
    const response = await fetch(this.cloud.endpoints.guestSite + path, {
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    const headers = Object.fromEntries(response.headers);
    return { status: response.status, headers, text: await response.text() };
  }

  /** A public address, by its real name. */
  async get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    const request = { url, method: 'GET', headers, body: null, timeoutMilliseconds: 30_000 };
    const { status, headers: answered, body } = await this.cloud.exchange(request);
    return { status, headers: answered, text: Buffer.from(body).toString('utf8') };
  }

  /** What the calendar answers to whoever holds its token: none or one, as long as all is well. */
  async calendarEntries(bookingId: string): Promise<Record<string, unknown>[]> {
    const { dashboardToken } = await this.secrets();
    const { id, stage } = deployment.calendarApi;
    const { text } = await this.get(`${apiUrl(id, stage)}/calendar?booking_id=${bookingId}`, {
      'X-Dashboard-Token': dashboardToken,
    });
    return JSON.parse(text).entries;
  }

  /** As somebody does who works in the calendar itself. */
  async changeEntry(entryId: string, changes: Record<string, unknown>): Promise<void> {
    await this.send('PATCH', await this.calendar(entryId), changes);
  }

  async removeEntry(entryId: string): Promise<void> {
    await this.send('DELETE', await this.calendar(entryId));
  }

  private async calendar(entryId: string) {
    const { dashboardToken } = await this.secrets();
    const { id, stage } = deployment.calendarApi;
    return {
      url: `${apiUrl(id, stage)}/calendar/${entryId}`,
      headers: { 'X-Dashboard-Token': dashboardToken },
    };
  }

  /** As somebody does who works in the crew system itself. */
  async removeEvent(eventId: string): Promise<void> {
    const { serviceKey } = await this.secrets();
    const { id, stage } = deployment.crewApi;
    await this.send('DELETE', {
      url: `${apiUrl(id, stage)}/events/${eventId}`,
      headers: { 'X-Service-Key': serviceKey },
    });
  }

  private async send(
    method: string,
    { url, headers }: { url: string; headers: Record<string, string> },
    content?: object,
  ): Promise<void> {
    const body = content ? Buffer.from(JSON.stringify(content)) : null;
    const request = { url, method, headers, body, timeoutMilliseconds: 30_000 };
    const { status } = await this.cloud.exchange(request);
    if (status >= 300) throw new Error(`${method} ${url}: ${status}`);
  }

  /** What the crew system answers to whoever holds its key: none or one, as long as all is well. */
  async crewEvents(bookingId: string): Promise<Record<string, unknown>[]> {
    const { text } = await this.askCrewSystem(`/events?booking_id=${bookingId}`);
    return JSON.parse(text).events;
  }

  async askCrewSystem(path: string): Promise<Answer> {
    const { serviceKey } = await this.secrets();
    const { id, stage } = deployment.crewApi;
    return this.get(`${apiUrl(id, stage)}${path}`, { 'X-Service-Key': serviceKey });
  }

  /** A crew event as DynamoDB holds it. */
  async storedEvent(eventId: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.dynamoDb.send(
      new GetCommand({ TableName: 'scc-events', Key: { event_id: eventId }, ConsistentRead: true }),
    );
    return Item;
  }

  /** As somebody does who edits the table by hand. */
  async writeNotes(eventId: string, notes: string): Promise<void> {
    await this.dynamoDb.send(
      new UpdateCommand({
        TableName: 'scc-events',
        Key: { event_id: eventId },
        UpdateExpression: 'SET notes = :notes',
        ExpressionAttributeValues: { ':notes': notes },
      }),
    );
  }

  async secrets(): Promise<{ dashboardToken: string; serviceKey: string; distributionId: string }> {
    const { SecretString } = await this.secretsManager.send(
      new GetSecretValueCommand({ SecretId: deployment.addOnSecretId }),
    );
    return JSON.parse(SecretString ?? '{}');
  }

  async putSecrets(secrets: Partial<Awaited<ReturnType<OutsideWorld['secrets']>>>): Promise<void> {
    await this.putSecret(deployment.addOnSecretId, JSON.stringify({ ...(await this.secrets()), ...secrets }));
  }

  async putSecret(SecretId: string, SecretString: string): Promise<void> {
    await this.secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString }));
  }

  /** Does something right before each of the script's next calls of an operation has its effect, as others may. */
  before(service: string, operation: string, times: number, work: () => Promise<void>): void {
    this.cloud.faults.inject({
      service,
      operation,
      times,
      match: ({ authority }) => !authority.startsWith('127.0.0.1'),
      kind: 'interference',
      when: 'before',
      work,
    });
  }

  /** As one of the crew does: opens the newest link about a boat in their mailbox, and presses a button of its page. */
  async answer(address: string, boat: string, answer: 'confirm' | 'decline'): Promise<void> {
    const mail = this.mailsTo(address).findLast(({ text }) => text?.includes(boat));
    const link = mail?.links.find((one) => one.includes('/crew/confirm?token='));
    const { pathname, searchParams } = new URL(link ?? '');
    const { status } = await this.visit(pathname, { token: searchParams.get('token') ?? '', answer });
    if (status !== 200) throw new Error(`The crew page of ${address} answers ${status}.`);
  }

  /** What arrived in somebody's mailbox, oldest first. */
  mailsTo(address: string): Mail[] {
    return this.cloud.outbox.to(address);
  }
}

function apiUrl(id: string, stage: string): string {
  return `https://${id}.execute-api.${deployment.region}.amazonaws.com/${stage}`;
}
