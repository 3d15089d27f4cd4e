import { describe, expect, test } from 'vitest';
import { type AppsScriptProject, type Execution, Person } from '../local/apps-script/index.ts';
import { Clock } from '../local/clock.ts';
import { captain, evaluate, projectOf, resultOf } from './support/apps-script-project.ts';

const told = `function told(e) { return { keys: Object.keys(e).sort(), range: e.range && e.range.getA1Notation(), value: e.value, oldValue: e.oldValue,
  changeType: e.changeType, authMode: String(e.authMode), user: e.user && e.user.getEmail(), active: SpreadsheetApp.getActive().getActiveSheet().getName() }; }`;
const handlers = `${told}
  function onEdit(e) { return told(e); } function edited(e) { return told(e); } function changed(e) { return told(e); }
  function install() { const ss = SpreadsheetApp.getActive(); ScriptApp.newTrigger('edited').forSpreadsheet(ss).onEdit().create(); ScriptApp.newTrigger('changed').forSpreadsheet(ss).onChange().create(); }`;

async function installed(code = handlers): Promise<{ project: AppsScriptProject; person: Person }> {
  const project = await projectOf(code);
  resultOf(await project.run('install', { user: captain, context: 'menu' }));
  return { project, person: new Person(project, 'mate@example.com') };
}

const fired = (executions: Execution[]) => executions.map(({ functionName, user }) => [functionName, user]);

