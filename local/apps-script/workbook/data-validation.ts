import type { CellValue, DataValidation } from './workbook-data.ts';

/** By criteria: of a number with one or two others. Days are numbers too. */
export const comparisons: Record<string, (value: number, low: number, high: number) => boolean> = {
  NUMBER_BETWEEN: (value, low, high) => value >= low && value <= high,
  NUMBER_NOT_BETWEEN: (value, low, high) => value < low || value > high,
  NUMBER_EQUAL_TO: (value, low) => value === low,
  NUMBER_NOT_EQUAL_TO: (value, low) => value !== low,
  NUMBER_GREATER_THAN: (value, low) => value > low,
  NUMBER_GREATER_THAN_OR_EQUAL_TO: (value, low) => value >= low,
  NUMBER_LESS_THAN: (value, low) => value < low,
  NUMBER_LESS_THAN_OR_EQUAL_TO: (value, low) => value <= low,
  DATE_AFTER: (value, low) => value > low,
  DATE_ON_OR_AFTER: (value, low) => value >= low,
  DATE_BEFORE: (value, low) => value < low,
  DATE_ON_OR_BEFORE: (value, low) => value <= low,
  DATE_EQUAL_TO: (value, low) => Math.floor(value) === low,
  DATE_BETWEEN: (value, low, high) => value >= low && value < high + 1,
  DATE_NOT_BETWEEN: (value, low, high) => value < low || value >= high + 1,
};

/**
 * Whether a cell may hold `value` under a rule that rejects. `inRange` gives the values of a range in A1 notation.
 * Custom formulas are not computed and let everything pass.
 */
export function isValid(
  value: CellValue,
  validation: DataValidation,
  inRange: (a1: string) => CellValue[],
): boolean {
  if (validation.allowInvalid || value === '') return true;
  const { criteria, arguments: given } = validation;
  const text = String(value);
  const compare = comparisons[criteria];
  if (compare) return typeof value === 'number' && compare(value, Number(given[0]), Number(given[1]));
  switch (criteria) {
    case 'VALUE_IN_LIST':
      return given.some((allowed) => String(allowed) === text);
    case 'VALUE_IN_RANGE':
      return inRange(String(given[0])).some((allowed) => String(allowed) === text);
    case 'CHECKBOX':
      return given.length > 0 ? given.some((allowed) => allowed === value) : typeof value === 'boolean';
    case 'DATE_IS_VALID_DATE':
      return typeof value === 'number';
    case 'TEXT_CONTAINS':
      return text.toLowerCase().includes(String(given[0]).toLowerCase());
    case 'TEXT_DOES_NOT_CONTAIN':
      return !text.toLowerCase().includes(String(given[0]).toLowerCase());
    case 'TEXT_EQUAL_TO':
      return text === String(given[0]);
    case 'TEXT_IS_VALID_EMAIL':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
    case 'TEXT_IS_VALID_URL':
      return /^(https?:\/\/)?[^\s/]+\.[^\s]+$/.test(text);
    default:
      return true;
  }
}

/** The values that a cell's drop-down offers; null where there is none. */
export function dropDown(
  validation: DataValidation,
  inRange: (a1: string) => CellValue[],
): CellValue[] | null {
  if (validation.criteria === 'VALUE_IN_LIST') return validation.arguments.map((value) => value ?? '');
  if (validation.criteria !== 'VALUE_IN_RANGE') return null;
  return inRange(String(validation.arguments[0])).filter((value) => value !== '');
}
