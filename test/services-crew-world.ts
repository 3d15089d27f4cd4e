import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { LogRecord } from '../services/shared/service-app.ts';
import { createApp } from '../services/ship-captain-crew/app.ts';
import { readEnvironment } from '../services/ship-captain-crew/environment.ts';
import { sesMailer } from '../services/ship-captain-crew/mailer.ts';
import { tables } from '../services/ship-captain-crew/tables.ts';
import { startDynamoDb, type TestDynamoDb } from './services-dynamodb.ts';

export const SERVICE_KEY = 'service-key-of-the-test';
export const BUCKET = 'queenofsandiego-photos';
/** What S3 puts into one page of a listing. */
const LARGEST_PAGE = 1_000;
export const hash = (key: string) => createHash('sha256').update(key).digest('hex');

export const charter = {
  event_name: 'Boatsetter — May 30 (3h)',
  booking_id: 'XHQGMDH',
  boat: 'Sail JADA',
  start_time: '2027-05-30T09:00:00-07:00',
  duration_hours: 3,
  location: 'Sheraton Marina, Dock B',
  guest_name: 'Grace H.',
  captain: { crew_id: 'cap', name: 'Cora Captain', email: 'cora@example.com' },
  crew: [
    { crew_id: 'ana', role: 'deckhand', name: 'Ana Ahoy', email: 'ana@example.com', rate: 25, hours: 5 },
    { crew_id: 'ben', role: 'deckhand', name: 'Ben Bosun', email: 'ben@example.com', rate: 31.5, hours: 4.5 },
  ],
  notes: 'Bring ice and sunscreen',
  guest_page_url: 'https://queenofsandiego.com/g/xhqgmdh',
  calendar_entry_id: 'cal_1',
};
export type Charter = typeof charter;

export interface CapturedMail {
  to: string;
  subject: string;
  html: string;
  text: string;
  from: string;
}

export interface EventAnswer {
  event_id: string;
  status: string;
  version: number;
  replies: { crew_id: string; reply: string; replied_at: string | null; mail: string }[];
  change_log: { at: string; fields: string[] }[];
}

/** SES, Secrets Manager and S3's listing, as far as the service asks them, behind a real socket. */
export class FakeAws {
  mails: CapturedMail[] = [];
  secrets: Record<string, string> = { AWSCURRENT: 'first-signing-secret-of-at-least-32-bytes' };
  secretReads = 0;
  /** Decides about each mail before it is taken: `lose` takes it and drops the connection instead of answering. */
  mailFault: (to: string) => 'lose' | { status: number; type: string } | undefined = () => undefined;
  /** What stands in the bucket of photos, by key: when it came. */
  objects = new Map<string, number>();
  /** The queries of all listings. */
  listings: URLSearchParams[] = [];
  private readonly server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(this.list(pathname, searchParams));
      return;
    }
    const body = JSON.parse(await text(request));
    const answer = (status: number, value: object, type?: string) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(type ? { 'x-amzn-errortype': type } : {}),
      });
      response.end(JSON.stringify(value));
    };
    if (request.url !== '/v2/email/outbound-emails') {
      this.secretReads++;
      const secret = this.secrets[body.VersionStage];
      if (secret) answer(200, { Name: body.SecretId, SecretString: secret });
      else answer(400, { __type: 'ResourceNotFoundException', Message: 'no such version' });
      return;
    }
    const to: string = body.Destination.ToAddresses[0];
    const fault = this.mailFault(to);
    if (fault && fault !== 'lose') {
      answer(fault.status, { message: 'no' }, fault.type);
      return;
    }
    const { Subject, Body } = body.Content.Simple;
    this.mails.push({
      to,
      subject: Subject.Data,
      html: Body.Html.Data,
      text: Body.Text.Data,
      from: body.FromEmailAddress,
    });
    if (fault === 'lose') request.socket.destroy();
    else answer(200, { MessageId: `message-${this.mails.length}` });
  });

  /** ListObjectsV2, path-style, with the bucket's objects in the order of their keys, at most `LARGEST_PAGE` a page. */
  private list(path: string, query: URLSearchParams): string {
    if (path !== `/${BUCKET}/` || query.get('list-type') !== '2') throw new Error(`${path}?${query}`);
    this.listings.push(query);
    const after = query.get('continuation-token') ?? '';
    const found = [...this.objects]
      .filter(([key]) => key.startsWith(query.get('prefix') ?? '') && key > after)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const page = found.slice(0, LARGEST_PAGE);
    const contents = page.map(
      ([key, at]) =>
        `<Contents><Key>${key}</Key><LastModified>${new Date(at).toISOString()}</LastModified></Contents>`,
    );
    const next =
      found.length > page.length
        ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${page.at(-1)?.[0]}</NextContinuationToken>`
        : '<IsTruncated>false</IsTruncated>';
    return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${next}${contents.join('')}</ListBucketResult>`;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.server.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
  }
}

