import { host, setup } from './host.ts';

/**
 * Makes `Date` tell the local system's clock and the time zone of the manifest, as in Apps Script, whatever the
 * machine's are.
 */
const NativeDate = Date;
const { instantOf, offsetAt } = host;
const zone = setup.timeZone;
const explicitZone = /(?:Z|GMT|UTC|[+-]\d{2}:?\d{2})\s*(?:\(.*\))?$|^[+-]?\d{4,6}-\d{2}(?:-\d{2})?$/i;

function parseText(text: string): number {
  if (explicitZone.test(text.trim())) return NativeDate.parse(text);
  const isIso = /^[+-]?\d{4,6}-\d{2}-\d{2}T/.test(text.trim());
  return instantOfLocal(NativeDate.parse(`${text.trim()}${isIso ? 'Z' : ' UTC'}`));
}

function instantOfLocal(local: number): number {
  return Number.isFinite(local) ? instantOf(zone, local, 'earlier') : Number.NaN;
}

function localOf(instant: number): number {
  return Number.isFinite(instant) ? instant + offsetAt(zone, instant) : Number.NaN;
}

function timeOf(given: unknown[]): number {
  if (given.length === 0) return host.now();
  if (given.length > 1) {
    // Date.UTC knows the rules for fields that overflow and for two-digit years.
    return instantOfLocal(NativeDate.UTC(...(given as [number, number])));
  }
  const [only] = given;
  if (only instanceof NativeDate) return only.getTime();
  const primitive =
    typeof only === 'object' && only !== null
      ? (only as { [Symbol.toPrimitive]?: unknown } & object).valueOf()
      : only;
  return typeof primitive === 'string' ? parseText(primitive) : Number(primitive);
}

function ContextDate(this: unknown, ...given: unknown[]): Date | string {
  if (!new.target) return new NativeDate(host.now()).toString();
  return Reflect.construct(NativeDate, [timeOf(given)], new.target);
}

const prototype = NativeDate.prototype as unknown as Record<string, unknown>;
const define = (target: object, name: string, value: unknown) =>
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });

type Setter = (this: Date, ...given: number[]) => number;
for (const field of ['FullYear', 'Month', 'Date', 'Hours', 'Minutes', 'Seconds', 'Milliseconds', 'Day']) {
  const get = prototype[`getUTC${field}`] as (this: Date) => number;
  define(prototype, `get${field}`, function (this: Date) {
    return get.call(new NativeDate(localOf(this.getTime())));
  });
  const set = prototype[`setUTC${field}`] as Setter | undefined;
  if (!set) continue;
  define(prototype, `set${field}`, function (this: Date, ...given: number[]) {
    const local = new NativeDate(localOf(this.getTime()));
    set.apply(local, given);
    return this.setTime(instantOfLocal(local.getTime()));
  });
}
define(prototype, 'getYear', function (this: Date) {
  return this.getFullYear() - 1900;
});
define(prototype, 'getTimezoneOffset', function (this: Date) {
  return (this.getTime() - localOf(this.getTime())) / 60_000;
});

const invalid = 'Invalid Date';
function dateText(date: Date): string {
  return new NativeDate(localOf(date.getTime()))
    .toUTCString()
    .replace(/^(\w+), (\d+) (\w+) (-?\d+) .*$/, '$1 $3 $2 $4');
}
function timeText(date: Date): string {
  const time = new NativeDate(localOf(date.getTime())).toISOString().slice(11, 19);
  const offset = Math.round(offsetAt(zone, date.getTime()) / 60_000);
  const digits = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const sign = offset < 0 ? '-' : '+';
  const long = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'long' })
    .formatToParts(date)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${time} GMT${sign}${digits(Math.abs(offset) / 60)}${digits(Math.abs(offset) % 60)} (${long})`;
}
const texts: Record<string, (date: Date) => string> = {
  toString: (date: Date) => `${dateText(date)} ${timeText(date)}`,
  toDateString: dateText,
  toTimeString: timeText,
};
for (const [name, text] of Object.entries(texts)) {
  define(prototype, name, function (this: Date) {
    return Number.isNaN(this.getTime()) ? invalid : text(this);
  });
}
for (const name of ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
  const native = prototype[name] as (this: Date, locale?: string, options?: object) => string;
  define(prototype, name, function (this: Date, locale = 'en-US', options: object = {}) {
    return native.call(this, locale, { timeZone: zone, ...options });
  });
}

ContextDate.prototype = NativeDate.prototype;
define(ContextDate, 'length', 7);
define(ContextDate, 'name', 'Date');
define(ContextDate, 'now', () => host.now());
define(ContextDate, 'UTC', NativeDate.UTC);
define(ContextDate, 'parse', (text: unknown) => parseText(String(text)));
define(prototype, 'constructor', ContextDate);
define(globalThis, 'Date', ContextDate);
