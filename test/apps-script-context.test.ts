import { describe, expect, test } from 'vitest';
import { Clock } from '../local/clock.ts';
import { captain, evaluate, projectOf, resultOf } from './support/apps-script-project.ts';

describe('the context of an execution is bare', () => {
  const absent = `TextEncoder TextDecoder URL URLSearchParams Headers Request Response fetch crypto atob btoa
    setTimeout setInterval setImmediate queueMicrotask structuredClone AbortController performance process require
    module exports Buffer global window self __host __invoke`.split(/\s+/);

  test('has no Node or web globals', async () => {
    const types = await evaluate(`return [${absent.map((name) => `typeof ${name}`).join(',')}]`);
    expect(types).toEqual(absent.map(() => 'undefined'));
  });

  test('has no way out through a constructor', async () => {
    const wayOut = "return console.log.constructor('return process')()";
    await expect(evaluate(wayOut)).rejects.toThrow(/Code generation from strings disallowed/);
    expect(await evaluate('return Utilities.newBlob.constructor === (function () {}).constructor')).toBe(
      true,
    );
    expect(await evaluate('return SpreadsheetApp.flush.constructor === Function')).toBe(true);
  });

  test('errors and values of services belong to it', async () => {
    const result = await evaluate(`
      const caught = [];
      try { SpreadsheetApp.getActive().getSheetByName('Sheet1').getRange(0, 1); } catch (e) { caught.push(e instanceof Error, e.name, String(e)); }
      const range = SpreadsheetApp.getActive().getSheetByName('Sheet1').getRange(1, 1);
      range.setValue(new Date());
      return caught.concat(range.getValue() instanceof Date, range.getValues() instanceof Array, PropertiesService.getScriptProperties().getProperties() instanceof Object);
    `);
    expect(result).toEqual([
      true,
      'Exception',
      'Exception: The starting row of the range is too small.',
      true,
      true,
      true,
    ]);
  });

  test('each execution starts afresh', async () => {
    const project = await projectOf(
      'var count = 0; function main() { globalThis.seen = (globalThis.seen || 0) + 1; return ++count + seen; }',
    );
    const run = () => project.run('main', { user: captain, context: 'menu' });
    expect([resultOf(await run()), resultOf(await run())]).toEqual([2, 2]);
  });

  test('what Apps Script does not parse is refused', async () => {
    await expect(projectOf('class A { #secret = 1 }')).rejects.toThrow(SyntaxError);
    await expect(projectOf('class A { static x = 1 }')).rejects.toThrow(SyntaxError);
    await expect(projectOf('export const a = 1')).rejects.toThrow(SyntaxError);
  });

  test('only top-level function declarations can be called', async () => {
    const project = await projectOf(
      'const arrow = () => 1; globalThis.assigned = () => 2; function hidden_() { return 3; }',
    );
    const run = (name: string, context: 'menu' | 'dialog') => project.run(name, { user: captain, context });
    expect((await run('arrow', 'menu')).error?.message).toBe('Script function not found: arrow');
    expect((await run('assigned', 'menu')).error?.message).toBe('Script function not found: assigned');
    expect((await run('hidden_', 'dialog')).error?.message).toBe('Script function not found: hidden_');
    expect(resultOf(await run('hidden_', 'menu'))).toBe(3);
  });
});

describe('an API that is missing names itself', () => {
  test.each([
    ['SpreadsheetApp.openById("x")', 'SpreadsheetApp.openById'],
    ['SpreadsheetApp.getActive().getActiveCell()', 'Spreadsheet.getActiveCell'],
    ['SpreadsheetApp.getActive().getSheets()[0].newChart()', 'Sheet.newChart'],
    ['SpreadsheetApp.getActive().getSheets()[0].getRange("A1").createPivotTable()', 'Range.createPivotTable'],
    ['HtmlService.createTemplate("x")', 'HtmlService.createTemplate'],
    ['Utilities.zip([])', 'Utilities.zip'],
    ['ScriptApp.newTrigger("f").timeBased().onWeekDay(1)', 'ClockTriggerBuilder.onWeekDay'],
    ['SpreadsheetApp.ProtectionType.CELL', 'SpreadsheetApp.ProtectionType.CELL'],
  ])('%s', async (code, name) => {
    await expect(evaluate(`return ${code}`)).rejects.toThrow(
      `Exception: ${name} is not implemented in the local runtime`,
    );
  });

  test('and the language may still look', async () => {
    expect(await evaluate('return (async () => (await SpreadsheetApp) === SpreadsheetApp)()')).toBe(true);
    expect(
      await evaluate(
        'return String(SpreadsheetApp.getActive()) + JSON.stringify({ a: SpreadsheetApp.BorderStyle.SOLID })',
      ),
    ).toBe('Spreadsheet{"a":"SOLID"}');
  });
});

describe('promises', () => {
  test('microtasks drain after the entry function returned', async () => {
    const project = await projectOf(`
      function main() { (async () => { await null; PropertiesService.getScriptProperties().setProperty('done', 'yes'); })(); return 'returned'; }`);
    expect(resultOf(await project.run('main', { user: captain, context: 'menu' }))).toBe('returned');
    expect(project.properties.store('script', captain).all()).toEqual({ done: 'yes' });
  });

  test('a promise is told by what it resolved to, but is nothing to a dialog', async () => {
    const project = await projectOf('async function main() { return 7; }');
    expect(resultOf(await project.run('main', { user: captain, context: 'menu' }))).toBe(7);
    expect(resultOf(await project.run('main', { user: captain, context: 'dialog' }))).toBeNull();
  });

  test('an unhandled rejection is silent but for the diagnostics', async () => {
    const project = await projectOf('async function main() { await null; throw new RangeError("lost"); }');
    const execution = await project.run('main', { user: captain, context: 'menu' });
    expect(execution).toMatchObject({
      status: 'completed',
      result: null,
      unhandledRejections: ['RangeError: lost'],
    });
  });

  test('one that is handled later in the same drain is no rejection', async () => {
    const project = await projectOf(
      'function main() { const p = Promise.reject(new Error("x")); return p.catch(() => "caught"); }',
    );
    const execution = await project.run('main', { user: captain, context: 'menu' });
    expect(execution).toMatchObject({ result: 'caught', unhandledRejections: [] });
  });
});

