import { FIRST_ROW } from '../booking/rows.ts';
import { headerRowOf } from './header-row.ts';
import { columnOf } from './headers.ts';
import { sheetNamed } from './sheet-named.ts';
import { type Choice, COLOUR, type ColumnDesign, type TabDesign } from './tab-design.ts';

type Sheet = GoogleAppsScript.Spreadsheet.Sheet;
type Range = GoogleAppsScript.Spreadsheet.Range;
type App = GoogleAppsScript.Spreadsheet.SpreadsheetApp;

/**
 * Formats, notes, choices and colours of all columns of a tab. Widths, backgrounds and the header's look are a
 * matter of taste: they are given to new columns only, and the captain may change them.
 */
export function dressColumns(sheet: Sheet, app: App, design: TabDesign, newHeaders: readonly string[]): void {
  const headerRow = headerRowOf(sheet);
  const rules = sheet.getConditionalFormatRules();
  for (const [header, column] of Object.entries(design.columns)) {
    const number = columnOf(headerRow, header);
    const head = sheet.getRange(1, number);
    const body = belowHeader(sheet, number);
    if (newHeaders.includes(header)) {
      sheet.setColumnWidth(number, column.width);
      decorate(head, body, column);
    }
    head.setNote(column.note);
    body.setNumberFormat(column.format);
    if (column.choice) body.setDataValidation(validation(sheet.getParent(), app, column.choice));
    rules.push(...missingColours(rules, app, body, column));
  }
  sheet.setConditionalFormatRules(rules);
}

function decorate(head: Range, body: Range, column: ColumnDesign): void {
  head
    .setBackground(column.ours ? COLOUR.slate : COLOUR.navy)
    .setFontColor(COLOUR.white)
    .setFontWeight('bold')
    .setVerticalAlignment('middle');
  body.setVerticalAlignment('top').setWrap(column.wrap === true);
  if (column.ours) body.setBackground(COLOUR.mist);
}

function validation(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet, app: App, choice: Choice) {
  const builder = app.newDataValidation();
  switch (choice.kind) {
    case 'checkbox':
      return builder.requireCheckbox().build();
    case 'list':
      return builder
        .requireValueInList([...choice.values], true)
        .setAllowInvalid(!choice.strict)
        .setHelpText(`One of: ${choice.values.join(', ')}.`)
        .build();
    case 'column':
      return builder
        .requireValueInRange(columnNamed(spreadsheet, choice.tab, choice.header), true)
        .setAllowInvalid(true)
        .setHelpText(`A ${choice.header} of the ${choice.tab} tab.`)
        .build();
  }
}

function columnNamed(
  spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet,
  tab: string,
  header: string,
): Range {
  const sheet = sheetNamed(spreadsheet, tab);
  return belowHeader(sheet, columnOf(headerRowOf(sheet), header));
}

function belowHeader(sheet: Sheet, column: number): Range {
  return sheet.getRange(FIRST_ROW, column, sheet.getMaxRows() - FIRST_ROW + 1, 1);
}

/** Colours that no rule of the column gives yet: one that the captain changed stays as it is. */
function missingColours(
  rules: readonly GoogleAppsScript.Spreadsheet.ConditionalFormatRule[],
  app: App,
  body: Range,
  { colours = {} }: ColumnDesign,
): GoogleAppsScript.Spreadsheet.ConditionalFormatRule[] {
  const column = body.getColumn();
  const coloured = rules
    .filter((rule) =>
      rule.getRanges().some((range) => range.getColumn() <= column && range.getLastColumn() >= column),
    )
    .map((rule) => rule.getBooleanCondition())
    .filter((condition) => condition?.getCriteriaType() === app.BooleanCriteria.TEXT_EQUAL_TO)
    .map((condition) => String(condition?.getCriteriaValues()[0]));
  return Object.entries(colours)
    .filter(([text]) => !coloured.includes(text))
    .map(([text, colour]) =>
      app.newConditionalFormatRule().whenTextEqualTo(text).setBackground(colour).setRanges([body]).build(),
    );
}
