/** What a web app's function may answer with, told as plain data to whoever called it. */
const tellers = new WeakMap<object, () => unknown>();

export function tellAs(output: object, tell: () => unknown): void {
  tellers.set(output, tell);
}

export function told(value: unknown): unknown {
  const tell = typeof value === 'object' && value !== null ? tellers.get(value) : undefined;
  return tell ? tell() : value;
}
