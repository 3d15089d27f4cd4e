import './context-date.ts';
import './entry.ts';
import { CacheService } from './cache-service.ts';
import { console, Logger } from './console.ts';
import { ContentService } from './content-service.ts';
import { HtmlService } from './html-service.ts';
import { LockService } from './lock-service.ts';
import { PropertiesService } from './properties-service.ts';
import { ScriptApp, Session } from './script-app.ts';
import { SpreadsheetApp } from './spreadsheet/spreadsheet-app.ts';
import { UrlFetchApp } from './url-fetch-app.ts';
import { Utilities } from './utilities.ts';

/** Evaluated in each execution's context before the script: puts the services there. */
const globals = {
  CacheService,
  console,
  ContentService,
  HtmlService,
  LockService,
  Logger,
  PropertiesService,
  ScriptApp,
  Session,
  SpreadsheetApp,
  UrlFetchApp,
  Utilities,
};

for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}
