import type { LoggedCall } from '../cloud/request-log.ts';

/**
 * The how manieth attempt each call is. The AWS SDKs say it themselves; else a call is the next attempt of the one
 * before it that asked for the same and failed.
 */
export function attempts(log: readonly LoggedCall[]): number[] {
  const failures = new Map<string, number>();
  return log.map((call) => {
    const { caller, service, operation, method, host, path, booking, status, headers } = call;
    const same = JSON.stringify([caller, service, operation, method, host, path, booking]);
    const said = Number(/\battempt=(\d+)/.exec(headers['amz-sdk-request'] ?? '')?.[1]);
    const attempt = said || (failures.get(same) ?? 0) + 1;
    const isOver = typeof status === 'number' && status < 400;
    failures.set(same, isOver ? 0 : attempt);
    return attempt;
  });
}
