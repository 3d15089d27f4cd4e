/** The cells of a column that offer a choice. */
export type Choice =
  | { kind: 'list'; values: readonly string[]; strict: boolean }
  /** Whatever stands in a column of another tab; others may be typed, and the reader says what is wrong with them. */
  | { kind: 'column'; tab: string; header: string }
  | { kind: 'checkbox' };

export interface ColumnDesign {
  /** What belongs there, shown when the pointer rests on the header. */
  note: string;
  /** Pixels. */
  width: number;
  /** A number format of Sheets: see FORMAT. */
  format: string;
  wrap?: true;
  choice?: Choice;
  /** Background by the cell's text. */
  colours?: Readonly<Record<string, string>>;
  /** Written by Charter Desk: coloured apart, and protected with a warning. */
  ours?: true;
}

export interface TabDesign {
  name: string;
  /** Of the tab at the bottom, `#rrggbb`. */
  colour: string;
  /** Columns that stay in view, from the left, when the tab is new. */
  frozenColumns: number;
  hidden?: true;
  /** By header, in the order of a new tab. */
  columns: Readonly<Record<string, ColumnDesign>>;
}

/** Text stays as it was typed: no id becomes a number, no name a date. */
export const FORMAT = {
  text: '@',
  /** For links: Sheets makes them clickable in cells that aren't plain text. */
  general: 'General',
  currency: '$#,##0.00',
  percent: '0.0#%',
  count: '0',
  hours: '0.0#',
  date: 'ddd, mmm d, yyyy',
  time: 'h:mm am/pm',
  moment: 'mmm d, yyyy h:mm am/pm',
} as const;

export const COLOUR = {
  navy: '#1f3a5f',
  slate: '#5f6b7a',
  white: '#ffffff',
  mist: '#f1f4f8',
  green: '#d9ead3',
  amber: '#fff2cc',
  red: '#f4cccc',
  blue: '#d0e2f3',
  teal: '#d0e9e4',
  grey: '#e3e6ea',
} as const;
