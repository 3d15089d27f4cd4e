/** The time of the machine that the add-on runs on. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Blocks; nothing else runs meanwhile. */
  sleep(milliseconds: number): void;
}