describe('what a person does', () => {
  test('in one cell fires onEdit, then what was installed, as whoever installed it', async () => {
    const { person } = await installed();
    await person.edit('Sheet1', 'B2', [['Draft']]);
    const executions = await person.edit('Sheet1', 'B2', [['5/30/2027']]);
    expect(fired(executions)).toEqual([
      ['onEdit', 'mate@example.com'],
      ['edited', captain],
      ['changed', captain],
    ]);
    expect(executions.map(resultOf)).toEqual(
      [
        {
          keys: ['authMode', 'oldValue', 'range', 'source', 'user', 'value'],
          range: 'B2',
          value: '46537',
          oldValue: 'Draft',
          authMode: 'LIMITED',
          user: '',
          active: 'Sheet1',
        },
        {
          keys: ['authMode', 'oldValue', 'range', 'source', 'triggerUid', 'user', 'value'],
          range: 'B2',
          value: '46537',
          oldValue: 'Draft',
          authMode: 'FULL',
          user: 'mate@example.com',
          active: 'Sheet1',
        },
        {
          keys: ['authMode', 'changeType', 'source', 'triggerUid', 'user'],
          changeType: 'EDIT',
          authMode: 'FULL',
          user: 'mate@example.com',
          range: undefined,
          active: 'Sheet1',
        },
      ].map((event) => JSON.parse(JSON.stringify(event))),
    );
  });

  test('with several cells tells no value, nor does emptying one', async () => {
    const { person } = await installed();
    const [pasted] = await person.edit('Sheet1', 'A1', [
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(pasted && resultOf(pasted)).toMatchObject({
      keys: ['authMode', 'range', 'source', 'user'],
      range: 'A1:B2',
    });
    const [emptied] = await person.edit('Sheet1', 'A1', [['']]);
    expect(emptied && resultOf(emptied)).toMatchObject({
      keys: ['authMode', 'oldValue', 'range', 'source', 'user'],
      oldValue: 'a',
    });
  });

  test.each([
    ['REMOVE_ROW', (person: Person) => person.deleteRows('Sheet1', 2, 1)],
    ['INSERT_ROW', (person: Person) => person.insertRows('Sheet1', 2, 3)],
    ['OTHER', (person: Person) => person.sort('Sheet1', 'A1:B9', [{ column: 1, ascending: true }])],
  ])('to rows fires a change only: %s', async (changeType, act) => {
    const { person } = await installed();
    const executions = await act(person);
    expect(fired(executions)).toEqual([['changed', captain]]);
    expect(executions.map(resultOf)).toMatchObject([{ changeType }]);
  });

  test('to a protected range is refused, unless it only warns', async () => {
    const { project, person } =
      await installed(`function install() { const s = SpreadsheetApp.getActive().getSheets()[0];
      s.getRange('A1').protect(); s.getRange('B1').protect().setWarningOnly(true); }`);
    expect(() => person.edit('Sheet1', 'A1', [['x']])).toThrow(
      'You are trying to edit a protected cell or object.',
    );
    await person.edit('Sheet1', 'B1', [['x']]);
    await new Person(project, captain).edit('Sheet1', 'A1', [['x']]);
    expect(project.workbook.sheetNamed('Sheet1')?.values({ row: 1, column: 1, rows: 1, columns: 2 })).toEqual(
      [['x', 'x']],
    );
  });
});

test('what a script does fires nothing', async () => {
  const { project, person } = await installed(
    `${handlers.replace('function onEdit(e) { return told(e); }', "function onEdit(e) { e.range.offset(0, 1).setValue('by script'); e.source.getSheets()[0].deleteRow(9); }")}`,
  );
  const executions = await person.edit('Sheet1', 'A1', [['x']]);
  expect(fired(executions)).toHaveLength(3);
  expect(project.running()).toEqual([]);
  expect(project.workbook.sheetNamed('Sheet1')?.cell(1, 2)?.value).toBe('by script');
});

test('two events wait for a running onEdit; further ones are dropped', async () => {
  const project = await projectOf('function onEdit(e) { return e.value; }');
  const person = new Person(project, captain);
  const edits = ['1', '2', '3', '4', '5'].map((text) => person.edit('Sheet1', 'A1', [[text]]));
  const results = (await Promise.all(edits)).map((executions) => executions.map(resultOf));
  expect(results).toEqual([['1'], ['2'], ['3'], [], []]);
  expect((await person.edit('Sheet1', 'A1', [['6']])).map(resultOf)).toEqual(['6']);
});

test('opening the spreadsheet puts up the menus', async () => {
  const project = await projectOf(`function onOpen() { const ui = SpreadsheetApp.getUi();
    ui.createMenu('Charter').addItem('Publish booking', 'publish').addSeparator().addSubMenu(ui.createMenu('More').addItem('Set up', 'setUp')).addToUi(); }`);
  const executions = await new Person(project, captain).open();
  expect(executions.map(({ status }) => status)).toEqual(['completed']);
  expect([...project.menus.values()]).toEqual([
    {
      name: 'Charter',
      entries: [
        { kind: 'item', caption: 'Publish booking', functionName: 'publish' },
        { kind: 'separator' },
        {
          kind: 'menu',
          menu: { name: 'More', entries: [{ kind: 'item', caption: 'Set up', functionName: 'setUp' }] },
        },
      ],
    },
  ]);
});

describe('installed triggers', () => {
  test('belong to whoever installed them', async () => {
    const project =
      await projectOf(`function install() { ScriptApp.newTrigger('f').timeBased().everyMinutes(5).create(); }
      function list() { return ScriptApp.getProjectTriggers().map((t) => [t.getHandlerFunction(), String(t.getEventType()), String(t.getTriggerSource())]); }
      function clear() { ScriptApp.getProjectTriggers().forEach((t) => ScriptApp.deleteTrigger(t)); } function f() {}`);
    const run = async (name: string, user: string) =>
      resultOf(await project.run(name, { user, context: 'menu' }));
    await run('install', captain);
    expect(await run('list', 'mate@example.com')).toEqual([]);
    expect(await run('list', captain)).toEqual([['f', 'CLOCK', 'CLOCK']]);
    await run('clear', 'mate@example.com');
    expect(await run('list', captain)).toHaveLength(1);
    await run('clear', captain);
    expect(project.triggers.all()).toEqual([]);
  });

  test('are at most 20 a user', async () => {
    const create = "ScriptApp.newTrigger('main').timeBased().everyMinutes(5).create();";
    await expect(evaluate(`for (let i = 0; i < 21; i++) ${create}`)).rejects.toThrow(
      /^Exception: This script has too many triggers\./,
    );
    expect(
      await evaluate(`for (let i = 0; i < 20; i++) ${create} return ScriptApp.getProjectTriggers().length`),
    ).toBe(20);
  });

  test.each([
    [
      'everyMinutes(2)',
      'The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.',
    ],
    [
      'everyHours(3)',
      'The value you passed to everyHours was invalid. It must be one of 1, 2, 4, 6, 8 or 12.',
    ],
  ])('refuse %s', async (call, message) => {
    await expect(evaluate(`ScriptApp.newTrigger('main').timeBased().${call}`)).rejects.toThrow(
      `Exception: ${message}`,
    );
  });

  test('of the clock run when they are due, as their owner', async () => {
    const clock = new Clock();
    clock.set(Date.parse('2027-05-30T16:00:00Z'));
    const project = await projectOf(
      `function install() { ScriptApp.newTrigger('timer').timeBased().everyMinutes(5).create(); ScriptApp.newTrigger('once').timeBased().after(60000).create();
         ScriptApp.newTrigger('daily').timeBased().everyDays(1).atHour(8).create(); }
       function timer(e) { return [Session.getEffectiveUser().getEmail(), e.year, e.timezone]; } function once() {} function daily() {}`,
      { clock },
    );
    resultOf(await project.run('install', { user: captain, context: 'menu' }));
    const names = async () => (await project.tick()).map(({ functionName }) => functionName);
    expect(await names()).toEqual([]);
    clock.advance(2 * 60_000);
    expect(await names()).toEqual(['once']);
    clock.advance(4 * 60_000);
    const [timer] = await project.tick();
    expect(timer && resultOf(timer)).toEqual([captain, 2027, 'UTC']);
    expect(await names()).toEqual([]);
    clock.set(Date.parse('2027-05-31T15:00:01Z'));
    expect(await names()).toEqual(['timer', 'daily']);
    clock.advance(5 * 60_000);
    expect(await names()).toEqual(['timer']);
  });
});
