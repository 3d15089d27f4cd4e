import type { Hono } from 'hono';
import { type APIGatewayProxyResult, handle, type LambdaEvent } from 'hono/aws-lambda';

/** What EventBridge sends on a schedule. */
export interface ScheduledEvent {
  source: 'aws.events';
}

export function isScheduled(event: LambdaEvent | ScheduledEvent): event is ScheduledEvent {
  return 'source' in event && event.source === 'aws.events';
}

/**
 * Serves API Gateway's proxy events, of REST APIs (v1) and HTTP APIs (v2). Only an HTTP API with a named stage
 * leaves the stage in front of the path.
 */
export function serve(app: Hono): (event: LambdaEvent) => Promise<APIGatewayProxyResult> {
  const answer = handle(app);
  return (event) => {
    if (!('rawPath' in event) || !('stage' in event.requestContext)) return answer(event);
    const stage = `/${event.requestContext.stage}`;
    const path = event.rawPath;
    return path === stage || path.startsWith(`${stage}/`)
      ? answer({ ...event, rawPath: path.slice(stage.length) || '/' })
      : answer(event);
  };
}
