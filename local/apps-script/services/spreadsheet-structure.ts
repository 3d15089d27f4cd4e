import type { Caller } from '../caller.ts';
import { ScriptVisibleError } from '../errors.ts';
import { scopes } from '../manifest.ts';
import type { UserInterface } from '../user-interface.ts';
import { parseA1, type Rectangle } from '../workbook/a1-notation.ts';
import type { Sheet } from '../workbook/sheet.ts';
import type { Workbook } from '../workbook/workbook.ts';
import type { ConditionalFormatRule, Protection } from '../workbook/workbook-data.ts';

/** The properties of a tab that Apps Script reads and sets one by one. */
export type SheetProperty = 'name' | 'hidden' | 'frozenRows' | 'frozenColumns' | 'tabColor';

/** The calls of `SpreadsheetApp` about the workbook and its tabs rather than about cells. They flush first. */
export function spreadsheetStructure(workbook: Workbook, caller: Caller, ui: UserInterface) {
  const sheet = (sheetId: number): Sheet => {
    caller.flush();
    return workbook.sheetWithId(sheetId);
  };
  const found = (sheet: Sheet | null | undefined) => sheet?.data.id ?? null;

  return {
    /** Throws unless the script may use the spreadsheet at all. */
    open(): void {
      caller.authorise('SpreadsheetApp.getActiveSpreadsheet', scopes.currentSpreadsheet, scopes.spreadsheets);
    },
    workbook() {
      const { id, name, timeZone, locale } = workbook.data;
      return { id, name, timeZone, locale };
    },
    setTimeZone(zone: string): void {
      workbook.setTimeZone(zone);
    },
    rename(name: string): void {
      workbook.data.name = name;
    },
    sheetIds(): number[] {
      caller.flush();
      return workbook.data.sheets.map((data) => data.id);
    },
    sheetNamed(name: string): number | null {
      caller.flush();
      return found(workbook.sheetNamed(name));
    },
    insertSheet(name: string | null, index: number | null): number {
      caller.flush();
      return workbook.insertSheet(name, index ?? undefined).data.id;
    },
    deleteSheet(sheetId: number): void {
      workbook.deleteSheet(sheet(sheetId));
    },
    moveSheet(sheetId: number, position: number): void {
      workbook.moveSheet(sheet(sheetId), position);
    },
    /** The tab in front of the person; without one, the first that shows. */
    activeSheet(): number {
      caller.flush();
      const selected = workbook.data.sheets.find((data) => data.id === caller.selection?.sheetId);
      const front = selected ?? workbook.data.sheets.find((data) => !data.hidden);
      if (!front) throw new ScriptVisibleError('The spreadsheet has no visible sheet.');
      return front.id;
    },
    selectedRanges(): Rectangle[] {
      return caller.selection?.ranges ?? [];
    },
    select(sheetId: number, ranges: Rectangle[]): void {
      caller.selection = { sheetId, ranges };
    },
    toast(message: string, title: string, seconds: number): void {
      if (caller.context !== 'timer' && caller.context !== 'webapp') {
        const { activeUser: user, id: execution, context } = caller;
        ui.toast({ user, execution, context, message, title, seconds });
      }
    },

    /** Name, position and size of a tab. */
    sheet(sheetId: number) {
      const { data } = sheet(sheetId);
      const { name, rows, columns, hidden, frozenRows, frozenColumns, tabColor } = data;
      const index = workbook.data.sheets.indexOf(data) + 1;
      return { name, index, rows, columns, hidden, frozenRows, frozenColumns, tabColor };
    },
    contentExtent: (sheetId: number) => sheet(sheetId).contentExtent(),
    /** Null when the text is no range of this spreadsheet; `sheetId` is meant where the text names no tab. */
    parseRange(sheetId: number, text: string): { sheetId: number; rectangle: Rectangle } | null {
      const meant = sheet(sheetId);
      const named = parseA1(text, meant.data)?.sheetName;
      const target = named ? workbook.sheetNamed(named) : meant;
      const parsed = target && parseA1(text, target.data);
      return parsed ? { sheetId: target.data.id, rectangle: parsed.rectangle } : null;
    },
    setSheetProperty(
      sheetId: number,
      property: SheetProperty,
      value: string | number | boolean | null,
    ): void {
      const target = sheet(sheetId);
      if (property === 'name') workbook.renameSheet(target, String(value));
      else if (property === 'hidden') workbook.setHidden(target, value === true);
      else if (property === 'tabColor') target.data.tabColor = value === null ? null : String(value);
      else {
        const available = property === 'frozenRows' ? target.data.rows : target.data.columns;
        if (Number(value) >= available) {
          throw new ScriptVisibleError("You can't freeze all visible rows or columns on the sheet.");
        }
        target.data[property] = Number(value);
      }
    },
    setSizes(sheetId: number, axis: 'row' | 'column', first: number, count: number, pixels: number): void {
      const { data } = sheet(sheetId);
      const sizes = axis === 'row' ? data.rowHeights : data.columnWidths;
      for (let line = first; line < first + count; line++) sizes[line] = pixels;
    },
    size(sheetId: number, axis: 'row' | 'column', line: number): number {
      const { data } = sheet(sheetId);
      return axis === 'row' ? (data.rowHeights[line] ?? 21) : (data.columnWidths[line] ?? 100);
    },
    setLinesHidden(
      sheetId: number,
      axis: 'row' | 'column',
      first: number,
      count: number,
      hidden: boolean,
    ): void {
      const { data } = sheet(sheetId);
      const property = axis === 'row' ? 'hiddenRows' : 'hiddenColumns';
      const others = data[property].filter((line) => line < first || line >= first + count);
      const lines = hidden ? Array.from({ length: count }, (_, index) => first + index) : [];
      data[property] = [...others, ...lines].sort((a, b) => a - b);
    },
    isLineHidden(sheetId: number, axis: 'row' | 'column', line: number): boolean {
      const { data } = sheet(sheetId);
      return (axis === 'row' ? data.hiddenRows : data.hiddenColumns).includes(line);
    },

    protections: (sheetId: number): Protection[] => sheet(sheetId).data.protections,
    protect(sheetId: number, range: Rectangle | null): Protection {
      const { data } = sheet(sheetId);
      if (!range) {
        const whole = data.protections.find((protection) => protection.range === null);
        if (whole) return whole;
      }
      const numbers = workbook.data.sheets.flatMap((each) => each.protections.map(({ id }) => Number(id)));
      const created: Protection = {
        id: String(Math.max(0, ...numbers) + 1),
        range,
        description: '',
        warningOnly: false,
        editors: [caller.effectiveUser],
        unprotected: [],
      };
      data.protections.push(created);
      return created;
    },
    setProtection(sheetId: number, changed: Protection): void {
      const { data } = sheet(sheetId);
      data.protections = data.protections.map((each) => (each.id === changed.id ? changed : each));
    },
    removeProtection(sheetId: number, id: string): void {
      const { data } = sheet(sheetId);
      data.protections = data.protections.filter((each) => each.id !== id);
    },
    conditionalFormatRules: (sheetId: number): ConditionalFormatRule[] =>
      sheet(sheetId).data.conditionalFormatRules,
    setConditionalFormatRules(sheetId: number, rules: ConditionalFormatRule[]): void {
      sheet(sheetId).data.conditionalFormatRules = rules;
    },
    merge(sheetId: number, rectangle: Rectangle, merged: boolean): void {
      const { data } = sheet(sheetId);
      const overlaps = (other: Rectangle) =>
        other.row < rectangle.row + rectangle.rows &&
        rectangle.row < other.row + other.rows &&
        other.column < rectangle.column + rectangle.columns &&
        rectangle.column < other.column + other.columns;
      data.merges = data.merges.filter((other) => !overlaps(other));
      if (merged && rectangle.rows * rectangle.columns > 1) data.merges.push(rectangle);
    },
  };
}
