import { utcMilliseconds } from '../time-zone.ts';
import { Exception, host } from './host.ts';

/** Java's `SimpleDateFormat` in the US locale, which is what `Utilities.formatDate` and `parseDate` are. */

interface Token {
  /** A pattern letter, or null for literal text. */
  letter: string | null;
  /** The letters as they stand in the pattern, or the literal. */
  text: string;
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const day = 86_400_000;
const { instantOf, isTimeZone, offsetAt } = host;

/** By their pattern, of which a script has few. */
const tokenized = new Map<string, readonly Token[]>();

function tokensOf(pattern: string): readonly Token[] {
  const tokens = tokenized.get(pattern) ?? tokenize(pattern);
  tokenized.set(pattern, tokens);
  return tokens;
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  const parts = pattern.match(/'(?:[^']|'')*'|([A-Za-z])\1*|[^A-Za-z']+|'/g) ?? [];
  for (const part of parts) {
    if (part === "'") throw new Exception('Unterminated quote');
    if (part === "''") tokens.push({ letter: null, text: "'" });
    else if (part.startsWith("'")) {
      tokens.push({ letter: null, text: part.slice(1, -1).replaceAll("''", "'") });
    } else if (/^[A-Za-z]/.test(part)) {
      const letter = part.charAt(0);
      if (!'GyYMLwWDdFEuaHkKhmsSzZX'.includes(letter)) {
        throw new Exception(`Illegal pattern character '${letter}'`);
      }
      tokens.push({ letter, text: part });
    } else tokens.push({ letter: null, text: part });
  }
  return tokens;
}

function assertZone(zone: string): void {
  if (!isTimeZone(zone)) throw new Exception(`Invalid argument: timeZone`);
}

function zoneName(zone: string, instant: number, style: 'short' | 'long'): string {
  const name = (locale: string) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: style })
      .formatToParts(instant)
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone;
  const american = name('en-US');
  // Java names zones (CEST) that American English gives as offsets (GMT+2).
  return /^GMT[+-]/.test(american) ? name('en-GB') : american;
}