test('a thrown error fails the execution, with its name and where it was', async () => {
  const project = await projectOf(
    'function deep() { throw new TypeError("broken"); }\nfunction main() { deep(); }',
  );
  const { status, error } = await project.run('main', { user: captain, context: 'menu' });
  expect(status).toBe('failed');
  expect(error).toMatchObject({ name: 'TypeError', message: 'broken' });
  expect(error?.stack).toMatch(/deep \(Code\.gs:1/);
});

test('code that fails while it loads fails each execution', async () => {
  const project = await projectOf('UrlFetchApp.fetch("https://a.example/"); function onOpen() {}');
  const { error } = await project.run('onOpen', { user: captain, context: 'simple' });
  expect(error?.message).toMatch(/^You do not have permission to call UrlFetchApp.fetch/);
});

test('a dialog gets no Date, and no function', async () => {
  const project = await projectOf(
    'function date() { return { at: [new Date()], n: 1 }; } function fn() { return () => 1; } function nothing() {}',
  );
  const run = (name: string) => project.run(name, { user: captain, context: 'dialog' });
  expect(resultOf(await run('date'))).toBeNull();
  expect(resultOf(await run('nothing'))).toBeNull();
  expect((await run('fn')).status).toBe('failed');
});

test('arguments arrive as they were given', async () => {
  const project = await projectOf('function main(a, b) { return { a, b, count: arguments.length }; }');
  const execution = await project.run('main', {
    user: captain,
    context: 'dialog',
    arguments: [{ x: [1, null] }, 'é'],
  });
  expect(resultOf(execution)).toEqual({ a: { x: [1, null] }, b: 'é', count: 2 });
});

test('logs are told in order, formatted', async () => {
  const project = await projectOf(
    `function main() { console.log('%s is %s', 'a', 1, { b: 2 }); console.warn([1]); Logger.log('x %s', 'y'); console.error(undefined); }`,
  );
  const { logs } = await project.run('main', { user: captain, context: 'menu' });
  expect(logs).toEqual([
    { level: 'debug', text: 'a is 1 {"b":2}' },
    { level: 'warn', text: '[1]' },
    { level: 'info', text: 'x y' },
    { level: 'error', text: 'undefined' },
  ]);
});

describe('Date', () => {
  const clock = new Clock();
  clock.set(Date.parse('2027-05-30T16:00:00Z'));
  const options = { clock };

  test('follows the clock of the local system', async () => {
    const [now, made, called] = (await evaluate(
      'return [Date.now(), new Date().getTime(), Date()]',
      options,
    )) as [number, number, string];
    expect(Math.abs(now - clock.now())).toBeLessThan(60_000);
    expect(Math.abs(made - clock.now())).toBeLessThan(60_000);
    expect(called).toMatch(/^Sun May 30 2027 09:0\d:\d\d GMT-0700 \(Pacific Daylight Time\)$/);
  });

  test('sees the clock move during a sleep', async () => {
    expect(
      await evaluate(
        'const start = Date.now(); Utilities.sleep(5000); return Date.now() - start >= 5000',
        options,
      ),
    ).toBe(true);
  });

  test('is in the time zone of the manifest, whatever the machine has', async () => {
    const result = await evaluate(`
      const date = new Date(2027, 4, 30, 9, 30);
      const winter = new Date('January 5, 2027 08:00');
      const moved = new Date(date); moved.setHours(33); moved.setMonth(10, 7);
      return [date.toISOString(), winter.toISOString(), moved.toISOString(), date.getHours(), date.getDay(),
        date.getTimezoneOffset(), new Date('2027-05-30').toISOString(), new Date('2027-05-30T09:00:00').toISOString(),
        new Date('2027-05-30T09:00:00+02:00').toISOString(), date instanceof Date, Object.prototype.toString.call(date),
        new Date(NaN).getHours() !== new Date(NaN).getHours(), String(new Date(NaN)), date.toLocaleTimeString()];
    `);
    expect(result).toEqual([
      '2027-05-30T16:30:00.000Z',
      '2027-01-05T16:00:00.000Z',
      '2027-11-07T17:30:00.000Z',
      9,
      0,
      420,
      '2027-05-30T00:00:00.000Z',
      '2027-05-30T16:00:00.000Z',
      '2027-05-30T07:00:00.000Z',
      true,
      '[object Date]',
      true,
      'Invalid Date',
      expect.stringMatching(/^9:30:00\sAM$/),
    ]);
  });

  test('a skipped hour moves forward; one that comes twice is the first', async () => {
    const result = await evaluate(
      `return [new Date(2027, 2, 14, 2, 30), new Date(2027, 10, 7, 1, 30)].map((d) => d.toISOString())`,
    );
    expect(result).toEqual(['2027-03-14T10:30:00.000Z', '2027-11-07T08:30:00.000Z']);
  });
});
