import type { TimeZone } from '../../src/booking/time-zone.ts';

const FIELDS = { yyyy: 'year', MM: 'month', dd: 'day', HH: 'hour', mm: 'minute', ss: 'second' } as const;
type Letters = keyof typeof FIELDS;
type Field = (typeof FIELDS)[Letters];

const DAY = 86_400_000;

/**
 * A time zone for tests in Node, by Intl. It knows the numeric fields of Java's SimpleDateFormat and quoted text,
 * and throws on any other letter. `parse` is as lenient as Java's: fields overflow, trailing text is ignored,
 * a skipped time moves forward, and of a time that clocks show twice it takes the later moment.
 */
export class IntlTimeZone implements TimeZone {
  readonly name: string;
  private readonly intl: Intl.DateTimeFormat;

  constructor(name: string) {
    this.name = name;
    const numeric = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
    this.intl = new Intl.DateTimeFormat('en-US', { timeZone: name, ...numeric, ...clock });
  }

  format(epochMilliseconds: number, pattern: string): string {
    const fields = this.fieldsAt(epochMilliseconds);
    return tokensOf(pattern)
      .map((token) =>
        'letters' in token ? fields[FIELDS[token.letters]].padStart(token.letters.length, '0') : token.text,
      )
      .join('');
  }

  parse(text: string, pattern: string): number {
    const tokens = tokensOf(pattern);
    const expression = tokens
      .map((token) => ('letters' in token ? '(\\d+)' : escapeForRegExp(token.text)))
      .join('');
    const match = new RegExp(`^${expression}`).exec(text);
    if (!match) throw new Error(`Unparseable date: "${text}"`);
    const values: Record<Field, number> = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
    const letters = tokens.flatMap((token) => ('letters' in token ? [token.letters] : []));
    for (const [index, name] of letters.entries()) values[FIELDS[name]] = Number(match[index + 1]);
    const { year, month, day, hour, minute, second } = values;
    return this.instantOf(Date.UTC(year, month - 1, day, hour, minute, second));
  }

  private instantOf(asIfUtc: number): number {
    const before = this.offsetAt(asIfUtc - DAY);
    const after = this.offsetAt(asIfUtc + DAY);
    const isShown = (offset: number) => this.offsetAt(asIfUtc - offset) === offset;
    return asIfUtc - (isShown(after) ? after : before);
  }

  private offsetAt(epochMilliseconds: number): number {
    const { year, month, day, hour, minute, second } = this.fieldsAt(epochMilliseconds);
    return (
      Date.UTC(+year, +month - 1, +day, +hour, +minute, +second) - Math.floor(epochMilliseconds / 1000) * 1000
    );
  }

  private fieldsAt(epochMilliseconds: number): Record<Field, string> {
    const fields = { year: '', month: '', day: '', hour: '', minute: '', second: '' };
    for (const { type, value } of this.intl.formatToParts(epochMilliseconds)) {
      if (type in fields) fields[type as Field] = value;
    }
    return fields;
  }
}

type Token = { letters: Letters } | { text: string };

function tokensOf(pattern: string): Token[] {
  return [...pattern.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+/g)].map(([whole, quoted, letter]) => {
    if (quoted !== undefined) return { text: quoted === '' ? "'" : quoted };
    if (letter === undefined) return { text: whole };
    if (!(whole in FIELDS)) throw new Error(`IntlTimeZone knows no pattern letters "${whole}"`);
    return { letters: whole as Letters };
  });
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