function offsetText(offset: number, separator: string): string {
  const minutes = Math.abs(Math.trunc(offset / 60_000));
  const digits = (number: number) => String(number).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60))}${separator}${digits(minutes % 60)}`;
}

function isoOffset(offset: number, length: number): string {
  if (length > 3) throw new Exception('invalid ISO 8601 format: length=4');
  if (offset === 0) return 'Z';
  const text = offsetText(offset, length === 3 ? ':' : '');
  return length === 1 ? text.slice(0, 3) : text;
}

/** Java's US weeks start on Sunday, and week 1 holds 1 January. */
function weekOfYear(local: Date): { week: number; year: number } {
  const year = local.getUTCFullYear();
  const week = (of: number) => {
    const newYear = utcMilliseconds(of, 0);
    const sunday = newYear - new Date(newYear).getUTCDay() * day;
    return Math.floor((local.getTime() - sunday) / (7 * day)) + 1;
  };
  return week(year + 1) >= 1 ? { week: week(year + 1), year: year + 1 } : { week: week(year), year };
}

export function formatDate(instant: number, zone: string, pattern: string): string {
  assertZone(zone);
  const offset = offsetAt(zone, instant);
  const local = new Date(instant + offset);
  const year = local.getUTCFullYear();
  const era = year > 0 ? year : 1 - year;
  const hours = local.getUTCHours();

  return tokensOf(pattern)
    .map(({ letter, text }) => {
      const count = text.length;
      const padded = (number: number) => String(number).padStart(count, '0');
      const yearText = (number: number) =>
        count === 2 ? String(number % 100).padStart(2, '0') : padded(number);
      switch (letter) {
        case null:
          return text;
        case 'G':
          return year > 0 ? 'AD' : 'BC';
        case 'y':
          return yearText(era);
        case 'Y':
          return yearText(weekOfYear(local).year);
        case 'M':
        case 'L': {
          const name = months[local.getUTCMonth()] ?? '';
          if (count >= 4) return name;
          return count === 3 ? name.slice(0, 3) : padded(local.getUTCMonth() + 1);
        }
        case 'w':
          return padded(weekOfYear(local).week);
        case 'W': {
          const first = new Date(utcMilliseconds(year, local.getUTCMonth())).getUTCDay();
          return padded(Math.floor((local.getUTCDate() - 1 + first) / 7) + 1);
        }
        case 'D':
          return padded(Math.floor((local.getTime() - utcMilliseconds(year, 0)) / day) + 1);
        case 'd':
          return padded(local.getUTCDate());
        case 'F':
          return padded(Math.floor((local.getUTCDate() - 1) / 7) + 1);
        case 'E': {
          const name = weekdays[local.getUTCDay()] ?? '';
          return count >= 4 ? name : name.slice(0, 3);
        }
        case 'u':
          return padded(local.getUTCDay() || 7);
        case 'a':
          return hours < 12 ? 'AM' : 'PM';
        case 'H':
          return padded(hours);
        case 'k':
          return padded(hours || 24);
        case 'K':
          return padded(hours % 12);
        case 'h':
          return padded(hours % 12 || 12);
        case 'm':
          return padded(local.getUTCMinutes());
        case 's':
          return padded(local.getUTCSeconds());
        case 'S':
          return padded(local.getUTCMilliseconds());
        case 'z':
          return zoneName(zone, instant, count >= 4 ? 'long' : 'short');
        case 'Z':
          return offsetText(offset, '');
        default:
          return isoOffset(offset, count);
      }
    })
    .join('');
}

/** What a text told, by Java's calendar fields; all absent fields are those of 1970-01-01 00:00. */
interface Fields {
  year: number;
  month: number;
  dayOfMonth: number;
  dayOfYear: number | null;
  hours: number;
  hours12: number | null;
  isAfternoon: boolean;
  minutes: number;
  seconds: number;
  milliseconds: number;
  isBeforeChrist: boolean;
  offset: number | null;
}

function twoDigitYear(year: number, now: number): number {
  const current = new Date(now).getUTCFullYear();
  // The window is 80 years back to 20 years ahead.
  const century = Math.floor((current - 80) / 100) * 100;
  return century + year < current - 80 ? century + year + 100 : century + year;
}

class TextReader {
  position = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  fail(): never {
    throw new Exception(`Unparseable date: "${this.text}"`);
  }

  match(expression: RegExp): string {
    const sticky = new RegExp(expression.source, `${expression.flags.replace('y', '')}y`);
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.text)?.[0];
    if (found === undefined) this.fail();
    this.position += found.length;
    return found;
  }

  literal(text: string): void {
    if (!this.text.startsWith(text, this.position)) this.fail();
    this.position += text.length;
  }

  /** The index of the longest name here, in full or in its first three letters. */
  name(names: readonly string[]): number {
    const rest = this.text.slice(this.position).toLowerCase();
    for (const shorten of [(name: string) => name, (name: string) => name.slice(0, 3)]) {
      const index = names.findIndex((name) => rest.startsWith(shorten(name).toLowerCase()));
      if (index >= 0) {
        this.position += shorten(names[index] ?? '').length;
        return index;
      }
    }
    return this.fail();
  }
}

function readOffset(reader: TextReader, zone: string): number | null {
  const rest = reader.text.slice(reader.position);
  const numeric = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?/i.exec(rest);
  if (numeric) {
    reader.position += numeric[0].length;
    const [, sign, hours, minutes = '0'] = numeric;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  }
  const known: Record<string, number> = {
    GMT: 0,
    UTC: 0,
    Z: 0,
    PST: -8,
    PDT: -7,
    MST: -7,
    MDT: -6,
    CST: -6,
    CDT: -5,
    EST: -5,
    EDT: -4,
    CET: 1,
    CEST: 2,
  };
  const name = reader.match(/[A-Za-z/_]+/).toUpperCase();
  const hours = known[name];
  if (hours !== undefined) return hours * 3_600_000;
  if (name === zone.toUpperCase()) return null;
  return reader.fail();
}

/** Reads as Java does when lenient: fields may overflow, and text after the pattern's end is ignored. */
export function parseDate(text: string, zone: string, pattern: string, now: number): number {
  assertZone(zone);
  const reader = new TextReader(text);
  const fields: Fields = {
    year: 1970,
    month: 0,
    dayOfMonth: 1,
    dayOfYear: null,
    hours: 0,
    hours12: null,
    isAfternoon: false,
    minutes: 0,
    seconds: 0,
    milliseconds: 0,
    isBeforeChrist: false,
    offset: null,
  };
  const tokens = tokensOf(pattern);
  for (const [index, token] of tokens.entries()) {
    if (token.letter === null) reader.literal(token.text);
    else {
      reader.match(/[ \t]*/);
      readField(reader, token, isNumericNext(tokens[index + 1]), fields, zone, now);
    }
  }
  return instantOfFields(fields, zone);
}

function isNumericNext(next: Token | undefined): boolean {
  if (!next?.letter) return false;
  return !'GEazZX'.includes(next.letter) && !(/[ML]/.test(next.letter) && next.text.length >= 3);
}

function readField(
  reader: TextReader,
  { letter, text }: Token,
  isAbutting: boolean,
  fields: Fields,
  zone: string,
  now: number,
): void {
  const count = text.length;
  const number = () => Number(reader.match(isAbutting ? new RegExp(`-?\\d{1,${count}}`) : /-?\d+/));
  switch (letter) {
    case 'y':
    case 'Y': {
      const start = reader.position;
      const year = number();
      const isTwoDigits = reader.position - start === 2 && count <= 2 && year >= 0;
      fields.year = isTwoDigits ? twoDigitYear(year, now) : year;
      return;
    }
    case 'M':
    case 'L':
      fields.month = count >= 3 ? reader.name(months) : number() - 1;
      return;
    case 'd':
      fields.dayOfMonth = number();
      return;
    case 'D':
      fields.dayOfYear = number();
      return;
    case 'E':
      reader.name(weekdays);
      return;
    case 'a':
      fields.isAfternoon = reader.match(/[ap]m/i).toLowerCase() === 'pm';
      return;
    case 'H':
      fields.hours = number();
      return;
    case 'k': {
      const hours = number();
      fields.hours = hours === 24 ? 0 : hours;
      return;
    }
    case 'K':
      fields.hours12 = number();
      return;
    case 'h': {
      const hours = number();
      fields.hours12 = hours === 12 ? 0 : hours;
      return;
    }
    case 'm':
      fields.minutes = number();
      return;
    case 's':
      fields.seconds = number();
      return;
    case 'S':
      fields.milliseconds = number();
      return;
    case 'G':
      fields.isBeforeChrist = reader.match(/ad|bc/i).toLowerCase() === 'bc';
      return;
    case 'z':
    case 'Z':
    case 'X':
      fields.offset = readOffset(reader, zone);
      return;
    default:
      throw new Exception(`Parsing '${letter}' is not implemented in the local runtime`);
  }
}

function instantOfFields(fields: Fields, zone: string): number {
  const { dayOfYear, hours12 } = fields;
  const local = utcMilliseconds(
    fields.isBeforeChrist ? 1 - fields.year : fields.year,
    dayOfYear === null ? fields.month : 0,
    dayOfYear ?? fields.dayOfMonth,
    hours12 === null ? fields.hours : hours12 + (fields.isAfternoon ? 12 : 0),
    fields.minutes,
    fields.seconds,
    fields.milliseconds,
  );
  return fields.offset === null ? instantOf(zone, local, 'later') : local - fields.offset;
}
