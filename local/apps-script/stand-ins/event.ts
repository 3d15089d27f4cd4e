import type { EventDescription } from '../bridge.ts';
import { authMode, eventUser } from './script-app.ts';
import { createRange } from './spreadsheet/range.ts';
import { createSpreadsheet } from './spreadsheet/spreadsheet.ts';

/** The `e` of a trigger: https://developers.google.com/apps-script/guides/triggers/events */
export function eventObject(event: EventDescription): object {
  const common = {
    authMode: authMode(event.authMode),
    ...(event.triggerUid === null ? {} : { triggerUid: event.triggerUid }),
  };
  if (event.type === 'clock') {
    const date = new Date(event.epochMilliseconds);
    return {
      ...common,
      timezone: 'UTC',
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      'day-of-month': date.getUTCDate(),
      'day-of-week': date.getUTCDay() || 7,
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
    };
  }
  const sheet = { ...common, source: createSpreadsheet(), user: eventUser(event.user) };
  if (event.type === 'open') return sheet;
  if (event.type === 'change') return { ...sheet, changeType: event.changeType };
  return {
    ...sheet,
    range: createRange({ sheetId: event.sheetId, rectangle: event.rectangle }),
    ...(event.value === null ? {} : { value: event.value }),
    ...(event.oldValue === null ? {} : { oldValue: event.oldValue }),
  };
}
