import { XMLBuilder, XMLParser } from 'fast-xml-parser';

/** Attributes are keys that begin with `@`; a list repeats its element. */
export type XmlNode = { readonly [name: string]: XmlValue };
export type XmlValue = string | number | boolean | XmlNode | readonly XmlValue[];

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });
// Keeping every value a string: an id like `1e5` is not a number.
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });

export function xmlDocument(root: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(root)}`;
}

/** Throws on malformed XML. Values come as strings, elements as objects, repeated elements as arrays. */
export function parseXml(text: string): unknown {
  return parser.parse(text, true);
}

/** Walks into parsed XML; `undefined` where the path ends early. */
export function xmlAt(node: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    node,
  );
}

export function xmlText(node: unknown, ...path: string[]): string | undefined {
  const at = xmlAt(node, ...path);
  return typeof at === 'string' ? at : undefined;
}

export function xmlList(node: unknown, ...path: string[]): unknown[] {
  const at = xmlAt(node, ...path);
  return at === undefined || at === '' ? [] : Array.isArray(at) ? at : [at];
}
