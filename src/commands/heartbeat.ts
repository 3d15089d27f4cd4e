import { scriptClock } from '../google/clock.ts';
import { documentLock } from '../google/lock.ts';
import { spreadsheetApp } from '../google/spreadsheet.ts';
import { timeZoneOf } from '../google/time-zone.ts';
import type { ArchiveTab } from '../sheet/archive.ts';
import { BoardTab } from '../sheet/board.ts';
import { heartbeat } from '../sheet/heartbeat.ts';

type Spreadsheet = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Whether the automation works, in a line. */
export function heartbeatNow(spreadsheet: Spreadsheet, archive: ArchiveTab): string {
  return heartbeat(archive, scriptClock.now(), timeZoneOf(spreadsheet));
}

/** Puts that line on the board, and answers it. */
export function showHeartbeat(spreadsheet: Spreadsheet, archive: ArchiveTab): string {
  const words = heartbeatNow(spreadsheet, archive);
  documentLock().holding(() => new BoardTab(spreadsheet, spreadsheetApp()).say(words));
  return words;
}
