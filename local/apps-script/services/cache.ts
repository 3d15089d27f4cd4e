import type { Caller } from '../caller.ts';
import { ScriptVisibleError } from '../errors.ts';
import type { PropertyScope } from './properties.ts';

interface Entry {
  value: string;
  /** Epoch milliseconds. */
  expires: number;
}

// https://developers.google.com/apps-script/reference/cache/cache
const maximumKey = 250;
const maximumValue = 100 * 1024;
const maximumSeconds = 21_600;
const maximumEntries = 1000;
/** What remains when a cache overflows: the entries furthest from expiring. */
const keptEntries = 900;

/** The caches of one script: one for the document, one for the script, one for each user. */
export class Caches {
  private readonly caches = new Map<string, Map<string, Entry>>();

  clear(): void {
    this.caches.clear();
  }

  cache(scope: PropertyScope, user: string): Map<string, Entry> {
    const name = scope === 'user' ? `user:${user}` : scope;
    const cache = this.caches.get(name) ?? new Map<string, Entry>();
    this.caches.set(name, cache);
    return cache;
  }
}

function evict(cache: Map<string, Entry>): void {
  if (cache.size <= maximumEntries) return;
  const byExpiry = [...cache].sort(([, a], [, b]) => b.expires - a.expires);
  for (const [key] of byExpiry.slice(keptEntries)) cache.delete(key);
}

function assertShort(keys: string[]): void {
  if (keys.some((key) => key.length > maximumKey)) throw new ScriptVisibleError('Argument too large: key');
}

export function cacheService(caller: Caller, caches: Caches, now: () => number) {
  const cache = (scope: PropertyScope) => caches.cache(scope, caller.effectiveUser);
  return {
    get(scope: PropertyScope, keys: string[]): Record<string, string> {
      assertShort(keys);
      const entries = cache(scope);
      const found: Record<string, string> = {};
      for (const key of keys) {
        const entry = entries.get(key);
        if (entry && entry.expires > now()) found[key] = entry.value;
        else entries.delete(key);
      }
      return found;
    },
    put(scope: PropertyScope, values: Record<string, string>, seconds: number): void {
      if (seconds <= 0 || seconds > maximumSeconds) {
        throw new ScriptVisibleError('Invalid argument: expirationInSeconds');
      }
      assertShort(Object.keys(values));
      for (const value of Object.values(values)) {
        if (Buffer.byteLength(value) > maximumValue)
          throw new ScriptVisibleError('Argument too large: value');
      }
      const entries = cache(scope);
      for (const [key, value] of Object.entries(values)) {
        entries.set(key, { value, expires: now() + seconds * 1000 });
      }
      evict(entries);
    },
    remove(scope: PropertyScope, keys: string[]): void {
      assertShort(keys);
      for (const key of keys) cache(scope).delete(key);
    },
  };
}
