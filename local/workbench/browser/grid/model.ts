import type { Rectangle } from '../../../apps-script/workbook/a1-notation.ts';
import { displayText } from '../../../apps-script/workbook/display-text.ts';
import type { CellValue } from '../../../apps-script/workbook/workbook-data.ts';
import { editText } from '../../grid/edit-text.ts';
import type {
  Choice,
  GridCell,
  GridChange,
  GridProtection,
  GridSnapshot,
  GridTab,
  Layout,
  Look,
  Run,
  TabChange,
} from '../../grid/grid-message.ts';
import type { Place } from './navigation.ts';

/** A cell with all that stands for it in the tables and in its column's blank cell. */
export interface Cell {
  value: CellValue;
  formula: string | undefined;
  /** Keys of its own look and of its column's blank one. */
  look: string | null;
  blankLook: string | null;
  pattern: string;
  choice: Choice | null;
  runs: Run[];
  link: string | null;
  note: string | null;
  text: string;
}

/** A tab as the workbook told it, and over it what was typed here and not answered yet. */
export class Tab {
  readonly id: number;
  layout: Layout;
  private choices: Choice[];
  private readonly cells: GridTab['cells'];
  private readonly guesses = new Map<string, string>();
  private readonly looks: Record<string, Look>;

  constructor({ id, layout, choices, cells }: GridTab, looks: Record<string, Look>) {
    this.id = id;
    this.layout = layout;
    this.choices = choices;
    this.cells = cells;
    this.looks = looks;
  }

  cell(row: number, column: number): Cell {
    const blank = this.layout.blanks[column - 1] ?? {};
    const told: GridCell = { ...blank, ...this.cells[row]?.[column] };
    const choice = this.choices[told.choice ?? -1] ?? null;
    const guess = this.guesses.get(`${row},${column}`);
    const value = guess === undefined ? (told.value ?? '') : chosen(guess, choice);
    const pattern = (told.look && this.looks[told.look]?.n?.pattern) || 'General';
    return {
      value,
      formula: guess === undefined ? told.formula : undefined,
      look: told.look ?? null,
      blankLook: blank.look ?? null,
      pattern,
      choice,
      runs: guess === undefined ? (told.runs ?? []) : [],
      link: guess === undefined ? (told.link ?? null) : null,
      note: told.note ?? null,
      text: displayText(value, pattern),
    };
  }

  editText(row: number, column: number): string {
    const guess = this.guesses.get(`${row},${column}`);
    if (guess !== undefined) return guess;
    const { value, formula, pattern } = this.cell(row, column);
    return editText(value, formula, pattern);
  }

  /** Rows and columns of the cells that were told, from 1. */
  places(): Place[] {
    return Object.entries(this.cells).flatMap(([row, line]) =>
      Object.keys(line).map((column) => ({ row: Number(row), column: Number(column) })),
    );
  }

  columnsIn(row: number): number[] {
    return Object.keys(this.cells[row] ?? {}).map(Number);
  }

  /** The last row that holds something. */
  lastRow(): number {
    const filled = Object.entries(this.cells).filter(([, line]) =>
      Object.values(line).some((cell) => cell?.value !== undefined || cell?.formula !== undefined),
    );
    return Math.max(0, ...filled.map(([row]) => Number(row)));
  }

  /** Of a row, or of the whole tab. */
  lastColumn(row: number | null): number {
    const lines = row === null ? Object.values(this.cells) : [this.cells[row] ?? {}];
    const filled = lines.flatMap((line) =>
      Object.entries(line).filter(([, cell]) => cell?.value !== undefined || cell?.formula !== undefined),
    );
    return filled.reduce((last, [column]) => Math.max(last, Number(column)), 0);
  }

  /** What the frozen rows say above a column. */
  header(column: number): string {
    const texts = Array.from({ length: this.layout.frozenRows }, (_, row) => this.cell(row + 1, column).text);
    return texts.at(-1)?.split('\n')[0] ?? '';
  }

  protectionsOver(row: number, column: number): Pick<GridProtection, 'description' | 'effect'>[] {
    const covers = (range: Rectangle) =>
      row >= range.row &&
      row < range.row + range.rows &&
      column >= range.column &&
      column < range.column + range.columns;
    return this.layout.protections
      .filter(({ range, unprotected }) => (range === null || covers(range)) && !unprotected.some(covers))
      .map(({ description, effect }) => ({ description, effect }));
  }

  isFilled(row: number, column: number): boolean {
    const { value, formula } = this.cell(row, column);
    return value !== '' || formula !== undefined;
  }

  /** Shows a text until the workbook says what became of it. */
  guess({ row, column }: Place, text: string): void {
    this.guesses.set(`${row},${column}`, text);
  }

  /** Drops the guesses. Answers where they stood. */
  forgetGuesses(): Place[] {
    const places = [...this.guesses.keys()].map((key) => {
      const [row = 0, column = 0] = key.split(',').map(Number);
      return { row, column };
    });
    this.guesses.clear();
    return places;
  }

  /** Answers the places whose cells are to be drawn again. */
  apply({ layout, choices, cells = {} }: TabChange): Place[] {
    if (layout) {
      for (const row of Object.keys(this.cells))
        if (Number(row) > layout.rows) delete this.cells[Number(row)];
      this.layout = layout;
    }
    if (choices) this.choices = choices;
    const changed: Place[] = [];
    for (const [rowKey, line] of Object.entries(cells)) {
      const row = Number(rowKey);
      const told = this.cells[row] ?? {};
      for (const [columnKey, cell] of Object.entries(line)) {
        const column = Number(columnKey);
        if (cell) told[column] = cell;
        else delete told[column];
        this.guesses.delete(`${row},${column}`);
        changed.push({ row, column });
      }
      this.cells[row] = told;
    }
    return changed;
  }
}

/** What a text typed into a box ticks or unticks. */
function chosen(text: string, choice: Choice | null): CellValue {
  if (choice?.kind !== 'checkbox') return text;
  return [choice.ticked, choice.unticked].find((value) => String(value).toUpperCase() === text) ?? text;
}

/** What a change means for what is drawn. */
export interface Effects {
  /** Tabs that came, or are all different. */
  fresh: Tab[];
  changed: { tab: Tab; places: Place[]; isLayoutNew: boolean }[];
}

/** The workbook in the browser. */
export class Model {
  looks: Record<string, Look> = {};
  private tabsById = new Map<number, Tab>();

  get tabs(): Tab[] {
    return [...this.tabsById.values()];
  }

  named(name: string): Tab | undefined {
    return this.tabs.find((tab) => tab.layout.name === name);
  }

  load({ looks, tabs }: GridSnapshot): void {
    this.looks = looks;
    this.tabsById = new Map(tabs.map((tab) => [tab.id, new Tab(tab, looks)]));
  }

  apply({ looks, order, whole, changed }: GridChange): Effects {
    Object.assign(this.looks, looks);
    const fresh = whole.map((tab) => new Tab(tab, this.looks));
    for (const tab of fresh) this.tabsById.set(tab.id, tab);
    if (order) {
      this.tabsById = new Map(
        order.flatMap((id) => {
          const tab = this.tabsById.get(id);
          return tab ? [[id, tab] as const] : [];
        }),
      );
    }
    return {
      fresh,
      changed: changed.flatMap((change) => {
        const tab = this.tabsById.get(change.id);
        return tab ? [{ tab, places: tab.apply(change), isLayoutNew: change.layout !== undefined }] : [];
      }),
    };
  }
}
