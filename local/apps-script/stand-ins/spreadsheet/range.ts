import type { Clearing, Filling, WireValue } from '../../services/spreadsheet-cells.ts';
import { toA1 } from '../../workbook/a1-notation.ts';
import type { SortColumn } from '../../workbook/sort-order.ts';
import type { DataValidation, RichText } from '../../workbook/workbook-data.ts';
import { Exception } from '../host.ts';
import { isMember, serviceObject, signatureError } from '../service-object.ts';
import { fromWire, type Place, setPlace, sheets, toWire } from './bridge.ts';
import { validationBuilder, validationData, validationObject } from './data-validation.ts';
import { enumerations } from './enumerations.ts';
import { createProtection } from './protection.ts';
import { assertShape, formatMethods } from './range-formats.ts';
import { richTextData, richTextObject } from './rich-text.ts';
import { createSheet } from './sheet.ts';

const api = (method: string) => `SpreadsheetApp.Range.${method}`;

/** One cell's and all cells' getter and setter of a property that travels as it is. */
interface Accessor<T> {
  read: () => T[][];
  write: (values: Filling<T>) => void;
  convert: (value: unknown, api: string) => T;
}

function accessorMethods<T>(
  place: Place,
  chain: () => object,
  one: string,
  many: string,
  { read, write, convert }: Accessor<T>,
  present: (value: T) => unknown = (value) => value,
): Record<string, (...given: unknown[]) => unknown> {
  return {
    [`get${one}`]: () => present(read()[0]?.[0] as T),
    [`get${many}`]: () => read().map((line) => line.map(present)),
    [`set${one}`]: (value) => {
      write({ each: convert(value, api(`set${one}`)) });
      return chain();
    },
    [`set${many}`]: (values) => {
      assertShape(values, place, api(`set${many}`));
      write(values.map((line) => line.map((value) => convert(value, api(`set${many}`)))));
      return chain();
    },
  };
}

function text(value: unknown, method: string): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') throw signatureError(method, [value]);
  return value;
}

function sortColumns(specification: unknown, first: number): SortColumn[] {
  const list = Array.isArray(specification) ? specification : [specification];
  if (list.length === 0 || specification === undefined) return [{ column: first, ascending: true }];
  return list.map((each: unknown) => {
    if (typeof each === 'number') return { column: each, ascending: true };
    const { column, ascending = true } = (each ?? {}) as { column?: unknown; ascending?: unknown };
    if (typeof column !== 'number' || typeof ascending !== 'boolean')
      throw signatureError(api('sort'), [each]);
    return { column, ascending };
  });
}

const clearings: [option: string, parts: Clearing[]][] = [
  ['contentsOnly', ['content']],
  ['formatOnly', ['format']],
  ['commentsOnly', ['notes']],
  ['validationsOnly', ['validation']],
];

/** What `clear({contentsOnly: true})` takes away; without options, everything but notes and rules. */
export function clearedParts(options: unknown): Clearing[] {
  const chosen = clearings.flatMap(([option, parts]) =>
    (options as Record<string, unknown> | undefined)?.[option] === true ? parts : [],
  );
  return chosen.length > 0 ? chosen : ['content', 'format'];
}

