import { deployment } from '../deployment.ts';

/** Who signed. `policy` says what they may do; the administrator may do everything. */
export interface Principal {
  kind: 'administrator' | 'user' | 'role-session' | 'function';
  arn: string;
  /** What `GetCallerIdentity` gives as `UserId`. */
  userId: string;
  policy: Policy;
}

/** Action → the resources it is allowed on: ARNs, `*` standing for anything. */
export type Policy = 'everything' | Readonly<Record<string, readonly string[]>>;

export interface Permission {
  /** `service:Action` */
  action: string;
  /** An ARN. */
  resource: string;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

interface Grant extends Credentials {
  principal: Principal;
  /** Epoch milliseconds of the set clock; only temporary credentials have it. */
  expiresAt?: number;
}

const { accountId, region, guest, legacy, photos } = deployment;

/** What the add-on's role and user need, and no more. */
export const addOnPolicy: Policy = {
  's3:PutObject': [`arn:aws:s3:::${guest.bucket}/*`, `arn:aws:s3:::${legacy.bucket}/*`],
  's3:GetObject': [`arn:aws:s3:::${guest.bucket}/*`, `arn:aws:s3:::${legacy.bucket}/*`],
  's3:DeleteObject': [`arn:aws:s3:::${legacy.bucket}/*`],
  's3:ListBucket': [`arn:aws:s3:::${guest.bucket}`, `arn:aws:s3:::${legacy.bucket}`],
  'cloudfront:CreateInvalidation': [distributionArn(guest.distributionId)],
  'cloudfront:GetInvalidation': [distributionArn(guest.distributionId)],
  'cloudfront:GetDistribution': [distributionArn(guest.distributionId)],
  'ses:SendEmail': ['*'],
  'ses:GetAccount': ['*'],
  'ses:GetEmailIdentity': ['*'],
  'dynamodb:GetItem': [tableArn('scc-events')],
  'dynamodb:UpdateItem': [tableArn('scc-events')],
  'secretsmanager:GetSecretValue': [secretArnPattern(deployment.addOnSecretId)],
  'lambda:GetFunctionConfiguration': [`arn:aws:lambda:${region}:${accountId}:function:*`],
  'apigateway:GET': [`arn:aws:apigateway:${region}::/restapis*`],
};

/** What the calendar's function needs: its own tables. */
export function calendarPolicy(tables: readonly string[]): Policy {
  return onTables(tables, ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query']);
}

/**
 * What the crew system's function needs: its own tables, the secret that signs its links, mail, and what guests
 * upload. Conditions aren't modelled: a policy on AWS narrows its listing to the prefix `photos/` by `s3:prefix`.
 */
export function crewPolicy(tables: readonly string[]): Policy {
  return {
    ...onTables(tables, ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query']),
    'secretsmanager:GetSecretValue': [secretArnPattern(deployment.crewJwtSecretId)],
    'ses:SendEmail': ['*'],
    's3:PutObject': [`arn:aws:s3:::${photos.bucket}/photos/*`],
    's3:GetObject': [`arn:aws:s3:::${photos.bucket}/photos/*`],
    's3:ListBucket': [`arn:aws:s3:::${photos.bucket}`],
  };
}

function onTables(tables: readonly string[], operations: readonly string[]): Record<string, string[]> {
  const resources = tables.flatMap((table) => [tableArn(table), `${tableArn(table)}/index/*`]);
  return Object.fromEntries(operations.map((operation) => [`dynamodb:${operation}`, resources]));
}

/** The one place that decides who may do what. */
export function authorize(principal: Principal, { action, resource }: Permission): boolean {
  if (principal.policy === 'everything' || action === 'sts:GetCallerIdentity') return true;
  return (principal.policy[action] ?? []).some((pattern) => matches(pattern, resource));
}

/** The access keys that exist, long-lived and temporary. */
export class KeyRing {
  private readonly grants = new Map<string, Grant>();

  add(grant: Grant): Grant {
    this.grants.set(grant.accessKeyId, grant);
    return grant;
  }

  find(accessKeyId: string): Grant | undefined {
    return this.grants.get(accessKeyId);
  }

  /** The grant that a key and token name at a moment, or why they name none. */
  claimed(
    { accessKeyId, sessionToken }: { accessKeyId: string; sessionToken: string | undefined },
    now: number,
  ): Grant | 'unknown-key' | 'invalid-token' | 'expired-token' {
    const grant = this.find(accessKeyId);
    // Temporary keys don't exist without their token: AWS gives the same answer as for a key it never made.
    if (!grant || (grant.sessionToken && !sessionToken)) return 'unknown-key';
    if (grant.sessionToken !== sessionToken) return 'invalid-token';
    if (grant.expiresAt !== undefined && grant.expiresAt <= now) return 'expired-token';
    return grant;
  }
}

export function tableArn(name: string): string {
  return `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
}

export function distributionArn(id: string): string {
  return `arn:aws:cloudfront::${accountId}:distribution/${id}`;
}

/** Secrets Manager ends each ARN with six random characters, which policies cover with a wildcard. */
function secretArnPattern(id: string): string {
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${id}-*`;
}

function matches(pattern: string, resource: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 's').test(resource);
}
