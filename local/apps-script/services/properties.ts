import type { Caller } from '../caller.ts';
import { ScriptVisibleError } from '../errors.ts';

export type PropertyScope = 'document' | 'script' | 'user';

// https://developers.google.com/apps-script/guides/services/quotas#current_limitations
const maximumValue = 9 * 1024;
const maximumStore = 500 * 1024;

/** One property store; it never holds more than Apps Script lets it. */
export class PropertyStore {
  private readonly values = new Map<string, string>();

  all(): Record<string, string> {
    return Object.fromEntries(this.values);
  }

  /** Sets all of `properties`, or throws and sets none. */
  set(properties: Record<string, string>, deleteAllOthers = false): void {
    const next = new Map(deleteAllOthers ? [] : this.values);
    for (const [key, value] of Object.entries(properties)) {
      if (Buffer.byteLength(value) > maximumValue) throw new ScriptVisibleError('Argument too large: value');
      next.set(key, value);
    }
    const size = [...next].reduce(
      (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
      0,
    );
    if (size > maximumStore) {
      throw new ScriptVisibleError(
        'You have exceeded the property storage quota. Please remove some properties and try again.',
      );
    }
    if (deleteAllOthers) this.values.clear();
    for (const [key, value] of next) this.values.set(key, value);
  }

  delete(keys: string[]): void {
    for (const key of keys) this.values.delete(key);
  }
}

/** The stores of one script: one for the document, one for the script, one for each user. */
export class PropertyStores {
  private readonly stores = new Map<string, PropertyStore>();

  store(scope: PropertyScope, user: string): PropertyStore {
    const name = scope === 'user' ? `user:${user}` : scope;
    const store = this.stores.get(name) ?? new PropertyStore();
    this.stores.set(name, store);
    return store;
  }

  toJSON(): Record<string, Record<string, string>> {
    return Object.fromEntries([...this.stores].map(([name, store]) => [name, store.all()]));
  }

  /** Takes back what `toJSON` gave. */
  restore(saved: Record<string, Record<string, string>>): void {
    this.stores.clear();
    for (const [name, values] of Object.entries(saved)) {
      const store = new PropertyStore();
      store.set(values);
      this.stores.set(name, store);
    }
  }
}

export function propertiesService(caller: Caller, stores: PropertyStores) {
  const store = (scope: PropertyScope) => stores.store(scope, caller.effectiveUser);
  return {
    all: (scope: PropertyScope) => store(scope).all(),
    set(scope: PropertyScope, properties: Record<string, string>, deleteAllOthers: boolean): void {
      store(scope).set(properties, deleteAllOthers);
    },
    delete(scope: PropertyScope, keys: string[]): void {
      store(scope).delete(keys);
    },
    deleteAll(scope: PropertyScope): void {
      store(scope).set({}, true);
    },
  };
}
