import { ScriptVisibleError } from '../errors.ts';
import { isTimeZone } from '../time-zone.ts';
import { parseA1 } from './a1-notation.ts';
import { Sheet, type SheetSurroundings } from './sheet.ts';
import type { CellValue, SheetData, WorkbookData } from './workbook-data.ts';

function emptySheet(id: number, name: string): SheetData {
  return {
    id,
    name,
    hidden: false,
    rows: 1000,
    columns: 26,
    frozenRows: 0,
    frozenColumns: 0,
    tabColor: null,
    columnWidths: {},
    rowHeights: {},
    hiddenColumns: [],
    hiddenRows: [],
    cells: [],
    protections: [],
    conditionalFormatRules: [],
    merges: [],
  };
}

/** A spreadsheet, kept as plain data: `toJSON` gives it and the constructor takes it back. */
export class Workbook implements SheetSurroundings {
  readonly data: WorkbookData;
  readonly now: () => number;
  private readonly sheetOf = new Map<SheetData, Sheet>();
  private readonly watchers = new Set<() => void>();

  /** `now` (epoch milliseconds) supplies the year of dates typed without one. */
  constructor(data: WorkbookData, now: () => number = Date.now) {
    this.data = data;
    this.now = now;
  }

  /** A new spreadsheet with one empty tab, as Sheets makes it. */
  static create(
    { id, name, timeZone }: { id: string; name: string; timeZone: string },
    now: () => number = Date.now,
  ): Workbook {
    return new Workbook({ id, name, timeZone, locale: 'en_US', sheets: [emptySheet(0, 'Sheet1')] }, now);
  }

  /** `watcher` is called whenever something may have changed, until what this answers is called. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** For whoever changed something, or let something change. */
  touch(): void {
    for (const watcher of this.watchers) watcher();
  }

  toJSON(): WorkbookData {
    return this.data;
  }

  timeZone(): string {
    return this.data.timeZone;
  }

  setTimeZone(zone: string): void {
    if (!isTimeZone(zone)) throw new ScriptVisibleError(`Invalid time zone: ${zone}`);
    this.data.timeZone = zone;
  }

  sheets(): Sheet[] {
    return this.data.sheets.map((data) => this.wrapped(data));
  }

  private wrapped(data: SheetData): Sheet {
    let sheet = this.sheetOf.get(data);
    if (!sheet) {
      sheet = new Sheet(data, {
        timeZone: () => this.timeZone(),
        now: this.now,
        valuesOf: (a1) => this.valuesOf(a1),
      });
      this.sheetOf.set(data, sheet);
    }
    return sheet;
  }

  sheetNamed(name: string): Sheet | null {
    const data = this.data.sheets.find((sheet) => sheet.name === name);
    return data ? this.wrapped(data) : null;
  }

  sheetWithId(id: number): Sheet {
    const data = this.data.sheets.find((sheet) => sheet.id === id);
    if (!data) throw new ScriptVisibleError(`Sheet ${id} not found`);
    return this.wrapped(data);
  }

  insertSheet(name: string | null, index = this.data.sheets.length): Sheet {
    const id = this.data.sheets.reduce((highest, sheet) => Math.max(highest, sheet.id), 0) + 1;
    const given = name ?? this.unusedName();
    this.assertNameFree(given, this.data.sheets);
    const data = emptySheet(id, given);
    this.data.sheets.splice(index, 0, data);
    return this.wrapped(data);
  }

  private unusedName(): string {
    let number = this.data.sheets.length + 1;
    while (this.sheetNamed(`Sheet${number}`)) number++;
    return `Sheet${number}`;
  }

  /** Names are unique ignoring case. */
  private assertNameFree(name: string, among: SheetData[]): void {
    if (among.some((sheet) => sheet.name.toLowerCase() === name.toLowerCase())) {
      throw new ScriptVisibleError(
        `A sheet with the name "${name}" already exists. Please enter another name.`,
      );
    }
  }

  renameSheet(sheet: Sheet, name: string): void {
    this.assertNameFree(
      name,
      this.data.sheets.filter((data) => data !== sheet.data),
    );
    sheet.data.name = name;
  }

  deleteSheet(sheet: Sheet): void {
    const others = this.data.sheets.filter((data) => data !== sheet.data);
    if (!others.some((data) => !data.hidden)) {
      throw new ScriptVisibleError("You can't remove all the sheets in a document.");
    }
    this.data.sheets = others;
  }

  /** `position` counts from 1. */
  moveSheet(sheet: Sheet, position: number): void {
    this.data.sheets = this.data.sheets.filter((data) => data !== sheet.data);
    this.data.sheets.splice(position - 1, 0, sheet.data);
  }

  setHidden(sheet: Sheet, hidden: boolean): void {
    if (hidden && !this.data.sheets.some((data) => data !== sheet.data && !data.hidden)) {
      throw new ScriptVisibleError("You can't hide all the sheets in a document.");
    }
    sheet.data.hidden = hidden;
  }

  valuesOf(a1: string): CellValue[] {
    const name = parseA1(a1, { rows: 1, columns: 1 })?.sheetName;
    const sheet = name ? this.sheetNamed(name) : this.sheets()[0];
    const found = sheet && parseA1(a1, sheet.data);
    return sheet && found ? sheet.values(found.rectangle).flat() : [];
  }
}
