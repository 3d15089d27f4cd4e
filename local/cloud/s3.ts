import { existsSync } from 'node:fs';
import { mkdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import S3rver from '@20minutes/s3rver';
import type { Clock } from '../clock.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import { type CloudRequest, type CloudResponse, parseQuery, queryValue, respond } from './http-message.ts';
import { authorize, type Rights } from './iam.ts';
import { KeyedLock } from './keyed-lock.ts';
import { keepConnections, Loopback } from './loopback.ts';
import type { Permission } from './policy.ts';
import { PrivateSocket } from './private-socket.ts';
import { climbs, objectPath, type S3Address, s3Address } from './s3-address.ts';
import { answerPreflight, type CorsRule, corsHeaders, corsXml, readCorsXml } from './s3-cors.ts';
import { parseXml, xmlList, xmlText } from './xml.ts';

/** One line of a bucket's listing. */
export interface StoredKey {
  key: string;
  /** In bytes. */
  size: number;
  /** Epoch milliseconds of the set clock. */
  lastModified: number;
}

/**
 * S3: s3rver keeps the objects; this adds the conditional writes that it lacks, dates objects by the set clock, and
 * lets nothing by unverified.
 */
export class S3 implements AwsService {
  readonly signingName = 's3';
  readonly protocol = 's3';
  readonly operations = [
    'ListBuckets',
    'HeadBucket',
    'ListObjects',
    'GetObject',
    'HeadObject',
    'PutObject',
    'PostObject',
    'CopyObject',
    'DeleteObject',
    'DeleteObjects',
    'CreateMultipartUpload',
    'UploadPart',
    'CompleteMultipartUpload',
    'AbortMultipartUpload',
    'PreflightRequest',
  ];
  private readonly server: S3rver;
  private readonly emulator: Loopback;
  private readonly lock = new KeyedLock();

  private readonly directory: string;
  private readonly clock: Clock;
  private readonly socket: PrivateSocket;

  private constructor(server: S3rver, directory: string, clock: Clock, socket: PrivateSocket) {
    this.server = server;
    this.directory = directory;
    this.clock = clock;
    this.socket = socket;
    this.emulator = new Loopback(socket.address);
  }

  static async start(
    directory: string,
    buckets: readonly string[],
    corsRules: ReadonlyMap<string, readonly CorsRule[]>,
    clock: Clock,
  ): Promise<S3> {
    await mkdir(directory, { recursive: true });
    const socket = await PrivateSocket.create();
    const server = new S3rver({
      // It hands this on to Node's listen(), which takes a socket's path as well.
      port: socket.address,
      silent: true,
      directory,
      vhostBuckets: false,
      configureBuckets: buckets.map((name) => {
        const rules = corsRules.get(name);
        return { name, configs: rules ? [corsXml(rules)] : [] };
      }),
    });
    await server.run();
    keepConnections(server.httpServer);
    return new S3(server, directory, clock, socket);
  }

  async stop(): Promise<void> {
    this.emulator.close();
    this.server.httpServer.closeAllConnections();
    await this.server.close();
    await this.socket.remove();
  }

  operation(request: CloudRequest): string {
    const { bucket, key } = s3Address(request);
    const query = new Map(parseQuery(request.query));
    if (request.method === 'OPTIONS') return 'PreflightRequest';
    if (!bucket) return 'ListBuckets';
    const verb = verbs[request.method] ?? 'Unknown';
    const part = subresources.find((name) => query.has(name));
    if (part !== undefined) return `${verb}${key === '' ? 'Bucket' : 'Object'}${pascalCase(part)}`;
    if (key === '') {
      if (request.method === 'GET') return query.has('uploads') ? 'ListMultipartUploads' : 'ListObjects';
      if (request.method === 'POST') return query.has('delete') ? 'DeleteObjects' : 'PostObject';
      return `${verb}Bucket`;
    }
    if (query.has('uploads')) return 'CreateMultipartUpload';
    if (query.has('uploadId')) return multipart[request.method] ?? 'Unknown';
    return 'x-amz-copy-source' in request.headers ? 'CopyObject' : `${verb}Object`;
  }

  permissions(request: CloudRequest): Permission[] {
    const { bucket, key } = s3Address(request);
    const operation = this.operation(request);
    // Everybody is told so, whatever they may do: names of buckets are no secret.
    if (bucket && operation !== 'PutBucket' && !climbs({ bucket, key }) && !this.has(bucket)) {
      throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
    }
    const resource = bucket ? `arn:aws:s3:::${key === '' ? bucket : `${bucket}/${key}`}` : '*';
    const needed = [actions[operation] ?? operation];
    if (key !== '' && setsAcl(request)) needed.push('PutObjectAcl');
    if (key !== '' && 'x-amz-tagging' in request.headers) needed.push('PutObjectTagging');
    const prefix = queryValue(request, 'prefix');
    const context = operation === 'ListObjects' && prefix !== undefined ? { 's3:prefix': [prefix] } : {};
    return [...new Set(needed)].map((action) => ({ action: `s3:${action}`, resource, context }));
  }

  async handle(request: CloudRequest, rights: Rights): Promise<CloudResponse> {
    const address = s3Address(request);
    if (climbs(address)) {
      throw new AwsError(400, 'InvalidURI', "Couldn't parse the specified URI.", { URI: request.path });
    }
    refuseAcl(request);
    const answer = await this.perform(request, address);
    // Who may not list a bucket isn't told which keys are missing from it.
    const mayList = authorize(rights, {
      action: 's3:ListBucket',
      resource: `arn:aws:s3:::${address.bucket}`,
      // S3 asks whether a listing that shows this very key were allowed.
      context: { 's3:prefix': [address.key] },
    });
    if (answer.status === 404 && address.key !== '' && !mayList) {
      throw new AwsError(403, 'AccessDenied', 'Access Denied');
    }
    return answer;
  }

  /** A browser asks before it sends, and signs nothing. Throws `AwsError`. */
  async preflight(request: CloudRequest): Promise<CloudResponse> {
    const { bucket, key } = s3Address(request);
    const rules = this.has(bucket) ? ((await this.corsRules(bucket)) ?? 'no rules') : 'no bucket';
    return answerPreflight(request, key === '' ? 'BUCKET' : 'OBJECT', rules);
  }

  /** What the answer to a browser's request gets on top, whatever it is. */
  async corsHeaders(request: CloudRequest): Promise<Record<string, string>> {
    const { bucket } = s3Address(request);
    if (!('origin' in request.headers) || !this.has(bucket)) return {};
    return corsHeaders(request, (await this.corsRules(bucket)) ?? []);
  }

  /** Reads an object as the bucket's website does: no signature, no permission asked. */
  async read(bucket: string, key: string, method: 'GET' | 'HEAD' = 'GET'): Promise<CloudResponse> {
    const address = { bucket, key };
    return climbs(address) ? respond(400) : this.perform({ ...unsigned, method }, address);
  }

  /** At most `most` objects whose keys come after `after`. No permission asked. */
  async list(bucket: string, after: string, most: number): Promise<StoredKey[]> {
    // Not version 2, whose continuation tokens s3rver encrypts with a cipher that Node has no more.
    const query = `max-keys=${most}&marker=${encodeURIComponent(after)}`;
    const { status, body } = await this.forward({ ...unsigned, query }, { bucket, key: '' });
    if (status !== 200) throw new Error(`S3 could not list ${bucket}: ${status}.`);
    const parsed = parseXml(Buffer.from(body).toString('utf8'));
    return xmlList(parsed, 'ListBucketResult', 'Contents').map((entry) => ({
      key: xmlText(entry, 'Key') ?? '',
      size: Number(xmlText(entry, 'Size')),
      lastModified: Date.parse(xmlText(entry, 'LastModified') ?? ''),
    }));
  }

  private async corsRules(bucket: string): Promise<CorsRule[] | undefined> {
    const { status, body } = await this.forward({ ...unsigned, query: 'cors' }, { bucket, key: '' });
    return status === 200 ? readCorsXml(Buffer.from(body).toString('utf8')) : undefined;
  }

  private has(bucket: string): boolean {
    return bucket !== '' && !climbs({ bucket, key: '' }) && existsSync(path.join(this.directory, bucket));
  }

  private perform(request: CloudRequest, address: S3Address): Promise<CloudResponse> {
    const { bucket, key } = address;
    // One at a time for each object: s3rver writes in place, so that a reader could see half an object.
    return this.lock.run(`${bucket}/${key}`, async () => {
      if (request.method === 'PUT' && key !== '') await this.checkPreconditions(request, address);
      const answer = await this.forward(request, address);
      const isWrite = request.method === 'PUT' || request.method === 'POST';
      if (isWrite && key !== '' && answer.status === 200) await this.date(address);
      return answer;
    });
  }

  /** s3rver tells an object's date from its file. */
  private async date({ bucket, key }: S3Address): Promise<void> {
    const seconds = this.clock.now() / 1000;
    const file = path.join(this.directory, bucket, `${key}._S3rver_object`);
    await utimes(file, seconds, seconds).catch((error: NodeJS.ErrnoException) => {
      // A part of an upload is no object yet.
      if (error.code !== 'ENOENT') throw error;
    });
  }

  private async checkPreconditions(request: CloudRequest, address: S3Address): Promise<void> {
    const noneMatch = request.headers['if-none-match'];
    const match = request.headers['if-match'];
    if (noneMatch === undefined && match === undefined) return;
    if (noneMatch !== undefined && noneMatch !== '*') {
      throw new AwsError(
        501,
        'NotImplemented',
        'A header you provided implies functionality that is not implemented',
        {
          Header: 'If-None-Match',
        },
      );
    }
    const existing = await this.forward({ ...unsigned, method: 'HEAD' }, address);
    const exists = existing.status === 200;
    if (match !== undefined && !exists) {
      throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: address.key });
    }
    const etag = String(existing.headers.etag);
    if ((noneMatch === '*' && exists) || (match !== undefined && unquoted(match) !== unquoted(etag))) {
      throw new AwsError(
        412,
        'PreconditionFailed',
        'At least one of the pre-conditions you specified did not hold',
        {
          Condition: noneMatch === '*' ? 'If-None-Match' : 'If-Match',
        },
      );
    }
  }

  private forward(request: CloudRequest, address: S3Address): Promise<CloudResponse> {
    const query = request.query
      .split('&')
      .filter((pair) => pair !== '' && !signatureParameter.test(pair))
      .join('&');
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(
        ([name]) => !withheld.has(name) && !(request.method === 'PUT' && preconditions.has(name)),
      ),
    );
    const path = objectPath(address);
    return this.emulator.send(request.method, query ? `${path}?${query}` : path, headers, request.body);
  }
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

