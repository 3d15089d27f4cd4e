import type { CellValue, ConditionalFormatRule, Rectangle } from '../../apps-script/index.ts';
import { comparisons } from '../../apps-script/workbook/data-validation.ts';

const textTests: Record<string, (text: string, wanted: string) => boolean> = {
  TEXT_CONTAINS: (text, wanted) => text.includes(wanted),
  TEXT_DOES_NOT_CONTAIN: (text, wanted) => !text.includes(wanted),
  TEXT_EQUAL_TO: (text, wanted) => text === wanted,
  TEXT_STARTS_WITH: (text, wanted) => text.startsWith(wanted),
  TEXT_ENDS_WITH: (text, wanted) => text.endsWith(wanted),
};

/** The format of the first rule that holds for a cell. Custom formulas are not computed and never hold. */
export function conditionalFormat(
  rules: readonly ConditionalFormatRule[],
  row: number,
  column: number,
  value: CellValue,
): ConditionalFormatRule['format'] | undefined {
  return rules.find((rule) => rule.ranges.some((range) => isIn(range, row, column)) && holds(rule, value))
    ?.format;
}

function isIn(range: Rectangle, row: number, column: number): boolean {
  return (
    row >= range.row &&
    row < range.row + range.rows &&
    column >= range.column &&
    column < range.column + range.columns
  );
}

function holds({ criteria, arguments: given }: ConditionalFormatRule, value: CellValue): boolean {
  if (criteria === null) return false;
  if (criteria === 'CELL_EMPTY') return value === '';
  if (criteria === 'CELL_NOT_EMPTY') return value !== '';
  const compare = comparisons[criteria];
  if (compare) return typeof value === 'number' && compare(value, Number(given[0]), Number(given[1]));
  const test = textTests[criteria];
  return test?.(String(value).toLowerCase(), String(given[0]).toLowerCase()) ?? false;
}
