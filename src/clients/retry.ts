import type { HttpResponse } from './request.ts';
import { isThrottled } from './throttling.ts';

const ATTEMPTS = 4;
const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 20_000;

/**
 * Whether a request is sent once more. Throttling says that nothing happened, so anything may be repeated; a 5xx or
 * no answer (null) says nothing, so only what does no harm twice is.
 */
export function isRetried(response: HttpResponse | null, repeatable: boolean, attempt: number): boolean {
  if (attempt >= ATTEMPTS) return false;
  if (response && isThrottled(response)) return true;
  return repeatable && (response === null || response.status >= 500);
}

/**
 * Milliseconds to wait before the next attempt: exponential with full jitter, and never less than the remote's
 * `Retry-After` (seconds, or a date).
 */
export function pauseBefore(
  attempt: number,
  retryAfter: string | undefined,
  now: number,
  random: () => number,
): number {
  const ceiling = Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** (attempt - 1));
  return Math.max(Math.ceil(random() * ceiling), retryAfterMilliseconds(retryAfter, now));
}

function retryAfterMilliseconds(retryAfter: string | undefined, now: number): number {
  if (!retryAfter) return 0;
  const seconds = Number(retryAfter);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(retryAfter) - now : seconds * 1000;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : 0;
}
