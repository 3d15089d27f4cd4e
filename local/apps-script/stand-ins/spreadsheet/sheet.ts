import { Exception } from '../host.ts';
import { assertSignature, isMember, serviceObject, signatureError } from '../service-object.ts';
import { placeOf, sheets, toWire } from './bridge.ts';
import { conditionalFormatData, conditionalFormatObject } from './conditional-format.ts';
import { enumerations } from './enumerations.ts';
import { createProtection } from './protection.ts';
import { clearedParts, createRange, rangeAt } from './range.ts';
import { createSpreadsheet } from './spreadsheet.ts';

const ids = new WeakMap<object, number>();

/** The id of a Sheet of ours; undefined for anything else. */
export function sheetIdOf(value: unknown): number | undefined {
  return typeof value === 'object' && value !== null ? ids.get(value) : undefined;
}

const api = (method: string) => `SpreadsheetApp.Sheet.${method}`;

/** `getRange('A1:B2')` or `getRange(row, column, rows?, columns?)`. */
export function getRange(sheetId: number, given: unknown[]): object {
  const [first, column, rows = 1, columns = 1] = given;
  if (typeof first === 'string' && given.length === 1) {
    const found = sheets.parseRange(sheetId, first);
    if (!found) throw new Exception('Range not found');
    const { row, column: left, rows: height, columns: width } = found.rectangle;
    return rangeAt(found.sheetId, row, left, height, width);
  }
  const isNumbers = given.length >= 2 && given.length <= 4 && given.every((each) => typeof each === 'number');
  assertSignature(isNumbers, api('getRange'), given);
  return rangeAt(sheetId, Number(first), Number(column), Number(rows), Number(columns));
}

