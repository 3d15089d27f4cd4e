import { ScriptVisibleError } from './errors.ts';
import type { Execution } from './execution.ts';
import { History, type Step } from './history.ts';
import type { AppsScriptProject } from './project.ts';
import { parseA1, type Rectangle } from './workbook/a1-notation.ts';
import type { Sheet } from './workbook/sheet.ts';
import type { SortColumn } from './workbook/sort-order.ts';
import type { Cell, CellValue, Protection } from './workbook/workbook-data.ts';

/** As the event of an edit tells a cell's content: dates as serial numbers, an empty cell as nothing. */
function eventText(value: CellValue): string | null {
  if (value === '') return null;
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}

function covers(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.row >= outer.row &&
    inner.column >= outer.column &&
    inner.row + inner.rows <= outer.row + outer.rows &&
    inner.column + inner.columns <= outer.column + outer.columns
  );
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return (
    a.row < b.row + b.rows &&
    b.row < a.row + a.rows &&
    a.column < b.column + b.columns &&
    b.column < a.column + a.columns
  );
}

/**
 * Someone with the spreadsheet open. What the person does changes the workbook and fires the triggers that
 * Sheets fires for it; the answers are the executions that followed, once they have ended. What Sheets refuses
 * throws at once, and leaves everything as it was.
 */
export class Person {
  private readonly project: AppsScriptProject;
  private readonly user: string;
  private readonly history = new History<Promise<Execution[]>>();

  constructor(project: AppsScriptProject, user: string) {
    this.project = project;
    this.user = user;
  }

  private sheet(name: string): Sheet {
    const sheet = this.project.workbook.sheetNamed(name);
    if (!sheet) throw new ScriptVisibleError(`No sheet named ${name}`);
    return sheet;
  }

  private rectangle(sheet: Sheet, range: string): Rectangle {
    const rectangle = parseA1(range, sheet.data)?.rectangle;
    if (!rectangle) throw new ScriptVisibleError(`No range: ${range}`);
    sheet.assertInside(rectangle);
    return rectangle;
  }

  private assertMayEdit(sheet: Sheet, rectangle: Rectangle): void {
    const forbids = protectionsOf(sheet, rectangle).some(
      ({ warningOnly, editors }) => !warningOnly && !editors.includes(this.user),
    );
    if (forbids) {
      throw new ScriptVisibleError('You are trying to edit a protected cell or object.');
    }
  }

  /** What Sheets asks about before it lets someone edit the range: the descriptions of protections that only warn. */
  warnings(sheetName: string, range: string): string[] {
    const sheet = this.sheet(sheetName);
    return protectionsOf(sheet, this.rectangle(sheet, range))
      .filter(({ warningOnly }) => warningOnly)
      .map(({ description }) => description);
  }

  /** Opens the spreadsheet: `onOpen` runs. */
  open(): Promise<Execution[]> {
    this.project.menus.clear();
    const event = { type: 'open', authMode: 'LIMITED', user: this.user, triggerUid: null } as const;
    return this.project.fire(event, 'onOpen', 'ON_OPEN', null);
  }

  /** Types or pastes texts, with `range` (A1) as the upper left corner; '' deletes a cell's content. */
  edit(sheetName: string, range: string, texts: string[][]): Promise<Execution[]> {
    const sheet = this.sheet(sheetName);
    const { row, column } = this.rectangle(sheet, range);
    const columns = Math.max(1, ...texts.map((line) => line.length));
    const rectangle: Rectangle = { row, column, rows: Math.max(1, texts.length), columns };
    sheet.assertInside(rectangle);
    this.assertMayEdit(sheet, rectangle);

    const before = cellsOf(sheet, rectangle);
    try {
      texts.forEach((line, r) => {
        line.forEach((text, c) => {
          sheet.type(row + r, column + c, text);
        });
      });
    } catch (refusal) {
      put(sheet, rectangle, before);
      throw refusal;
    }
    this.history.add(replacement(sheet, rectangle, before, (old) => this.edited(sheet, rectangle, old)));
    return this.edited(sheet, rectangle, before);
  }

  private async edited(sheet: Sheet, rectangle: Rectangle, before: CellBlock): Promise<Execution[]> {
    const isSingle = rectangle.rows === 1 && rectangle.columns === 1;
    const textOf = (cell: Cell | null | undefined) => (isSingle ? eventText(cell?.value ?? '') : null);
    const edit = {
      type: 'edit',
      authMode: 'LIMITED',
      user: this.user,
      triggerUid: null,
      sheetId: sheet.data.id,
      rectangle,
      value: textOf(sheet.cell(rectangle.row, rectangle.column)),
      oldValue: textOf(before[0]?.[0]),
    } as const;
    const selection = { sheetId: sheet.data.id, ranges: [rectangle] };
    const edited = this.project.fire(edit, 'onEdit', 'ON_EDIT', selection);
    const changed = this.changed('EDIT');
    return [...(await edited), ...(await changed)];
  }

