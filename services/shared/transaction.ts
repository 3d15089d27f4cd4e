import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A transaction wrote nothing, because conditions failed or another one had an item in its hands. */
export class TransactionRefused extends Error {
  override readonly name = 'TransactionRefused';
  /** The names of the writes whose condition did not hold. */
  readonly failed: ReadonlySet<string>;
  readonly conflict: boolean;

  constructor(failed: Set<string>, conflict: boolean, cause: Error) {
    super(`Transaction refused: ${[...failed].join(', ') || 'conflict'}`, { cause });
    this.failed = failed;
    this.conflict = conflict;
  }
}

/** Writes all of `writes` (at most 100, which DynamoDB allows in one transaction), or none: then TransactionRefused. */
export async function transact(
  documents: DynamoDBDocumentClient,
  writes: Record<string, Write>,
): Promise<void> {
  const names = Object.keys(writes);
  try {
    await documents.send(new TransactWriteCommand({ TransactItems: Object.values(writes) }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const reasons = (error.CancellationReasons ?? []).map((reason) => reason.Code);
    const failed = new Set(names.filter((_, index) => reasons[index] === 'ConditionalCheckFailed'));
    const conflict = reasons.includes('TransactionConflict');
    if (failed.size === 0 && !conflict) throw error;
    throw new TransactionRefused(failed, conflict, error);
  }
}

/** Nothing was written, because another request had an item in its hands at that moment. */
export function isConflict(error: Error): boolean {
  const isRefused = error instanceof TransactionRefused && error.conflict && error.failed.size === 0;
  return isRefused || error.name === 'TransactionConflictException';
}
