import type { Clock } from '../clients/clock.ts';

/** When this execution began, epoch milliseconds: Apps Script loads the script afresh for each. */
export const startedAt = Date.now();

export const scriptClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => Utilities.sleep(milliseconds),
};
