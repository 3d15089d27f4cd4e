/** Durable values by name. Document Properties today: 9 KB a value, 500 KB in all. */
export interface KeyValueStore {
  all(): Record<string, string>;
  set(values: Record<string, string>): void;
  delete(keys: string[]): void;
}
