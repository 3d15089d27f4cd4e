import { isDeepStrictEqual } from 'node:util';

/** The members of `next` whose value differs from the one in `before`. */
export function changed<Item extends object>(before: Item, next: Item): Partial<Item> {
  const old = new Map(Object.entries(before));
  return Object.fromEntries(
    Object.entries(next).filter(([name, value]) => !isDeepStrictEqual(old.get(name), value)),
  ) as Partial<Item>;
}
