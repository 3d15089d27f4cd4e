import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { tables as calendarTables } from '../../services/jada-calendar/tables.ts';
import { tables as crewTables } from '../../services/ship-captain-crew/tables.ts';
import type { ForeignCollection } from './foreign-services.ts';
import type { JsonObject } from './json.ts';
import type { LocalCloud } from './local-cloud.ts';
import type { Mail } from './outbox.ts';

/** What other systems hold at one moment. Keys and secrets are not in it: each cloud has its own. */
export interface SavedCloud {
  /** By table. */
  items: ReadonlyMap<string, readonly Record<string, unknown>[]>;
  /** S3's files, by their paths below its folder. */
  files: ReadonlyMap<string, Buffer>;
  mails: readonly Mail[];
  /** What foreign systems were posted. */
  posted: readonly (readonly [id: string, body: JsonObject])[][];
}

/** DynamoDB's limit. */
const MOST_AT_ONCE = 25;

export async function saveCloud(cloud: LocalCloud): Promise<SavedCloud> {
  const items = new Map<string, Record<string, unknown>[]>();
  for (const { TableName = '' } of [...calendarTables, ...crewTables]) {
    items.set(TableName, await cloud.contents.items(TableName));
  }
  const entries = await readdir(cloud.objectsFolder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const file = path.join(parentPath, name);
        return [path.relative(cloud.objectsFolder, file), await readFile(file)] as const;
      }),
  );
  return {
    items,
    files: new Map(files),
    mails: [...cloud.outbox.mails],
    posted: foreignCollections(cloud).map(({ held }) => [...held]),
  };
}

/** Into a cloud in which nothing happened yet. */
export async function restoreCloud(cloud: LocalCloud, saved: SavedCloud): Promise<void> {
  for (const [table, items] of saved.items) {
    for (let first = 0; first < items.length; first += MOST_AT_ONCE) {
      const puts = items.slice(first, first + MOST_AT_ONCE).map((Item) => ({ PutRequest: { Item } }));
      await cloud.contents.documents.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
    }
  }
  for (const [name, bytes] of saved.files) {
    const file = path.join(cloud.objectsFolder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  for (const mail of saved.mails) cloud.outbox.add(mail);
  foreignCollections(cloud).forEach(({ held }, index) => {
    for (const [id, body] of saved.posted[index] ?? []) held.set(id, body);
  });
}

function foreignCollections({ foreign }: LocalCloud): ForeignCollection[] {
  return foreign ? [foreign.calendar, foreign.crewSystem] : [];
}
