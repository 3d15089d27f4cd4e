import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

export const defaultTables = {
  events: 'scc-events',
  outbox: 'scc-outbox',
  idempotency: 'scc-idempotency',
  uploads: 'scc-uploads',
  checklists: 'scc-checklists',
} as const;

/** Events by their last change, for `GET /events?updated_since=`. Holds all but the booking items. */
export const BY_UPDATE = 'by-update';

/** Mails that are not settled yet, by the moment they are due. Settled entries leave it. */
export const BY_DUE = 'by-due';

/**
 * What an operator creates. The events table also holds one item `booking#{id in lower case}` per booking with
 * a live event: it is written in the event's own transaction and read by its key, so that "this booking has no
 * event" is a strongly consistent answer, which no secondary index can give.
 *
 * The time to live of all tables but the events' is the attribute `expires_at`.
 */
export const tables: CreateTableCommandInput[] = [
  {
    TableName: defaultTables.events,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'event_id', AttributeType: 'S' },
      { AttributeName: 'collection', AttributeType: 'S' },
      { AttributeName: 'updated_at', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'event_id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: BY_UPDATE,
        KeySchema: [
          { AttributeName: 'collection', KeyType: 'HASH' },
          { AttributeName: 'updated_at', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  },
  {
    TableName: defaultTables.outbox,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'outbox_id', AttributeType: 'S' },
      { AttributeName: 'queue', AttributeType: 'S' },
      { AttributeName: 'due_at', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'outbox_id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: BY_DUE,
        KeySchema: [
          { AttributeName: 'queue', KeyType: 'HASH' },
          { AttributeName: 'due_at', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  },
  {
    TableName: defaultTables.idempotency,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'idempotency_key', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'idempotency_key', KeyType: 'HASH' }],
  },
  {
    TableName: defaultTables.uploads,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'booking_id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'booking_id', KeyType: 'HASH' }],
  },
  {
    TableName: defaultTables.checklists,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'checklist_id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'checklist_id', KeyType: 'HASH' }],
  },
];
