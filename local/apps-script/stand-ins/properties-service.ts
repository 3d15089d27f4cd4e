import type { PropertyScope } from '../services/properties.ts';
import { remote } from './host.ts';
import { assertSignature, serviceObject } from './service-object.ts';

const bridge = remote('PropertiesService');

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}

function properties(scope: PropertyScope): object {
  const api = (method: string) => `PropertiesService.Properties.${method}`;
  const store: object = serviceObject('Properties', {
    getProperty(...given: unknown[]): string | null {
      const [key] = given;
      assertSignature(typeof key === 'string', api('getProperty'), given);
      const all = bridge.all(scope);
      return Object.hasOwn(all, key) ? (all[key] ?? null) : null;
    },
    getProperties: () => bridge.all(scope),
    getKeys: () => Object.keys(bridge.all(scope)),
    setProperty(...given: unknown[]): object {
      const [key, value] = given;
      assertSignature(typeof key === 'string' && typeof value === 'string', api('setProperty'), given);
      bridge.set(scope, { [key]: value }, false);
      return store;
    },
    setProperties(...given: unknown[]): object {
      const [values, deleteAllOthers = false] = given;
      assertSignature(isTexts(values) && typeof deleteAllOthers === 'boolean', api('setProperties'), given);
      bridge.set(scope, values, deleteAllOthers);
      return store;
    },
    deleteProperty(...given: unknown[]): object {
      const [key] = given;
      assertSignature(typeof key === 'string', api('deleteProperty'), given);
      bridge.delete(scope, [key]);
      return store;
    },
    deleteAllProperties(): object {
      bridge.deleteAll(scope);
      return store;
    },
  });
  return store;
}

export const PropertiesService = serviceObject('PropertiesService', {
  getDocumentProperties: () => properties('document'),
  getScriptProperties: () => properties('script'),
  getUserProperties: () => properties('user'),
});
