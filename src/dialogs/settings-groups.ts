import type { ScriptSecret } from '../booking/script-secrets.ts';
import type { Settings } from '../booking/settings.ts';

interface Placed {
  key: keyof Settings;
  /** Which keyboard a phone shows. */
  type?: 'email' | 'url';
  /** Of a number. */
  unit?: string;
}

/** All settings, by what they are about. */
export const GROUPS: readonly { title: string; settings: readonly Placed[] }[] = [
  {
    title: 'Charter',
    settings: [
      { key: 'boat' },
      { key: 'boardingMinutesBefore', unit: 'minutes' },
      { key: 'crewExtraMinutes', unit: 'hours' },
    ],
  },
  {
    title: 'Guest page',
    settings: [
      { key: 'contact' },
      { key: 'bring' },
      { key: 'leaveAtHome' },
      { key: 'safety' },
      { key: 'weatherPolicy' },
      { key: 'cancellationPolicy' },
      { key: 'marketplaceTerms' },
      { key: 'uploadOpensMinutesBefore', unit: 'hours' },
      { key: 'uploadClosesMinutesAfter', unit: 'hours' },
      { key: 'guestPageUrl', type: 'url' },
      { key: 'liveWaitSeconds', unit: 'seconds' },
    ],
  },
  {
    title: 'Mail',
    settings: [
      { key: 'summaryTo', type: 'email' },
      { key: 'summaryFrom', type: 'email' },
    ],
  },
  {
    title: 'Calendar',
    settings: [{ key: 'calendarUrl', type: 'url' }, { key: 'calendarHonoursIdempotencyKeys' }],
  },
  {
    title: 'Crew system',
    settings: [
      { key: 'crewUrl', type: 'url' },
      { key: 'crewHonoursIdempotencyKeys' },
      { key: 'crewKeySentAsHash' },
      { key: 'crewFunction' },
      { key: 'eventsTable' },
    ],
  },
  {
    title: 'AWS',
    settings: [
      { key: 'region' },
      { key: 'roleArn' },
      { key: 'secretId' },
      { key: 'guestBucket' },
      { key: 'uploadBucket' },
      { key: 'guestPageKey' },
      { key: 'distributionId' },
      { key: 'legacyBucket' },
    ],
  },
];

/** In words: what each is for, and what is wrong with one of another shape. */
export const SECRET_WORDS: Readonly<Record<ScriptSecret, { name: string; about: string; advice: string }>> = {
  DASHBOARD_TOKEN: {
    name: 'Calendar token',
    about: 'DASHBOARD_TOKEN: lets Charter Desk into the JADA calendar.',
    advice: 'No blanks or line breaks belong into it: copy it again.',
  },
  SERVICE_KEY: {
    name: 'Crew service key',
    about: 'SERVICE_KEY: lets Charter Desk into ShipCaptainCrew.',
    advice: 'No blanks or line breaks belong into it: copy it again.',
  },
  DISTRIBUTION_ID: {
    name: 'Distribution id beside the secrets',
    about:
      'DISTRIBUTION_ID: the CloudFront distribution of the guest pages, where “Distribution id” is empty.',
    advice: "Write a CloudFront distribution's id, such as E2GUESTPAGES01.",
  },
  AWS_ACCESS_KEY_ID: {
    name: 'AWS access key id',
    about: 'AWS_ACCESS_KEY_ID: for publishing without a role.',
    advice: 'Write an access key id: it begins with AKIA or ASIA, 16 letters and digits or more.',
  },
  AWS_SECRET_ACCESS_KEY: {
    name: 'AWS secret access key',
    about: 'AWS_SECRET_ACCESS_KEY: belongs to that id.',
    advice: 'No blanks or line breaks belong into it: copy it again.',
  },
};
