import type { PropertyScope } from '../services/properties.ts';
import { remote } from './host.ts';
import { assertSignature, serviceObject } from './service-object.ts';

const bridge = remote('CacheService');
const defaultSeconds = 600;

function cache(scope: PropertyScope): object {
  const api = (method: string) => `CacheService.Cache.${method}`;
  const isTextList = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((key) => typeof key === 'string');
  return serviceObject('Cache', {
    get(...given: unknown[]): string | null {
      const [key] = given;
      assertSignature(typeof key === 'string', api('get'), given);
      return bridge.get(scope, [key])[key] ?? null;
    },
    getAll(...given: unknown[]): Record<string, string> {
      const [keys] = given;
      assertSignature(isTextList(keys), api('getAll'), given);
      return bridge.get(scope, keys);
    },
    put(...given: unknown[]): void {
      const [key, value, seconds = defaultSeconds] = given;
      const matches = typeof key === 'string' && typeof value === 'string' && typeof seconds === 'number';
      assertSignature(matches, api('put'), given);
      bridge.put(scope, { [key]: value }, seconds);
    },
    putAll(...given: unknown[]): void {
      const [values, seconds = defaultSeconds] = given;
      const matches =
        typeof values === 'object' &&
        values !== null &&
        isTextList(Object.values(values)) &&
        typeof seconds === 'number';
      assertSignature(matches, api('putAll'), given);
      bridge.put(scope, values as Record<string, string>, seconds);
    },
    remove(...given: unknown[]): void {
      const [key] = given;
      assertSignature(typeof key === 'string', api('remove'), given);
      bridge.remove(scope, [key]);
    },
    removeAll(...given: unknown[]): void {
      const [keys] = given;
      assertSignature(isTextList(keys), api('removeAll'), given);
      bridge.remove(scope, keys);
    },
  });
}

export const CacheService = serviceObject('CacheService', {
  getDocumentCache: () => cache('document'),
  getScriptCache: () => cache('script'),
  getUserCache: () => cache('user'),
});
