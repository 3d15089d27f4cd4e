import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { bodyText, type CloudRequest } from '../cloud/http-message.ts';
import type { LocalCloud } from '../cloud/local-cloud.ts';
import { deployment } from '../deployment.ts';

/**
 * Somebody with access to the crew system's table writes what the charter earns into an event's notes, right before
 * the add-on reads them: so every publish has something to scrub.
 */
export async function writeMoneyIntoNotes(cloud: LocalCloud, reading: CloudRequest): Promise<void> {
  const { credentials, region, endpoints } = cloud;
  const client = new DynamoDBClient({ credentials, region, endpoint: endpoints.aws });
  const documents = DynamoDBDocumentClient.from(client);
  const { Key } = JSON.parse(bodyText(reading)) as { Key: { event_id: { S: string } } };
  const item = { TableName: deployment.eventsTable, Key: { event_id: Key.event_id.S } };
  try {
    const { Item } = await documents.send(new GetCommand(item));
    if (!Item) return;
    await documents.send(
      new UpdateCommand({
        ...item,
        UpdateExpression: 'SET notes = :notes',
        ExpressionAttributeValues: { ':notes': `${Item.notes}\nRevenue: $840.75` },
      }),
    );
  } finally {
    client.destroy();
  }
}
