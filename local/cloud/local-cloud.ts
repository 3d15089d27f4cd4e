import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import { projectRoot } from '../project-root.ts';
import type { Exchange } from '../wire.ts';
import { ApiGateway } from './api-gateway.ts';
import { Authenticator } from './authenticator.ts';
import type { AwsService } from './aws-service.ts';
import {
  forBrowser,
  headersForBrowser,
  isFromBrowser,
  requestFromBrowser,
  responseForBrowser,
} from './browser-hosts.ts';
import { CloudFront } from './cloudfront.ts';
import { Contents } from './contents.ts';
import { Distribution } from './distribution.ts';
import { DynamoDb } from './dynamodb.ts';
import { createExchange } from './exchange.ts';
import { ExecuteApi } from './execute-api.ts';
import { Faults } from './faults.ts';
import { type ForeignServices, foreignServices } from './foreign-services.ts';
import { FrontDoor } from './front-door.ts';
import { GoogleIdentity } from './google-identity.ts';
import { type Credentials, KeyRing } from './iam.ts';
import { Invalidations } from './invalidations.ts';
import { Lambda } from './lambda.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { Listener } from './listener.ts';
import { Outbox } from './outbox.ts';
import type { Role } from './policy.ts';
import type { RandomBytes } from './random.ts';
import type { LoggedCall } from './request-log.ts';
import { S3 } from './s3.ts';
import { Uploads } from './s3-upload.ts';
import { Schedule } from './schedule.ts';
import { SecretsManager } from './secrets-manager.ts';
import {
  buckets,
  corsRules,
  seedFunctions,
  seedKeys,
  seedSecrets,
  seedTables,
  verifiedIdentities,
} from './seed.ts';
import { Ses } from './ses.ts';
import { Sts } from './sts.ts';
import { Tides } from './tides.ts';
import { ViewerRequestFunction } from './viewer-request.ts';
import { Weather } from './weather.ts';

export interface LocalCloudOptions {
  clock: Clock;
  /** 0 or none: any free port. */
  ports?: { aws?: number; guestSite?: number; crewApi?: number };
  /** Where the services' bundles and the Lambda worker lie, as `build.mjs` leaves them. */
  buildDirectory: string;
  /** Holds S3's objects while the cloud runs; they are gone when it stops. By default the system's temporary folder. */
  workDirectory?: string;
  random?: RandomBytes;
  /** JADA and ShipCaptainCrew are somebody else's, and know the POSTs of their contract only. */
  foreignServices?: boolean;
  /** The laptop's own clock, epoch milliseconds: AWS clients of the laptop date their signatures by it. */
  realNow?: () => number;
}

/** All of AWS and Google's sign-in that Charter Desk meets, on one laptop. Nothing outlives `stop`. */
export class LocalCloud {
  readonly region = deployment.region;
  /** The administrator's, for people. */
  readonly credentials: Credentials;
  readonly staticAddOnKeys: Credentials;
  readonly endpoints: { aws: string; guestSite: string; crewApi: string };
  /** Answers production host names; for `UrlFetchApp`. */
  readonly exchange: Exchange;
  readonly identity: GoogleIdentity;
  readonly outbox: Outbox;
  /** Oldest first. */
  readonly log: readonly LoggedCall[];
  readonly faults: Faults;
  /** Each service's operations, as faults and the log name them. */
  readonly operations: ReadonlyMap<string, readonly string[]>;
  readonly contents: Contents;
  /** Where S3's objects lie. */
  readonly objectsFolder: string;
  readonly schedule: Schedule;
  readonly distribution: Distribution;
  readonly addOnRole: Role;
  readonly ses: Ses;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** Where `foreignServices` were asked for. */
  readonly foreign: ForeignServices | undefined;
  private readonly close: () => Promise<void>;

  private constructor(parts: {
    credentials: Credentials;
    staticAddOnKeys: Credentials;
    endpoints: LocalCloud['endpoints'];
    exchange: Exchange;
    identity: GoogleIdentity;
    outbox: Outbox;
    log: LoggedCall[];
    faults: Faults;
    operations: LocalCloud['operations'];
    contents: Contents;
    objectsFolder: string;
    schedule: Schedule;
    distribution: Distribution;
    addOnRole: Role;
    ses: Ses;
    functions: ReadonlyMap<string, LambdaFunction>;
    foreign: ForeignServices | undefined;
    close: () => Promise<void>;
  }) {
    this.credentials = parts.credentials;
    this.staticAddOnKeys = parts.staticAddOnKeys;
    this.endpoints = parts.endpoints;
    this.exchange = parts.exchange;
    this.identity = parts.identity;
    this.outbox = parts.outbox;
    this.log = parts.log;
    this.faults = parts.faults;
    this.operations = parts.operations;
    this.contents = parts.contents;
    this.objectsFolder = parts.objectsFolder;
    this.schedule = parts.schedule;
    this.distribution = parts.distribution;
    this.addOnRole = parts.addOnRole;
    this.ses = parts.ses;
    this.functions = parts.functions;
    this.foreign = parts.foreign;
    this.close = parts.close;
  }

