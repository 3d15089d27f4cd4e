import type { Reader } from './cells.ts';
import {
  accept,
  andThen,
  isBlank,
  readEmail,
  readLine,
  readPattern,
  readSwitch,
  readWhole,
  refuse,
} from './cells.ts';
import type { Settings } from './settings.ts';

/** One row of the `Settings` tab. */
export interface SettingDefinition<Value = Settings[keyof Settings]> {
  /** As the tab names it. */
  name: string;
  /** What Set up writes, and what a blank means. */
  initial: string | number | boolean;
  /** For the tab's third column. */
  about: string;
  /** How the cell is best edited. */
  kind: 'text' | 'number' | 'checkbox';
  read: Reader<Value>;
}

type Words<Initial> = Pick<SettingDefinition, 'name' | 'about'> & { initial: Initial };

function text(words: Words<string>, read: Reader<string>): SettingDefinition<string> {
  return { ...words, kind: 'text', read };
}

function checkbox(words: Words<boolean>): SettingDefinition<boolean> {
  return { ...words, kind: 'checkbox', read: readSwitch };
}

/** A number in the tab's unit, to a whole number of a smaller one: `scale` of them make one. */
function number(
  words: Words<number>,
  { scale = 1, from = 0, to }: { scale?: number; from?: number; to: number },
) {
  const advice = `Write a number from ${from} to ${to}.`;
  const read = readWhole({ scale, from: from * scale, to: to * scale, advice });
  return { ...words, kind: 'number', read } satisfies SettingDefinition<number>;
}

function optional(read: Reader<string>): Reader<string> {
  return (cell) => (isBlank(cell) ? accept('') : read(cell));
}

