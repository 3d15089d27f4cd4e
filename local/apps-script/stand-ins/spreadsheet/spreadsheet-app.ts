import { serviceObject } from '../service-object.ts';
import { ui } from '../ui.ts';
import { sheets } from './bridge.ts';
import { conditionalFormatBuilder } from './conditional-format.ts';
import { validationBuilder } from './data-validation.ts';
import { enumerations } from './enumerations.ts';
import { richTextBuilder, textStyleBuilder } from './rich-text.ts';
import { createSpreadsheet } from './spreadsheet.ts';

function active(): object {
  sheets.open();
  return createSpreadsheet();
}

type Active = { [method: string]: (...given: unknown[]) => unknown };
const onActive =
  (method: string) =>
  (...given: unknown[]) =>
    (active() as Active)[method]?.(...given);

export const SpreadsheetApp = serviceObject('SpreadsheetApp', {
  ...enumerations,
  getActive: active,
  getActiveSpreadsheet: active,
  getActiveSheet: onActive('getActiveSheet'),
  setActiveSheet: onActive('setActiveSheet'),
  getActiveRange: onActive('getActiveRange'),
  getActiveRangeList: onActive('getActiveRangeList'),
  getSelection: onActive('getSelection'),
  getUi: ui,
  flush: () => {
    sheets.flush();
  },
  newDataValidation: () => validationBuilder(null),
  newConditionalFormatRule: () => conditionalFormatBuilder(null),
  newRichTextValue: () => richTextBuilder({ text: '', runs: [] }),
  newTextStyle: () => textStyleBuilder({}),
});
