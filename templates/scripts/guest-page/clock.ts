/** Nobody sets a phone's clock to the second. */
const ALLOWED_MILLISECONDS = 60_000;

let ahead = 0;

/** Epoch milliseconds by the service's clock, which decides about uploads; by the phone's until the service answered. */
export function now(): number {
  return Date.now() + ahead;
}

/**
 * Sets the clock by an answer to what was asked then (`Date.now()`). One that took long says nothing of now: a phone that
 * sleeps meanwhile gets it when it wakes.
 */
export function setBy(answer: Response, askedAt: number): void {
  if (Date.now() - askedAt > ALLOWED_MILLISECONDS) return;
  const difference = Date.parse(answer.headers.get('Date') ?? '') - Date.now();
  ahead = Math.abs(difference) > ALLOWED_MILLISECONDS ? difference : 0;
}