const readBucket = readPattern(
  /^(?=.{3,63}$)[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$/,
  "Write an S3 bucket's name, such as queenofsandiego.com.",
);

/** Any port, and a path; no query, no fragment and no user before the host. */
const HTTPS_URL = /^https:\/\/([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+(:\d{1,5})?(\/[^\s?#\\"<>{}|^`]*)?$/;

function readBaseUrl(example: string): Reader<string> {
  return andThen(
    readPattern(HTTPS_URL, `Write a base URL that begins with https://, such as ${example}.`),
    (url) => accept(url.replace(/\/+$/, '')),
  );
}

/** `{slug}` once, in a place where an underscore would be good: in a path, and in no host name. */
function readTemplate(pattern: RegExp, advice: string): Reader<string> {
  return andThen(readLine({ advice, maximum: 400 }), (template) =>
    template.split('{slug}').length === 2 && pattern.test(template.replace('{slug}', '_'))
      ? accept(template)
      : refuse(advice),
  );
}

/** Each setting, in the tab's order. */
export const SETTINGS: { readonly [Key in keyof Settings]: SettingDefinition<Settings[Key]> } = {
  boat: text(
    { name: 'Boat', initial: 'JADA', about: 'The boat of a booking whose Boat is empty.' },
    readLine({ maximum: 100 }),
  ),
  crewExtraMinutes: number(
    {
      name: 'Crew extra hours',
      initial: 2,
      about: 'Paid to each crew member on top of the hours of the charter, where Crew hours is empty.',
    },
    { scale: 60, to: 24 },
  ),
  boardingMinutesBefore: number(
    {
      name: 'Boarding minutes before',
      initial: 15,
      about: 'How long before the start guests come on board; the guest page shows it.',
    },
    { to: 240 },
  ),
  uploadOpensMinutesBefore: number(
    {
      name: 'Upload opens hours before',
      initial: 1,
      about: 'How long before the start guests can begin to upload photos.',
    },
    { scale: 60, to: 168 },
  ),
  uploadClosesMinutesAfter: number(
    {
      name: 'Upload closes hours after',
      initial: 168,
      about: 'How long after the end guests can still upload photos.',
    },
    { scale: 60, to: 2160 },
  ),
  contact: text(
    {
      name: 'Contact',
      initial: '',
      about: 'Shown to guests: a phone number or whatever reaches you on the day.',
    },
    readLine({ maximum: 200 }),
  ),
  summaryTo: text(
    {
      name: 'Summary to',
      initial: '',
      about: 'Gets the summary of each booking, with its money. Not for crew.',
    },
    readEmail,
  ),
  summaryFrom: text(
    {
      name: 'Summary from',
      initial: '',
      about: 'The sender of summaries: an address that Amazon SES has verified.',
    },
    readEmail,
  ),
  liveWaitSeconds: number(
    {
      name: 'Live wait seconds',
      initial: 30,
      about: 'How long a publish waits for the guest page to be live before it leaves that to the timer.',
    },
    { to: 120 },
  ),
  region: text(
    { name: 'Region', initial: 'us-west-2', about: 'The AWS region of bucket, tables, mail and secrets.' },
    readPattern(/^[a-z]{2,3}(-[a-z]+)+-\d$/, 'Write an AWS region, such as us-west-2.'),
  ),
  roleArn: text(
    {
      name: 'Role ARN',
      initial: '',
      about: 'The AWS role that publishing takes on. Empty: keys from Script Properties are used.',
    },
    optional(
      readPattern(
        /^arn:aws(-[a-z-]+)?:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
        "Write a role's ARN, such as arn:aws:iam::123456789012:role/charter-desk, or nothing.",
      ),
    ),
  ),
  secretId: text(
    {
      name: 'Secret id',
      initial: '',
      about:
        'The secret in AWS Secrets Manager with dashboardToken, serviceKey and distributionId. Empty: Script Properties DASHBOARD_TOKEN, SERVICE_KEY and DISTRIBUTION_ID.',
    },
    optional(
      readPattern(
        /^[\w/+=.@:-]{1,512}$/,
        "Write a secret's name or ARN, such as charter-desk/production, or nothing.",
      ),
    ),
  ),
  guestBucket: text(
    { name: 'Guest bucket', initial: 'queenofsandiego.com', about: 'The S3 bucket that holds guest pages.' },
    readBucket,
  ),
  guestPageKey: text(
    {
      name: 'Guest page key',
      initial: 'g/{slug}.html',
      about: "A guest page's key in the bucket. {slug} stands for the booking id in lower case.",
    },
    readTemplate(
      /^(?!\/)(?!.*(\/\/|(^|\/)\.{1,2}(\/|$)))[^\\^%`[\]"<>~#|*?+{}]+$/,
      'Write a key that holds {slug} once and does not begin with /, such as g/{slug}.html.',
    ),
  ),
  guestPageUrl: text(
    {
      name: 'Guest page URL',
      initial: 'https://queenofsandiego.com/g/{slug}',
      about: "A guest page's public address. {slug} stands for the booking id in lower case.",
    },
    readTemplate(
      /^https:\/\/([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+(:\d{1,5})?\/([\w.~!$&'()+,;=:@/-]|%[0-9A-Fa-f]{2})*$/,
      'Write an address that begins with https:// and holds {slug} once, such as https://queenofsandiego.com/g/{slug}.',
    ),
  ),
  distributionId: text(
    {
      name: 'Distribution id',
      initial: '',
      about: 'The CloudFront distribution of the guest pages. Empty: taken from the secret.',
    },
    optional(
      readPattern(
        /^E[A-Z0-9]{5,31}$/,
        "Write a CloudFront distribution's id, such as E2GUESTPAGES01, or nothing.",
      ),
    ),
  ),
  legacyBucket: text(
    {
      name: 'Legacy bucket',
      initial: '',
      about: 'An older S3 bucket where each page gets a redirect to the new one. Empty: none.',
    },
    optional(readBucket),
  ),
  calendarUrl: text(
    { name: 'Calendar URL', initial: '', about: 'The base URL of the JADA calendar.' },
    readBaseUrl('https://example.execute-api.us-west-2.amazonaws.com/prod'),
  ),
  calendarHonoursIdempotencyKeys: checkbox({
    name: 'Calendar honours idempotency keys',
    initial: true,
    about: 'Ticked: an entry may be sent again under its key. Not ticked: the calendar is asked first.',
  }),
  crewUrl: text(
    {
      name: 'Crew URL',
      initial: '',
      about: 'The base URL of ShipCaptainCrew, straight at API Gateway: CloudFront strips the service key.',
    },
    readBaseUrl('https://example.execute-api.us-west-2.amazonaws.com/prod'),
  ),
  crewHonoursIdempotencyKeys: checkbox({
    name: 'Crew honours idempotency keys',
    initial: true,
    about: 'Ticked: an event may be sent again under its key. Not ticked: ShipCaptainCrew is asked first.',
  }),
  crewKeySentAsHash: checkbox({
    name: 'Crew key sent as hash',
    initial: false,
    about:
      'For deployments of ShipCaptainCrew that expect the SHA-256 of the service key in place of the key.',
  }),
  eventsTable: text(
    { name: 'Events table', initial: 'scc-events', about: 'The DynamoDB table of crew events.' },
    readPattern(/^[\w.-]{3,255}$/, "Write a DynamoDB table's name, such as scc-events."),
  ),
};
