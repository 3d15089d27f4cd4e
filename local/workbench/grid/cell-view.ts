import { isTextFormat } from 'numfmt';
import type { Cell, ConditionalFormatRule, RichText } from '../../apps-script/index.ts';
import type { ChoiceTable } from './choices.ts';
import { conditionalFormat } from './conditional-format.ts';
import type { GridCell, Run } from './grid-message.ts';
import { type LookTable, runLook } from './look.ts';

/** What the cells of a tab are seen with. */
export interface Surroundings {
  looks: LookTable;
  choices: ChoiceTable;
  rules: readonly ConditionalFormatRule[];
  /** An address of the world, where this laptop stands in for it. */
  forBrowser: (address: string) => string;
}

/** A cell's look and choice, whatever it holds. */
export type Dress = Required<Pick<GridCell, 'look' | 'choice'>>;

const undressed: Dress = { look: null, choice: null };

export class CellViews {
  private readonly surroundings: Surroundings;
  private readonly dresses = new WeakMap<Cell, Dress>();

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
  }

  dress(cell: Cell | null | undefined): Dress {
    if (!cell) return undressed;
    const known = this.dresses.get(cell);
    if (known) return known;
    const { looks, choices } = this.surroundings;
    const dress = { look: looks.keyOf(cell, undefined, false), choice: choices.indexOf(cell.validation) };
    this.dresses.set(cell, dress);
    return dress;
  }

  /** A cell as the grid is told it; null where it is as its column's blank one. */
  view(cell: Cell | null, row: number, column: number, blank: Dress): GridCell | null {
    const { value, formula, note, richText } = cell ?? { value: '' };
    const { looks, rules, forBrowser } = this.surroundings;
    const dress = this.dress(cell);
    const link = linkOf(cell);
    const isLink = link !== null && !richText;
    const condition = conditionalFormat(rules, row, column, value);
    const look = cell && (condition || isLink) ? looks.keyOf(cell, condition, isLink) : dress.look;
    const runs = richText ? runsOf(richText) : [];
    const view: GridCell = {};
    if (value !== '') view.value = value;
    if (formula !== undefined) view.formula = formula;
    if (look !== blank.look) view.look = look;
    if (dress.choice !== blank.choice) view.choice = dress.choice;
    if (runs.length > 0) view.runs = runs;
    if (link !== null) view.link = forBrowser(link);
    if (note !== undefined) view.note = note;
    return Object.keys(view).length > 0 ? view : null;
  }
}

/** Sheets makes an address clickable in any cell that isn't plain text. */
function linkOf(cell: Cell | null): string | null {
  if (!cell) return null;
  const { value, numberFormat, richText } = cell;
  const link = richText?.runs.find((run) => run.link !== null)?.link;
  if (link) return link;
  if (typeof value !== 'string' || !/^https?:\/\/\S+$/.test(value)) return null;
  return isTextFormat(numberFormat ?? 'General') ? null : value;
}

function runsOf({ runs }: RichText): Run[] {
  return runs
    .map(({ start, end, link, style }) => ({ start, end, look: runLook(style, link !== null) }))
    .filter(({ look }) => Object.keys(look).length > 0);
}
