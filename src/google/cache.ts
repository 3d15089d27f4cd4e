import type { Cache } from '../clients/cache.ts';
import { sha256Hex } from '../clients/sha256.ts';

/**
 * Each user's own, so that nobody works with credentials that were issued to somebody else. Keys are hashed: theirs
 * hold settings, and Google refuses more than 250 characters.
 */
export const userCache: Cache = {
  get: (key) => CacheService.getUserCache().get(sha256Hex(key)),
  put: (key, value, seconds) => CacheService.getUserCache().put(sha256Hex(key), value, seconds),
  remove: (key) => CacheService.getUserCache().remove(sha256Hex(key)),
};
