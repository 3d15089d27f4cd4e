import type { ConnectionsShown, Finding } from '../commands/connection-findings.ts';
import type { Said } from './connection-troubles.ts';

const API_GATEWAY = /^https:\/\/[^/]+\.execute-api\.[^/]+\.amazonaws\.com\//;

interface Service {
  setting: string;
  header: string;
  /** In the secret. */
  key: string;
  /** Of the function. */
  variable: string;
}

const SERVICES: Record<'calendar' | 'crew', Service> = {
  calendar: {
    setting: 'Calendar URL',
    header: 'X-Dashboard-Token',
    key: 'dashboardToken',
    variable: 'DASHBOARD_TOKEN_HASH',
  },
  crew: { setting: 'Crew URL', header: 'X-Service-Key', key: 'serviceKey', variable: 'SERVICE_KEY_HASH' },
};

/** What is wrong between us and a service that wants a key. Nothing when it isn't about that. */
export function keyTroubleOf(
  system: 'calendar' | 'crew',
  finding: Finding,
  { settings, findings }: ConnectionsShown,
): Said | null {
  const { answer, code = '', status, isFromEdge } = finding;
  const service = SERVICES[system];
  const url = system === 'crew' ? settings.crewUrl : settings.calendarUrl;
  const [kind, why = ''] = answer ?? [];
  if (answer && kind !== 'cannot be asked') return null;
  const isBehindEdge = isFromEdge === true && !API_GATEWAY.test(`${url}/`);
  const isAboutHash = code.startsWith(service.variable.toLowerCase());
  if ((isBehindEdge && !isAboutHash && code !== 'key_wrong') || code === 'key_missing') {
    return throughCloudFront(service, url, settings.region);
  }
  if (isAboutHash) return aboutHash(service, code);
  if (code === 'key_wrong') {
    return hashOfAnother(service, settings.secretId);
  }
  if (answer) return withoutSearch(why, service);
  if (status === 403 && /^(Forbidden|MissingAuthenticationToken)Exception$/.test(code)) {
    return {
      verdict: 'trouble',
      says: 'API Gateway answers, but has no such stage or path.',
      mend: `Correct “${service.setting}” in Settings: https://{api}.execute-api.${settings.region}.amazonaws.com/{stage}, as the console of API Gateway shows it under Stages.`,
    };
  }
  if (status === 401 || status === 403 || (status === 500 && code !== 'internal')) {
    if (system === 'crew' && findings.function?.answer?.[0] === 'fits') {
      return {
        verdict: 'trouble',
        says: `It answers ${status} and does not say why. Its ${service.variable} fits, so it wants something else.`,
        mend: 'Change “Crew key sent as hash” in Settings, or ask whoever runs it.',
      };
    }
    return {
      verdict: 'trouble',
      says: `It answers ${status} and does not say why: most likely its ${service.variable} is missing, or is of another key.`,
      mend: `${setHash(service)}${system === 'crew' ? ' Some deployments want the hash itself: then change “Crew key sent as hash” in Settings.' : ''}`,
    };
  }
  if (status && status >= 300 && status < 400) {
    return {
      verdict: 'trouble',
      says: `It sends on to another address (${status}).`,
      mend: `Give that address in “${service.setting}” in Settings.`,
    };
  }
  return null;
}

/** Whether the hash at the crew system's function is that of our key. */
export function keyHash([verdict = '']: string[], { settings, findings }: ConnectionsShown): Said {
  if (verdict === 'unreadable') {
    return {
      verdict: 'warning',
      says: 'AWS could not decrypt its variables for us.',
      mend: `Allow kms:Decrypt with the key of that function in the policy of the role ${settings.roleArn}, or empty “Crew function” in Settings.`,
    };
  }
  if (verdict !== 'fits' && findings.crew?.answer) {
    return {
      verdict: 'warning',
      says: `The crew system takes our key, so ${settings.crewFunction} is another function than its own.`,
      mend: 'Correct “Crew function” in Settings.',
    };
  }
  if (verdict === 'fits') return { verdict: 'good', says: `SERVICE_KEY_HASH is the hash of our serviceKey.` };
  return verdict === 'differs'
    ? hashOfAnother(SERVICES.crew, settings.secretId)
    : aboutHash(SERVICES.crew, verdict);
}

function throughCloudFront({ setting, header }: Service, url: string, region: string): Said {
  return {
    verdict: 'trouble',
    says: `${url} goes through CloudFront, which strips the header ${header}.`,
    mend: `Set “${setting}” in Settings to API Gateway's own address, https://{api}.execute-api.${region}.amazonaws.com/{stage}, as its console shows it under Stages.`,
  };
}

function aboutHash(service: Service, code: string): Said {
  return {
    verdict: 'trouble',
    says: code.endsWith('missing')
      ? `${service.variable} is not set on its function, so it takes no key at all.`
      : `${service.variable} on its function is no SHA-256: it must be 64 characters of 0–9 and a–f.`,
    mend: setHash(service),
  };
}

function hashOfAnother(service: Service, secretId: string): Said {
  return {
    verdict: 'trouble',
    says: `It has the hash of another ${service.key} than ours: ${service.variable} on its function does not fit.`,
    mend: `${setHash(service)} Or put the right ${service.key} into ${whereKeysAre(secretId)}.`,
  };
}

function setHash({ key, variable }: Service): string {
  return `In the console of AWS Lambda, open the service's function → Configuration → Environment variables, and set ${variable} to the hexadecimal SHA-256 of the ${key}. In a terminal: printf %s 'THE KEY' | shasum -a 256.`;
}

function whereKeysAre(secretId: string): string {
  return secretId ? `the secret ${secretId}` : 'Script Properties';
}

/** Deployments of others may know no search. */
function withoutSearch(why: string, { setting }: Service): Said {
  if (why.includes('not JSON')) {
    return {
      verdict: 'trouble',
      says: 'What answers there is not the service: it sends no JSON.',
      mend: `Correct “${setting}” in Settings.`,
    };
  }
  return {
    verdict: 'warning',
    says: `It can't look up bookings: ${why}. Publishing works; but when a connection breaks half-way, you are asked what arrived, and drift there is not seen.`,
    mend: `Only if you expect it to know such searches: correct “${setting}” in Settings.`,
  };
}
