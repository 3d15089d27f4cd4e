import { readAnswer } from './answer.ts';
import type { Aws } from './aws.ts';
import { mapValues } from './map-values.ts';
import { RemoteError } from './remote-error.ts';
import type { Call, HttpResponse } from './request.ts';
import { Mismatch, record, recordOf, type Shape } from './shape.ts';

/** One item, and for whom it is asked. Keys and attributes are texts; whatever else an item holds stays untouched. */
export interface ItemAddress {
  table: string;
  key: Record<string, string>;
  bookingId: string;
}

/** Attribute values as DynamoDB's API writes them: each under the name of its type, `S` for a text. */
const item = recordOf(record);

/** Of an item that isn't there DynamoDB says nothing at all; whoever says anything else isn't DynamoDB. */
const gotten: Shape<Record<string, Record<string, unknown>> | null> = (value, place) => {
  const { Item, ...others } = record(value, place);
  if (Item !== undefined) return item(Item, 'Item');
  if (Object.keys(others).length > 0) throw new Mismatch('Item');
  return null;
};

export class DynamoDb {
  constructor(private readonly aws: Aws) {}

  /** Those of the attributes that are texts, strongly consistent; null when there is no such item. */
  async getItem({
    table,
    key,
    attributes,
    bookingId,
  }: ItemAddress & { attributes: readonly string[] }): Promise<Record<string, string> | null> {
    const call = callFor('GetItem', bookingId);
    const response = await this.send(call, {
      TableName: table,
      Key: textValues(key),
      ConsistentRead: true,
      ProjectionExpression: Object.keys(namePlaceholders(attributes)).join(', '),
      ExpressionAttributeNames: namePlaceholders(attributes),
    });
    const found = readAnswer(gotten, response, call);
    return found && textsOf(found);
  }

  /**
   * Writes the texts of `after` if those of `before` still stand. False: they don't, and nothing was written. When
   * an earlier attempt got no answer that may be because it had its effect; reading the item tells.
   */
  async replaceText({
    table,
    key,
    before,
    after,
    bookingId,
  }: ItemAddress & { before: Record<string, string>; after: Record<string, string> }): Promise<boolean> {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const equations = (texts: Record<string, string>, suffix: string): string[] =>
      Object.keys(texts).map((name) => `#a${names.indexOf(name)} = :${suffix}${names.indexOf(name)}`);
    const values = (texts: Record<string, string>, suffix: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(texts).map(([name, text]) => [`:${suffix}${names.indexOf(name)}`, text]),
      );
    try {
      await this.send(callFor('UpdateItem', bookingId), {
        TableName: table,
        Key: textValues(key),
        UpdateExpression: `SET ${equations(after, 'after').join(', ')}`,
        ConditionExpression: equations(before, 'before').join(' AND '),
        ExpressionAttributeNames: namePlaceholders(names),
        ExpressionAttributeValues: textValues({ ...values(before, 'before'), ...values(after, 'after') }),
      });
      return true;
    } catch (error) {
      // By its code: every refusal of DynamoDB is a 400.
      if (error instanceof RemoteError && error.code === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  }

  private send(call: Call, input: object): Promise<HttpResponse> {
    return this.aws.send(
      'dynamodb',
      {
        method: 'POST',
        url: `https://dynamodb.${this.aws.region}.amazonaws.com/`,
        headers: { 'X-Amz-Target': `DynamoDB_20120810.${call.operation}` },
        contentType: 'application/x-amz-json-1.0',
        body: JSON.stringify(input),
      },
      call,
    );
  }
}

/** Updates here are conditional, so that a second arrival of the same changes nothing. */
function callFor(operation: 'GetItem' | 'UpdateItem', bookingId: string): Call {
  return { service: 'DynamoDB', operation, bookingId, repeatable: true };
}

/** Expressions take hundreds of words, `location` among them, by placeholder only. */
function namePlaceholders(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [`#a${index}`, name]));
}

function textValues(texts: Record<string, string>): Record<string, { S: string }> {
  return mapValues(texts, (S) => ({ S }));
}

function textsOf(item: Record<string, Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, { S }] of Object.entries(item)) if (typeof S === 'string') texts[name] = S;
  return texts;
}
