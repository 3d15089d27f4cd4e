import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { EXPIRY_ATTRIBUTE } from '../shared/idempotency.ts';
import { ServiceError } from '../shared/service-error.ts';

/** In any ten minutes: a full boat that uploads at once, each photo twice because the first try broke off. */
export const MOST_IN_TEN_MINUTES = 120;
/** For one booking, ever. */
export const MOST_IN_ALL = 1_000;

const TEN_MINUTES = 10 * 60_000;
const KEPT_SECONDS = 24 * 60 * 60;
/** Guests of one booking ask at the same time; each attempt that one of them loses, another one wins. */
const WRITE_ATTEMPTS = 30;

interface Counter {
  /** How many uploads were granted; it rises with every one, so it is the condition for writing the next. */
  granted: number;
  /** When those of the last ten minutes were, in epoch milliseconds, oldest first. */
  recent: number[];
}

/** How many uploads each booking has been granted, in DynamoDB: one item a booking, gone a day after its window closes. */
export class UploadAllowance {
  private readonly documents: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly now: () => number;

  constructor(documents: DynamoDBDocumentClient, table: string, now: () => number) {
    this.documents = documents;
    this.table = table;
    this.now = now;
  }

  /** @throws ServiceError 429 when there were too many of late, 403 when the booking has had all of them */
  async take(bookingId: string, closesAt: number): Promise<void> {
    const key = bookingId.toLowerCase();
    for (let attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      const { granted, recent: before } = await this.read(key);
      if (granted >= MOST_IN_ALL) throw usedUp();
      const now = this.now();
      const recent = before.filter((at) => at > now - TEN_MINUTES);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= MOST_IN_TEN_MINUTES) {
        throw tooMany(Math.ceil((oldest + TEN_MINUTES - now) / 1000));
      }
      if (await this.write(key, { granted: granted + 1, recent: [...recent, now] }, closesAt)) return;
    }
    throw tooMany(1);
  }

  private async read(bookingId: string): Promise<Counter> {
    const { Item } = await this.documents.send(
      new GetCommand({ TableName: this.table, Key: { booking_id: bookingId }, ConsistentRead: true }),
    );
    return (Item as Counter | undefined) ?? { granted: 0, recent: [] };
  }

  /** Whether no other upload was granted since `counter` was read. */
  private async write(bookingId: string, counter: Counter, closesAt: number): Promise<boolean> {
    try {
      await this.documents.send(
        new PutCommand({
          TableName: this.table,
          Item: {
            booking_id: bookingId,
            ...counter,
            [EXPIRY_ATTRIBUTE]: Math.ceil(closesAt / 1000) + KEPT_SECONDS,
          },
          ConditionExpression: 'attribute_not_exists(booking_id) OR granted = :seen',
          ExpressionAttributeValues: { ':seen': counter.granted - 1 },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

function tooMany(seconds: number): ServiceError {
  const pause = seconds < 90 ? 'in a minute' : `in ${Math.ceil(seconds / 60)} minutes`;
  return new ServiceError(
    429,
    'too_many_uploads',
    `There were ${MOST_IN_TEN_MINUTES} uploads within ten minutes, as many as a charter may have. Try again ${pause}.`,
    {},
    seconds,
  );
}

/** Waiting wouldn't help, so this is no 429. */
function usedUp(): ServiceError {
  return new ServiceError(
    403,
    'uploads_used_up',
    `This charter has had all of its ${MOST_IN_ALL.toLocaleString('en-US')} uploads. Send the captain what is still missing.`,
  );
}
