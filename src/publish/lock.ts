/** One holder at a time among all executions on this spreadsheet. Never held across a request. */
export interface Lock {
  /** Throws, before doing any work, when the lock can't be had in time. Releases it also when the work throws. */
  holding<T>(work: () => T): T;
}