/** ShipCaptainCrew on an in-memory DynamoDB, with real AWS clients and a clock that a test sets. */
export class CrewWorld {
  readonly database: TestDynamoDb;
  readonly aws: FakeAws;
  readonly awsUrl: string;
  now = Date.parse('2027-05-01T12:00:00-07:00');
  log: LogRecord[] = [];
  variables: Record<string, string> = {
    SERVICE_KEY_HASH: hash(SERVICE_KEY),
    JWT_SECRET_ID: 'ship-captain-crew/jwt',
    MAIL_FROM: 'crew@queenofsandiego.com',
    PUBLIC_URL: 'https://queenofsandiego.com/',
    UPLOAD_BUCKET: BUCKET,
  };
  /** The world outside AWS: nothing answers unless a test says so. */
  fetch: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));
  private service: ReturnType<typeof createApp> | null = null;
  private ids = 0;

  private constructor(database: TestDynamoDb, aws: FakeAws, awsUrl: string) {
    this.database = database;
    this.aws = aws;
    this.awsUrl = awsUrl;
  }

  static async start(): Promise<CrewWorld> {
    const aws = new FakeAws();
    return new CrewWorld(await startDynamoDb(tables), aws, await aws.start());
  }

  async stop(): Promise<void> {
    await Promise.all([this.database.stop(), this.aws.stop()]);
  }

  /** Another instance of the function, with empty caches. */
  restart(): void {
    this.service = null;
  }

  get mails(): CapturedMail[] {
    return this.aws.mails;
  }

  /** The mails since the last call. */
  takeMails(): CapturedMail[] {
    return this.aws.mails.splice(0);
  }

  drainDue(): Promise<void> {
    return this.instance().outbox.drainDue();
  }

  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.instance().app.request(path, {
      method,
      headers: { 'X-Service-Key': SERVICE_KEY, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async createEvent(changes: object = {}, headers: Record<string, string> = {}): Promise<string> {
    const response = await this.call('POST', '/events', { ...charter, ...changes }, headers);
    const body = (await response.json()) as { event_id: string };
    if (response.status !== 201) throw new Error(JSON.stringify(body));
    return body.event_id;
  }

  async event(id: string): Promise<EventAnswer> {
    const response = await this.call('GET', `/events/${id}`);
    if (response.status !== 200) throw new Error(await response.text());
    return (await response.json()) as EventAnswer;
  }

  async replies(id: string): Promise<Record<string, string>> {
    const { replies } = await this.event(id);
    return Object.fromEntries(replies.map(({ crew_id, reply }) => [crew_id, reply]));
  }

  async mailStates(id: string): Promise<Record<string, string>> {
    const { replies } = await this.event(id);
    return Object.fromEntries(replies.map(({ crew_id, mail }) => [crew_id, mail]));
  }

  /** The token in the newest mail to `address`. */
  token(address: string): string {
    const mail = this.mails.findLast(({ to }) => to === address);
    const token = mail?.text.match(/\/crew\/confirm\?token=(\S+)/)?.[1];
    if (!token) throw new Error(`No link was mailed to ${address}`);
    return token;
  }

  open(token: string) {
    return this.visit(`/crew/confirm?token=${token}`);
  }

  press(token: string, answer: string) {
    return this.postForm('/crew/confirm', { token, answer });
  }

  /** As a guest's browser asks: without the service's key. */
  visit(path: string, init: RequestInit = {}) {
    return this.instance().app.request(path, init);
  }

  postForm(path: string, fields: Record<string, string> | [string, string][]) {
    return this.visit(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  }

  postJson(path: string, body: unknown) {
    return this.visit(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** All that a table holds, as text. */
  async dump(table: string): Promise<Record<string, unknown>[]> {
    const { Items } = await this.database.documents.send(new ScanCommand({ TableName: table }));
    return Items ?? [];
  }

  private instance() {
    if (this.service) return this.service;
    const configuration = readEnvironment(this.variables);
    if ('wrong' in configuration) throw new Error(configuration.wrong.join());
    const client = {
      endpoint: this.awsUrl,
      region: 'us-west-2',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    const { environment } = configuration;
    this.service = createApp({
      environment,
      documents: this.database.documents,
      secrets: new SecretsManagerClient(client),
      objects: new S3Client(client),
      mailer: sesMailer(new SESv2Client({ ...client, maxAttempts: 1 }), environment.MAIL_FROM),
      fetch: (...request) => this.fetch(...request),
      now: () => this.now,
      randomId: () => `id${++this.ids}`,
      log: (record) => this.log.push(record),
    });
    return this.service;
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
