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

/** What became of the triggers. People are named by their e-mail. */
export interface TriggersSetUp {
  /** Those that this user lacked. */
  installed: Occasion[];
  /** How many stood there twice. */
  removed: number;
  /** Whose triggers act from now on. */
  actor: string;
  /** Whose acted before, where it was somebody else: only that person can remove them. */
  before: string;
}

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
 * (`isTimerDead`) is installed anew.
 */
export function installTriggers(
  handlers: TriggerHandlers,
  store: KeyValueStore,
  takeOver: (installedBy: string) => boolean,
  isTimerDead: boolean,
): TriggersSetUp {
  const actor = Session.getEffectiveUser().getEmail();
  const installedBy = store.all()[INSTALLED_BY] || '';
  const before = installedBy === actor ? '' : installedBy;
  if (before !== '' && !takeOver(before)) return { installed: [], removed: 0, actor: before, before: '' };
  const standing = installedOf(handlers);
  if (isTimerDead) for (const timer of standing.timer.splice(0)) ScriptApp.deleteTrigger(timer);
  const installed = OCCASIONS.filter((occasion) => standing[occasion].length === 0);
  for (const occasion of installed) install(occasion, handlers[occasion]);
  const doubles = OCCASIONS.flatMap((occasion) => standing[occasion].slice(1));
  for (const trigger of doubles) ScriptApp.deleteTrigger(trigger);
  store.set({ [INSTALLED_BY]: actor });
  return { installed, removed: doubles.length, actor, before };
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
