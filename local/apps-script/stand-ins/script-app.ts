import type { TriggerSummary } from '../services/script.ts';
import type { Schedule, TriggerEvent } from '../services/triggers.ts';
import { Exception, host, remote, setup } from './host.ts';
import { assertSignature, enumeration, serviceObject } from './service-object.ts';

const bridge = remote('ScriptApp');
const minute = 60_000;
const allowedMinutes = [1, 5, 10, 15, 30];
const allowedHours = [1, 2, 4, 6, 8, 12];

const AuthMode = enumeration('ScriptApp.AuthMode', ['NONE', 'CUSTOM_FUNCTION', 'LIMITED', 'FULL']);
const AuthorizationStatus = enumeration('ScriptApp.AuthorizationStatus', ['REQUIRED', 'NOT_REQUIRED']);
const EventType = enumeration('ScriptApp.EventType', [
  'CLOCK',
  'ON_OPEN',
  'ON_EDIT',
  'ON_FORM_SUBMIT',
  'ON_CHANGE',
]);
const TriggerSource = enumeration('ScriptApp.TriggerSource', ['SPREADSHEETS', 'CLOCK', 'FORMS', 'DOCUMENTS']);

export function authMode(name: 'FULL' | 'LIMITED') {
  return AuthMode[name];
}

const idOfTrigger = new WeakMap<object, string>();

function triggerObject({ id, functionName, event }: TriggerSummary): object {
  const trigger = serviceObject('Trigger', {
    getUniqueId: () => id,
    getHandlerFunction: () => functionName,
    getEventType: () => EventType[event],
    getTriggerSource: () => (event === 'CLOCK' ? TriggerSource.CLOCK : TriggerSource.SPREADSHEETS),
    getTriggerSourceId: () => (event === 'CLOCK' ? null : remote('SpreadsheetApp').workbook().id),
  });
  idOfTrigger.set(trigger, id);
  return trigger;
}

function mustBeOneOf(method: string, value: unknown, allowed: number[]): void {
  if (allowed.includes(value as number)) return;
  const list = `${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`;
  throw new Exception(`The value you passed to ${method} was invalid. It must be one of ${list}.`);
}

function clockBuilder(functionName: string): object {
  let schedule: Schedule | null = null;
  let hour = 0;
  let nearMinute = 0;
  const builder: object = serviceObject('ClockTriggerBuilder', {
    everyMinutes(n: number): object {
      mustBeOneOf('everyMinutes', n, allowedMinutes);
      schedule = { kind: 'every', milliseconds: n * minute };
      return builder;
    },
    everyHours(n: number): object {
      mustBeOneOf('everyHours', n, allowedHours);
      schedule = { kind: 'every', milliseconds: n * 60 * minute };
      return builder;
    },
    everyDays(days: number): object {
      schedule = { kind: 'daily', days, hour: 0, minute: 0 };
      return builder;
    },
    atHour(value: number): object {
      hour = value;
      return builder;
    },
    nearMinute(value: number): object {
      nearMinute = value;
      return builder;
    },
    after(milliseconds: number): object {
      schedule = { kind: 'once', at: host.now() + milliseconds };
      return builder;
    },
    at(date: Date): object {
      schedule = { kind: 'once', at: date.getTime() };
      return builder;
    },
    create(): object {
      if (!schedule) throw new Exception('The trigger has no schedule.');
      const chosen = schedule.kind === 'daily' ? { ...schedule, hour, minute: nearMinute } : schedule;
      return triggerObject(bridge.createTrigger(functionName, 'CLOCK', chosen));
    },
  });
  return builder;
}

function spreadsheetBuilder(functionName: string): object {
  const choose = (event: TriggerEvent) => () =>
    serviceObject('SpreadsheetTriggerBuilder', {
      create: () => triggerObject(bridge.createTrigger(functionName, event, null)),
    });
  return serviceObject('SpreadsheetTriggerBuilder', {
    onOpen: choose('ON_OPEN'),
    onEdit: choose('ON_EDIT'),
    onChange: choose('ON_CHANGE'),
  });
}

export const ScriptApp = serviceObject('ScriptApp', {
  AuthMode,
  AuthorizationStatus,
  EventType,
  TriggerSource,

  newTrigger(...given: unknown[]): object {
    const [functionName] = given;
    assertSignature(typeof functionName === 'string', 'ScriptApp.newTrigger', given);
    bridge.authoriseTriggers('newTrigger');
    return serviceObject('TriggerBuilder', {
      timeBased: () => clockBuilder(functionName),
      forSpreadsheet: (_spreadsheet: unknown) => spreadsheetBuilder(functionName),
    });
  },
  getProjectTriggers: () => bridge.triggers('getProjectTriggers').map(triggerObject),
  getUserTriggers: (_spreadsheet: unknown) =>
    bridge
      .triggers('getUserTriggers')
      .filter(({ event }) => event !== 'CLOCK')
      .map(triggerObject),
  deleteTrigger(...given: unknown[]): void {
    const id = typeof given[0] === 'object' && given[0] !== null ? idOfTrigger.get(given[0]) : undefined;
    assertSignature(id !== undefined, 'ScriptApp.deleteTrigger', given);
    bridge.deleteTrigger(id as string);
  },
  getIdentityToken: () => bridge.identityToken(),
  getScriptId: () => bridge.scriptId(),
  getAuthorizationInfo: (_mode: unknown) =>
    serviceObject('AuthorizationInfo', {
      getAuthorizationStatus: () =>
        setup.context === 'simple' ? AuthorizationStatus.REQUIRED : AuthorizationStatus.NOT_REQUIRED,
      getAuthorizationUrl: () => null,
    }),
});

const user = (email: () => string) => serviceObject('User', { getEmail: email });

export const Session = serviceObject('Session', {
  getActiveUser() {
    const email = bridge.activeUser();
    return user(() => email);
  },
  getEffectiveUser() {
    const email = bridge.effectiveUser();
    return user(() => email);
  },
  getScriptTimeZone: () => setup.timeZone,
  getActiveUserLocale: () => 'en',
  getTemporaryActiveUserKey: () => bridge.temporaryActiveUserKey(),
});

/** The `user` of an event: in a simple trigger it has no address. */
export function eventUser(email: string): object {
  return user(() => (setup.context === 'simple' ? '' : email));
}
