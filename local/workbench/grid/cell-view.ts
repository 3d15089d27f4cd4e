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

/** What a cell of a column looks like as long as nothing is said about it. */
export type Blank = Required<Pick<GridCell, 'look' | 'choice'>>;

/** A cell's look and choice, whatever it holds. */
export function dressOf(cell: Cell | null | undefined, { looks, choices }: Surroundings): Blank {
  if (!cell) return { look: null, choice: null };
  const { format, numberFormat, validation } = cell;
  return {
    look: looks.keyOf({ format, numberFormat, condition: undefined, isLink: false }),
    choice: choices.indexOf(validation),
  };
}

/** A cell as the grid is told it; null where it is as its column's blank one. */
export function cellView(
  cell: Cell | null | undefined,
  row: number,
  column: number,
  blank: Blank,
  surroundings: Surroundings,
): GridCell | null {
  const { value, formula, format, numberFormat, note, validation, richText } = cell ?? { value: '' };
  const { looks, choices, rules, forBrowser } = surroundings;
  const link = linkOf(cell);
  const condition = conditionalFormat(rules, row, column, value);
  const look = looks.keyOf({ format, numberFormat, condition, isLink: link !== null && !richText });
  const choice = choices.indexOf(validation);
  const runs = richText ? runsOf(richText) : [];
  const view: GridCell = {
    ...(value === '' ? {} : { value }),
    ...(formula === undefined ? {} : { formula }),
    ...(look === blank.look ? {} : { look }),
    ...(choice === blank.choice ? {} : { choice }),
    ...(runs.length === 0 ? {} : { runs }),
    ...(link === null ? {} : { link: forBrowser(link) }),
    ...(note === undefined ? {} : { note }),
  };
  return Object.keys(view).length > 0 ? view : null;
}

/** Sheets makes an address clickable in any cell that isn't plain text. */
function linkOf(cell: Cell | null | undefined): string | null {
  const { value, numberFormat, richText } = cell ?? {};
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
