import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { CrewWorld, charter } from './services-crew-world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let world: CrewWorld;

const recipients = () => world.mails.map(({ to }) => to.split('@')[0]).sort();

beforeEach(async () => {
  world = await CrewWorld.start();
  return () => world.stop();
});

/** As if the function had died right after it stored the event: what it queued is still pending. */
async function createWithoutDraining(): Promise<string> {
  let stored = false;
  world.database.intercept = (operation) => {
    if (stored) return { __type: 'com.amazonaws.dynamodb.v20120810#ValidationException' };
    stored = operation === 'TransactWriteItems';
    return undefined;
  };
  const id = await world.createEvent();
  world.database.intercept = () => undefined;
  return id;
}

it('sends each mail exactly once when the function died between storing and mailing', async () => {
  const id = await createWithoutDraining();
  expect(world.mails).toEqual([]);
  expect(await world.mailStates(id)).toEqual({ cap: 'pending', ana: 'pending', ben: 'pending' });

  world.restart();
  await Promise.all([world.drainDue(), world.drainDue(), world.drainDue()]);
  expect(recipients()).toEqual(['ana', 'ben', 'cora']);
  await world.drainDue();
  world.now += DAY;
  await world.drainDue();
  expect(world.mails).toHaveLength(3);
  expect(await world.mailStates(id)).toEqual({ cap: 'sent', ana: 'sent', ben: 'sent' });
});

describe('when SES refuses a mail for now', () => {
  beforeEach(() => {
    world.aws.mailFault = (to) =>
      to.startsWith('ana') ? { status: 429, type: 'TooManyRequestsException' } : undefined;
  });

  it('sends it later, and only it', async () => {
    const id = await world.createEvent();
    expect(recipients()).toEqual(['ben', 'cora']);
    expect(await world.mailStates(id)).toMatchObject({ ana: 'pending' });
    world.aws.mailFault = () => undefined;
    await world.drainDue();
    expect(world.mails).toHaveLength(2);
    world.now += MINUTE;
    await world.drainDue();
    expect(recipients()).toEqual(['ana', 'ben', 'cora']);
    expect(await world.mailStates(id)).toMatchObject({ ana: 'sent' });
  });

  it('does not send it any more to somebody who was taken off, nor tells them that', async () => {
    const id = await world.createEvent();
    world.takeMails();
    world.aws.mailFault = () => undefined;
    await world.call('PATCH', `/events/${id}`, { crew: [charter.crew[1]] });
    world.now += MINUTE;
    await world.drainDue();
    expect(world.mails).toEqual([]);
  });

  it('sends the new time only, as a first invitation, when the charter moved meanwhile', async () => {
    const id = await world.createEvent();
    world.takeMails();
    world.aws.mailFault = () => undefined;
    await world.call('PATCH', `/events/${id}`, { start_time: '2027-06-01T10:00:00-07:00' });
    world.now += MINUTE;
    await world.drainDue();
    const [mail, ...others] = world.mails.filter(({ to }) => to.startsWith('ana'));
    expect(others).toEqual([]);
    expect(mail?.subject).toMatch(/^You are invited to crew.*Jun 1, 10:00 AM$/);
    expect(mail?.text).not.toContain('It was');
  });
});

it('does not try again what SES will never take', async () => {
  world.aws.mailFault = (to) => (to.startsWith('ana') ? { status: 400, type: 'MessageRejected' } : undefined);
  const id = await world.createEvent();
  expect(await world.mailStates(id)).toEqual({ cap: 'sent', ana: 'failed', ben: 'sent' });
  world.aws.mailFault = () => undefined;
  world.now += DAY;
  await world.drainDue();
  expect(recipients()).toEqual(['ben', 'cora']);
});

describe('when nobody knows whether SES took a mail', () => {
  it('shows it as unknown and does not send it again: the answer was lost', async () => {
    world.aws.mailFault = (to) => (to.startsWith('ana') ? 'lose' : undefined);
    const id = await world.createEvent();
    expect(await world.mailStates(id)).toEqual({ cap: 'sent', ana: 'unknown', ben: 'sent' });
    world.aws.mailFault = () => undefined;
    world.now += DAY;
    await world.drainDue();
    expect(recipients()).toEqual(['ana', 'ben', 'cora']);
  });

  it('the same for a 5xx', async () => {
    world.aws.mailFault = (to) =>
      to.startsWith('ana') ? { status: 500, type: 'InternalServiceErrorException' } : undefined;
    const id = await world.createEvent();
    expect(await world.mailStates(id)).toMatchObject({ ana: 'unknown' });
    world.aws.mailFault = () => undefined;
    world.now += DAY;
    await world.drainDue();
    expect(recipients()).toEqual(['ben', 'cora']);
  });

  it('the same for a function that died while it was sending, once its claim lapses', async () => {
    const id = await createWithoutDraining();
    const entry = `${id}#ana#1`;
    await world.database.documents.send(
      new UpdateCommand({
        TableName: 'scc-outbox',
        Key: { outbox_id: entry },
        UpdateExpression: 'SET #state = :sending, attempts = :one, due_at = :lapse',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':sending': 'sending',
          ':one': 1,
          ':lapse': new Date(world.now + MINUTE).toISOString(),
        },
      }),
    );
    await world.drainDue();
    expect(await world.mailStates(id)).toEqual({ cap: 'sent', ana: 'sending', ben: 'sent' });
    world.now += MINUTE;
    await world.drainDue();
    expect(await world.mailStates(id)).toMatchObject({ ana: 'unknown' });
    world.now += DAY;
    await world.drainDue();
    expect(recipients()).toEqual(['ben', 'cora']);
    // It may have arrived, so a cancellation must follow it.
    world.takeMails();
    await world.call('DELETE', `/events/${id}`);
    expect(recipients()).toEqual(['ana', 'ben', 'cora']);
  });
});

it('keeps the mails and goes on later when the links cannot be signed', async () => {
  const { secrets } = world.aws;
  world.aws.secrets = { AWSCURRENT: 'too short' };
  const id = await world.createEvent();
  expect(world.mails).toEqual([]);
  world.aws.secrets = secrets;
  world.now += MINUTE;
  await world.drainDue();
  expect(await world.mailStates(id)).toEqual({ cap: 'sent', ana: 'sent', ben: 'sent' });
});

it('stops trying after a while, and says so', async () => {
  world.aws.mailFault = () => ({ status: 403, type: 'AccessDeniedException' });
  const id = await world.createEvent({ crew: [] });
  for (let hour = 0; hour < 40; hour++) {
    world.now += 61 * MINUTE;
    await world.drainDue();
  }
  expect(await world.mailStates(id)).toEqual({ cap: 'failed' });
});

it('logs what became of each mail, without names or addresses', async () => {
  await world.createEvent();
  const mails = world.log.filter(({ event }) => event === 'mail');
  expect(mails).toEqual(
    Array(3).fill({ service: 'ship-captain-crew', event: 'mail', outcome: 'sent', reason: null }),
  );
  await world.open(world.token('ana@example.com'));
  expect(JSON.stringify(world.log)).not.toMatch(/Ana|Cora|Grace|@|token|eyJ/);
});
