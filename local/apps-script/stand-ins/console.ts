import type { LogLevel } from '../bridge.ts';
import { host } from './host.ts';
import { serviceObject } from './service-object.ts';

function told(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.stack ?? String(value);
  if (typeof value === 'object' && value !== null) {
    try {
      return JSON.stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  }
  return String(value);
}

/** `%s`, `%d`, `%i`, `%f`, `%j` and `%o` take the arguments that follow; what is left over comes after. */
function message(given: unknown[]): string {
  const [first, ...rest] = given;
  if (typeof first !== 'string') return given.map(told).join(' ');
  const text = first.replace(/%[sdifjo%]/g, (mark) => {
    if (mark === '%%') return '%';
    return rest.length > 0 ? told(rest.shift()) : mark;
  });
  return [text, ...rest.map(told)].join(' ');
}

const log =
  (level: LogLevel) =>
  (...given: unknown[]) =>
    host.log(level, message(given));

const started = new Map<string, number>();

export const console = serviceObject('console', {
  log: log('debug'),
  info: log('info'),
  warn: log('warn'),
  error: log('error'),
  time(label: string): void {
    started.set(label, host.now());
  },
  timeEnd(label: string): void {
    host.log('debug', `${label}: ${host.now() - (started.get(label) ?? host.now())}ms`);
  },
});

const lines: string[] = [];

export const Logger = serviceObject('Logger', {
  log(...given: unknown[]): object {
    lines.push(message(given));
    host.log('info', message(given));
    return Logger;
  },
  getLog: () => lines.map((line) => `${line}\n`).join(''),
  clear(): void {
    lines.length = 0;
  },
});