export function createRange(place: Place): object {
  const { sheetId, rectangle } = place;
  const { row, column, rows, columns } = rectangle;
  const chain = () => range;
  const clear = (parts: Clearing[]) => () => {
    sheets.clear(sheetId, rectangle, parts);
    return range;
  };

  const values = accessorMethods<WireValue>(
    place,
    chain,
    'Value',
    'Values',
    {
      read: () => sheets.readValues(sheetId, rectangle),
      write: (wanted) => sheets.writeValues(sheetId, rectangle, wanted),
      convert: toWire,
    },
    fromWire,
  );
  const numberFormats = accessorMethods<string>(place, chain, 'NumberFormat', 'NumberFormats', {
    read: () => sheets.readNumberFormats(sheetId, rectangle),
    write: (wanted) => sheets.writeNumberFormats(sheetId, rectangle, wanted),
    convert: text,
  });
  const formulas = accessorMethods<string>(place, chain, 'Formula', 'Formulas', {
    read: () => sheets.readFormulas(sheetId, rectangle),
    write: (wanted) => sheets.writeFormulas(sheetId, rectangle, wanted),
    convert: (value, method) => {
      const formula = text(value, method);
      return formula === '' || formula.startsWith('=') ? formula : `=${formula}`;
    },
  });
  const notes = accessorMethods<string>(place, chain, 'Note', 'Notes', {
    read: () => sheets.readNotes(sheetId, rectangle),
    write: (wanted) => sheets.writeNotes(sheetId, rectangle, wanted),
    convert: text,
  });
  const richTexts = accessorMethods<RichText | null>(
    place,
    chain,
    'RichTextValue',
    'RichTextValues',
    {
      read: () => sheets.readRichTexts(sheetId, rectangle),
      write: (wanted) => sheets.writeRichTexts(sheetId, rectangle, wanted as Filling<RichText>),
      convert: (value, method) => {
        const richText = richTextData(value);
        if (!richText) throw signatureError(method, [value]);
        return richText;
      },
    },
    (value) => value && richTextObject(value),
  );
  const validations = accessorMethods<DataValidation | null>(
    place,
    chain,
    'DataValidation',
    'DataValidations',
    {
      read: () => sheets.readValidations(sheetId, rectangle),
      write: (wanted) => sheets.writeValidations(sheetId, rectangle, wanted),
      convert: (value, method) => {
        const validation = validationData(value);
        if (validation === undefined) throw signatureError(method, [value]);
        return validation;
      },
    },
    (value) => value && validationObject(value),
  );

  const range: object = serviceObject('Range', {
    ...values,
    ...numberFormats,
    ...formulas,
    ...notes,
    ...richTexts,
    ...validations,
    ...formatMethods(place, chain),

    getDisplayValue: () => sheets.readDisplayValues(sheetId, rectangle)[0]?.[0],
    getDisplayValues: () => sheets.readDisplayValues(sheetId, rectangle),
    isBlank: () =>
      sheets.readValues(sheetId, rectangle).every((line) => line.every((value) => value === '')) &&
      sheets.readFormulas(sheetId, rectangle).every((line) => line.every((formula) => formula === '')),
    clear: (options: unknown) => clear(clearedParts(options))(),
    clearContent: clear(['content']),
    clearFormat: clear(['format']),
    clearNote: clear(['notes']),
    clearDataValidations: clear(['validation']),
    sort(specification: unknown): object {
      sheets.sort(sheetId, rectangle, sortColumns(specification, column));
      return range;
    },

    getRow: () => row,
    getColumn: () => column,
    getRowIndex: () => row,
    getNumRows: () => rows,
    getNumColumns: () => columns,
    getHeight: () => rows,
    getWidth: () => columns,
    getLastRow: () => row + rows - 1,
    getLastColumn: () => column + columns - 1,
    getA1Notation: () => toA1(rectangle),
    getSheet: () => createSheet(sheetId),
    getGridId: () => sheetId,
    getCell: (atRow: number, atColumn: number) => {
      if (atRow < 1 || atRow > rows || atColumn < 1 || atColumn > columns) {
        throw new Exception('Cell reference out of range');
      }
      return rangeAt(sheetId, row + atRow - 1, column + atColumn - 1, 1, 1);
    },
    offset: (downBy: number, rightBy: number, height = rows, width = columns) =>
      rangeAt(sheetId, row + downBy, column + rightBy, height, width),
    activate(): object {
      sheets.select(sheetId, [rectangle]);
      return range;
    },
    activateAsCurrentCell(): object {
      sheets.select(sheetId, [rectangle]);
      return range;
    },

    setWrap: (wrap: boolean) => {
      sheets.writeFormats(sheetId, rectangle, 'wrapStrategy', { each: wrap ? 'WRAP' : 'OVERFLOW' });
      return range;
    },
    setWrapStrategy(...given: unknown[]): object {
      const [strategy] = given;
      if (!isMember(enumerations.WrapStrategy, strategy)) throw signatureError(api('setWrapStrategy'), given);
      sheets.writeFormats(sheetId, rectangle, 'wrapStrategy', { each: strategy.name() });
      return range;
    },
    getWrapStrategy: () =>
      enumerations.WrapStrategy[
        (sheets.readFormats(sheetId, rectangle)[0]?.[0]?.wrapStrategy ?? 'OVERFLOW') as 'OVERFLOW'
      ],
    setBorder(...given: unknown[]): object {
      const [top, left, bottom, right, vertical, horizontal, color, style] = given as (boolean | null)[];
      const name = isMember(enumerations.BorderStyle, style) ? style.name() : 'SOLID';
      if (given.length !== 6 && given.length !== 8) throw signatureError(api('setBorder'), given);
      const edges = {
        top: top ?? null,
        left: left ?? null,
        bottom: bottom ?? null,
        right: right ?? null,
        vertical: vertical ?? null,
        horizontal: horizontal ?? null,
      };
      sheets.writeBorders(sheetId, rectangle, edges, { color: String(color ?? '#000000'), style: name });
      return range;
    },
    insertCheckboxes(...values: unknown[]): object {
      const builder = validationBuilder(null) as { requireCheckbox(...v: unknown[]): { build(): object } };
      const rule = validationData(builder.requireCheckbox(...values).build()) ?? null;
      sheets.writeValidations(sheetId, rectangle, {
        each: rule && { ...rule, allowInvalid: false },
      });
      const unchecked = (values[1] ?? false) as WireValue;
      const current = sheets.readValues(sheetId, rectangle);
      sheets.writeValues(
        sheetId,
        rectangle,
        current.map((line) => line.map((value) => (value === '' ? unchecked : value))),
      );
      return range;
    },
    protect: () => createProtection(sheetId, sheets.protect(sheetId, rectangle)),
    merge(): object {
      sheets.merge(sheetId, rectangle, true);
      return range;
    },
    mergeAcross(): object {
      for (let line = row; line < row + rows; line++) {
        sheets.merge(sheetId, { row: line, column, rows: 1, columns }, true);
      }
      return range;
    },
    breakApart(): object {
      sheets.merge(sheetId, rectangle, false);
      return range;
    },
  });
  setPlace(range, place);
  return range;
}

/** Throws as `getRange` does for what is no part of the sheet. */
export function rangeAt(sheetId: number, row: number, column: number, rows: number, columns: number): object {
  if (![row, column, rows, columns].every(Number.isInteger)) {
    throw signatureError('SpreadsheetApp.Sheet.getRange', [row, column, rows, columns]);
  }
  if (row < 1) throw new Exception('The starting row of the range is too small.');
  if (column < 1) throw new Exception('The starting column of the range is too small.');
  if (rows < 1) throw new Exception('The number of rows in the range must be at least 1.');
  if (columns < 1) throw new Exception('The number of columns in the range must be at least 1.');
  const sheet = sheets.sheet(sheetId);
  if (row + rows - 1 > sheet.rows || column + columns - 1 > sheet.columns) {
    throw new Exception('The coordinates of the range are outside the dimensions of the sheet.');
  }
  return createRange({ sheetId, rectangle: { row, column, rows, columns } });
}
