import { describe, expect, it } from 'vitest';
import { readMoment } from '../local/cli/moment.ts';
import { readOptions } from '../local/cli/options.ts';
import { terminalStyle } from '../local/cli/terminal-style.ts';
import { UsageError } from '../local/usage-error.ts';

const read = (...commandLine: string[]) =>
  readOptions(commandLine, { flags: ['once'], values: ['port', 'now'] });

describe('options', () => {
  it('come in any order, with a space or an equals sign', () => {
    const { flags, values, positionals } = read('publish', '--port=1', 'file.csv', '--once', '--now', '-1');
    expect([...flags]).toEqual(['once']);
    expect(values).toEqual({ port: '1', now: '-1' });
    expect(positionals).toEqual(['publish', 'file.csv']);
  });

  it.each([
    [['--prot', '1'], 'There is no option --prot.'],
    [['-p'], 'There is no option -p.'],
    [['--no-once'], 'There is no option --no-once.'],
    [['--port'], '--port needs a value'],
    [['--port='], '--port needs a value'],
    [['--port', '--once'], '--port needs a value'],
    [['--port', '0', '--port', '0'], '--port stands there twice'],
    [['--once=yes'], '--once takes no value'],
  ])('%j is refused', (commandLine, message) => {
    expect(() => read(...commandLine)).toThrow(UsageError);
    expect(() => read(...commandLine)).toThrow(message);
  });
});

describe('a moment', () => {
  it.each([
    ['2027-05-01T12:00:00-07:00', '2027-05-01T19:00:00.000Z'],
    ['2027-05-01t12:00:00.250z', '2027-05-01T12:00:00.250Z'],
    ['2028-02-29 23:59:59+05:30', '2028-02-29T18:29:59.000Z'],
  ])('is RFC 3339: %s', (text, utc) => {
    expect(new Date(readMoment('--now', text)).toISOString()).toBe(utc);
  });

  it.each([
    'tomorrow',
    '2027-05-01',
    '2027-05-01T12:00:00',
    '2027-05-01T24:00:00Z',
    '2027-05-01T12:60:00Z',
    '2027-02-29T12:00:00Z',
    '2027-13-01T12:00:00Z',
    '1999-05-01T12:00:00Z',
    ' 2027-05-01T12:00:00Z',
  ])('is not: %s', (text) => {
    expect(() => readMoment('--now', text)).toThrow(`--now “${text}” is no date and time.`);
  });
});

describe('colours', () => {
  it('are for terminals whose users want them', () => {
    const colourful = '\u001b[31mx\u001b[39m';
    expect(terminalStyle({ isTTY: true }, {}).red('x')).toBe(colourful);
    expect(terminalStyle({ isTTY: true }, { NO_COLOR: '' }).red('x')).toBe(colourful);
    expect(terminalStyle({ isTTY: true }, { NO_COLOR: '1' }).red('x')).toBe('x');
    expect(terminalStyle({ isTTY: true }, { TERM: 'dumb' }).red('x')).toBe('x');
    expect(terminalStyle({}, {}).red('x')).toBe('x');
  });
});
