import type { KeyValueStore } from '../publish/store.ts';
import { effectiveUserEmail } from './identity.ts';
import { documentProperty } from './properties.ts';

/** The global functions that the three installable triggers call. */
export interface TriggerHandlers {
  edit: string;
  change: string;
  timer: string;
}

type Occasion = keyof TriggerHandlers;

const OCCASIONS: readonly Occasion[] = ['edit', 'change', 'timer'];
/** Who installed them last, by e-mail: another user's triggers can't be seen, only remembered. */
const INSTALLED_BY = 'triggers/installed-by';
/** 288 ticks a day: a tick with nothing to do takes a second of the 90 minutes that triggers have. */
const TIMER_MINUTES = 5;

/** Who installed the triggers that act, where this execution runs with somebody else's authority; else empty. */
export function otherInstaller(): string {
  const me = effectiveUserEmail();
  const installedBy = documentProperty(INSTALLED_BY) || '';
  return me === '' || installedBy === me ? '' : installedBy;
}

/**
 * Installs what this user lacks and removes what this user has twice, unless somebody else installed them:
 * then `takeOver` is asked, for two people's triggers would both run. A timer that stands there and doesn't run
 * (`isTimerDead`) is installed anew. Answers what it did.
 */
export function installTriggers(
  handlers: TriggerHandlers,
  store: KeyValueStore,
  takeOver: (installedBy: string) => boolean,
  isTimerDead: boolean,
): string[] {
  const me = Session.getEffectiveUser().getEmail();
  const installedBy = store.all()[INSTALLED_BY] || '';
  if (installedBy !== '' && installedBy !== me && !takeOver(installedBy)) {
    return [
      `The triggers were installed by ${installedBy}. They run with that person's authority, and are left as they are.`,
    ];
  }
  const installed = installedOf(handlers);
  if (isTimerDead) for (const timer of installed.timer.splice(0)) ScriptApp.deleteTrigger(timer);
  const missing = OCCASIONS.filter((occasion) => installed[occasion].length === 0);
  for (const occasion of missing) install(occasion, handlers[occasion]);
  const doubles = OCCASIONS.flatMap((occasion) => installed[occasion].slice(1));
  for (const trigger of doubles) ScriptApp.deleteTrigger(trigger);
  store.set({ [INSTALLED_BY]: me });
  const words = missing.map((occasion) => `Installed the ${occasion} trigger.`);
  if (doubles.length > 0) {
    words.push(`Removed ${doubles.length} trigger${doubles.length === 1 ? '' : 's'} that stood twice.`);
  }
  if (installedBy !== '' && installedBy !== me) {
    words.push(`${installedBy} should remove the triggers of before: Extensions → Apps Script → Triggers.`);
  }
  return words;
}

function install(occasion: Occasion, handler: string): void {
  const builder = ScriptApp.newTrigger(handler);
  if (occasion === 'timer') builder.timeBased().everyMinutes(TIMER_MINUTES).create();
  else {
    const events = builder.forSpreadsheet(SpreadsheetApp.getActive());
    (occasion === 'edit' ? events.onEdit() : events.onChange()).create();
  }
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
