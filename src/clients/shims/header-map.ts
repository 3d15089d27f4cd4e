const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The part of `Headers` that signing needs: names ignore case and come out sorted and in lower case. */
export class HeaderMap {
  private readonly values = new Map<string, string>();

  constructor(headers: Record<string, string> = {}) {
    for (const [name, value] of Object.entries(headers)) this.set(name, value);
  }

  /** Throws a TypeError for what could not stand in a header, such as a line break. */
  set(name: string, value: string): void {
    const trimmed = value.replace(/^[\t\r\n ]+|[\t\r\n ]+$/g, '');
    if (!NAME.test(name) || !VALUE.test(trimmed))
      throw new TypeError(`Invalid header ${JSON.stringify(name)}`);
    this.values.set(name.toLowerCase(), trimmed);
  }

  get(name: string): string | null {
    return this.values.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.values.has(name.toLowerCase());
  }

  delete(name: string): void {
    this.values.delete(name.toLowerCase());
  }

  keys(): IterableIterator<string> {
    return this.sorted().keys();
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.sorted().entries();
  }

  private sorted(): Map<string, string> {
    return new Map([...this.values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
