import { describe, expect, test } from 'vitest';
import { Person, type Sheet } from '../local/apps-script/index.ts';
import { captain, projectOf, resultOf, workbookIn } from './support/apps-script-project.ts';

const code = `function onEdit(e) { return [e.range.getA1Notation(), e.value, e.oldValue]; }
  function changed(e) { return e.changeType; }
  function install() { ScriptApp.newTrigger('changed').forSpreadsheet(SpreadsheetApp.getActive()).onChange().create(); }`;

async function opened() {
  const project = await projectOf(code);
  resultOf(await project.run('install', { user: captain, context: 'menu' }));
  const sheet = project.workbook.sheetNamed('Sheet1');
  if (!sheet) throw new Error('The workbook has no Sheet1.');
  return { project, sheet, person: new Person(project, captain) };
}

const column = (sheet: Sheet, rows: number) => sheet.values({ row: 1, column: 1, rows, columns: 1 }).flat();

describe('what a person did', () => {
  test('to cells is undone and redone, and fires what an edit fires', async () => {
    const { sheet, person } = await opened();
    await person.edit('Sheet1', 'A1', [['1'], ['2']]);
    await person.edit('Sheet1', 'A1', [['7']]);
    expect((await person.undo())?.map(resultOf)).toEqual([['A1', '1', '7'], 'EDIT']);
    expect(column(sheet, 2)).toEqual([1, 2]);
    await person.undo();
    expect(column(sheet, 2)).toEqual(['', '']);
    expect((await person.redo())?.map(resultOf)).toEqual([['A1:A2', null, null], 'EDIT']);
    expect((await person.redo())?.map(resultOf)).toEqual([['A1', '7', '1'], 'EDIT']);
    expect(column(sheet, 2)).toEqual([7, 2]);
    expect(person.redo()).toBeNull();
  });

  test('to rows is undone with all that stood in them', async () => {
    const { sheet, person } = await opened();
    await person.edit('Sheet1', 'A1', [['3'], ['1'], ['2']]);
    await person.sort('Sheet1', 'A1:B3', [{ column: 1, ascending: true }]);
    await person.deleteRows('Sheet1', 1, 2);
    await person.insertRows('Sheet1', 1, 1);
    expect(column(sheet, 3)).toEqual(['', 3, '']);
    expect((await person.undo())?.map(resultOf)).toEqual(['REMOVE_ROW']);
    expect((await person.undo())?.map(resultOf)).toEqual(['INSERT_ROW']);
    expect(column(sheet, 3)).toEqual([1, 2, 3]);
    expect((await person.undo())?.map(resultOf)).toEqual(['OTHER']);
    expect(column(sheet, 3)).toEqual([3, 1, 2]);
  });

  test('is forgotten for redo as soon as something else is done', async () => {
    const { person } = await opened();
    await person.edit('Sheet1', 'A1', [['1']]);
    await person.undo();
    await person.edit('Sheet1', 'B1', [['2']]);
    expect(person.redo()).toBeNull();
  });

  test('stays when somebody built upon it since', async () => {
    const { project, sheet, person } = await opened();
    const other = new Person(project, 'mate@example.com');
    await person.edit('Sheet1', 'A1', [['1']]);
    await other.edit('Sheet1', 'A1', [['2']]);
    expect(() => person.undo()).toThrow('Can’t undo: the cells were changed since.');
    expect(column(sheet, 1)).toEqual([2]);
    await person.edit('Sheet1', 'A5', [['5']]);
    await other.deleteRows('Sheet1', 2, 1);
    expect(() => person.undo()).toThrow('Can’t undo');
    expect(column(sheet, 5)).toEqual([2, '', '', 5, '']);
  });
});

test('a block with one cell that is refused leaves all of them as they were', async () => {
  const workbook = workbookIn('America/Los_Angeles');
  const project = await projectOf(
    `function main() { SpreadsheetApp.getActive().getSheets()[0].getRange('A2').setDataValidation(
      SpreadsheetApp.newDataValidation().requireValueInList(['x', 'y']).setAllowInvalid(false).build()); }`,
    { workbook },
  );
  resultOf(await project.run('main', { user: captain, context: 'menu' }));
  const person = new Person(project, captain);
  await person.edit('Sheet1', 'A1', [['a'], ['x']]);
  expect(() => person.edit('Sheet1', 'A1', [['b'], ['z']])).toThrow('violates the data validation rules');
  expect(workbook.sheetNamed('Sheet1')?.values({ row: 1, column: 1, rows: 2, columns: 1 })).toEqual([
    ['a'],
    ['x'],
  ]);
});

test('a protection that only warns names itself before the edit', async () => {
  const project = await projectOf(`function main() { const s = SpreadsheetApp.getActive().getSheets()[0];
    s.getRange('B1:B3').protect().setWarningOnly(true).setDescription('Ours'); }`);
  resultOf(await project.run('main', { user: captain, context: 'menu' }));
  const person = new Person(project, captain);
  expect(person.warnings('Sheet1', 'A1:B2')).toEqual(['Ours']);
  expect(person.warnings('Sheet1', 'A1')).toEqual([]);
});
