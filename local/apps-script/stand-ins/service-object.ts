import { Exception } from './host.ts';

/** Asked for by the language itself, on any object: answering with a function would change what it does. */
const languageProbes = new Set(['then', 'toJSON', 'constructor']);

/**
 * An object of Apps Script: it can't be changed, prints its own name, and each method that we lack throws its
 * dotted name when it is called.
 */
export function serviceObject<T extends object>(name: string, members: T): T {
  return new Proxy<T>(
    { toString: () => name, ...members },
    {
      get(target, key) {
        if (key in target || typeof key === 'symbol' || languageProbes.has(key))
          return Reflect.get(target, key);
        return () => {
          throw new Exception(`${name}.${key} is not implemented in the local runtime`);
        };
      },
      set: () => false,
      defineProperty: () => false,
      deleteProperty: () => false,
    },
  );
}

export interface EnumerationValue<N extends string = string> {
  name(): N;
  ordinal(): number;
  toString(): N;
  toJSON(): N;
}

/** An enumeration of Apps Script; a name that it lacks throws when it is read. */
export function enumeration<N extends string>(
  name: string,
  names: readonly N[],
): Record<N, EnumerationValue<N>> {
  const values = Object.fromEntries(
    names.map((own, index) => {
      const tell = () => own;
      return [own, Object.freeze({ name: tell, ordinal: () => index, toString: tell, toJSON: tell })];
    }),
  ) as Record<N, EnumerationValue<N>>;
  return new Proxy(values, {
    get(target, key) {
      if (key in target || typeof key === 'symbol' || languageProbes.has(key))
        return Reflect.get(target, key);
      throw new Exception(`${name}.${key} is not implemented in the local runtime`);
    },
    set: () => false,
  });
}

/** Whether `value` is a member of the enumeration. */
export function isMember<N extends string>(
  values: Record<N, EnumerationValue<N>>,
  value: unknown,
): value is EnumerationValue<N> {
  return Object.values(values).includes(value);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `${value.length > 0 ? typeName(value[0]) : 'Object'}[]`;
  if (typeof value === 'string') return 'String';
  if (typeof value === 'object') return value instanceof Date ? 'Date' : '(class)';
  return typeof value;
}

/** What Apps Script throws when no overload of a method takes such arguments. */
export function signatureError(api: string, given: readonly unknown[]): Exception {
  const types = given.map(typeName).join(',');
  return new Exception(`The parameters (${types}) don't match the method signature for ${api}.`);
}

export function assertSignature(matches: boolean, api: string, given: readonly unknown[]): asserts matches {
  if (!matches) throw signatureError(api, given);
}
