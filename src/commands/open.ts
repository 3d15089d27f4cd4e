import { showMenu } from '../google/menu.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { toast } from '../google/ui.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import { isAlarm } from '../sheet/heartbeat.ts';
import { showHeartbeat } from './heartbeat.ts';
import { MENU_ITEMS } from './menu-items.ts';

/** For whoever opens the spreadsheet: the menu, and a word when nothing runs by itself any more, for what else would tell? */
export function open(): void {
  showMenu('Charter', MENU_ITEMS);
  const spreadsheet = activeSpreadsheet();
  const words = showHeartbeat(spreadsheet, new ArchiveTab(spreadsheet));
  if (isAlarm(words)) toast(words, 30);
}
