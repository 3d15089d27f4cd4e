/** Nobody sets a phone's clock to the second. */
const ALLOWED_MILLISECONDS = 60_000;

let ahead = 0;

/** Epoch milliseconds by the service's clock, which decides about uploads; by the phone's until the service answered. */
export function now(): number {
  return Date.now() + ahead;
}

/** Sets the clock by an answer that was made just now. */
export function setBy(answer: Response): void {
  const difference = Date.parse(answer.headers.get('Date') ?? '') - Date.now();
  ahead = Math.abs(difference) > ALLOWED_MILLISECONDS ? difference : 0;
}