  /** Sorting, like the rest below, fires no `onEdit`. */
  sort(sheetName: string, range: string, by: SortColumn[]): Promise<Execution[]> {
    const sheet = this.sheet(sheetName);
    const rectangle = this.rectangle(sheet, range);
    this.assertMayEdit(sheet, rectangle);
    const before = cellsOf(sheet, rectangle);
    sheet.sort(rectangle, by);
    this.history.add(replacement(sheet, rectangle, before, () => this.changed('OTHER')));
    return this.changed('OTHER');
  }

  insertRows(sheetName: string, before: number, count: number): Promise<Execution[]> {
    const sheet = this.sheet(sheetName);
    const insert = () => {
      sheet.insertRows(before, count);
      return this.changed('INSERT_ROW');
    };
    const executions = insert();
    this.history.add({
      stands: sameSize(sheet),
      redo: insert,
      undo: () => {
        sheet.deleteRows(before, count);
        return this.changed('REMOVE_ROW');
      },
    });
    return executions;
  }

  deleteRows(sheetName: string, first: number, count: number): Promise<Execution[]> {
    const sheet = this.sheet(sheetName);
    const rectangle = { row: first, column: 1, rows: count, columns: sheet.data.columns };
    sheet.assertInside(rectangle);
    this.assertMayEdit(sheet, rectangle);
    const gone = cellsOf(sheet, rectangle);
    const remove = () => {
      sheet.deleteRows(first, count);
      return this.changed('REMOVE_ROW');
    };
    const executions = remove();
    this.history.add({
      stands: sameSize(sheet),
      redo: remove,
      undo: () => {
        sheet.insertRows(first, count);
        put(sheet, rectangle, gone);
        return this.changed('INSERT_ROW');
      },
    });
    return executions;
  }

  /** Null when this person has done nothing that could be undone. */
  undo(): Promise<Execution[]> | null {
    return this.history.undo();
  }

  redo(): Promise<Execution[]> | null {
    return this.history.redo();
  }

  private changed(changeType: string): Promise<Execution[]> {
    this.project.workbook.touch();
    const event = {
      type: 'change',
      authMode: 'FULL',
      user: this.user,
      triggerUid: null,
      changeType,
    } as const;
    return this.project.fire(event, null, 'ON_CHANGE', null);
  }
}

type CellBlock = (Cell | null)[][];

function cellsOf(sheet: Sheet, rectangle: Rectangle): CellBlock {
  return sheet.map(rectangle, (cell) => cell);
}

function put(sheet: Sheet, rectangle: Rectangle, block: CellBlock): void {
  sheet.update(
    rectangle,
    (_cell, row, column) => block[row - rectangle.row]?.[column - rectangle.column] ?? { value: '' },
  );
}

/** That a block of cells holds other content now than `before`. `fire` is told what stood there until then. */
function replacement(
  sheet: Sheet,
  rectangle: Rectangle,
  before: CellBlock,
  fire: (old: CellBlock) => Promise<Execution[]>,
): Step<Promise<Execution[]>> {
  let [standing, other] = [cellsOf(sheet, rectangle), before];
  const isStillThere = sameSize(sheet);
  const swap = () => {
    const old = standing;
    put(sheet, rectangle, other);
    [standing, other] = [other, old];
    return fire(old);
  };
  return {
    stands: () => isStillThere() && contentOf(cellsOf(sheet, rectangle)) === contentOf(standing),
    undo: swap,
    redo: swap,
  };
}

function contentOf(block: CellBlock): string {
  return JSON.stringify(block.map((line) => line.map((cell) => cell?.formula ?? cell?.value ?? '')));
}

/** With another number of rows, places may mean others. */
function sameSize(sheet: Sheet): () => boolean {
  const { rows } = sheet.data;
  return () => sheet.data.rows === rows;
}

function protectionsOf(sheet: Sheet, rectangle: Rectangle): Protection[] {
  return sheet.data.protections.filter(
    ({ range, unprotected }) =>
      (range === null || overlap(range, rectangle)) && !unprotected.some((free) => covers(free, rectangle)),
  );
}
