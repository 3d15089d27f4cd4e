import type { Settings } from '../booking/settings.ts';
import { Aws } from '../clients/aws.ts';
import type { Cache } from '../clients/cache.ts';
import { CloudFront } from '../clients/cloudfront.ts';
import { type CredentialSource, StaticCredentials, WebIdentityCredentials } from '../clients/credentials.ts';
import { DynamoDb } from '../clients/dynamodb.ts';
import { GuestSite } from '../clients/guest-site.ts';
import { JadaCalendar } from '../clients/jada-calendar.ts';
import type { Redaction } from '../clients/redaction.ts';
import type { FetchAll, Sender } from '../clients/request.ts';
import { type CallRecord, Rounds } from '../clients/rounds.ts';
import { S3 } from '../clients/s3.ts';
import { Secrets } from '../clients/secrets.ts';
import { SecretsManager } from '../clients/secrets-manager.ts';
import { Ses } from '../clients/ses.ts';
import { ShipCaptainCrew } from '../clients/ship-captain-crew.ts';
import { Sts } from '../clients/sts.ts';
import { scriptClock, startedAt } from '../google/clock.ts';
import { identityToken } from '../google/identity.ts';
import { scriptProperty } from '../google/properties.ts';
import { random } from '../google/random.ts';

/** An execution has 6 minutes; no round starts later than this into it, which leaves time to write the sheet. */
const LATEST_START_MILLISECONDS = 4.5 * 60_000 - 60_000;

/** Every outside system, by its client. */
export interface Remotes {
  aws: Aws;
  secrets: Secrets;
  s3: S3;
  cloudFront: CloudFront;
  /** From the settings, or else from the secret. */
  distributionId: () => Promise<string>;
  guestSite: GuestSite;
  calendar: JadaCalendar;
  crewSystem: ShipCaptainCrew;
  dynamoDb: DynamoDb;
  ses: Ses;
}

/** `cache` keeps credentials and secrets. */
export function remotesFor(settings: Settings, sender: Sender, redaction: Redaction, cache: Cache): Remotes {
  const credentials = credentialsFor(settings, sender, redaction, cache);
  const aws = new Aws(sender, credentials, settings.region, scriptClock.now);
  const secrets = new Secrets({
    secretId: settings.secretId,
    secretsManager: new SecretsManager(aws),
    scriptProperty,
    cache,
    redaction,
  });
  return {
    aws,
    secrets,
    s3: new S3(aws),
    cloudFront: new CloudFront(aws),
    distributionId: async () => settings.distributionId || secrets.get('distributionId'),
    guestSite: new GuestSite(sender),
    calendar: new JadaCalendar({
      sender,
      secrets,
      url: settings.calendarUrl,
      honoursIdempotencyKeys: settings.calendarHonoursIdempotencyKeys,
    }),
    crewSystem: new ShipCaptainCrew({
      sender,
      secrets,
      url: settings.crewUrl,
      honoursIdempotencyKeys: settings.crewHonoursIdempotencyKeys,
      keySentAsHash: settings.crewKeySentAsHash,
    }),
    dynamoDb: new DynamoDb(aws),
    ses: new Ses(aws),
  };
}

/** Everything that leaves goes through this one; `calls` gathers what came of it. */
export function roundsFor(
  fetchAll: FetchAll,
  calls: CallRecord[],
  redaction: Redaction,
  beforeRound: () => void,
): Rounds {
  return new Rounds({
    fetchAll,
    clock: scriptClock,
    random,
    latestStart: startedAt + LATEST_START_MILLISECONDS,
    beforeRound,
    record: (call) => {
      calls.push(call);
      console.log(JSON.stringify(call));
    },
    redact: (text) => redaction.clean(text),
  });
}

/** By default the role that the user's Google identity may assume; keys in Script Properties where no role is set. */
function credentialsFor(
  settings: Settings,
  sender: Sender,
  redaction: Redaction,
  cache: Cache,
): CredentialSource {
  const { roleArn, region } = settings;
  if (roleArn === '') {
    const accessKeyId = scriptProperty('AWS_ACCESS_KEY_ID') || '';
    const secretAccessKey = scriptProperty('AWS_SECRET_ACCESS_KEY') || '';
    return new StaticCredentials({ accessKeyId, secretAccessKey }, redaction);
  }
  const sts = new Sts(sender, region);
  return new WebIdentityCredentials({
    sts,
    roleArn,
    identityToken,
    cache,
    redaction,
    now: scriptClock.now,
  });
}
