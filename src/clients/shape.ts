import { mapValues } from './map-values.ts';

/**
 * Reads a JSON value as what a contract says it is. Throws Mismatch where it isn't; `place` leads to the value.
 * In the place of a schema library, the smallest of which would be a fifth of the bundle.
 */
export type Shape<Value> = (value: unknown, place: string) => Value;

/** What a shape gives. */
export type Read<Of> = Of extends Shape<infer Value> ? Value : never;

/** The value isn't what was agreed. Names the place and never the value, which may be personal. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';

  constructor(readonly place: string) {
    super(`not as agreed, at ${place || 'the top'}`);
  }
}

export const string: Shape<string> = (value, place) => {
  if (typeof value !== 'string') throw new Mismatch(place);
  return value;
};

export const nonEmpty: Shape<string> = (value, place) => {
  if (value === '') throw new Mismatch(place);
  return string(value, place);
};

export const number: Shape<number> = (value, place) => {
  if (typeof value !== 'number') throw new Mismatch(place);
  return value;
};

/** Absent or null gives `otherwise`. */
export function optional<Value, Otherwise>(
  shape: Shape<Value>,
  otherwise: Otherwise,
): Shape<Value | Otherwise> {
  return (value, place) => (value === undefined || value === null ? otherwise : shape(value, place));
}

export function list<Value>(element: Shape<Value>): Shape<Value[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw new Mismatch(place);
    return value.map((one, index) => element(one, within(place, String(index))));
  };
}

/** Fields that aren't named are left out. */
export function object<Fields extends Record<string, unknown>>(
  shapes: {
    [Field in keyof Fields]: Shape<Fields[Field]>;
  },
): Shape<Fields> {
  return (value, place) => {
    const fields = record(value, place);
    return mapValues<Shape<unknown>, unknown>(shapes, (shape, name) =>
      shape(fields[name], within(place, name)),
    ) as Fields;
  };
}

export const record: Shape<Record<string, unknown>> = (value, place) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Mismatch(place);
  return value as Record<string, unknown>;
};

/** A record whose fields are all alike. */
export function recordOf<Value>(shape: Shape<Value>): Shape<Record<string, Value>> {
  return (value, place) => mapValues(record(value, place), (one, name) => shape(one, within(place, name)));
}

/** For what we wrote ourselves, perhaps in an older version: null when it isn't what it should be. */
export function readOrNull<Value>(shape: Shape<Value>, value: unknown): Value | null {
  try {
    return shape(value, '');
  } catch (error) {
    if (error instanceof Mismatch) return null;
    throw error;
  }
}

function within(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