  /** Throws `PortInUseError`. */
  static async start(options: LocalCloudOptions): Promise<LocalCloud> {
    const closing: (() => Promise<unknown> | unknown)[] = [];
    const close = async (): Promise<void> => {
      for (const end of closing.splice(0).reverse()) await end();
    };
    try {
      return await LocalCloud.assemble(options, closing, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  private static async assemble(
    options: LocalCloudOptions,
    closing: (() => Promise<unknown> | unknown)[],
    close: () => Promise<void>,
  ): Promise<LocalCloud> {
    const { clock, ports = {}, buildDirectory, random = randomBytes, realNow = Date.now } = options;
    const open = async (surface: string, port = 0): Promise<Listener> => {
      const listener = await Listener.open(surface, port);
      closing.push(() => listener.close());
      return listener;
    };
    const [awsListener, guestListener, crewListener] = [
      await open('AWS endpoint', ports.aws),
      await open('guest site', ports.guestSite),
      await open('crew system', ports.crewApi),
    ];
    const endpoints = { aws: awsListener.url, guestSite: guestListener.url, crewApi: crewListener.url };

    const directory = await emptyDirectory(options.workDirectory);
    closing.push(() => rm(directory, { recursive: true, force: true }));
    const s3 = await S3.start(directory, buckets, corsRules, clock);
    closing.push(() => s3.stop());
    const dynamoDb = await DynamoDb.start(clock);
    closing.push(() => dynamoDb.stop());
    await seedTables(dynamoDb);

    const keys = new KeyRing();
    const { administrator, addOn } = seedKeys(keys, random);
    const secretsManager = new SecretsManager(clock, random);
    const secrets = seedSecrets(secretsManager, random);
    const functions = seedFunctions({
      secrets,
      keys,
      random,
      clock,
      buildDirectory,
      endpoint: endpoints.aws,
    });
    closing.push(() => Promise.all([...functions.values()].map((one) => one.stop())));
    const outbox = new Outbox();
    const foreign = options.foreignServices
      ? foreignServices({ dynamoDb, outbox, clock, random })
      : undefined;
    const { calendarApi, crewApi } = deployment;
    const ours = ({ id, stage, functionName }: typeof calendarApi | typeof crewApi) =>
      new ExecuteApi({ id, stage, function: required(functions, functionName) }, clock, random);
    const apis = new Map([
      [calendarApi.id as string, { name: calendarApi.name, gateway: foreign?.calendar ?? ours(calendarApi) }],
      [crewApi.id, { name: crewApi.name, gateway: foreign?.crewSystem ?? ours(crewApi) }],
    ]);
    const schedule = new Schedule(clock, random);
    schedule.add('Crew-OutboxClock', 60_000, required(functions, deployment.crewApi.functionName));
    closing.push(() => schedule.stop());

    const identity = await GoogleIdentity.start(clock, deployment.oauthClientId);
    const invalidations = new Invalidations(clock, random);
    const sts = new Sts(identity, keys, clock, random);
    const ses = new Ses(verifiedIdentities, outbox, clock, random);
    const services: AwsService[] = [
      s3,
      dynamoDb,
      secretsManager,
      sts,
      ses,
      new CloudFront(invalidations),
      new Lambda(functions, random),
      new ApiGateway(),
    ];
    const distribution = new Distribution({
      s3,
      crewApi: (request) => required(apis, deployment.crewApi.id).gateway.answer(request),
      invalidations,
      guestPath: new ViewerRequestFunction(
        await readFile(path.join(projectRoot(), 'cloudfront/guest-path.js'), 'utf8'),
      ),
      clock,
      random,
    });
    const faults = new Faults();
    const log: LoggedCall[] = [];
    const door = new FrontDoor({
      authenticator: new Authenticator(keys, clock, realNow),
      uploads: new Uploads(keys, clock),
      keys,
      services: new Map(services.map((service) => [service.signingName, service])),
      s3,
      sts,
      apis,
      distribution,
      publicServices: { weather: new Weather(clock, random), tides: new Tides(clock) },
      faults,
      log,
      clock,
      random,
    });
    awsListener.serve(async (request) => {
      if (!isFromBrowser(request, endpoints)) return door.answer(request, 'AWS endpoint');
      const arrived = requestFromBrowser(request, endpoints);
      return headersForBrowser(await door.answer(arrived, 'browser'), endpoints);
    });
    const { region } = deployment;
    const serveBrowser = (listener: Listener, authority: string, stage = '') =>
      listener.serve(async (request) => {
        const arrived = requestFromBrowser(request, endpoints);
        const path = `${stage}${request.path}`;
        return responseForBrowser(await door.answer({ ...arrived, authority, path }, 'browser'), endpoints);
      });
    serveBrowser(guestListener, deployment.guest.host);
    serveBrowser(crewListener, `${crewApi.id}.execute-api.${region}.amazonaws.com`, `/${crewApi.stage}`);
    return new LocalCloud({
      credentials: administrator,
      staticAddOnKeys: addOn,
      endpoints,
      exchange: createExchange((request) => door.answer(request, 'add-on')),
      identity,
      outbox,
      log,
      faults,
      operations: door.operations(),
      contents: new Contents(s3, dynamoDb),
      objectsFolder: directory,
      schedule,
      distribution,
      addOnRole: sts.role,
      ses,
      functions,
      foreign,
      close,
    });
  }

  /** Runs what is due by the clock now: SCC's outbox, once a minute. `schedule.start()` does so by itself. */
  tick(): Promise<void> {
    return this.schedule.tick();
  }

  /** A text with public addresses, such as a mail's body, as a browser on this laptop can follow them. */
  forBrowser(text: string): string {
    return forBrowser(text, this.endpoints);
  }

  stop(): Promise<void> {
    return this.close();
  }
}

async function emptyDirectory(parent = tmpdir()): Promise<string> {
  await mkdir(parent, { recursive: true });
  return mkdtemp(path.join(parent, 'charter-desk-s3-'));
}

function required<Value>(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name);
  if (value === undefined) throw new Error(`The deployment names ${name}, which was not seeded.`);
  return value;
}
