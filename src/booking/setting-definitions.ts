import type { Reader, Reading } from './cells.ts';
import {
  accept,
  andThen,
  isBlank,
  readEmail,
  readLine,
  readNotes,
  readPattern,
  readSwitch,
  readWhole,
  refuse,
} from './cells.ts';
import { type SettingAdvice, settingWords } from './setting-words.ts';
import type { Settings } from './settings.ts';

/** One row of the `Settings` tab. */
export interface SettingDefinition<Value = Settings[keyof Settings]> {
  /** As the tab names it. */
  name: string;
  /** What Set up writes, and what a blank means. */
  initial: string | number | boolean;
  /** How the cell is best edited. */
  kind: 'text' | 'number' | 'checkbox';
  read: Reader<Value>;
}

type Words<Initial> = Pick<SettingDefinition, 'name'> & { initial: Initial };

function text<Value>(words: Words<string>, read: Reader<Value>): SettingDefinition<Value> {
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

/** Of what every guest page repeats. */
const LONGEST_WORDS = 400;

/** Read from beside the code when it is needed. */
const advice = (name: SettingAdvice) => () => settingWords().advice[name];

const readBucket = readPattern(/^(?=.{3,63}$)[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)*$/, advice('bucket'));

/** What stands between semicolons or line breaks. */
function list(name: string): SettingDefinition<string[]> {
  return text(
    { name, initial: '' },
    andThen(readNotes(LONGEST_WORDS), (words) => accept(parts(words))),
  );
}

function parts(words: string): string[] {
  return words
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const readTerms = andThen(readNotes(1000), (words): Reading<Settings['marketplaceTerms']> => {
  const terms = parts(words).map((part) => /^(.+?)[\s:]+(https:\/\/[^\s"'<>\\]+)$/i.exec(part));
  return terms.every((match) => match !== null)
    ? accept(terms.map(([, source = '', url = '']) => ({ source, url })))
    : refuse(advice('marketplaceTerms')());
});

/** Any port, and a path; no query, no fragment and no user before the host. */
const HTTPS_URL = /^https:\/\/([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+(:\d{1,5})?(\/[^\s?#\\"<>{}|^`]*)?$/;

const readBaseUrl = andThen(readPattern(HTTPS_URL, advice('baseUrl')), (url) =>
  accept(url.replace(/\/+$/, '')),
);

/** `{slug}` once, in a place where an underscore would be good: in a path, and in no host name. */
function readTemplate(pattern: RegExp, name: SettingAdvice): Reader<string> {
  return andThen(readLine({ maximum: 400 }), (template) =>
    template.split('{slug}').length === 2 && pattern.test(template.replace('{slug}', '_'))
      ? accept(template)
      : refuse(advice(name)()),
  );
}

/** Each setting, in the tab's order. */
export const SETTINGS: { readonly [Key in keyof Settings]: SettingDefinition<Settings[Key]> } = {
  boat: text({ name: 'Boat', initial: 'JADA' }, readLine({ maximum: 100 })),
  crewExtraMinutes: number({ name: 'Crew extra hours', initial: 2 }, { scale: 60, to: 24 }),
  boardingMinutesBefore: number({ name: 'Boarding minutes before', initial: 15 }, { to: 240 }),
  uploadOpensMinutesBefore: number({ name: 'Upload opens hours before', initial: 1 }, { scale: 60, to: 168 }),
  uploadClosesMinutesAfter: number(
    { name: 'Upload closes hours after', initial: 168 },
    { scale: 60, to: 2160 },
  ),
  contact: text({ name: 'Contact', initial: '' }, readLine({ maximum: 200 })),
  bring: list('What to bring'),
  leaveAtHome: list('What not to bring'),
  safety: list('Safety briefing'),
  weatherPolicy: text({ name: 'Weather words', initial: '' }, readLine({ maximum: LONGEST_WORDS })),
  cancellationPolicy: text({ name: 'Cancellation words', initial: '' }, readLine({ maximum: LONGEST_WORDS })),
  marketplaceTerms: text({ name: 'Marketplace terms', initial: '' }, readTerms),
  uploadBucket: text(
    { name: 'Upload bucket', initial: '' },
    optional(readPattern(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, advice('uploadBucket'))),
  ),
  summaryTo: text({ name: 'Summary to', initial: '' }, readEmail),
  summaryFrom: text({ name: 'Summary from', initial: '' }, readEmail),
  liveWaitSeconds: number({ name: 'Live wait seconds', initial: 30 }, { to: 120 }),
  region: text(
    { name: 'Region', initial: 'us-west-2' },
    readPattern(/^[a-z]{2,3}(-[a-z]+)+-\d$/, advice('region')),
  ),
  roleArn: text(
    { name: 'Role ARN', initial: '' },
    optional(readPattern(/^arn:aws(-[a-z-]+)?:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/, advice('roleArn'))),
  ),
  secretId: text(
    { name: 'Secret id', initial: '' },
    optional(readPattern(/^[\w/+=.@:-]{1,512}$/, advice('secretId'))),
  ),
  guestBucket: text({ name: 'Guest bucket', initial: 'queenofsandiego.com' }, readBucket),
  guestPageKey: text(
    { name: 'Guest page key', initial: 'g/{slug}.html' },
    readTemplate(/^(?!\/)(?!.*(\/\/|(^|\/)\.{1,2}(\/|$)))[^\\^%`[\]"<>~#|*?+{}]+$/, 'guestPageKey'),
  ),
  guestPageUrl: text(
    { name: 'Guest page URL', initial: 'https://queenofsandiego.com/g/{slug}' },
    readTemplate(
      /^https:\/\/([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+(:\d{1,5})?\/([\w.~!$&'()+,;=:@/-]|%[0-9A-Fa-f]{2})*$/,
      'guestPageUrl',
    ),
  ),
  distributionId: text(
    { name: 'Distribution id', initial: '' },
    optional(readPattern(/^E[A-Z0-9]{5,31}$/, advice('distributionId'))),
  ),
  legacyBucket: text({ name: 'Legacy bucket', initial: '' }, optional(readBucket)),
  calendarUrl: text({ name: 'Calendar URL', initial: '' }, readBaseUrl),
  calendarHonoursIdempotencyKeys: checkbox({ name: 'Calendar honours idempotency keys', initial: true }),
  crewUrl: text({ name: 'Crew URL', initial: '' }, readBaseUrl),
  crewHonoursIdempotencyKeys: checkbox({ name: 'Crew honours idempotency keys', initial: true }),
  crewKeySentAsHash: checkbox({ name: 'Crew key sent as hash', initial: false }),
  crewFunction: text(
    { name: 'Crew function', initial: '' },
    optional(readPattern(/^[\w-]{1,64}$/, advice('crewFunction'))),
  ),
  eventsTable: text(
    { name: 'Events table', initial: 'scc-events' },
    readPattern(/^[\w.-]{3,255}$/, advice('eventsTable')),
  ),
};
