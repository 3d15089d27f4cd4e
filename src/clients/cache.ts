/** Takes keys of any length. Forgets whenever it likes: at the latest after the seconds given (6 hours at most), 100 KB a value. */
export interface Cache {
  get(key: string): string | null;
  put(key: string, value: string, seconds: number): void;
  remove(key: string): void;
}
