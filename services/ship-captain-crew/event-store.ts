import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { TransactionRefused, transact, type Write } from '../shared/transaction.ts';
import { setExpression } from '../shared/update-expression.ts';
import type { CrewEvent } from './crew-event.ts';
import { BY_UPDATE } from './tables.ts';

const COLLECTION = 'event';
const bookingKey = (bookingId: string) => `booking#${bookingId.toLowerCase()}`;

/** Crew events in DynamoDB; `tables.ts` says what the table holds besides them. */
export class EventStore {
  private readonly documents: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(documents: DynamoDBDocumentClient, table: string) {
    this.documents = documents;
    this.table = table;
  }

  /** @throws TransactionRefused, naming `booking` when the booking has a live event already */
  async create(event: CrewEvent, alongside: Record<string, Write>): Promise<void> {
    await transact(this.documents, {
      event: { Put: { TableName: this.table, Item: { ...event, collection: COLLECTION } } },
      booking: {
        Put: {
          TableName: this.table,
          Item: { event_id: bookingKey(event.booking_id), points_to: event.event_id },
          ConditionExpression: 'attribute_not_exists(event_id)',
        },
      },
      ...alongside,
    });
  }

  /** Strongly consistent. Cancelled events stay, so that late links and repeated deletions find them. */
  async get(eventId: string): Promise<CrewEvent | null> {
    const item = await this.read(eventId);
    return item?.collection === COLLECTION ? toEvent(item) : null;
  }

  /** Strongly consistent: null means that the booking has no live event. */
  async findByBooking(bookingId: string): Promise<CrewEvent | null> {
    const pointer = await this.read(bookingKey(bookingId));
    return pointer ? this.get(String(pointer.points_to)) : null;
  }

  /**
   * Events changed or replied to at `moment` or later, cancelled ones included, oldest change first. A change of
   * the last seconds may still be missing: secondary indexes lag, so ask with a little overlap.
   */
  async updatedSince(moment: Date): Promise<CrewEvent[]> {
    const pages = paginateQuery(
      { client: this.documents },
      {
        TableName: this.table,
        IndexName: BY_UPDATE,
        KeyConditionExpression: '#collection = :collection AND updated_at >= :moment',
        ExpressionAttributeNames: { '#collection': 'collection' },
        ExpressionAttributeValues: { ':collection': COLLECTION, ':moment': moment.toISOString() },
      },
    );
    const events: CrewEvent[] = [];
    for await (const page of pages) events.push(...(page.Items ?? []).map(toEvent));
    return events;
  }

  /**
   * Sets `changes` and writes `alongside`, if the event is still the one that was read. Whether it was. Only
   * what changed is written: somebody else may be scrubbing another field of the item at this moment.
   */
  async update(
    event: CrewEvent,
    changes: Partial<CrewEvent>,
    alongside: Record<string, Write>,
  ): Promise<boolean> {
    const update = setExpression({ ...changes, version: event.version + 1 });
    const freed = changes.status === 'cancelled' ? { booking: this.forgetBooking(event) } : {};
    try {
      await transact(this.documents, {
        event: {
          Update: {
            TableName: this.table,
            Key: { event_id: event.event_id },
            ...update,
            ConditionExpression: '#version = :seen',
            ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':seen': event.version },
          },
        },
        ...freed,
        ...alongside,
      });
      return true;
    } catch (error) {
      if (error instanceof TransactionRefused && (error.failed.has('event') || error.conflict)) return false;
      throw error;
    }
  }

  private forgetBooking(event: CrewEvent): Write {
    return { Delete: { TableName: this.table, Key: { event_id: bookingKey(event.booking_id) } } };
  }

  private async read(key: string): Promise<Record<string, unknown> | undefined> {
    const { Item } = await this.documents.send(
      new GetCommand({ TableName: this.table, Key: { event_id: key }, ConsistentRead: true }),
    );
    return Item;
  }
}

function toEvent({ collection, ...event }: Record<string, unknown>): CrewEvent {
  return event as unknown as CrewEvent;
}