const signatureParameter =
  /^(x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token)|x-id)(=|$)/i;
const preconditions = new Set(['if-none-match', 'if-match']);

/**
 * A bucket's owner owns every object in it, which is the default since 2023: access control lists are off, and
 * a write may name that owner's full control or nothing
 * (docs.aws.amazon.com/AmazonS3/latest/userguide/object-ownership-error-responses.html).
 */
function refuseAcl(request: CloudRequest): void {
  const putsAcl = request.method === 'PUT' && queryValue(request, 'acl') !== undefined;
  const others = setsAcl(request) && request.headers['x-amz-acl'] !== 'bucket-owner-full-control';
  if (putsAcl || others) {
    throw new AwsError(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');
  }
}

function setsAcl({ headers }: CloudRequest): boolean {
  return Object.keys(headers).some((name) => name === 'x-amz-acl' || name.startsWith('x-amz-grant-'));
}

/** What a query can name of a bucket or object in place of its content; IAM has an action for each. */
const subresources = [
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'encryption',
  'inventory',
  'legal-hold',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'tagging',
  'torrent',
  'versioning',
  'versions',
  'website',
];

function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const verbs: Record<string, string> = { GET: 'Get', HEAD: 'Head', PUT: 'Put', DELETE: 'Delete' };
const multipart: Record<string, string> = {
  PUT: 'UploadPart',
  POST: 'CompleteMultipartUpload',
  DELETE: 'AbortMultipartUpload',
  GET: 'ListParts',
};

/** Operations whose IAM action has another name. */
const actions: Record<string, string> = {
  ListBuckets: 'ListAllMyBuckets',
  ListObjects: 'ListBucket',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  GetBucketVersions: 'ListBucketVersions',
  HeadBucket: 'ListBucket',
  HeadObject: 'GetObject',
  PutBucket: 'CreateBucket',
  DeleteObjects: 'DeleteObject',
  PostObject: 'PutObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
};

/**
 * What s3rver must not see: it would check the signature against its own key and add CORS headers of its own, and
 * the framing is undone already.
 */
const withheld = new Set([
  'authorization',
  'connection',
  'content-length',
  'expect',
  'host',
  'origin',
  'transfer-encoding',
  'x-amz-content-sha256',
  'x-amz-decoded-content-length',
  'x-amz-security-token',
  'x-amz-trailer',
]);

const unsigned: CloudRequest = {
  method: 'GET',
  authority: 's3',
  path: '/',
  query: '',
  headers: {},
  body: new Uint8Array(),
  sourceIp: '127.0.0.1',
};
