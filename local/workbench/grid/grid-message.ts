import type { IStyleData } from '@univerjs/core';
import type { Rectangle } from '../../apps-script/workbook/a1-notation.ts';
import type { CellValue } from '../../apps-script/workbook/workbook-data.ts';

/** A look, in Univer's terms, with the number format among it. Cells name it by its key. */
export type Look = IStyleData;

/** `end` is exclusive. Whatever differs from the cell's look is in `look`. */
export interface Run {
  start: number;
  end: number;
  look: Look;
}

/**
 * A cell as the grid shows it. `look` and `choice` stand for entries of the tables beside it; what is absent is as in
 * the column's blank cell, and null is none.
 */
export interface GridCell {
  value?: CellValue;
  formula?: string;
  look?: string | null;
  /** Index into the tab's choices. */
  choice?: number | null;
  runs?: Run[];
  /** Where its text leads, as a browser on this laptop reaches it. */
  link?: string;
  note?: string;
}

/** What a cell lets one choose from. */
export type Choice =
  | { kind: 'list'; values: string[]; strict: boolean }
  | { kind: 'checkbox'; ticked: CellValue; unticked: CellValue };

/** Cells by row and column number, from 1; null where the column's blank cell stands now. */
export type GridCells = Record<number, Record<number, GridCell | null>>;

export interface GridProtection {
  /** Null: the whole tab. */
  range: Rectangle | null;
  unprotected: Rectangle[];
  description: string;
  /** `refuse`: this person's edits fail; `warn`: they should be asked first. */
  effect: 'warn' | 'refuse';
}

/** All of a tab but its cells and choices. */
export interface Layout {
  name: string;
  tabColor: string | null;
  rows: number;
  columns: number;
  frozenRows: number;
  frozenColumns: number;
  /** Pixels, by number from 1; absent: the default. */
  columnWidths: Record<number, number>;
  rowHeights: Record<number, number>;
  hiddenRows: number[];
  hiddenColumns: number[];
  merges: Rectangle[];
  protections: GridProtection[];
  /** The blank cell of each column, from column 1 on: what stands where nothing is said. */
  blanks: GridCell[];
}

export interface GridTab {
  id: number;
  layout: Layout;
  choices: Choice[];
  cells: GridCells;
}

/** The whole workbook, for a window that has nothing yet. Hidden tabs are left out. */
export interface GridSnapshot {
  looks: Record<string, Look>;
  /** In their order. */
  tabs: GridTab[];
}

/** What became different in a tab; what is absent stayed. */
export interface TabChange {
  id: number;
  layout?: Layout;
  choices?: Choice[];
  cells?: GridCells;
}

export interface GridChange {
  /** Those that were not told before. */
  looks: Record<string, Look>;
  /** The ids of all tabs in their order, if a tab came, went or moved. */
  order?: number[];
  /** New tabs, and those so different that they are told from the start. */
  whole: GridTab[];
  changed: TabChange[];
}
