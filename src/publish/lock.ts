/** Mutual exclusion between executions on the same document. Never held across a request. */
export interface Lock {
  /** Throws when the lock cannot be had in good time. */
  holding<T>(work: () => T): T;
}
