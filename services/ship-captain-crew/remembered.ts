const FAILURE_KEPT_MILLISECONDS = 60_000;

interface Entry<Value> {
  value: Promise<Value>;
  until: number;
}

/** What was asked before, kept in the instance; who asks meanwhile waits for the same answer. A failure is kept for a minute. */
export class Remembered<Value> {
  private readonly keptMilliseconds: number;
  private readonly now: () => number;
  private readonly entries = new Map<string, Entry<Value>>();

  constructor(keptMilliseconds: number, now: () => number) {
    this.keptMilliseconds = keptMilliseconds;
    this.now = now;
  }

  get(key: string, ask: () => Promise<Value>): Promise<Value> {
    for (const [old, { until }] of this.entries) if (until <= this.now()) this.entries.delete(old);
    const known = this.entries.get(key);
    if (known) return known.value;
    const entry = { value: ask(), until: this.now() + this.keptMilliseconds };
    this.entries.set(key, entry);
    entry.value.catch(() => {
      entry.until = this.now() + FAILURE_KEPT_MILLISECONDS;
    });
    return entry.value;
  }
}
