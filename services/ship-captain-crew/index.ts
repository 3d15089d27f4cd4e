import { randomUUID } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyResult, LambdaEvent } from 'hono/aws-lambda';
import { createDocumentClient, createS3Client } from '../shared/aws-clients.ts';
import { isScheduled, type ScheduledEvent, serve } from '../shared/lambda-event.ts';
import { createServiceApp, logToConsole } from '../shared/service-app.ts';
import { ServiceError } from '../shared/service-error.ts';
import { createApp } from './app.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { createSesClient, sesMailer } from './mailer.ts';

type Handler = (event: LambdaEvent | ScheduledEvent) => Promise<APIGatewayProxyResult | undefined>;

const now = () => Date.now();

function connect(environment: Environment): Handler {
  const { app, outbox } = createApp({
    environment,
    documents: createDocumentClient(),
    secrets: new SecretsManagerClient(),
    objects: createS3Client(),
    mailer: sesMailer(createSesClient(), environment.MAIL_FROM),
    fetch,
    now,
    randomId: () => randomUUID().replaceAll('-', ''),
    log: logToConsole,
  });
  const answer = serve(app);
  return async (event) => {
    if (!isScheduled(event)) return answer(event);
    await outbox.drainDue();
    return undefined;
  };
}

/** A function that can't work says why with each request, rather than dying at its start without a word. */
function refuse(wrong: string[]): Handler {
  const error = new ServiceError(
    503,
    'configuration_missing',
    `These variables of the function are missing or wrong: ${wrong.join(', ')}. Set them and try again.`,
  );
  const app = createServiceApp('ship-captain-crew', logToConsole, now);
  app.all('*', () => {
    throw error;
  });
  const answer = serve(app);
  return async (event) => {
    if (isScheduled(event)) throw error;
    return answer(event);
  };
}

const configuration = readEnvironment(process.env);

/** ShipCaptainCrew as an AWS Lambda function: behind API Gateway, and on a schedule that drains the outbox. */
export const handler: Handler =
  'wrong' in configuration ? refuse(configuration.wrong) : connect(configuration.environment);
