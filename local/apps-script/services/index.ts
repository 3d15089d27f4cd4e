import type { Clock } from '../../clock.ts';
import type { Exchange } from '../../wire.ts';
import type { Caller } from '../caller.ts';
import type { Manifest } from '../manifest.ts';
import type { Menu, UserInterface } from '../user-interface.ts';
import type { Workbook } from '../workbook/workbook.ts';
import { type Caches, cacheService } from './cache.ts';
import { htmlFileService } from './html-file.ts';
import { type Locks, lockService } from './lock.ts';
import { type PropertyStores, propertiesService } from './properties.ts';
import { scriptService } from './script.ts';
import { spreadsheetCells } from './spreadsheet-cells.ts';
import { spreadsheetStructure } from './spreadsheet-structure.ts';
import { touching } from './touching.ts';
import type { Triggers } from './triggers.ts';
import { urlFetchService } from './url-fetch.ts';
import { userInterfaceService } from './user-interface.ts';

/** What the executions of one script share, and the world around them. */
export interface Surroundings {
  manifest: Manifest;
  scriptId: string;
  workbook: Workbook;
  clock: Clock;
  exchange: Exchange;
  /** An OpenID token for the user, or null when none can be had. */
  identityToken: (user: string) => Promise<string | null>;
  sleep: (milliseconds: number) => Promise<void>;
  ui: UserInterface;
  htmlDirectory: string;
  properties: PropertyStores;
  caches: Caches;
  locks: Locks;
  triggers: Triggers;
  menus: Map<string, Menu>;
}

/** The main thread's side of each service, for one execution. */
export function servicesFor(caller: Caller, surroundings: Surroundings) {
  const { workbook, ui } = surroundings;
  const now = () => surroundings.clock.now();
  return {
    SpreadsheetApp: touching(
      { ...spreadsheetStructure(workbook, caller, ui), ...spreadsheetCells(workbook, caller) },
      () => workbook.touch(),
    ),
    Ui: userInterfaceService(caller, ui, surroundings.menus),
    UrlFetchApp: urlFetchService(caller, surroundings.exchange),
    Utilities: { sleep: (milliseconds: number) => surroundings.sleep(milliseconds) },
    PropertiesService: propertiesService(caller, surroundings.properties),
    CacheService: cacheService(caller, surroundings.caches, now),
    LockService: lockService(caller, surroundings.locks),
    ScriptApp: scriptService(caller, { ...surroundings, now }),
    HtmlService: htmlFileService(surroundings.htmlDirectory),
  };
}

export type Services = ReturnType<typeof servicesFor>;
