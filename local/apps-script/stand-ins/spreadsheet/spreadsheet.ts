import { Exception } from '../host.ts';
import { assertSignature, serviceObject } from '../service-object.ts';
import { sheets } from './bridge.ts';
import { createRange } from './range.ts';
import { createSheet, getRange, rangeList, selection, sheetIdOf } from './sheet.ts';

const api = (method: string) => `SpreadsheetApp.Spreadsheet.${method}`;
const defaultToastSeconds = 5;

export function createSpreadsheet(): object {
  const activeSheet = () => sheets.activeSheet();
  const sheetArgument = (method: string, given: unknown[]): number => {
    const id = sheetIdOf(given[0]);
    assertSignature(id !== undefined, api(method), given);
    return id as number;
  };

  const spreadsheet: object = serviceObject('Spreadsheet', {
    getId: () => sheets.workbook().id,
    getName: () => sheets.workbook().name,
    rename: (name: string) => sheets.rename(name),
    getUrl: () => `https://docs.google.com/spreadsheets/d/${sheets.workbook().id}/edit`,
    getSpreadsheetTimeZone: () => sheets.workbook().timeZone,
    setSpreadsheetTimeZone: (zone: string) => sheets.setTimeZone(zone),
    getSpreadsheetLocale: () => sheets.workbook().locale,

    getSheets: () => sheets.sheetIds().map(createSheet),
    getNumSheets: () => sheets.sheetIds().length,
    getSheetByName(...given: unknown[]): object | null {
      const [name] = given;
      assertSignature(typeof name === 'string', api('getSheetByName'), given);
      const id = sheets.sheetNamed(name);
      return id === null ? null : createSheet(id);
    },
    getSheetById: (id: number) => (sheets.sheetIds().includes(id) ? createSheet(id) : null),
    /** `()`, `(index)`, `(name)` or `(name, index)`; the new tab becomes the active one. */
    insertSheet(...given: unknown[]): object {
      const name = typeof given[0] === 'string' ? given[0] : null;
      const index = given.find((each) => typeof each === 'number') ?? null;
      assertSignature(
        given.every((each) => each === name || each === index),
        api('insertSheet'),
        given,
      );
      const id = sheets.insertSheet(name, index);
      sheets.select(id, [{ row: 1, column: 1, rows: 1, columns: 1 }]);
      return createSheet(id);
    },
    deleteSheet(...given: unknown[]): void {
      sheets.deleteSheet(sheetArgument('deleteSheet', given));
    },
    deleteActiveSheet(): object {
      sheets.deleteSheet(activeSheet());
      return createSheet(activeSheet());
    },
    moveActiveSheet(position: number): void {
      if (!(position >= 1)) throw new Exception(`Invalid argument: ${position}`);
      sheets.moveSheet(activeSheet(), position);
    },
    getActiveSheet: () => createSheet(activeSheet()),
    setActiveSheet(...given: unknown[]): object {
      const id = sheetArgument('setActiveSheet', given);
      sheets.select(id, [{ row: 1, column: 1, rows: 1, columns: 1 }]);
      return createSheet(id);
    },
    getActiveRange(): object | null {
      const rectangle = sheets.selectedRanges().at(-1);
      return rectangle ? createRange({ sheetId: activeSheet(), rectangle }) : null;
    },
    getActiveRangeList: () => rangeList(activeSheet()),
    getSelection: () => selection(activeSheet()),
    getRange: (...given: unknown[]) => {
      assertSignature(given.length === 1 && typeof given[0] === 'string', api('getRange'), given);
      return getRange(activeSheet(), given);
    },
    toast(...given: unknown[]): void {
      const [message, title = '', seconds = defaultToastSeconds] = given;
      assertSignature(typeof message === 'string', api('toast'), given);
      sheets.toast(message, String(title ?? ''), Number(seconds ?? defaultToastSeconds));
    },
  });
  return spreadsheet;
}
