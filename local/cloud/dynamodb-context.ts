import { isObject, type JsonObject, text } from './json.ts';
import type { Context } from './policy.ts';

/** Words of expressions that name no attribute. */
const KEYWORDS = new Set(
  'set remove add delete and or not in between attribute_exists attribute_not_exists attribute_type begins_with contains size if_not_exists list_append'.split(
    ' ',
  ),
);
const READS = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan']);

/** What DynamoDB's condition keys say of a request: the attributes that it names, which it gets, and which it is shown. */
export function attributeContext(operation: string, input: JsonObject): Context {
  const attributes = [
    ...namesOf(input.Key),
    ...namesOf(input.Item),
    ...[
      'ProjectionExpression',
      'UpdateExpression',
      'ConditionExpression',
      'KeyConditionExpression',
      'FilterExpression',
    ].flatMap((part) => namedIn(text(input[part]) ?? '', input.ExpressionAttributeNames)),
  ];
  return {
    'dynamodb:Attributes': [...new Set(attributes)],
    ...(READS.has(operation) && {
      'dynamodb:Select': [
        input.ProjectionExpression === undefined ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES',
      ],
    }),
    ...(!READS.has(operation) && { 'dynamodb:ReturnValues': [text(input.ReturnValues) ?? 'NONE'] }),
  };
}

function namesOf(item: unknown): string[] {
  return isObject(item) ? Object.keys(item) : [];
}

/** Of a path such as `crew[0].name` it is the first name that counts. */
function namedIn(expression: string, placeholders: unknown): string[] {
  const words = expression.match(/(?<![:.\w])#?[A-Za-z_]\w*/g) ?? [];
  return words
    .filter((word) => !KEYWORDS.has(word.toLowerCase()))
    .map((word) => (isObject(placeholders) ? text(placeholders[word]) : undefined) ?? word);
}
