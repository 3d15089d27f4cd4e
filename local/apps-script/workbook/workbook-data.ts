import type { Rectangle } from './a1-notation.ts';

/** What a cell holds; an empty cell holds ''. Dates and times are numbers: see serial-date.ts. */
export type CellValue = string | number | boolean;

/** A cell's look, in the words of Apps Script (`setFontWeight('bold')`); what is absent is the default. */
export interface CellFormat {
  background?: string;
  fontColor?: string;
  fontWeight?: string;
  fontStyle?: string;
  fontSize?: number;
  fontFamily?: string;
  fontLine?: string;
  horizontalAlignment?: string;
  verticalAlignment?: string;
  wrapStrategy?: string;
  border?: Partial<Record<'top' | 'left' | 'bottom' | 'right', { color: string; style: string }>>;
}

export interface TextStyle {
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  strikethrough?: boolean;
  foregroundColor?: string;
  fontSize?: number;
  fontFamily?: string;
}

/** `end` is exclusive, as in `String.slice`. */
export interface TextRun {
  start: number;
  end: number;
  link: string | null;
  style: TextStyle;
}

export interface RichText {
  text: string;
  runs: TextRun[];
}

/** `criteria` is a name of `SpreadsheetApp.DataValidationCriteria`; dates among the arguments are serial numbers. */
export interface DataValidation {
  criteria: string;
  arguments: (CellValue | null)[];
  allowInvalid: boolean;
  helpText: string | null;
}

export interface Cell {
  value: CellValue;
  formula?: string;
  numberFormat?: string;
  format?: CellFormat;
  note?: string;
  validation?: DataValidation;
  richText?: RichText;
}

export interface Protection {
  id: string;
  /** Null protects the sheet as a whole. */
  range: Rectangle | null;
  description: string;
  warningOnly: boolean;
  editors: string[];
  unprotected: Rectangle[];
}

export interface ConditionalFormatRule {
  ranges: Rectangle[];
  criteria: string | null;
  arguments: CellValue[];
  format: {
    background?: string;
    fontColor?: string;
    bold?: boolean;
    italic?: boolean;
    strikethrough?: boolean;
  };
}

export interface SheetData {
  id: number;
  name: string;
  hidden: boolean;
  rows: number;
  columns: number;
  frozenRows: number;
  frozenColumns: number;
  tabColor: string | null;
  /** Pixels, by column or row number; absent: the default. */
  columnWidths: Record<number, number>;
  rowHeights: Record<number, number>;
  hiddenColumns: number[];
  hiddenRows: number[];
  /** `cells[row - 1][column - 1]`; short rows and nulls are empty cells without a format. */
  cells: (Cell | null)[][];
  protections: Protection[];
  conditionalFormatRules: ConditionalFormatRule[];
  merges: Rectangle[];
}

export interface WorkbookData {
  id: string;
  name: string;
  timeZone: string;
  locale: string;
  sheets: SheetData[];
}
