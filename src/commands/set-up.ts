import type { Result } from '../booking/problem.ts';
import { readSettings, type Settings } from '../booking/settings.ts';
import { scriptClock } from '../google/clock.ts';
import { type Identity, identity } from '../google/identity.ts';
import { documentLock } from '../google/lock.ts';
import { documentProperties } from '../google/properties.ts';
import { activeSpreadsheet, spreadsheetApp } from '../google/spreadsheet.ts';
import { installTriggers, otherInstaller, type TriggersSetUp } from '../google/triggers.ts';
import { ask, showDialog } from '../google/ui.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import { isAlarm } from '../sheet/heartbeat.ts';
import { setUpTabs, type TabsSetUp } from '../sheet/set-up.ts';
import { settingValuesOf } from '../sheet/settings.ts';
import type { ConnectionsShown } from './connection-findings.ts';
import { connectionsToShow } from './connections.ts';
import { heartbeatNow, showHeartbeat } from './heartbeat.ts';
import { TRIGGER_HANDLERS } from './trigger-handlers.ts';
import { openJournal } from './workshop.ts';

/** What was done just now, and how far the rest is: the dialog has the words. */
export interface SetUpShown extends Identity {
  tabs: TabsSetUp;
  triggers: TriggersSetUp;
  /** The automation had not run as it should when Set up was chosen. */
  isTimerDead: boolean;
  settings: Result<Settings>;
  lastCheck: ConnectionsShown | null;
}

/**
 * Charter → Set up: tabs, settings and triggers; repairs what is missing and changes nothing that a person wrote. Its
 * dialog says what was done and what comes next.
 */
export function setUpEverything(): void {
  const spreadsheet = activeSpreadsheet();
  const tabs = setUpTabs(spreadsheet, spreadsheetApp());
  documentLock().holding(() => {
    const journal = openJournal(spreadsheet);
    journal.bringBack(scriptClock.now());
    journal.backUp();
  });
  const archive = new ArchiveTab(spreadsheet);
  const isTimerDead = isAlarm(heartbeatNow(spreadsheet, archive));
  const triggers = installTriggers(TRIGGER_HANDLERS, documentProperties, takeOver, isTimerDead);
  if (isTimerDead && otherInstaller() === '') {
    archive.noteTimer({ event: 'was set up', at: scriptClock.now(), trouble: '' });
  }
  showHeartbeat(spreadsheet, archive);
  const shown: SetUpShown = {
    ...identity(),
    tabs,
    triggers,
    isTimerDead,
    settings: readSettings(settingValuesOf(spreadsheet)),
    lastCheck: connectionsToShow(),
  };
  showDialog('set-up', 'Set up', { width: 480, height: 560 }, shown);
}

function takeOver(installedBy: string): boolean {
  return ask(
    `${installedBy} installed the automation, which runs with that person's authority. Take it over?`,
  );
}
