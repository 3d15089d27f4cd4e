import { deployment } from '../deployment.ts';
import { allows, type Context, type Permission, type Policy } from './policy.ts';

/** What somebody may do; the administrator may do everything. */
export interface Rights {
  policy: Policy | 'everything';
  /** What every request of theirs says of itself. */
  context?: Context;
}

/** Who signed. */
export interface Principal extends Rights {
  kind: 'administrator' | 'user' | 'role-session' | 'function';
  arn: string;
  /** What `GetCallerIdentity` gives as `UserId`. */
  userId: string;
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

const { accountId, region } = deployment;

/** The one place that decides who may do what. */
export function authorize({ policy, context }: Rights, permission: Permission): boolean {
  return (
    policy === 'everything' ||
    permission.action === 'sts:GetCallerIdentity' ||
    allows(policy, { ...permission, context: { ...context, ...permission.context } })
  );
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
