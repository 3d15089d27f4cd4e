import { expect, it } from 'vitest';
import { tryKills } from '../local/faults/kills.ts';
import { PATIENCE_MILLISECONDS, wrong } from './support/fault-tests.ts';

it(
  'a publish that is killed before any call of an Apps Script service is finished by the timer, and nothing happens twice',
  async () => {
    const cells = await tryKills();
    expect(new Set(cells.map(({ call }) => call.split(' ')[0]))).toEqual(
      new Set([
        'SpreadsheetApp',
        'PropertiesService',
        'UrlFetchApp',
        'LockService',
        'CacheService',
        'ScriptApp',
        'HtmlService',
        'Ui',
      ]),
    );
    expect(wrong(cells)).toEqual([]);
  },
  PATIENCE_MILLISECONDS,
);
