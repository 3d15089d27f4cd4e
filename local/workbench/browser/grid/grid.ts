import type { GridChange, GridSnapshot } from '../../grid/grid-message.ts';

/** Where a person is: the ranges in A1 notation, the active one last, and the active cell within it. */
export interface Selection {
  tab: string;
  ranges: string[];
  cell: string;
}

/** What the page shows of the active cell outside the grid. */
export interface ActiveCell {
  /** As the cell shows it. */
  text: string;
  /** As one would type it: what stands in the formula bar. */
  editText: string;
  link: string | null;
  note: string | null;
  /** Descriptions of the protections over it. */
  protections: { description: string; effect: 'warn' | 'refuse' }[];
  /** What may be chosen; null where there is no such list. */
  choices: string[] | null;
}

/** What a person does in the grid and the workbook must hear of. */
export interface GridActions {
  /** Texts as typed, pasted or chosen, '' deletes; `range` is their rectangle. The truth comes back as a change. */
  edit(tab: string, range: string, texts: string[][]): void;
  undo(): void;
  redo(): void;
  /** Also when a change gave the active cell another content. */
  select(selection: Selection): void;
}

/**
 * The workbook's grid. It holds no change of its own: what a person does becomes an action, and what the workbook
 * holds comes by `load` and `apply`.
 */
export interface Grid {
  /** Shows another workbook, or the same after a lost connection. Selection, scroll and the shown tab stay where they can. */
  load(snapshot: GridSnapshot): void;
  apply(change: GridChange): void;
  /** The tabs' names and colours in their order. */
  tabs(): { name: string; color: string | null }[];
  /** Puts a tab in front. */
  show(tab: string): void;
  selection(): Selection | null;
  activeCell(): ActiveCell | null;
  /** Selects a range in A1 notation, puts its tab in front and scrolls to it. False when there is no such range. */
  moveTo(tab: string, range: string): boolean;
  /** Shows the workbook's cells where a guess was shown: for edits that the workbook refused. */
  revert(): void;
  setDark(isDark: boolean): void;
  focus(): void;
}
