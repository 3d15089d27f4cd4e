import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

export const defaultTables = { entries: 'jada-entries', idempotency: 'jada-idempotency' } as const;

/** Entries by the moment they start, for the question what overlaps a window. Holds all but the booking items. */
export const BY_START = 'by-start';

/**
 * What an operator creates. The entries table also holds one item `booking#{id in lower case}` per booking
 * with an entry: it is written in the entry's own transaction and read by its key, so that "this booking has
 * no entry" is a strongly consistent answer, which no secondary index can give.
 *
 * The idempotency table's time to live is the attribute `expires_at`.
 */
export const tables: CreateTableCommandInput[] = [
  {
    TableName: defaultTables.entries,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'entry_id', AttributeType: 'S' },
      { AttributeName: 'collection', AttributeType: 'S' },
      { AttributeName: 'starts_at', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'entry_id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: BY_START,
        KeySchema: [
          { AttributeName: 'collection', KeyType: 'HASH' },
          { AttributeName: 'starts_at', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  },
  {
    TableName: defaultTables.idempotency,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'idempotency_key', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'idempotency_key', KeyType: 'HASH' }],
  },
];
