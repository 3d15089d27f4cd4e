import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { LONGEST_HOURS } from '../shared/fields.ts';
import { TransactionRefused, transact, type Write } from '../shared/transaction.ts';
import { setExpression } from '../shared/update-expression.ts';
import type { Entry } from './entry.ts';
import { BY_START } from './tables.ts';

const COLLECTION = 'entry';
const bookingKey = (bookingId: string) => `booking#${bookingId.toLowerCase()}`;

/** Calendar entries in DynamoDB; `tables.ts` says what the table holds besides them. */
export class EntryStore {
  private readonly documents: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(documents: DynamoDBDocumentClient, table: string) {
    this.documents = documents;
    this.table = table;
  }

  /** @throws TransactionRefused, naming `booking` when the booking has an entry already */
  async create(entry: Entry, alongside: Record<string, Write>): Promise<void> {
    await transact(this.documents, {
      entry: { Put: { TableName: this.table, Item: { ...entry, collection: COLLECTION } } },
      booking: {
        Put: {
          TableName: this.table,
          Item: { entry_id: bookingKey(entry.booking_id), points_to: entry.entry_id },
          ConditionExpression: 'attribute_not_exists(entry_id)',
        },
      },
      ...alongside,
    });
  }

  /** Strongly consistent. */
  async get(entryId: string): Promise<Entry | null> {
    const item = await this.read(entryId);
    return item?.collection === COLLECTION ? toEntry(item) : null;
  }

  /** Strongly consistent: null means that the booking has no entry. */
  async findByBooking(bookingId: string): Promise<Entry | null> {
    const pointer = await this.read(bookingKey(bookingId));
    return pointer ? this.get(String(pointer.points_to)) : null;
  }

  /**
   * The entries that overlap the window, earliest first; one that only touches it doesn't. An entry stored a
   * moment ago may still be missing: secondary indexes lag.
   */
  async overlapping(from: Date, to: Date): Promise<Entry[]> {
    const earliestStart = new Date(from.getTime() - LONGEST_HOURS * 3_600_000);
    const found: Entry[] = [];
    const pages = paginateQuery(
      { client: this.documents },
      {
        TableName: this.table,
        IndexName: BY_START,
        KeyConditionExpression: '#collection = :collection AND starts_at BETWEEN :earliest AND :to',
        ExpressionAttributeNames: { '#collection': 'collection' },
        ExpressionAttributeValues: {
          ':collection': COLLECTION,
          ':earliest': earliestStart.toISOString(),
          ':to': to.toISOString(),
        },
      },
    );
    for await (const page of pages) found.push(...(page.Items ?? []).map(toEntry));
    return found.filter((entry) => entry.ends_at > from.toISOString() && entry.starts_at < to.toISOString());
  }

  /** Sets `changes` if the entry still has `version`. Whether it had. */
  async update(entryId: string, version: number, changes: Partial<Entry>): Promise<boolean> {
    const update = setExpression({ ...changes, version: version + 1 });
    try {
      await this.documents.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { entry_id: entryId },
          ...update,
          ConditionExpression: '#version = :seen',
          ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':seen': version },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Whether it was there. */
  async remove(entry: Entry): Promise<boolean> {
    try {
      await transact(this.documents, {
        entry: {
          Delete: {
            TableName: this.table,
            Key: { entry_id: entry.entry_id },
            ConditionExpression: 'attribute_exists(entry_id)',
          },
        },
        booking: { Delete: { TableName: this.table, Key: { entry_id: bookingKey(entry.booking_id) } } },
      });
      return true;
    } catch (error) {
      if (error instanceof TransactionRefused && error.failed.has('entry')) return false;
      throw error;
    }
  }

  private async read(key: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.documents.send(
      new GetCommand({ TableName: this.table, Key: { entry_id: key }, ConsistentRead: true }),
    );
    return Item;
  }
}

function toEntry({ collection, ...entry }: Record<string, unknown>): Entry {
  return entry as unknown as Entry;
}
