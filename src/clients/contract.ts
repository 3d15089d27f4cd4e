import { z } from './zod.ts';

/** What the answers of JADA and SCC are made of. Deployments differ in what they leave out. */

/** Absent or null is an empty text. */
export const text = z.pipe(
  z.nullish(z.string()),
  z.transform((value) => value ?? ''),
);

/** Null where it is absent. */
export const number = z.pipe(
  z.nullish(z.number()),
  z.transform((value) => value ?? null),
);

/** Absent or null is an empty list. */
export function list<Element extends z.ZodMiniType>(element: Element) {
  return z.pipe(
    z.nullish(z.array(element)),
    z.transform((value) => value ?? []),
  );
}

/** An answer that is a list, or an object with the list under `name`. */
export function listing<Element extends z.ZodMiniType>(name: string, element: Element) {
  return z.pipe(
    z.transform((body: unknown) => (isRecord(body) ? body[name] : body)),
    z.array(element),
  );
}

/** An object whose id stands under the first of `names` that it has; it comes out as `id`, as text. */
export function identified<Fields extends z.core.$ZodShape>(names: readonly string[], fields: Fields) {
  return z.pipe(
    z.transform((body: unknown) => (isRecord(body) ? { ...body, id: idUnder(names, body) } : body)),
    z.object({ ...fields, id: z.string() }),
  );
}

function idUnder(names: readonly string[], body: Record<string, unknown>): string | undefined {
  const ids = names.map((name) => body[name]);
  const id = ids.find((value) => (typeof value === 'string' && value !== '') || typeof value === 'number');
  return id === undefined ? undefined : String(id);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
