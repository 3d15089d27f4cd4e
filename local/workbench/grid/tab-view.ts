import type { Cell, CellValue, SheetData } from '../../apps-script/index.ts';
import { CellViews, type Dress } from './cell-view.ts';
import { ChoiceTable } from './choices.ts';
import type {
  Choice,
  GridCell,
  GridCells,
  GridProtection,
  GridTab,
  Layout,
  TabChange,
} from './grid-message.ts';
import type { LookTable } from './look.ts';

export interface TabSurroundings {
  /** Whose browser it is. */
  user: string;
  looks: LookTable;
  valuesOf: (a1: string) => CellValue[];
  forBrowser: (address: string) => string;
}

/** What was told of one tab. Cells are replaced, never changed in place: whether one changed is a question of identity. */
export class TabView {
  private readonly sheet: SheetData;
  private readonly user: string;
  private readonly views: CellViews;
  private readonly choiceTable: ChoiceTable;
  private readonly blanks: Dress[];
  private readonly standing: string;
  private layout: Layout;
  private choices: Choice[];
  /** The cells that were told. */
  private readonly lines: (Cell | null)[][] = [];
  private readonly cells: GridCells = {};

  constructor(sheet: SheetData, { user, looks, valuesOf, forBrowser }: TabSurroundings) {
    this.sheet = sheet;
    this.user = user;
    this.choiceTable = new ChoiceTable(valuesOf);
    const rules = sheet.conditionalFormatRules;
    this.views = new CellViews({ looks, choices: this.choiceTable, rules, forBrowser });
    this.standing = standingOf(sheet);
    this.blanks = blanksOf(sheet, this.views);
    this.layout = this.currentLayout();
    this.changedCells();
    this.choices = this.choiceTable.current();
  }

  /** Whether what was told can only be told anew: all that its cells were compared with is different. */
  isOutdated(): boolean {
    return standingOf(this.sheet) !== this.standing;
  }

  whole(): GridTab {
    const cells = Object.fromEntries(Object.entries(this.cells).map(([row, line]) => [row, { ...line }]));
    return { id: this.sheet.id, layout: this.layout, choices: this.choices, cells };
  }

  /** What changed since this was last asked; null if nothing did. */
  change(): TabChange | null {
    const cells = this.changedCells();
    const layout = this.currentLayout();
    const choices = this.choiceTable.current();
    const change: TabChange = {
      id: this.sheet.id,
      ...(same(layout, this.layout) ? {} : { layout }),
      ...(same(choices, this.choices) ? {} : { choices }),
      ...(Object.keys(cells).length === 0 ? {} : { cells }),
    };
    this.layout = layout;
    this.choices = choices;
    return Object.keys(change).length > 1 ? change : null;
  }

  private changedCells(): GridCells {
    const { cells, rows } = this.sheet;
    const changed: GridCells = {};
    for (let row = 1; row <= rows; row++) {
      const line = this.changedLine(row, cells[row - 1] ?? []);
      if (Object.keys(line).length > 0) changed[row] = line;
    }
    // Rows that are no more took their cells with them.
    for (let row = this.lines.length; row > rows; row--) delete this.cells[row];
    this.lines.length = rows;
    return changed;
  }

  private changedLine(row: number, line: readonly (Cell | null)[]): Record<number, GridCell | null> {
    const changed: Record<number, GridCell | null> = {};
    const isNew = row > this.lines.length;
    const told = this.lines[row - 1] ?? [];
    const views = this.cells[row] ?? {};
    this.blanks.forEach((blank, index) => {
      const cell = line[index] ?? null;
      if (!isNew && cell === told[index]) return;
      told[index] = cell;
      const column = index + 1;
      const view = this.views.view(cell, row, column, blank);
      if (!view && !views[column]) return;
      changed[column] = view;
      if (view) views[column] = view;
      else delete views[column];
    });
    this.lines[row - 1] = told;
    if (Object.keys(views).length > 0) this.cells[row] = views;
    else delete this.cells[row];
    return changed;
  }

  private currentLayout(): Layout {
    const { name, tabColor, rows, columns, frozenRows, frozenColumns, hiddenRows, hiddenColumns } =
      this.sheet;
    return {
      name,
      tabColor,
      rows,
      columns,
      frozenRows,
      frozenColumns,
      columnWidths: { ...this.sheet.columnWidths },
      rowHeights: { ...this.sheet.rowHeights },
      hiddenRows,
      hiddenColumns,
      merges: [...this.sheet.merges],
      protections: this.sheet.protections.flatMap((each) => this.protection(each) ?? []),
      blanks: this.blanks,
    };
  }

  private protection({
    range,
    unprotected,
    description,
    warningOnly,
    editors,
  }: SheetData['protections'][number]): GridProtection | null {
    if (warningOnly) return { range, unprotected, description, effect: 'warn' };
    return editors.includes(this.user) ? null : { range, unprotected, description, effect: 'refuse' };
  }
}

function standingOf({ columns, conditionalFormatRules }: SheetData): string {
  return JSON.stringify([columns, conditionalFormatRules]);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The commonest dress of each column: most rows are empty, and formatted all the way down. */
function blanksOf({ cells, rows, columns }: SheetData, views: CellViews): Dress[] {
  return Array.from({ length: columns }, (_, index) => {
    const counts = new Map<string, { dress: Dress; count: number }>();
    for (let row = 0; row < rows; row++) {
      const dress = views.dress(cells[row]?.[index]);
      const key = `${dress.look} ${dress.choice}`;
      const counted = counts.get(key) ?? { dress, count: 0 };
      counted.count++;
      counts.set(key, counted);
    }
    const [commonest] = [...counts.values()].sort((a, b) => b.count - a.count);
    return commonest?.dress ?? views.dress(null);
  });
}
