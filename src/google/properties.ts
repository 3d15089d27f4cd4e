import type { KeyValueStore } from '../publish/store.ts';

/** Belongs to this spreadsheet and is shared by all who use it; a copy of the spreadsheet starts empty. */
export const documentProperties = storeOf(() => PropertiesService.getDocumentProperties());

/** What belongs to the script: secrets, as the operator entered them here or under Project Settings. */
export const scriptProperties = storeOf(() => PropertiesService.getScriptProperties());

function storeOf(properties: () => GoogleAppsScript.Properties.Properties): KeyValueStore {
  return {
    all: () => properties().getProperties(),
    set: (values) => {
      properties().setProperties(values, false);
    },
    delete: (keys) => {
      const store = properties();
      for (const key of keys) store.deleteProperty(key);
    },
  };
}

/** One of them, without reading all that the document has. */
export function documentProperty(name: string): string | null {
  return PropertiesService.getDocumentProperties().getProperty(name);
}

/** One of the script's, without reading all. */
export function scriptProperty(name: string): string | null {
  return PropertiesService.getScriptProperties().getProperty(name);
}

/** What an earlier run left under the name; null when none did. */
export function remembered<Value>(name: string): Value | null {
  return JSON.parse(documentProperty(name) || 'null') as Value | null;
}

export function remember<Value>(name: string, value: Value): void {
  documentProperties.set({ [name]: JSON.stringify(value) });
}
