import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ServiceError } from './service-error.ts';
import { TransactionRefused, type Write } from './transaction.ts';

/** Twice the week that clients are promised. */
const KEPT_SECONDS = 14 * 24 * 60 * 60;
const LONGEST_KEY = 255;

/** What DynamoDB's time to live looks at, in epoch seconds. */
export const EXPIRY_ATTRIBUTE = 'expires_at';

export interface Answer {
  status: ContentfulStatusCode;
  body: Record<string, unknown>;
}

/** Gives the write that remembers `answer`, to go into the transaction of the effect; none without a key. */
export type Remember = (answer: Answer) => Record<string, Write>;

/**
 * Answers a POST once per Idempotency-Key: the first answer is stored in the same transaction as the effect
 * and replayed for 14 days. Errors are not stored, since they had no effect.
 */
export class Idempotency {
  private readonly documents: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly now: () => number;

  constructor(documents: DynamoDBDocumentClient, table: string, now: () => number) {
    this.documents = documents;
    this.table = table;
    this.now = now;
  }

  /**
   * @param key the request's Idempotency-Key; without one the effect simply runs
   * @throws ServiceError 400 for a key that is too long, 422 when the key was used for another body
   * @throws TransactionRefused when a condition of the effect's own failed, or another request holds the same items
   */
  async once(
    key: string | undefined,
    body: unknown,
    effect: (remember: Remember) => Promise<Answer>,
  ): Promise<Answer & { replayed: boolean }> {
    if (key !== undefined && (key === '' || key.length > LONGEST_KEY)) {
      throw new ServiceError(
        400,
        'idempotency_key_invalid',
        `The Idempotency-Key must have 1 to ${LONGEST_KEY} characters.`,
      );
    }
    const fingerprint = createHash('sha256').update(canonicalJson(body)).digest('hex');
    const before = await this.replay(key, fingerprint);
    if (before) return before;
    try {
      const answer = await effect((first) => (key ? { key: this.write(key, fingerprint, first) } : {}));
      return { ...answer, replayed: false };
    } catch (error) {
      if (!(error instanceof TransactionRefused)) throw error;
      // Two requests under one key: the one that came second repeats what the first was told.
      const after = await this.replay(key, fingerprint);
      if (after) return after;
      throw error;
    }
  }

  private async replay(
    key: string | undefined,
    fingerprint: string,
  ): Promise<(Answer & { replayed: boolean }) | null> {
    if (!key) return null;
    const { Item } = await this.documents.send(
      new GetCommand({ TableName: this.table, Key: { idempotency_key: key }, ConsistentRead: true }),
    );
    if (!Item || Item[EXPIRY_ATTRIBUTE] <= this.seconds()) return null;
    if (Item.fingerprint !== fingerprint) {
      throw new ServiceError(
        422,
        'idempotency_key_reused',
        'This Idempotency-Key was used for a request with another body. Send the first body again, or use a new key.',
      );
    }
    return { status: Item.status, body: Item.body, replayed: true };
  }

  private write(key: string, fingerprint: string, answer: Answer): Write {
    return {
      Put: {
        TableName: this.table,
        Item: {
          idempotency_key: key,
          fingerprint,
          ...answer,
          [EXPIRY_ATTRIBUTE]: this.seconds() + KEPT_SECONDS,
        },
        // DynamoDB removes what has expired only hours or days later.
        ConditionExpression: 'attribute_not_exists(idempotency_key) OR #expiry <= :now',
        ExpressionAttributeNames: { '#expiry': EXPIRY_ATTRIBUTE },
        ExpressionAttributeValues: { ':now': this.seconds() },
      },
    };
  }

  private seconds(): number {
    return Math.floor(this.now() / 1000);
  }
}

/** JSON with sorted member names, so that two spellings of one body are the same body. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
