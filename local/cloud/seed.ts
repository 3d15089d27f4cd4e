import { createHash } from 'node:crypto';
import { devNull } from 'node:os';
import path from 'node:path';
import { tables as calendarTables } from '../../services/jada-calendar/tables.ts';
import { tables as crewTables } from '../../services/ship-captain-crew/tables.ts';
import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import { deployed } from './deployed.ts';
import type { DynamoDb } from './dynamodb.ts';
import { policyUnder } from './function-access.ts';
import type { Credentials, KeyRing, Principal } from './iam.ts';
import { functionArn } from './lambda.ts';
import { LambdaFunction } from './lambda-function.ts';
import type { Policy, Role } from './policy.ts';
import { base64, hex, type RandomBytes, upperId } from './random.ts';
import type { CorsRule } from './s3-cors.ts';
import type { SecretsManager } from './secrets-manager.ts';

const {
  accountId,
  region,
  calendarApi,
  crewApi,
  guest,
  legacy,
  photos,
  mail,
  addOnSecretId,
  crewJwtSecretId,
} = deployment;

/** What SES has verified: the domain that the business sends from. */
export const verifiedIdentities: readonly string[] = [mail.verifiedDomain];

export const buckets: readonly string[] = [guest.bucket, legacy.bucket, photos.bucket];

/** By bucket. The guest page's script uploads, and reads how an upload ended; the page itself needs no permission. */
export const corsRules: ReadonlyMap<string, readonly CorsRule[]> = new Map([
  [
    photos.bucket,
    [
      {
        allowedOrigins: [`https://${guest.host}`],
        allowedMethods: ['GET', 'POST'],
        allowedHeaders: [],
        exposedHeaders: ['ETag'],
        maxAgeSeconds: 3000,
      },
    ],
  ],
]);

/** The tables of both services. */
export async function seedTables(dynamoDb: DynamoDb): Promise<void> {
  for (const table of [...calendarTables, ...crewTables]) await dynamoDb.createTable(table);
}

/** The administrator's key (for people), and the static key that the add-on can fall back to. */
export function seedKeys(
  keys: KeyRing,
  random: RandomBytes,
): { administrator: Credentials; addOn: Credentials } {
  const user = (kind: 'administrator' | 'user', name: string, policy: Principal['policy']): Credentials => {
    const { principal: _, ...credentials } = keys.add({
      accessKeyId: `AKIA${upperId(random, 16)}`,
      secretAccessKey: base64(random, 30),
      principal: {
        kind,
        arn: `arn:aws:iam::${accountId}:user/${name}`,
        userId: `AIDA${upperId(random, 17)}`,
        policy,
      },
    });
    return credentials;
  };
  return {
    administrator: user('administrator', 'administrator', 'everything'),
    addOn: user('user', 'charter-desk', deployed().roles.addOn.policy),
  };
}

/** The services' keys. The functions know hashes of them only, as the operator's set-up has it. */
export function seedSecrets(
  secrets: SecretsManager,
  random: RandomBytes,
): { dashboardToken: string; serviceKey: string } {
  const [dashboardToken, serviceKey] = [hex(random, 24), hex(random, 24)];
  secrets.put(
    addOnSecretId,
    JSON.stringify({ dashboardToken, serviceKey, distributionId: guest.distributionId }),
  );
  secrets.put(crewJwtSecretId, hex(random, 32));
  return { dashboardToken, serviceKey };
}

/** The two services as Lambda functions, by name. */
export function seedFunctions(parts: {
  secrets: { dashboardToken: string; serviceKey: string };
  keys: KeyRing;
  random: RandomBytes;
  clock: Clock;
  buildDirectory: string;
  /** The front door, where the functions find AWS. */
  endpoint: string;
}): Map<string, LambdaFunction> {
  const workerFile = path.resolve(parts.buildDirectory, 'cloud/lambda-worker.mjs');
  const { roles, functionPolicies } = deployed();
  const define = (
    name: string,
    environment: Record<string, string>,
    role: Role,
    policy: Policy,
  ): LambdaFunction =>
    new LambdaFunction(
      {
        name,
        arn: functionArn(name),
        bundle: path.resolve(parts.buildDirectory, 'services', name, 'index.mjs'),
        environment,
        platformEnvironment: platformEnvironment(name, policyUnder(role), parts),
        timeoutSeconds: 15,
        policy,
      },
      workerFile,
      parts.clock,
    );
  const functions = [
    define(
      calendarApi.functionName,
      { DASHBOARD_TOKEN_HASH: sha256(parts.secrets.dashboardToken) },
      roles.calendar,
      functionPolicies.calendar,
    ),
    define(
      crewApi.functionName,
      {
        SERVICE_KEY_HASH: sha256(parts.secrets.serviceKey),
        JWT_SECRET_ID: crewJwtSecretId,
        MAIL_FROM: mail.crewSender,
        PUBLIC_URL: `https://${guest.host}`,
        UPLOAD_BUCKET: photos.bucket,
      },
      roles.crew,
      functionPolicies.crew,
    ),
  ];
  return new Map(functions.map((definition) => [definition.definition.name, definition]));
}

/** What Lambda itself gives a function. The laptop's own AWS configuration must not leak in. */
function platformEnvironment(
  name: string,
  policy: Policy,
  { keys, random, endpoint }: { keys: KeyRing; random: RandomBytes; endpoint: string },
): Record<string, string> {
  const grant = keys.add({
    accessKeyId: `ASIA${upperId(random, 16)}`,
    secretAccessKey: base64(random, 30),
    sessionToken: base64(random, 240),
    principal: {
      kind: 'function',
      arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${name}`,
      userId: `AROA${upperId(random, 17)}:${name}`,
      policy,
    },
  });
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: grant.accessKeyId,
    AWS_SECRET_ACCESS_KEY: grant.secretAccessKey,
    AWS_SESSION_TOKEN: grant.sessionToken ?? '',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    TZ: 'UTC',
  };
}

function sha256(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
