import type { ConnectionsShown, Finding, System } from '../commands/connection-findings.ts';

export interface Said {
  verdict: 'good' | 'warning' | 'trouble' | 'waiting' | 'asking';
  says: string;
  /** What to do about it. */
  mend?: string;
  offers?: Offer[];
}

/** What a setting is, and what it might better be. */
export interface Offer {
  name: string;
  from: string;
  to: string;
}

const BAD_KEYS = [
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
];
const NOT_FOUND = [
  'NoSuchBucket',
  'NoSuchDistribution',
  'ResourceNotFoundException',
  'ValidationException',
  'NotFoundException',
];

/** The services' names in actions of IAM. */
const ACTIONS: Partial<Record<System, string>> = {
  secret: 'secretsmanager',
  bucket: 's3',
  legacy: 's3',
  distribution: 'cloudfront',
  table: 'dynamodb',
  mail: 'ses',
  apis: 'apigateway',
  function: 'lambda',
};

/** What it means that a system refused, or that nothing came of asking it. */
export function troubleOf(system: System, finding: Finding, shown: ConnectionsShown): Said {
  const { error, code = '', status, message = '' } = finding;
  if (system === 'identity') return identityTrouble(finding, shown);
  const elsewhere = inAnotherRegion(system, finding, shown);
  if (elsewhere) return elsewhere;
  if (status === null || (status === undefined && error === 'RemoteError')) return unreachable(system, shown);
  if (code.startsWith('AccessDenied')) return accessDenied(system, finding, shown);
  if (BAD_KEYS.includes(code)) {
    return {
      verdict: 'trouble',
      says: 'AWS does not take these credentials.',
      mend: 'See the AWS sign-in above.',
    };
  }
  if (NOT_FOUND.includes(code)) return notFound(system, shown);
  if (system === 'secret' && message.includes('not a JSON object')) {
    return {
      verdict: 'trouble',
      says: 'The secret is no JSON object.',
      mend: 'Write it as {"dashboardToken": "…", "serviceKey": "…", "distributionId": "…"}.',
    };
  }
  return {
    verdict: 'trouble',
    says: status ? `It answers ${[status, code].filter(Boolean).join(' ')}.` : 'It could not be asked.',
    mend: 'Its own words below may tell; if not, check again later.',
  };
}

/** For what was not asked, because something that it builds on is missing. */
export function waitingFor(
  system: System,
  { error, operation }: Finding,
  { findings }: ConnectionsShown,
): Said | null {
  if (error === 'OutOfTime') {
    return { verdict: 'waiting', says: 'There was no time left to ask it.', mend: 'Check again.' };
  }
  if (system === 'identity') return null;
  const isSignedIn = findings.identity?.answer !== undefined;
  if (operation === 'AssumeRoleWithWebIdentity' || (error === 'NoCredentials' && !operation && !isSignedIn)) {
    return { verdict: 'waiting', says: 'It needs the AWS sign-in above.' };
  }
  if (system !== 'secret' && (operation === 'GetSecretValue' || error === 'NoCredentials')) {
    return { verdict: 'waiting', says: 'It needs what is missing in the line “Secrets” above.' };
  }
  return null;
}

/** S3 alone tells where its buckets are; the other services only say that they have nothing. */
export function inAnotherRegion(
  system: System,
  finding: Finding,
  { settings, findings }: ConnectionsShown,
): Said | null {
  const region = rightRegion(finding) ?? (findings.bucket && rightRegion(findings.bucket));
  if (!region || region === settings.region || !needsAws(system, settings.secretId)) return null;
  return {
    verdict: 'trouble',
    says: `It was asked in ${settings.region}, but the bucket lies in ${region}.`,
    mend: `Set “Region” in Settings to ${region}.`,
  };
}

function needsAws(system: System, secretId: string): boolean {
  return system in ACTIONS && (system !== 'secret' || secretId !== '');
}

