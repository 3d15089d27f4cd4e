import type { KeyValueStore } from '../publish/store.ts';

/** The global functions that the three installable triggers call. */
export interface TriggerHandlers {
  edit: string;
  change: string;
  timer: string;
}

type Occasion = keyof TriggerHandlers;

export interface TriggerState {
  /** What this user lacks. Another user's triggers can't be seen, only remembered. */
  missing: Occasion[];
  /** Who installed them last, by e-mail; empty when nobody did, or Google hid it. */
  installedBy: string;
}

const OCCASIONS: readonly Occasion[] = ['edit', 'change', 'timer'];
const INSTALLED_BY = 'triggers/installed-by';
/** 288 ticks a day: a tick with nothing to do takes a second of the 90 minutes that triggers have. */
const TIMER_MINUTES = 5;

export function triggerState(handlers: TriggerHandlers, store: KeyValueStore): TriggerState {
  const installed = installedOf(handlers);
  return {
    missing: OCCASIONS.filter((occasion) => installed[occasion].length === 0),
    installedBy: store.all()[INSTALLED_BY] ?? '',
  };
}

/**
 * Installs what this user lacks and removes what this user has twice, unless somebody else installed them:
 * then `takeOver` is asked, for two people's triggers would both run. Answers what it did.
 */
export function installTriggers(
  handlers: TriggerHandlers,
  store: KeyValueStore,
  takeOver: (installedBy: string) => boolean,
): string[] {
  const me = Session.getEffectiveUser().getEmail();
  const { missing, installedBy } = triggerState(handlers, store);
  if (installedBy !== '' && installedBy !== me && !takeOver(installedBy)) {
    return [
      `The triggers were installed by ${installedBy}. They run with that person's authority, and are left as they are.`,
    ];
  }
  for (const occasion of missing) install(occasion, handlers[occasion]);
  const removed = removeDoubles(handlers);
  store.set({ [INSTALLED_BY]: me });
  const words = missing.map((occasion) => `Installed the ${occasion} trigger.`);
  if (removed > 0) words.push(`Removed ${removed} trigger${removed === 1 ? '' : 's'} that stood twice.`);
  if (installedBy !== '' && installedBy !== me) {
    words.push(`${installedBy} should remove the triggers of before: Extensions → Apps Script → Triggers.`);
  }
  return words;
}

function install(occasion: Occasion, handler: string): void {
  const builder = ScriptApp.newTrigger(handler);
  if (occasion === 'timer') builder.timeBased().everyMinutes(TIMER_MINUTES).create();
  else if (occasion === 'edit') builder.forSpreadsheet(SpreadsheetApp.getActive()).onEdit().create();
  else builder.forSpreadsheet(SpreadsheetApp.getActive()).onChange().create();
}

function removeDoubles(handlers: TriggerHandlers): number {
  const doubles = Object.values(installedOf(handlers)).flatMap((triggers) => triggers.slice(1));
  for (const trigger of doubles) ScriptApp.deleteTrigger(trigger);
  return doubles.length;
}

function installedOf(handlers: TriggerHandlers): Record<Occasion, GoogleAppsScript.Script.Trigger[]> {
  const mine = ScriptApp.getProjectTriggers();
  const types = {
    edit: ScriptApp.EventType.ON_EDIT,
    change: ScriptApp.EventType.ON_CHANGE,
    timer: ScriptApp.EventType.CLOCK,
  };
  const of = (occasion: Occasion) =>
    mine.filter(
      (trigger) =>
        trigger.getHandlerFunction() === handlers[occasion] && trigger.getEventType() === types[occasion],
    );
  return { edit: of('edit'), change: of('change'), timer: of('timer') };
}
