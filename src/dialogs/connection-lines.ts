import { CHECK_SLUG, guestPageKey, guestPageUrl } from '../booking/slug.ts';
import type { ConnectionsShown, Finding, System } from '../commands/connection-findings.ts';
import { apis } from './api-lines.ts';
import { inAnotherRegion, type Said, troubleOf, waitingFor } from './connection-troubles.ts';
import { keyHash, keyTroubleOf } from './key-troubles.ts';

/** What the dialog says of one system. */
export interface Line extends Said {
  system: System;
  title: string;
  /** What was done to find out. */
  tried: string;
  /** The remote's own words, where they say more. */
  quote?: string | undefined;
}

/** In the order in which they build on each other. */
const TITLES: Record<System, string> = {
  identity: 'AWS sign-in',
  secret: 'Secrets',
  bucket: 'Page bucket',
  distribution: 'CloudFront distribution',
  site: 'Guest site',
  legacy: 'Legacy bucket',
  calendar: 'Calendar (JADA)',
  crew: 'Crew system (ShipCaptainCrew)',
  function: 'Crew system’s function (AWS Lambda)',
  apis: 'API Gateway',
  table: 'Crew events table',
  mail: 'Mail (Amazon SES)',
};

export function linesOf(shown: ConnectionsShown): Line[] {
  const systems = Object.keys(TITLES) as System[];
  return systems
    .filter((system) => isAsked(system, shown.settings))
    .map((system) => {
      const finding = shown.findings[system];
      const said = finding ? saidOf(system, finding, shown) : UNANSWERED[shown.isOver ? 'over' : 'running'];
      const isHelpful = finding?.message && (said.verdict === 'trouble' || said.verdict === 'warning');
      const quote = isHelpful ? finding.message : undefined;
      return { system, title: TITLES[system], tried: triedOf(system, shown), quote, ...said };
    });
}

function isAsked(system: System, { legacyBucket, crewFunction }: ConnectionsShown['settings']): boolean {
  if (system === 'legacy') return legacyBucket !== '';
  return system !== 'function' || crewFunction !== '';
}

const UNANSWERED: Record<'over' | 'running', Said> = {
  running: { verdict: 'asking', says: '' },
  over: { verdict: 'waiting', says: 'The check was cut short before this was asked.', mend: 'Check again.' },
};

function triedOf(system: System, { settings }: ConnectionsShown): string {
  const { region } = settings;
  const key = guestPageKey(settings, CHECK_SLUG);
  switch (system) {
    case 'identity':
      return settings.roleArn
        ? `to take on the role ${settings.roleArn} with your Google identity.`
        : 'to sign with the keys of Script Properties, and ask AWS whose they are.';
    case 'secret':
      return settings.secretId
        ? `to read the secret ${settings.secretId} in ${region}.`
        : 'to read DASHBOARD_TOKEN, SERVICE_KEY and DISTRIBUTION_ID from Script Properties.';
    case 'bucket':
      return `to put a test page at s3://${settings.guestBucket}/${key}.`;
    case 'legacy':
      return `to put a redirect at s3://${settings.legacyBucket}/${key}.`;
    case 'distribution':
      return `to have distribution ${settings.distributionId || '(its id is in the secret)'} forget older copies of the test page.`;
    case 'site':
      return `to open ${guestPageUrl(settings, CHECK_SLUG)} as a guest does, and find the test page.`;
    case 'calendar':
      return `to search ${settings.calendarUrl}/calendar for a booking.`;
    case 'crew':
      return `to search ${settings.crewUrl}/events for a booking.`;
    case 'function':
      return `to look whether SERVICE_KEY_HASH of the function ${settings.crewFunction} in ${region} is the hash of our serviceKey. Neither is shown or kept.`;
    case 'apis':
      return `to list the APIs in ${region}, where the calendar and the crew system may answer.`;
    case 'table':
      return `to read and write the table ${settings.eventsTable} in ${region}, in a way that changes nothing.`;
    case 'mail':
      return `to look up the sender ${settings.summaryFrom} in ${region}.`;
  }
}

function saidOf(system: System, finding: Finding, shown: ConnectionsShown): Said {
  const waiting = waitingFor(system, finding, shown);
  if (waiting) return waiting;
  const { answer } = finding;
  const isService = system === 'calendar' || system === 'crew';
  if (isService) {
    const trouble = keyTroubleOf(system, finding, shown);
    if (trouble) return trouble;
  }
  if (!answer) return troubleOf(system, finding, shown);
  return ANSWERS[system](answer, shown);
}

const good = (says: string): Said => ({ verdict: 'good', says });
const stored = ([answer]: string[], { settings }: ConnectionsShown): Said =>
  answer === 'stored'
    ? good('It was stored.')
    : {
        verdict: 'trouble',
        says: 'Something stands there that Charter Desk did not put there, so it was left alone.',
        mend: `Move ${guestPageKey(settings, CHECK_SLUG)} away, then check again.`,
      };

