import type { CellFormat } from '../../workbook/workbook-data.ts';
import { Exception } from '../host.ts';
import { signatureError } from '../service-object.ts';
import { type Place, sheets } from './bridge.ts';

interface Look {
  /** As in `setFontColor` and `getFontColor`. */
  one: string;
  /** As in `setFontColors` and `getFontColors`. */
  many: string;
  property: keyof CellFormat;
  byDefault: string | number;
  allowed?: string[];
}

const looks: Look[] = [
  { one: 'Background', many: 'Backgrounds', property: 'background', byDefault: '#ffffff' },
  { one: 'FontColor', many: 'FontColors', property: 'fontColor', byDefault: '#000000' },
  {
    one: 'FontWeight',
    many: 'FontWeights',
    property: 'fontWeight',
    byDefault: 'normal',
    allowed: ['bold', 'normal'],
  },
  {
    one: 'FontStyle',
    many: 'FontStyles',
    property: 'fontStyle',
    byDefault: 'normal',
    allowed: ['italic', 'normal'],
  },
  {
    one: 'FontLine',
    many: 'FontLines',
    property: 'fontLine',
    byDefault: 'none',
    allowed: ['underline', 'line-through', 'none'],
  },
  { one: 'FontSize', many: 'FontSizes', property: 'fontSize', byDefault: 10 },
  { one: 'FontFamily', many: 'FontFamilies', property: 'fontFamily', byDefault: 'Arial' },
  {
    one: 'HorizontalAlignment',
    many: 'HorizontalAlignments',
    property: 'horizontalAlignment',
    byDefault: 'general',
    allowed: ['left', 'center', 'right', 'normal'],
  },
  {
    one: 'VerticalAlignment',
    many: 'VerticalAlignments',
    property: 'verticalAlignment',
    byDefault: 'bottom',
    allowed: ['top', 'middle', 'bottom'],
  },
];

/** Throws as Sheets does when data don't have the shape of their range. */
export function assertShape(data: unknown, { rectangle }: Place, api: string): asserts data is unknown[][] {
  if (!Array.isArray(data) || data.length === 0 || !data.every(Array.isArray))
    throw signatureError(api, [data]);
  const mismatch = (what: string, has: number, needs: number) =>
    new Exception(
      `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${has} but the range has ${needs}.`,
    );
  if (data.length !== rectangle.rows) throw mismatch('rows', data.length, rectangle.rows);
  for (const line of data) {
    if (line.length !== rectangle.columns) throw mismatch('columns', line.length, rectangle.columns);
  }
}

function checked({ one, byDefault, allowed }: Look, value: unknown): string | number | null {
  if (value === null) return null;
  if (typeof value !== typeof byDefault) throw signatureError(`SpreadsheetApp.Range.set${one}`, [value]);
  if (allowed && !allowed.includes(String(value))) throw new Exception(`Invalid argument: ${value}`);
  return value as string | number;
}

/** Getters and setters of a range's look, for one value and for one a cell. */
export function formatMethods(
  place: Place,
  chain: () => object,
): Record<string, (...given: unknown[]) => unknown> {
  const { sheetId, rectangle } = place;
  const methods: Record<string, (...given: unknown[]) => unknown> = {};
  for (const look of looks) {
    const { one, many, property, byDefault } = look;
    const read = () =>
      sheets
        .readFormats(sheetId, rectangle)
        .map((line) => line.map((format) => format[property] ?? byDefault));
    methods[`get${many}`] = read;
    methods[`get${one}`] = () => read()[0]?.[0];
    methods[`set${one}`] = (value) => {
      sheets.writeFormats(sheetId, rectangle, property, { each: checked(look, value) });
      return chain();
    };
    methods[`set${many}`] = (values) => {
      assertShape(values, place, `SpreadsheetApp.Range.set${many}`);
      const wanted = values.map((line) => line.map((value) => checked(look, value)));
      sheets.writeFormats(sheetId, rectangle, property, wanted);
      return chain();
    };
  }
  return methods;
}
