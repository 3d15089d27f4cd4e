import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { EXPIRY_ATTRIBUTE } from '../shared/idempotency.ts';
import type { Write } from '../shared/transaction.ts';
import { setExpression } from '../shared/update-expression.ts';
import { type CrewEvent, endsAt } from './crew-event.ts';
import type { PlannedMail } from './crew-plan.ts';
import { BY_DUE } from './tables.ts';

/**
 * `pending` → `sending` → one of
 * `sent` (SES took it), `failed` (SES will never take it), `skipped` (no longer true when its turn came),
 * `unknown` (SES may or may not have taken it; nothing is sent again on a guess).
 */
export type MailState = 'pending' | 'sending' | 'sent' | 'failed' | 'skipped' | 'unknown';

type QueuedMail = Omit<PlannedMail, 'kind'> & { kind: PlannedMail['kind'] | 'link' };

export interface OutboxEntry extends QueuedMail {
  outbox_id: string;
  event_id: string;
  state: MailState;
  /** UTC, ISO 8601. Pending: not before. Sending: when the claim lapses. */
  due_at: string;
  attempts: number;
  created_at: string;
}

/** How long whoever claimed a mail may take over it. Longer than any request to SES. */
const LEASE_MILLISECONDS = 60_000;
const KEPT_DAYS = 400;
const QUEUE = 'open';
const LARGEST_BATCH = 100;

/** The outbox in DynamoDB: one entry a mail, under an id that says which, so that no mail is queued twice. */
export class OutboxStore {
  private readonly documents: DynamoDBDocumentClient;
  private readonly table: string;
  private readonly now: () => number;

  constructor(documents: DynamoDBDocumentClient, table: string, now: () => number) {
    this.documents = documents;
    this.table = table;
    this.now = now;
  }

  /** The writes that queue `mails`, to go into the transaction that makes them true; named by outbox id. */
  queue(event: CrewEvent, mails: PlannedMail[]): Record<string, Write> {
    return Object.fromEntries(
      mails.map((mail) => {
        const suffix = mail.kind === 'cancellation' ? '#cancellation' : '';
        const put = this.put(event, mail, invitationId(event.event_id, mail.crew_id, mail.number) + suffix);
        return [put.Item.outbox_id, { Put: put }];
      }),
    );
  }

  /** Queues a fresh link under an id of its own. False when that id is taken. */
  async queueLink(event: CrewEvent, mail: Omit<PlannedMail, 'kind'>, suffix: string): Promise<string | null> {
    const id = `${invitationId(event.event_id, mail.crew_id, mail.number)}#link#${suffix}`;
    const queued = await accepted(
      this.documents.send(new PutCommand(this.put(event, { ...mail, kind: 'link' }, id))),
    );
    return queued ? id : null;
  }

  async get(outboxId: string): Promise<OutboxEntry | null> {
    const { Item } = await this.documents.send(
      new GetCommand({ TableName: this.table, Key: { outbox_id: outboxId }, ConsistentRead: true }),
    );
    return (Item as OutboxEntry | undefined) ?? null;
  }

  /** The ids of what is due: pending mails, and claims that lapsed. */
  async due(): Promise<string[]> {
    const ids: string[] = [];
    const pages = paginateQuery(
      { client: this.documents },
      {
        TableName: this.table,
        IndexName: BY_DUE,
        KeyConditionExpression: '#queue = :queue AND due_at <= :now',
        ExpressionAttributeNames: { '#queue': 'queue' },
        ExpressionAttributeValues: { ':queue': QUEUE, ':now': this.timestamp() },
      },
    );
    for await (const page of pages) ids.push(...(page.Items ?? []).map((item) => String(item.outbox_id)));
    return ids;
  }

  /** Claims a pending mail for this process. Null when somebody else was faster. */
  async claim(entry: OutboxEntry): Promise<OutboxEntry | null> {
    const claim = {
      state: 'sending' as const,
      due_at: this.timestamp(LEASE_MILLISECONDS),
      attempts: entry.attempts + 1,
    };
    return (await this.move(entry, claim)) ? { ...entry, ...claim } : null;
  }

  /** Gives a claimed mail, which was certainly not sent, back to the queue. */
  postpone(entry: OutboxEntry, milliseconds: number, reason: string): Promise<boolean> {
    return this.move(entry, { state: 'pending', due_at: this.timestamp(milliseconds), reason });
  }

  settle(
    entry: OutboxEntry,
    state: Exclude<MailState, 'pending' | 'sending'>,
    about: { message_id?: string; reason?: string } = {},
  ): Promise<boolean> {
    return this.move(entry, { state, ...about });
  }

  /** The states of the mails under `ids`; ids that were never queued are missing. Strongly consistent. */
  async states(ids: string[]): Promise<Map<string, MailState>> {
    const states = new Map<string, MailState>();
    for (let first = 0; first < ids.length; first += LARGEST_BATCH) {
      let keys: Record<string, unknown>[] = ids
        .slice(first, first + LARGEST_BATCH)
        .map((outbox_id) => ({ outbox_id }));
      while (keys.length > 0) {
        const { Responses, UnprocessedKeys } = await this.documents.send(
          new BatchGetCommand({ RequestItems: { [this.table]: { Keys: keys, ConsistentRead: true } } }),
        );
        for (const item of Responses?.[this.table] ?? []) states.set(item.outbox_id, item.state);
        keys = UnprocessedKeys?.[this.table]?.Keys ?? [];
      }
    }
    return states;
  }

  private put(event: CrewEvent, mail: QueuedMail, id: string) {
    const entry: OutboxEntry = {
      ...mail,
      outbox_id: id,
      event_id: event.event_id,
      state: 'pending',
      due_at: this.timestamp(),
      attempts: 0,
      created_at: this.timestamp(),
    };
    return {
      TableName: this.table,
      Item: {
        ...entry,
        queue: QUEUE,
        [EXPIRY_ATTRIBUTE]: Math.floor(endsAt(event) / 1000) + KEPT_DAYS * 24 * 60 * 60,
      },
      ConditionExpression: 'attribute_not_exists(outbox_id)',
    };
  }

  /**
   * Moves an entry on from where it was read. A settled one leaves the queue. What its own sender learns late,
   * after the claim lapsed, still replaces `unknown`.
   */
  private move(entry: OutboxEntry, values: Partial<OutboxEntry> & { message_id?: string; reason?: string }) {
    const open = values.state === 'pending' || values.state === 'sending';
    const update = setExpression(open ? { ...values, queue: QUEUE } : values);
    return accepted(
      this.documents.send(
        new UpdateCommand({
          TableName: this.table,
          Key: { outbox_id: entry.outbox_id },
          ...update,
          UpdateExpression: open ? update.UpdateExpression : `${update.UpdateExpression} REMOVE #queue`,
          ConditionExpression: 'attempts = :seenAttempts AND #state IN (:seen, :unknown)',
          ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#queue': 'queue' },
          ExpressionAttributeValues: {
            ...update.ExpressionAttributeValues,
            ':seen': entry.state,
            ':unknown': entry.state === 'sending' ? 'unknown' : entry.state,
            ':seenAttempts': entry.attempts,
          },
        }),
      ),
    );
  }

  private timestamp(later = 0): string {
    return new Date(this.now() + later).toISOString();
  }
}

/** The id of the mail that carries invitation `number`. */
export function invitationId(eventId: string, crewId: string, number: number): string {
  return `${eventId}#${crewId}#${number}`;
}

/** Whether a conditional write took place. */
async function accepted(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
