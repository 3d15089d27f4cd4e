import type { ConditionalFormatRule } from '../../workbook/workbook-data.ts';
import { serviceObject, signatureError } from '../service-object.ts';
import { placeOf } from './bridge.ts';
import { ruleArguments } from './data-validation.ts';
import { enumerations } from './enumerations.ts';
import { createRange } from './range.ts';

interface SheetRule {
  sheetId: number | null;
  rule: ConditionalFormatRule;
}

const data = new WeakMap<object, SheetRule>();

/** The rule that an object of ours stands for. */
export function conditionalFormatData(value: unknown): ConditionalFormatRule | undefined {
  return typeof value === 'object' && value !== null ? data.get(value)?.rule : undefined;
}

const conditions: [method: string, criteria: string, count: number, kind: 'number' | 'date' | 'string'][] = [
  ['whenCellEmpty', 'CELL_EMPTY', 0, 'string'],
  ['whenCellNotEmpty', 'CELL_NOT_EMPTY', 0, 'string'],
  ['whenDateAfter', 'DATE_AFTER', 1, 'date'],
  ['whenDateBefore', 'DATE_BEFORE', 1, 'date'],
  ['whenDateEqualTo', 'DATE_EQUAL_TO', 1, 'date'],
  ['whenFormulaSatisfied', 'CUSTOM_FORMULA', 1, 'string'],
  ['whenNumberBetween', 'NUMBER_BETWEEN', 2, 'number'],
  ['whenNumberNotBetween', 'NUMBER_NOT_BETWEEN', 2, 'number'],
  ['whenNumberEqualTo', 'NUMBER_EQUAL_TO', 1, 'number'],
  ['whenNumberNotEqualTo', 'NUMBER_NOT_EQUAL_TO', 1, 'number'],
  ['whenNumberGreaterThan', 'NUMBER_GREATER_THAN', 1, 'number'],
  ['whenNumberGreaterThanOrEqualTo', 'NUMBER_GREATER_THAN_OR_EQUAL_TO', 1, 'number'],
  ['whenNumberLessThan', 'NUMBER_LESS_THAN', 1, 'number'],
  ['whenNumberLessThanOrEqualTo', 'NUMBER_LESS_THAN_OR_EQUAL_TO', 1, 'number'],
  ['whenTextContains', 'TEXT_CONTAINS', 1, 'string'],
  ['whenTextDoesNotContain', 'TEXT_DOES_NOT_CONTAIN', 1, 'string'],
  ['whenTextEndsWith', 'TEXT_ENDS_WITH', 1, 'string'],
  ['whenTextEqualTo', 'TEXT_EQUAL_TO', 1, 'string'],
  ['whenTextStartsWith', 'TEXT_STARTS_WITH', 1, 'string'],
];

export function conditionalFormatObject({ sheetId, rule }: SheetRule): object {
  const criteria = enumerations.BooleanCriteria;
  const object = serviceObject('ConditionalFormatRule', {
    getRanges: () => rule.ranges.map((rectangle) => createRange({ sheetId: sheetId ?? 0, rectangle })),
    getGradientCondition: () => null,
    getBooleanCondition: () =>
      serviceObject('BooleanCondition', {
        getCriteriaType: () => criteria[rule.criteria as keyof typeof criteria],
        getCriteriaValues: () => [...rule.arguments],
        getBackground: () => rule.format.background ?? null,
        getFontColor: () => rule.format.fontColor ?? null,
        getBold: () => rule.format.bold ?? null,
        getItalic: () => rule.format.italic ?? null,
        getStrikethrough: () => rule.format.strikethrough ?? null,
      }),
    copy: () => conditionalFormatBuilder({ sheetId, rule }),
  });
  data.set(object, { sheetId, rule });
  return object;
}

export function conditionalFormatBuilder(from: SheetRule | null): object {
  let sheetId = from?.sheetId ?? null;
  let rule: ConditionalFormatRule = from?.rule ?? { ranges: [], criteria: null, arguments: [], format: {} };
  const api = (method: string) => `SpreadsheetApp.ConditionalFormatRuleBuilder.${method}`;
  const changed = (change: Partial<ConditionalFormatRule>) => {
    rule = { ...rule, ...change };
    return builder;
  };
  const look = (property: keyof ConditionalFormatRule['format']) => (value: string | boolean | null) => {
    const { [property]: _replaced, ...kept } = rule.format;
    return changed({ format: value === null ? kept : { ...kept, [property]: value } });
  };
  const methods = Object.fromEntries(
    conditions.map(([method, criteria, count, kind]) => [
      method,
      (...given: unknown[]) =>
        changed({ criteria, arguments: ruleArguments(api(method), given, count, kind) }),
    ]),
  );
  const builder: object = serviceObject('ConditionalFormatRuleBuilder', {
    ...methods,
    setBackground: look('background'),
    setFontColor: look('fontColor'),
    setBold: look('bold'),
    setItalic: look('italic'),
    setStrikethrough: look('strikethrough'),
    setRanges(...given: unknown[]): object {
      const places = Array.isArray(given[0]) ? given[0].map(placeOf) : [undefined];
      const ranges = places.flatMap((place) => place?.rectangle ?? []);
      if (ranges.length !== places.length) throw signatureError(api('setRanges'), given);
      sheetId = places[0]?.sheetId ?? null;
      return changed({ ranges });
    },
    copy: () => conditionalFormatBuilder({ sheetId, rule }),
    build: () => conditionalFormatObject({ sheetId, rule }),
  });
  return builder;
}