/** What each system's answer means. */
const ANSWERS: Record<System, (answer: string[], shown: ConnectionsShown) => Said> = {
  identity: ([arn], shown) => clockTrouble(shown) ?? good(`Signed in as ${arn}.${trusted(shown)}`),
  secret: secrets,
  bucket: stored,
  legacy: stored,
  distribution: () => good('It took the order.'),
  site,
  calendar: () => good('It answers, takes the token, and can look up bookings.'),
  crew: () => good('It answers, takes the key, and can look up bookings.'),
  function: keyHash,
  table: () => good('It may be read and written.'),
  mail: ([sandbox, verified], shown) => {
    if (!verified) return inAnotherRegion('mail', {}, shown) ?? unverified(shown);
    return sandbox ? inSandbox(shown) : good(`SES has verified ${verified}.`);
  },
  apis,
};

/** What the role's trust policy has to name. */
function trusted({ settings, audience, subject }: ConnectionsShown): string {
  return settings.roleArn
    ? ` The script’s OAuth client is ${audience}, and your number at Google is ${subject}.`
    : '';
}

/** AWS takes signatures that are five minutes off, some of its services fifteen. */
const MOST_SKEW_MINUTES = 2;

function clockTrouble({ skewMilliseconds }: ConnectionsShown): Said | null {
  const minutes = Math.round(Math.abs(skewMilliseconds) / 60_000);
  if (minutes < MOST_SKEW_MINUTES) return null;
  return {
    verdict: 'warning',
    says: `Google’s clock is ${minutes} minutes ${skewMilliseconds > 0 ? 'behind' : 'ahead of'} AWS’s. From five on, AWS refuses signatures.`,
    mend: 'Nobody can set either clock: check again later, and publish then.',
  };
}

function inSandbox({ settings }: ConnectionsShown): Said {
  return {
    verdict: 'warning',
    says: 'SES is still in its sandbox: it sends to addresses alone that it has verified, so most crew get no mail.',
    mend: `In the console of Amazon SES in ${settings.region}, under Account dashboard, request production access.`,
  };
}

function unverified({ settings }: ConnectionsShown): Said {
  const { region, summaryFrom } = settings;
  return {
    verdict: 'trouble',
    says: `SES has not verified ${summaryFrom} in ${region}, so no summary leaves.`,
    mend: `In the console of Amazon SES in ${region}, verify this address or its domain, or change “Summary from” in Settings.`,
  };
}

function secrets(held: string[], { settings }: ConnectionsShown): Said {
  const needed = ['dashboardToken', 'serviceKey', ...(settings.distributionId ? [] : ['distributionId'])];
  const missing = needed.filter((name) => !held.includes(name));
  if (missing.length === 0) return good(`There are ${held.join(', ')}.`);
  const properties = missing.map((name) => name.replace(/[A-Z]/g, '_$&').toUpperCase());
  return {
    verdict: 'trouble',
    says: `Missing: ${missing.join(', ')}.`,
    mend: settings.secretId
      ? `Add ${missing.map((name) => `"${name}"`).join(' and ')} to the JSON of the secret ${settings.secretId}.`
      : `Under Extensions → Apps Script → Project Settings → Script Properties add ${properties.join(' and ')}, or name a secret in Settings.`,
  };
}

function site([page, object]: string[], shown: ConnectionsShown): Said {
  const { settings } = shown;
  const distribution = settings.distributionId || 'the one in the secret';
  if (page === undefined) return { verdict: 'waiting', says: 'It needs the test page in the bucket above.' };
  if (page === 'fresh') return good('The test page arrived there.');
  if (page === 'stale') {
    return {
      verdict: 'trouble',
      says: 'It still shows an older test page half a minute after the order to forget it.',
      mend: shown.findings.distribution?.answer
        ? `Another distribution than the one in Settings serves this address: set “Distribution id” (now ${distribution}) to that of ${hostOf(settings.guestPageUrl)}. If it is the right one, CloudFront is slow today: check again in some minutes.`
        : 'First mend the line of the distribution above.',
    };
  }
  if (object === 'fresh') return notRewritten(shown);
  if (page === 'no answer') {
    return {
      verdict: 'trouble',
      says: 'The site answers with an error of its own (429, or 500 and above).',
      mend: 'Look at the distribution in the console of CloudFront: a function that fails answers 503.',
    };
  }
  return {
    verdict: 'trouble',
    says: 'The test page is in the bucket, but the site does not show it.',
    mend: `The distribution behind ${hostOf(settings.guestPageUrl)} does not serve the bucket ${settings.guestBucket}, or may not read it: make the bucket its default origin, with an origin access control that the bucket's policy allows. Or correct “Guest page URL” and “Guest page key” in Settings.`,
  };
}

function notRewritten({ settings }: ConnectionsShown): Said {
  const path = guestPageUrl(settings, CHECK_SLUG).replace(/^https:\/\/[^/]+\//, '');
  const key = guestPageKey(settings, CHECK_SLUG);
  if (key !== `${path}.html`) {
    return {
      verdict: 'trouble',
      says: `The page is seen at /${key}, and not at /${path}.`,
      mend: '“Guest page URL” and “Guest page key” in Settings do not belong together: give both the same path, the key with .html.',
    };
  }
  return {
    verdict: 'trouble',
    says: `The page is seen at /${key}, but not at its address without .html.`,
    mend: "The distribution doesn't rewrite guest paths: in CloudFront, attach the function cloudfront/guest-path.js to the viewer requests of the default behaviour.",
  };
}

function hostOf(url: string): string {
  return url.split('/')[2] ?? url;
}
