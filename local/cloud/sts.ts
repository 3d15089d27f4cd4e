import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import { deployed } from './deployed.ts';
import type { GoogleIdentity } from './google-identity.ts';
import { bodyText, type CloudRequest, type CloudResponse, parseQuery, respond } from './http-message.ts';
import type { KeyRing, Principal } from './iam.ts';
import { allows, type Permission, type Role, statementsAbout } from './policy.ts';
import { base64, type RandomBytes, upperId, uuid } from './random.ts';
import { type XmlNode, xmlDocument } from './xml.ts';

const google = 'https://accounts.google.com';
const notAuthorized = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';

/** STS: trades Google's identity token for an hour of the add-on's role, and says who signed. */
export class Sts implements AwsService {
  readonly signingName = 'sts';
  readonly protocol = 'query';
  readonly operations = ['AssumeRoleWithWebIdentity', 'GetCallerIdentity'];
  /** The add-on's; an operator may have changed it. */
  readonly role: Role = { ...deployed().roles.addOn };
  private readonly identity: GoogleIdentity;
  private readonly keys: KeyRing;
  private readonly clock: Clock;
  private readonly random: RandomBytes;

  constructor(identity: GoogleIdentity, keys: KeyRing, clock: Clock, random: RandomBytes) {
    this.identity = identity;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
  }

  operation(request: CloudRequest): string {
    return parameters(request).get('Action') ?? 'Unknown';
  }

  permissions(request: CloudRequest): Permission[] {
    return [{ action: `sts:${this.operation(request)}`, resource: '*' }];
  }

  async handle(request: CloudRequest, principal: Principal): Promise<CloudResponse> {
    const operation = this.operation(request);
    assertVersion(request, operation);
    if (operation === 'AssumeRoleWithWebIdentity') return this.assumeRole(request);
    if (operation !== 'GetCallerIdentity') {
      throw new AwsError(
        400,
        'InvalidAction',
        `Could not find operation ${operation} for version 2011-06-15`,
      );
    }
    return this.answer(operation, {
      Arn: principal.arn,
      UserId: principal.userId,
      Account: deployment.accountId,
    });
  }

  /** The one operation that AWS takes unsigned: the token itself proves who asks. */
  async assumeRole(request: CloudRequest): Promise<CloudResponse> {
    assertVersion(request, 'AssumeRoleWithWebIdentity');
    const input = parameters(request);
    const [arn, session, token] = ['RoleArn', 'RoleSessionName', 'WebIdentityToken'].map((name) => {
      const value = input.get(name);
      if (!value) {
        throw new AwsError(
          400,
          'ValidationError',
          `1 validation error detected: Value null at '${name.replace(/^./, (first) => first.toLowerCase())}' failed to satisfy constraint: Member must not be null`,
        );
      }
      return value;
    }) as [string, string, string];
    if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
      throw new AwsError(
        400,
        'ValidationError',
        `1 validation error detected: Value '${session}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
      );
    }
    const seconds = Number(input.get('DurationSeconds') ?? '3600');
    if (!(seconds >= 900 && seconds <= 3600)) {
      throw new AwsError(
        400,
        'ValidationError',
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
    }
    const { subject, audience } = await this.verify(token);
    const asked = {
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: '*',
      context: { 'accounts.google.com:aud': [audience], 'accounts.google.com:sub': [subject] },
    };
    const trust = statementsAbout('Federated', 'accounts.google.com', this.role.trust);
    if (arn !== deployment.role.arn || !allows(trust, asked)) {
      throw new AwsError(403, 'AccessDenied', notAuthorized);
    }
    return this.grant(session, seconds, subject, audience);
  }

  private grant(session: string, seconds: number, subject: string, audience: string): CloudResponse {
    const expiresAt = this.clock.now() + seconds * 1000;
    const roleId = 'AROACHARTERDESKROLE00';
    const arn = `arn:aws:sts::${deployment.accountId}:assumed-role/${deployment.role.name}/${session}`;
    const grant = this.keys.add({
      accessKeyId: `ASIA${upperId(this.random, 16)}`,
      secretAccessKey: base64(this.random, 30),
      sessionToken: base64(this.random, 240),
      expiresAt,
      principal: {
        kind: 'role-session',
        arn,
        userId: `${roleId}:${session}`,
        policy: this.role.policy,
      },
    });
    return this.answer('AssumeRoleWithWebIdentity', {
      SubjectFromWebIdentityToken: subject,
      Audience: audience,
      AssumedRoleUser: { Arn: arn, AssumedRoleId: `${roleId}:${session}` },
      Credentials: {
        AccessKeyId: grant.accessKeyId,
        SecretAccessKey: grant.secretAccessKey,
        SessionToken: grant.sessionToken ?? '',
        Expiration: new Date(expiresAt).toISOString().replace(/\.\d{3}/, ''),
      },
      Provider: 'accounts.google.com',
    });
  }

  private async verify(token: string): Promise<{ subject: string; audience: string }> {
    const now = this.clock.now();
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(this.identity.keySet), {
        issuer: google,
        requiredClaims: ['sub', 'aud', 'exp', 'iat'],
        currentDate: new Date(now),
      });
      // Google names the client that asked as `azp`, and AWS compares that when it is there.
      const audience = payload.azp ?? payload.aud;
      return { subject: payload.sub ?? '', audience: typeof audience === 'string' ? audience : '' };
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        const expiry = Number(error.payload.exp ?? 0);
        throw new AwsError(
          400,
          'ExpiredTokenException',
          `Token expired: current date/time ${Math.floor(now / 1000)} must be before the expiration date/time ${expiry}`,
        );
      }
      if (error instanceof errors.JOSEError) {
        throw new AwsError(
          400,
          'InvalidIdentityToken',
          'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
        );
      }
      throw error;
    }
  }

  private answer(operation: string, result: XmlNode): CloudResponse {
    return respond(
      200,
      xmlDocument({
        [`${operation}Response`]: {
          '@xmlns': 'https://sts.amazonaws.com/doc/2011-06-15/',
          [`${operation}Result`]: result,
          ResponseMetadata: { RequestId: uuid(this.random) },
        },
      }),
      { 'content-type': 'text/xml' },
    );
  }
}

function assertVersion(request: CloudRequest, operation: string): void {
  const version = parameters(request).get('Version') || 'NO_VERSION_SPECIFIED';
  if (version === '2011-06-15') return;
  throw new AwsError(400, 'InvalidAction', `Could not find operation ${operation} for version ${version}`);
}

/** STS takes its parameters from the query of a GET or the form of a POST. */
function parameters(request: CloudRequest): Map<string, string> {
  return new Map(parseQuery(request.method === 'GET' ? request.query : bodyText(request)));
}

export function namesAction(request: CloudRequest): boolean {
  return request.path === '/' && parameters(request).has('Action');
}

export function isUnsignedAssumeRole(request: CloudRequest): boolean {
  return (
    !('authorization' in request.headers) && parameters(request).get('Action') === 'AssumeRoleWithWebIdentity'
  );
}
