import type { KeyValueStore } from '../publish/store.ts';

/** Belongs to this spreadsheet and is shared by all who use it; a copy of the spreadsheet starts empty. */
export const documentProperties: KeyValueStore = {
  all: () => PropertiesService.getDocumentProperties().getProperties(),
  set: (values) => {
    PropertiesService.getDocumentProperties().setProperties(values, false);
  },
  delete: (keys) => {
    const properties = PropertiesService.getDocumentProperties();
    for (const key of keys) properties.deleteProperty(key);
  },
};

/** One of them, without reading all that the document has. */
export function documentProperty(name: string): string | null {
  return PropertiesService.getDocumentProperties().getProperty(name);
}

/** What the operator entered under Project Settings → Script Properties: the fallback for secrets. */
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
