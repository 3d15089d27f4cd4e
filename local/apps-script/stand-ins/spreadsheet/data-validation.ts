import { toA1 } from '../../workbook/a1-notation.ts';
import type { CellValue, DataValidation } from '../../workbook/workbook-data.ts';
import { serviceObject, signatureError } from '../service-object.ts';
import { placeOf, serialOf, sheets } from './bridge.ts';
import { enumerations } from './enumerations.ts';

const data = new WeakMap<object, DataValidation>();

/** The rule that a DataValidation of ours stands for; null for null, undefined for anything else. */
export function validationData(value: unknown): DataValidation | null | undefined {
  if (value === null) return null;
  return typeof value === 'object' ? data.get(value) : undefined;
}

export function validationObject(rule: DataValidation): object {
  const criteria = enumerations.DataValidationCriteria;
  const object = serviceObject('DataValidation', {
    copy: () => validationBuilder(rule),
    getAllowInvalid: () => rule.allowInvalid,
    getHelpText: () => rule.helpText,
    getCriteriaType: () => criteria[rule.criteria as keyof typeof criteria],
    getCriteriaValues: () =>
      rule.criteria === 'VALUE_IN_LIST' ? [[...rule.arguments], true] : [...rule.arguments],
  });
  data.set(object, rule);
  return object;
}

/** `requireNumberBetween(1, 9)` and its kin: the method's name, the criteria and how many arguments it takes. */
const comparing: [method: string, criteria: string, count: number, kind: 'number' | 'date' | 'string'][] = [
  ['requireNumberBetween', 'NUMBER_BETWEEN', 2, 'number'],
  ['requireNumberNotBetween', 'NUMBER_NOT_BETWEEN', 2, 'number'],
  ['requireNumberEqualTo', 'NUMBER_EQUAL_TO', 1, 'number'],
  ['requireNumberNotEqualTo', 'NUMBER_NOT_EQUAL_TO', 1, 'number'],
  ['requireNumberGreaterThan', 'NUMBER_GREATER_THAN', 1, 'number'],
  ['requireNumberGreaterThanOrEqualTo', 'NUMBER_GREATER_THAN_OR_EQUAL_TO', 1, 'number'],
  ['requireNumberLessThan', 'NUMBER_LESS_THAN', 1, 'number'],
  ['requireNumberLessThanOrEqualTo', 'NUMBER_LESS_THAN_OR_EQUAL_TO', 1, 'number'],
  ['requireDate', 'DATE_IS_VALID_DATE', 0, 'date'],
  ['requireDateAfter', 'DATE_AFTER', 1, 'date'],
  ['requireDateBefore', 'DATE_BEFORE', 1, 'date'],
  ['requireDateBetween', 'DATE_BETWEEN', 2, 'date'],
  ['requireDateNotBetween', 'DATE_NOT_BETWEEN', 2, 'date'],
  ['requireDateEqualTo', 'DATE_EQUAL_TO', 1, 'date'],
  ['requireDateOnOrAfter', 'DATE_ON_OR_AFTER', 1, 'date'],
  ['requireDateOnOrBefore', 'DATE_ON_OR_BEFORE', 1, 'date'],
  ['requireTextContains', 'TEXT_CONTAINS', 1, 'string'],
  ['requireTextDoesNotContain', 'TEXT_DOES_NOT_CONTAIN', 1, 'string'],
  ['requireTextEqualTo', 'TEXT_EQUAL_TO', 1, 'string'],
  ['requireTextIsEmail', 'TEXT_IS_VALID_EMAIL', 0, 'string'],
  ['requireTextIsUrl', 'TEXT_IS_VALID_URL', 0, 'string'],
  ['requireFormulaSatisfied', 'CUSTOM_FORMULA', 1, 'string'],
];

/** The arguments of a rule's method, checked; dates become serial numbers. */
export function ruleArguments(
  api: string,
  given: unknown[],
  count: number,
  kind: 'number' | 'date' | 'string',
): CellValue[] {
  const fits = (value: unknown) => (kind === 'date' ? value instanceof Date : typeof value === kind);
  if (given.length !== count || !given.every(fits)) throw signatureError(api, given);
  return given.map((value) => (value instanceof Date ? serialOf(value) : (value as CellValue)));
}

export function validationBuilder(from: DataValidation | null): object {
  let rule: DataValidation = from ?? { criteria: '', arguments: [], allowInvalid: true, helpText: null };
  const api = (method: string) => `SpreadsheetApp.DataValidationBuilder.${method}`;
  const changed = (change: Partial<DataValidation>) => {
    rule = { ...rule, ...change };
    return builder;
  };
  const comparisons = Object.fromEntries(
    comparing.map(([method, criteria, count, kind]) => [
      method,
      (...given: unknown[]) =>
        changed({ criteria, arguments: ruleArguments(api(method), given, count, kind) }),
    ]),
  );
  const builder: object = serviceObject('DataValidationBuilder', {
    ...comparisons,
    requireValueInList(...given: unknown[]): object {
      const [values] = given;
      if (!Array.isArray(values)) throw signatureError(api('requireValueInList'), given);
      return changed({ criteria: 'VALUE_IN_LIST', arguments: values.map(String) });
    },
    requireValueInRange(...given: unknown[]): object {
      const place = placeOf(given[0]);
      if (!place) throw signatureError(api('requireValueInRange'), given);
      const { name } = sheets.sheet(place.sheetId);
      const a1 = `'${name.replaceAll("'", "''")}'!${toA1(place.rectangle)}`;
      return changed({ criteria: 'VALUE_IN_RANGE', arguments: [a1] });
    },
    requireCheckbox: (...values: CellValue[]) => changed({ criteria: 'CHECKBOX', arguments: values }),
    setAllowInvalid(...given: unknown[]): object {
      if (typeof given[0] !== 'boolean') throw signatureError(api('setAllowInvalid'), given);
      return changed({ allowInvalid: given[0] });
    },
    setHelpText: (helpText: string) => changed({ helpText }),
    copy: () => validationBuilder(rule),
    build: () => validationObject(rule),
  });
  return builder;
}