export function createSheet(sheetId: number): object {
  const chain = (change: () => void) => {
    change();
    return sheet;
  };
  const setLines = (axis: 'row' | 'column', hidden: boolean) => (first: unknown, count: unknown) => {
    const rectangle = placeOf(first)?.rectangle;
    const from = rectangle ? rectangle[axis] : Number(first);
    const lines = rectangle ? (axis === 'row' ? rectangle.rows : rectangle.columns) : Number(count ?? 1);
    return chain(() => sheets.setLinesHidden(sheetId, axis, from, lines, hidden));
  };

  const sheet: object = serviceObject('Sheet', {
    getName: () => sheets.sheet(sheetId).name,
    getSheetName: () => sheets.sheet(sheetId).name,
    setName: (name: string) => chain(() => sheets.setSheetProperty(sheetId, 'name', name)),
    getSheetId: () => sheetId,
    getIndex: () => sheets.sheet(sheetId).index,
    getParent: () => createSpreadsheet(),
    activate: () => chain(() => sheets.select(sheetId, [{ row: 1, column: 1, rows: 1, columns: 1 }])),

    getRange: (...given: unknown[]) => getRange(sheetId, given),
    getDataRange: () => {
      const { rows, columns } = sheets.contentExtent(sheetId);
      const rectangle = { row: 1, column: 1, rows: Math.max(1, rows), columns: Math.max(1, columns) };
      return createRange({ sheetId, rectangle });
    },
    getLastRow: () => sheets.contentExtent(sheetId).rows,
    getLastColumn: () => sheets.contentExtent(sheetId).columns,
    getMaxRows: () => sheets.sheet(sheetId).rows,
    getMaxColumns: () => sheets.sheet(sheetId).columns,
    getActiveRange: () => activeRanges(sheetId).at(-1) ?? null,
    getActiveRangeList: () => rangeList(sheetId),
    getSelection: () => selection(sheetId),

    appendRow(...given: unknown[]): object {
      const [values] = given;
      assertSignature(Array.isArray(values) && values.length > 0, api('appendRow'), given);
      sheets.appendRow(
        sheetId,
        values.map((value: unknown) => toWire(value, api('appendRow'))),
      );
      return sheet;
    },
    // Each looks like the line that it is put beside.
    insertRowAfter: (row: number) => chain(() => sheets.insertRows(sheetId, row + 1, 1, 'before')),
    insertRowBefore: (row: number) => chain(() => sheets.insertRows(sheetId, row, 1, 'after')),
    insertRowsAfter: (row: number, count: number) =>
      chain(() => sheets.insertRows(sheetId, row + 1, count, 'before')),
    insertRowsBefore: (row: number, count: number) =>
      chain(() => sheets.insertRows(sheetId, row, count, 'after')),
    deleteRow: (row: number) => chain(() => sheets.deleteRows(sheetId, row, 1)),
    deleteRows: (row: number, count: number) => chain(() => sheets.deleteRows(sheetId, row, count)),
    insertColumnAfter: (column: number) =>
      chain(() => sheets.insertColumns(sheetId, column + 1, 1, 'before')),
    insertColumnBefore: (column: number) => chain(() => sheets.insertColumns(sheetId, column, 1, 'after')),
    insertColumnsAfter: (column: number, count: number) =>
      chain(() => sheets.insertColumns(sheetId, column + 1, count, 'before')),
    insertColumnsBefore: (column: number, count: number) =>
      chain(() => sheets.insertColumns(sheetId, column, count, 'after')),
    deleteColumn: (column: number) => chain(() => sheets.deleteColumns(sheetId, column, 1)),
    deleteColumns: (column: number, count: number) =>
      chain(() => sheets.deleteColumns(sheetId, column, count)),
    clear: (options: unknown) => chain(() => sheets.clear(sheetId, null, clearedParts(options))),
    clearContents: () => chain(() => sheets.clear(sheetId, null, ['content'])),
    clearFormats: () => chain(() => sheets.clear(sheetId, null, ['format'])),
    clearNotes: () => chain(() => sheets.clear(sheetId, null, ['notes'])),
    sort: (column: number, ascending = true) =>
      chain(() => {
        const { rows, columns } = sheets.contentExtent(sheetId);
        const frozen = sheets.sheet(sheetId).frozenRows;
        if (rows <= frozen) return;
        sheets.sort(sheetId, { row: frozen + 1, column: 1, rows: rows - frozen, columns }, [
          { column, ascending },
        ]);
      }),

    getFrozenRows: () => sheets.sheet(sheetId).frozenRows,
    setFrozenRows: (rows: number) => chain(() => sheets.setSheetProperty(sheetId, 'frozenRows', rows)),
    getFrozenColumns: () => sheets.sheet(sheetId).frozenColumns,
    setFrozenColumns: (columns: number) =>
      chain(() => sheets.setSheetProperty(sheetId, 'frozenColumns', columns)),
    isSheetHidden: () => sheets.sheet(sheetId).hidden,
    hideSheet: () => chain(() => sheets.setSheetProperty(sheetId, 'hidden', true)),
    showSheet: () => chain(() => sheets.setSheetProperty(sheetId, 'hidden', false)),
    getTabColor: () => sheets.sheet(sheetId).tabColor,
    setTabColor: (color: string | null) => chain(() => sheets.setSheetProperty(sheetId, 'tabColor', color)),
    getColumnWidth: (column: number) => sheets.size(sheetId, 'column', column),
    setColumnWidth: (column: number, width: number) =>
      chain(() => sheets.setSizes(sheetId, 'column', column, 1, width)),
    setColumnWidths: (column: number, count: number, width: number) =>
      chain(() => sheets.setSizes(sheetId, 'column', column, count, width)),
    getRowHeight: (row: number) => sheets.size(sheetId, 'row', row),
    setRowHeight: (row: number, height: number) =>
      chain(() => sheets.setSizes(sheetId, 'row', row, 1, height)),
    setRowHeights: (row: number, count: number, height: number) =>
      chain(() => sheets.setSizes(sheetId, 'row', row, count, height)),
    autoResizeColumn: (_column: number) => sheet,
    autoResizeColumns: (_column: number, _count: number) => sheet,
    autoResizeRows: (_row: number, _count: number) => sheet,
    hideColumn: setLines('column', true),
    hideColumns: setLines('column', true),
    showColumns: setLines('column', false),
    unhideColumn: setLines('column', false),
    hideRow: setLines('row', true),
    hideRows: setLines('row', true),
    showRows: setLines('row', false),
    unhideRow: setLines('row', false),
    isColumnHiddenByUser: (column: number) => sheets.isLineHidden(sheetId, 'column', column),
    isRowHiddenByUser: (row: number) => sheets.isLineHidden(sheetId, 'row', row),

    protect: () => createProtection(sheetId, sheets.protect(sheetId, null)),
    getProtections(...given: unknown[]): object[] {
      const [type] = given;
      assertSignature(isMember(enumerations.ProtectionType, type), api('getProtections'), given);
      const isWhole = type === enumerations.ProtectionType.SHEET;
      return sheets
        .protections(sheetId)
        .filter(({ range }) => (range === null) === isWhole)
        .map((protection) => createProtection(sheetId, protection));
    },
    getConditionalFormatRules: () =>
      sheets.conditionalFormatRules(sheetId).map((rule) => conditionalFormatObject({ sheetId, rule })),
    setConditionalFormatRules(...given: unknown[]): void {
      const [list] = given;
      if (!Array.isArray(list)) throw signatureError(api('setConditionalFormatRules'), given);
      const rules = list.map((each: unknown) => {
        const rule = conditionalFormatData(each);
        if (!rule) throw signatureError(api('setConditionalFormatRules'), given);
        if (rule.ranges.length === 0) throw new Exception('A conditional format rule needs a range.');
        return rule;
      });
      sheets.setConditionalFormatRules(sheetId, rules);
    },
    clearConditionalFormatRules(): void {
      sheets.setConditionalFormatRules(sheetId, []);
    },
    getRangeList: (texts: string[]) => {
      const ranges = texts.map((text) => getRange(sheetId, [text]));
      return serviceObject('RangeList', { getRanges: () => ranges });
    },
  });
  ids.set(sheet, sheetId);
  return sheet;
}

/** The selected ranges, where this tab is the one in front. */
function activeRanges(sheetId: number): object[] {
  if (sheets.activeSheet() !== sheetId) return [];
  return sheets.selectedRanges().map((rectangle) => createRange({ sheetId, rectangle }));
}

export function rangeList(sheetId: number): object | null {
  const ranges = activeRanges(sheetId);
  return ranges.length > 0 ? serviceObject('RangeList', { getRanges: () => ranges }) : null;
}

export function selection(sheetId: number): object {
  return serviceObject('Selection', {
    getActiveRange: () => activeRanges(sheetId).at(-1) ?? null,
    getActiveRangeList: () => rangeList(sheetId),
    getActiveSheet: () => createSheet(sheetId),
  });
}
