import { randomUUID } from 'node:crypto';
import { createDocumentClient } from '../shared/aws-clients.ts';
import { serve } from '../shared/lambda-event.ts';
import { logToConsole } from '../shared/service-app.ts';
import { createApp } from './app.ts';
import { readEnvironment } from './environment.ts';

/** JADA's calendar as an AWS Lambda function behind API Gateway. */
export const handler = serve(
  createApp({
    environment: readEnvironment(process.env),
    documents: createDocumentClient(),
    now: () => Date.now(),
    randomId: () => randomUUID().replaceAll('-', ''),
    log: logToConsole,
  }),
);
