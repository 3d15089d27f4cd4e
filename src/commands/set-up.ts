import { scriptClock } from '../google/clock.ts';
import { documentProperties } from '../google/properties.ts';
import { activeSpreadsheet, spreadsheetApp } from '../google/spreadsheet.ts';
import { installTriggers, otherInstaller } from '../google/triggers.ts';
import { alert, ask } from '../google/ui.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import { isAlarm } from '../sheet/heartbeat.ts';
import { setUpTabs } from '../sheet/set-up.ts';
import { heartbeatNow, showHeartbeat } from './heartbeat.ts';
import { TRIGGER_HANDLERS } from './trigger-handlers.ts';

/** Charter → Set up: tabs, settings and triggers; repairs what is missing and changes nothing that a person wrote. */
export function setUpEverything(): void {
  const spreadsheet = activeSpreadsheet();
  const done = setUpTabs(spreadsheet, spreadsheetApp());
  const archive = new ArchiveTab(spreadsheet);
  const isTimerDead = isAlarm(heartbeatNow(spreadsheet, archive));
  done.push(...installTriggers(TRIGGER_HANDLERS, documentProperties, takeOver, isTimerDead));
  if (isTimerDead && otherInstaller() === '') {
    archive.noteTimer({ event: 'was set up', at: scriptClock.now(), trouble: '' });
  }
  showHeartbeat(spreadsheet, archive);
  alert(done.length > 0 ? done.join('\n') : 'Everything is in place already.');
}

function takeOver(installedBy: string): boolean {
  return ask(
    `${installedBy} installed the automation, which runs with that person's authority. Take it over?`,
  );
}
