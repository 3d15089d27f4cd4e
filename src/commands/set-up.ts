import { documentProperties } from '../google/properties.ts';
import { activeSpreadsheet, spreadsheetApp } from '../google/spreadsheet.ts';
import { installTriggers } from '../google/triggers.ts';
import { alert, ask } from '../google/ui.ts';
import { setUpTabs } from '../sheet/set-up.ts';
import { TRIGGER_HANDLERS } from './trigger-handlers.ts';

/** Charter → Set up: tabs, settings and triggers; repairs what is missing and changes nothing that a person wrote. */
export function setUpEverything(): void {
  const done = [
    ...setUpTabs(activeSpreadsheet(), spreadsheetApp()),
    ...installTriggers(TRIGGER_HANDLERS, documentProperties, takeOver),
  ];
  alert(done.length > 0 ? done.join('\n') : 'Everything is in place already.');
}

function takeOver(installedBy: string): boolean {
  return (
    ask(`${installedBy} installed the automation, which runs with that person's authority. Take it over?`) ===
    'yes'
  );
}
