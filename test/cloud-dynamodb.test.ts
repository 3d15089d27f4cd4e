import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tables as calendarTables } from '../services/jada-calendar/tables.ts';
import { tables as crewTables } from '../services/ship-captain-crew/tables.ts';
import { useCloud } from './support/cloud-harness.ts';

const harness = useCloud();
const TableName = 'scc-events';
let documents: DynamoDBDocumentClient;
let addOn: DynamoDBDocumentClient;

beforeAll(() => {
  const { endpoints, credentials, staticAddOnKeys, region } = harness.cloud;
  const connect = (keys: typeof credentials) =>
    DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: endpoints.aws, credentials: keys, region }));
  documents = connect(credentials);
  addOn = connect(staticAddOnKeys);
});
afterAll(() => {
  documents.destroy();
  addOn.destroy();
});

const item = async (event_id: string) =>
  (await documents.send(new GetCommand({ TableName, Key: { event_id }, ConsistentRead: true }))).Item;
const put = (Item: Record<string, unknown>) => documents.send(new PutCommand({ TableName, Item }));

test('has the tables of both services', async () => {
  const { TableNames } = await documents.send(new ListTablesCommand());
  const wanted = [...calendarTables, ...crewTables].map((table) => table.TableName).sort();
  expect(TableNames).toEqual(wanted);
});

test('a conditional write fails when the condition does, and changes nothing', async () => {
  await put({ event_id: 'conditional', notes: 'Revenue $840.75' });
  const scrub = (old: string) =>
    addOn.send(
      new UpdateCommand({
        TableName,
        Key: { event_id: 'conditional' },
        UpdateExpression: 'SET notes = :new',
        ConditionExpression: 'notes = :old',
        ExpressionAttributeValues: { ':new': 'clean', ':old': old },
      }),
    );
  await expect(scrub('something else')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  expect(await item('conditional')).toMatchObject({ notes: 'Revenue $840.75' });
  await scrub('Revenue $840.75');
  expect(await item('conditional')).toMatchObject({ notes: 'clean' });
});

test('the add-on may read and change events, not create them or see other tables', async () => {
  await expect(addOn.send(new PutCommand({ TableName, Item: { event_id: 'x' } }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  await expect(
    addOn.send(new GetCommand({ TableName: 'scc-outbox', Key: { outbox_id: 'x' } })),
  ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const transaction = new TransactWriteCommand({
    TransactItems: [{ Put: { TableName, Item: { event_id: 'x' } } }],
  });
  await expect(addOn.send(transaction)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect(await item('x')).toBeUndefined();
});

describe('transactions', () => {
  beforeEach(async () => {
    await put({ event_id: 'kept', version: 1 });
    await put({ event_id: 'updated', version: 1 });
    await put({ event_id: 'deleted', version: 1 });
  });

  const run = (TransactItems: TransactWriteCommandInput['TransactItems'], ClientRequestToken?: string) =>
    documents.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));

  const bump = (event_id: string) => ({
    Update: {
      TableName,
      Key: { event_id },
      UpdateExpression: 'ADD version :one',
      ExpressionAttributeValues: { ':one': 1 },
    },
  });
  const guard = (event_id: string, version: number) => ({
    ConditionCheck: {
      TableName,
      Key: { event_id },
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': version },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  });

  test('do all that they say', async () => {
    await run([
      {
        Put: { TableName, Item: { event_id: 'made' }, ConditionExpression: 'attribute_not_exists(event_id)' },
      },
      bump('updated'),
      { Delete: { TableName, Key: { event_id: 'deleted' } } },
      guard('kept', 1),
    ]);
    expect(await Promise.all(['made', 'updated', 'deleted', 'kept'].map(item))).toEqual([
      { event_id: 'made' },
      { event_id: 'updated', version: 2 },
      undefined,
      { event_id: 'kept', version: 1 },
    ]);
  });

  test('do nothing when one condition fails, and say which', async () => {
    const attempt = run([
      { Put: { TableName, Item: { event_id: 'never' } } },
      bump('updated'),
      { Delete: { TableName, Key: { event_id: 'deleted' } } },
      guard('kept', 7),
    ]);
    await expect(attempt).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'None' },
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { event_id: { S: 'kept' }, version: { N: '1' } } },
      ],
    });
    expect(await Promise.all(['never', 'updated', 'deleted', 'kept'].map(item))).toEqual([
      undefined,
      { event_id: 'updated', version: 1 },
      { event_id: 'deleted', version: 1 },
      { event_id: 'kept', version: 1 },
    ]);
  });

  test('done twice under one token are done once, within ten minutes', async () => {
    await run([bump('updated')], 'token-1');
    await run([bump('updated')], 'token-1');
    expect(await item('updated')).toMatchObject({ version: 2 });
    await expect(run([bump('kept')], 'token-1')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
    harness.clock.advance(10 * 60_000);
    await run([bump('updated')], 'token-1');
    expect(await item('updated')).toMatchObject({ version: 3 });
  });

  test('never touch an item twice', async () => {
    await expect(run([bump('updated'), guard('updated', 1)])).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('of many at a time each sees the others whole', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        run([
          {
            Put: {
              TableName,
              Item: { event_id: 'claimed' },
              ConditionExpression: 'attribute_not_exists(event_id)',
            },
          },
          bump('updated'),
        ]),
      ),
    );
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await item('updated')).toMatchObject({ version: 2 });
  });
});
