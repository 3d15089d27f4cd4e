import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { EXPIRY_ATTRIBUTE } from '../shared/idempotency.ts';
import { endsAt } from './crew-event.ts';
import type { Standing } from './crew-standing.ts';
import { invitationId } from './outbox-store.ts';

const KEPT_DAYS = 30;

/**
 * What each person has ticked, in DynamoDB: one item an invitation, so that a new time starts with an empty list. Apart
 * from the event: a tick is no change of it, and never collides with one.
 */
export class ChecklistStore {
  private readonly documents: DynamoDBDocumentClient;
  private readonly table: string;

  constructor(documents: DynamoDBDocumentClient, table: string) {
    this.documents = documents;
    this.table = table;
  }

  /** The ids of what is ticked. Strongly consistent. */
  async ticked(standing: Standing): Promise<ReadonlySet<string>> {
    const { Item } = await this.documents.send(
      new GetCommand({ TableName: this.table, Key: { checklist_id: id(standing) }, ConsistentRead: true }),
    );
    return (Item?.ticked as Set<string> | undefined) ?? new Set();
  }

  /** Ticks one item or clears it; those of the same list that another device changes meanwhile stay. */
  async tick(standing: Standing, item: string, isTicked: boolean): Promise<void> {
    await this.documents.send(
      new UpdateCommand({
        TableName: this.table,
        Key: { checklist_id: id(standing) },
        UpdateExpression: `${isTicked ? 'ADD' : 'DELETE'} ticked :items SET #expiry = :expiry`,
        ExpressionAttributeNames: { '#expiry': EXPIRY_ATTRIBUTE },
        ExpressionAttributeValues: { ':items': new Set([item]), ':expiry': expiry(standing) },
      }),
    );
  }

  /** What a whole form says. */
  async replace(standing: Standing, items: ReadonlySet<string>): Promise<void> {
    await this.documents.send(
      new PutCommand({
        TableName: this.table,
        Item: {
          checklist_id: id(standing),
          // DynamoDB has no empty sets.
          ...(items.size > 0 ? { ticked: new Set(items) } : {}),
          [EXPIRY_ATTRIBUTE]: expiry(standing),
        },
      }),
    );
  }
}

function id({ event, crewId, invitation }: Standing): string {
  return invitationId(event.event_id, crewId, invitation.number);
}

function expiry({ event }: Standing): number {
  return Math.floor(endsAt(event) / 1000) + KEPT_DAYS * 24 * 60 * 60;
}
