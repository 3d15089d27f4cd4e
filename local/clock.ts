/**
 * The one clock of the local system: real time plus an offset that a person or a test may set.
 * The offset lives in shared memory, so worker threads (script executions, Lambda functions) see a change at once.
 */
export class Clock {
  readonly shared: SharedArrayBuffer;
  private readonly offset: Float64Array;
  private readonly realNow: () => number;
  private readonly watchers = new Set<() => void>();

  constructor(shared = new SharedArrayBuffer(8), realNow: () => number = Date.now) {
    this.shared = shared;
    this.offset = new Float64Array(shared);
    this.realNow = realNow;
  }

  /** Epoch milliseconds, as the whole local system sees them. */
  now(): number {
    return Math.floor(this.realNow() + (this.offset[0] ?? 0));
  }

  /** Makes `now()` answer `epochMilliseconds` from here on; time keeps running. */
  set(epochMilliseconds: number): void {
    this.offset[0] = epochMilliseconds - this.realNow();
    this.tell();
  }

  advance(milliseconds: number): void {
    this.offset[0] = (this.offset[0] ?? 0) + milliseconds;
    this.tell();
  }

  /** `watcher` is called whenever this clock was moved here, until what this answers is called. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}