function rightRegion({ code, message = '', bucketRegion }: Finding): string | undefined {
  if (bucketRegion) return bucketRegion;
  return code === 'AuthorizationHeaderMalformed' ? /expecting '([a-z0-9-]+)'/.exec(message)?.[1] : undefined;
}

function identityTrouble({ error, code = '', status }: Finding, shown: ConnectionsShown): Said {
  const { settings, audience, subject } = shown;
  if (status === null) return unreachable('identity', shown);
  if (!settings.roleArn) {
    return {
      verdict: 'trouble',
      says: status ? 'AWS does not know these keys, or they do not belong together.' : 'There are none.',
      mend:
        'Under Extensions → Apps Script → Project Settings → Script Properties set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to a key pair that is active. Or, better, name a role in Settings' +
        `${audience && `, which has to trust the script’s OAuth client ${audience} and your number at Google, ${subject}`}.`,
    };
  }
  if (code === 'AccessDenied') {
    return {
      verdict: 'trouble',
      says: 'The role does not trust this script, or there is no such role.',
      mend: `In IAM, give the role ${settings.roleArn} a trust policy that allows sts:AssumeRoleWithWebIdentity to the federated principal accounts.google.com, on condition that accounts.google.com:aud is ${audience || "this script's OAuth client id"} and accounts.google.com:sub is ${subject || 'your number at Google'}.`,
    };
  }
  const isWithoutToken = error === 'NoCredentials' && !status;
  return {
    verdict: 'trouble',
    says: isWithoutToken
      ? 'Google gave no identity token, so AWS was not asked.'
      : `AWS did not take the identity token${code ? ` (${code})` : ''}.`,
    mend: 'The manifest must list the scope openid; then run Charter → Set up once to authorise it. Or leave “Role ARN” empty and put keys into Script Properties.',
  };
}

function unreachable(system: System, { settings }: ConnectionsShown): Said {
  const place = {
    calendar: `“Calendar URL” in Settings (${settings.calendarUrl})`,
    crew: `“Crew URL” in Settings (${settings.crewUrl})`,
    site: `“Guest page URL” in Settings, and the DNS records of its host`,
  }[system as string];
  return {
    verdict: 'trouble',
    says: 'No answer came: there is no such host, or it is out of reach.',
    mend: place
      ? `Correct ${place}.`
      : `Correct “Region” in Settings (${settings.region}). If it is right, AWS is out of reach: check again later.`,
  };
}

function accessDenied(system: System, finding: Finding, { settings }: ConnectionsShown): Said {
  const { message = '', operation = '' } = finding;
  const [, named, resource] =
    /not authorized to perform: (\w+:\w+)(?: on resource: (\S+))?/.exec(message) ?? [];
  const action = named ?? `${ACTIONS[system]}:${operation}`;
  const place = NAMES[system];
  const holder = settings.roleArn ? `the role ${settings.roleArn}` : 'the user whose keys these are';
  return {
    // Publishing can do without both.
    verdict: system === 'apis' || system === 'function' ? 'warning' : 'trouble',
    says: `There is no right to ${action}${resource ? ` on ${resource}` : ''}.`,
    mend: `If ${place ? `“${place}” and ` : ''}“Region” in Settings are right, allow ${action} in the policy of ${holder}.${action === 's3:GetObject' ? ' Allow s3:ListBucket too: without it a page that is missing looks forbidden.' : ''}`,
  };
}

/** Which setting names the thing. */
const NAMES: Partial<Record<System, string>> = {
  secret: 'Secret id',
  bucket: 'Guest bucket',
  legacy: 'Legacy bucket',
  distribution: 'Distribution id',
  table: 'Events table',
  function: 'Crew function',
};

function notFound(system: System, { settings }: ConnectionsShown): Said {
  const where = system === 'distribution' ? 'in this AWS account' : `in ${settings.region}`;
  return {
    verdict: 'trouble',
    says: `There is no such thing ${where}.`,
    mend: `Correct “${NAMES[system]}”${system === 'distribution' ? ' (or distributionId in the secret)' : ' or “Region”'} in Settings.`,
  };
}
