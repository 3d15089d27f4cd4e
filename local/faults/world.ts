import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { defaultTables as calendarTables } from '../../services/jada-calendar/tables.ts';
import type { LocalCloud } from '../cloud/local-cloud.ts';
import type { Mail } from '../cloud/outbox.ts';
import { deployment } from '../deployment.ts';

type Item = Record<string, unknown>;

/** What the captain sees in the sheet, row by row as it is shown. */
export interface Shown {
  rows: Record<string, string>[];
  cards: Record<string, string>[];
}

/**
 * What sheet and outside systems hold at one moment; the latter read past the add-on, in their tables, buckets and
 * mailboxes.
 */
export interface World extends Shown {
  /** Keys of the guest bucket. */
  pages: string[];
  calendarEntries: Item[];
  /** Those that stand: not cancelled. */
  crewEvents: Item[];
  /** By event id, what the crew reads of it. */
  notes: ReadonlyMap<string, string>;
  mails: readonly Mail[];
  /** A guest page as the public sees it. */
  visit(path: string): Promise<string>;
}

export async function readWorld(cloud: LocalCloud, shown: Shown): Promise<World> {
  const { foreign, credentials, region, endpoints } = cloud;
  const asAdministrator = { credentials, region, endpoint: endpoints.aws };
  const dynamoDb = DynamoDBDocumentClient.from(new DynamoDBClient(asAdministrator));
  const s3 = new S3Client({ ...asAdministrator, forcePathStyle: true });
  try {
    const [events, entries, { Contents = [] }] = await Promise.all([
      scan(dynamoDb, deployment.eventsTable),
      scan(dynamoDb, calendarTables.entries),
      s3.send(new ListObjectsV2Command({ Bucket: deployment.guest.bucket })),
    ]);
    return {
      ...shown,
      pages: Contents.flatMap(({ Key }) => Key ?? []),
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
  } finally {
    dynamoDb.destroy();
    s3.destroy();
  }
}

async function scan(documents: DynamoDBDocumentClient, table: string): Promise<Item[]> {
  const { Items = [] } = await documents.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
  return Items;
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
