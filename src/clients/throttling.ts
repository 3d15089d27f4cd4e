import { errorCodeAndMessage } from './error-body.ts';
import type { HttpResponse } from './request.ts';

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html: DynamoDB and STS throttle with a 400. */
const THROTTLING_CODE =
  /^(Throttl|TooManyRequests|RequestThrottled|RequestLimitExceeded|ProvisionedThroughputExceeded)/;

/** The remote has too much to do just now, and has done nothing about this request. */
export function isThrottled(response: HttpResponse): boolean {
  if (response.status === 429) return true;
  return response.status === 400 && THROTTLING_CODE.test(errorCodeAndMessage(response).code);
}
