import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Clock } from '../local/clock.ts';
import { DynamoDb } from '../local/cloud/dynamodb.ts';
import { S3 } from '../local/cloud/s3.ts';

/** On how many TCP ports this very process listens. */
function listening(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
}

test('no emulator listens on a TCP port, where it could be reached past the front door and its signatures', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'charter-desk-test-'));
  const before = listening();
  const dynamoDb = await DynamoDb.start(new Clock());
  const s3 = await S3.start(directory, ['example.com'], new Map(), new Clock());
  expect(listening()).toBe(before);
  await s3.stop();
  await dynamoDb.stop();
  await rm(directory, { recursive: true });
});
