import type { Cache } from '../clients/cache.ts';

/** Each user's own, so that nobody works with credentials that were issued to somebody else. */
export const userCache: Cache = {
  get: (key) => CacheService.getUserCache().get(key),
  put: (key, value, seconds) => CacheService.getUserCache().put(key, value, seconds),
  remove: (key) => CacheService.getUserCache().remove(key),
};
