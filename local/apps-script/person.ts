import { ScriptVisibleError } from './errors.ts';
import type { Execution } from './execution.ts';
import type { AppsScriptProject } from './project.ts';
import { parseA1, type Rectangle } from './workbook/a1-notation.ts';
import type { Sheet } from './workbook/sheet.ts';
import type { SortColumn } from './workbook/sort-order.ts';
import type { CellValue } from './workbook/workbook-data.ts';

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
 * Sheets fires for it; the answers are the executions that followed, once they have ended.
 */
export class Person {
  private readonly project: AppsScriptProject;
  private readonly user: string;

  constructor(project: AppsScriptProject, user: string) {
    this.project = project;
    this.user = user;
  }

  private sheet(name: string): Sheet {
    const sheet = this.project.workbook.sheetNamed(name);
    if (!sheet) throw new ScriptVisibleError(`No sheet named ${name}`);
    return sheet;
  }

  private assertMayEdit(sheet: Sheet, rectangle: Rectangle): void {
    const forbids = sheet.data.protections.some(
      ({ range, warningOnly, editors, unprotected }) =>
        !warningOnly &&
        !editors.includes(this.user) &&
        (range === null || overlap(range, rectangle)) &&
        !unprotected.some((free) => covers(free, rectangle)),
    );
    if (forbids) {
      throw new ScriptVisibleError('You are trying to edit a protected cell or object.');
    }
  }

  /** Opens the spreadsheet: `onOpen` runs. */
  open(): Promise<Execution[]> {
    this.project.menus.clear();
    const event = { type: 'open', authMode: 'LIMITED', user: this.user, triggerUid: null } as const;
    return this.project.fire(event, 'onOpen', 'ON_OPEN', null);
  }

  /** Types or pastes texts, with `range` (A1) as the upper left corner; '' deletes a cell's content. */
  async edit(sheetName: string, range: string, texts: string[][]): Promise<Execution[]> {
    const sheet = this.sheet(sheetName);
    const corner = parseA1(range, sheet.data)?.rectangle;
    if (!corner) throw new ScriptVisibleError(`No range: ${range}`);
    const { row, column } = corner;
    const width = Math.max(1, ...texts.map((line) => line.length));
    const rectangle: Rectangle = { row, column, rows: Math.max(1, texts.length), columns: width };
    sheet.assertInside(rectangle);
    this.assertMayEdit(sheet, rectangle);

    const isSingle = rectangle.rows === 1 && rectangle.columns === 1;
    const single = () => (isSingle ? eventText(sheet.cell(row, column)?.value ?? '') : null);
    const oldValue = single();
    texts.forEach((line, r) => {
      line.forEach((text, c) => {
        sheet.type(row + r, column + c, text);
      });
    });
    const value = single();

    const selection = { sheetId: sheet.data.id, ranges: [rectangle] };
    const edit = {
      type: 'edit',
      authMode: 'LIMITED',
      user: this.user,
      triggerUid: null,
      sheetId: sheet.data.id,
      rectangle,
      value,
      oldValue,
    } as const;
    const edited = this.project.fire(edit, 'onEdit', 'ON_EDIT', selection);
    const changed = this.change('EDIT');
    return [...(await edited), ...(await changed)];
  }

  /** Sorting, like the rest below, fires no `onEdit`. */
  async sort(sheetName: string, range: string, by: SortColumn[]): Promise<Execution[]> {
    const sheet = this.sheet(sheetName);
    const rectangle = parseA1(range, sheet.data)?.rectangle;
    if (!rectangle) throw new ScriptVisibleError(`No range: ${range}`);
    this.assertMayEdit(sheet, rectangle);
    sheet.sort(rectangle, by);
    return this.change('OTHER');
  }

  async insertRows(sheetName: string, before: number, count: number): Promise<Execution[]> {
    this.sheet(sheetName).insertRows(before, count);
    return this.change('INSERT_ROW');
  }

  async deleteRows(sheetName: string, first: number, count: number): Promise<Execution[]> {
    const sheet = this.sheet(sheetName);
    this.assertMayEdit(sheet, { row: first, column: 1, rows: count, columns: sheet.data.columns });
    sheet.deleteRows(first, count);
    return this.change('REMOVE_ROW');
  }

  private change(changeType: string): Promise<Execution[]> {
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
