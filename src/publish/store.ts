/** A small durable store of short texts: Document Properties (9 KB a value, 500 KB in all), or one day a table. */
export interface KeyValueStore {
  all(): Record<string, string>;
  /** Writes these keys and leaves the others. */
  set(values: Record<string, string>): void;
  delete(keys: string[]): void;
}
