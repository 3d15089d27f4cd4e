import { defaultTables as calendarTables } from '../../services/jada-calendar/tables.ts';
import type { AppsScriptProject } from '../apps-script/index.ts';
import type { Contents } from '../cloud/contents.ts';
import type { LocalCloud } from '../cloud/local-cloud.ts';
import type { Mail } from '../cloud/outbox.ts';
import { deployment } from '../deployment.ts';
import type { LocalSystem } from '../system.ts';

type Item = Record<string, unknown>;

/** What the captain sees in the sheet, row by row as it is shown. */
export interface Shown {
  rows: Record<string, string>[];
  cards: Record<string, string>[];
}

/** What the script keeps of one booking, as far as it tells whether anything is left to do. */
export interface Kept {
  progress: string;
  lease?: unknown;
  records: Record<string, { state: string }>;
}

/**
 * What sheet and outside systems hold at one moment; the latter read past the add-on, in their tables, buckets and
 * mailboxes.
 */
export interface World extends Shown {
  /** By booking id in lower case. */
  journal: ReadonlyMap<string, Kept>;
  /** Keys of the guest bucket, and of the older one with its redirects. */
  pages: string[];
  redirects: string[];
  calendarEntries: Item[];
  /** Those that stand: not cancelled. */
  crewEvents: Item[];
  /** By event id, what the crew reads of it. */
  notes: ReadonlyMap<string, string>;
  mails: readonly Mail[];
  /** A guest page as the public sees it. */
  visit(path: string): Promise<string>;
}

export async function readWorld({ cloud, project }: LocalSystem, shown: Shown): Promise<World> {
  const { contents, foreign } = cloud;
  const [events, entries, pages, redirects] = await Promise.all([
    contents.items(deployment.eventsTable),
    contents.items(calendarTables.entries),
    keysIn(contents, deployment.guest.bucket),
    keysIn(contents, deployment.legacy.bucket),
  ]);
  return {
    ...shown,
    journal: readJournal(project),
    pages,
    redirects,
    calendarEntries: foreign
      ? [...foreign.calendar.held].map(([id, body]) => ({ entry_id: id, ...body }))
      : entries.filter(({ event_name }) => event_name !== undefined),
    crewEvents: foreign
      ? [...foreign.crewSystem.held].map(([id, body]) => ({ event_id: id, ...body }))
      : events.filter(({ status }) => status === 'live'),
    notes: new Map(events.map(({ event_id, notes }) => [String(event_id), String(notes ?? '')])),
    mails: [...cloud.outbox.mails],
    visit: (path) => visit(cloud, path),
  };
}

/** What S3 lists at most, and more than any bucket here holds. */
const MOST_KEYS = 1000;

async function keysIn(contents: Contents, bucket: string): Promise<string[]> {
  return (await contents.list(bucket, '', MOST_KEYS)).map(({ key }) => key);
}

export function readJournal(project: AppsScriptProject): Map<string, Kept> {
  const properties = project.save().properties.document ?? {};
  const entries = Object.entries(properties).filter(([name]) => name.startsWith('journal/'));
  return new Map(entries.map(([name, text]) => [name.slice('journal/'.length), JSON.parse(text) as Kept]));
}

async function visit(cloud: LocalCloud, path: string): Promise<string> {
  const request = {
    url: `https://${deployment.guest.host}${path}`,
    method: 'GET',
    headers: {},
    body: null,
    timeoutMilliseconds: 30_000,
  };
  const { body } = await cloud.exchange(request);
  return Buffer.from(body).toString('utf8');
}
