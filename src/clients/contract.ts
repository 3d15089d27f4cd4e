import { list, Mismatch, object, optional, record, type Shape, string } from './shape.ts';

/** What the answers of JADA and SCC are made of. Deployments differ in what they leave out. */

/** Absent or null is an empty text. */
export const textOrEmpty = optional(string, '');

/** Absent or null is an empty list. */
export function listOrEmpty<Value>(element: Shape<Value>): Shape<Value[]> {
  return optional(list(element), []);
}

/** An answer that is a list, or an object with the list under `name`. */
export function listing<Value>(name: string, element: Shape<Value>): Shape<Value[]> {
  return (value, place) =>
    Array.isArray(value) ? list(element)(value, place) : list(element)(record(value, place)[name], place);
}

/** An object whose id stands under the first of `names` that it has; it comes out as `id`, as text. */
export function identified<Fields extends Record<string, unknown>>(
  names: readonly string[],
  fields: { [Field in keyof Fields]: Shape<Fields[Field]> },
): Shape<Fields & { id: string }> {
  return (value, place) => {
    const body = record(value, place);
    const ids = names.map((name) => body[name]);
    const id = ids.find((one) => (typeof one === 'string' && one !== '') || typeof one === 'number');
    // A longer one is none, and the journal keeps what it is given.
    if (id === undefined || String(id).length > 200) throw new Mismatch(place === '' ? 'id' : `${place}.id`);
    return { ...object(fields)(body, place), id: String(id) };
  };
}
