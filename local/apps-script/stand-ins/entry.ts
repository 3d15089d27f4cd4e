import type { Outcome, ScriptError } from '../bridge.ts';
import { eventObject } from './event.ts';
import { Exception, host, setup } from './host.ts';
import { told } from './output.ts';

/** Calls the entry function and tells what came of it, once its microtasks have drained. */
let outcome: Omit<Outcome, 'unhandledRejections'> = { status: 'completed', result: null } as Outcome;

function describe(error: unknown): ScriptError {
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const { name, message, stack } = error as Partial<ScriptError>;
    return { name: String(name ?? 'Error'), message: String(message), stack: String(stack ?? '') };
  }
  return { name: 'Error', message: String(error), stack: '' };
}

function containsDate(value: unknown): boolean {
  if (value instanceof Date) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(containsDate);
}

/**
 * What `google.script.run` hands to the dialog: a Date anywhere makes all of it null, a promise arrives as
 * nothing, a function is refused.
 * https://developers.google.com/apps-script/guides/html/reference/run#myFunction(...)
 */
function dialogResult(value: unknown): unknown {
  if (typeof value === 'function') throw new Exception('The script returned a value of an unsupported type.');
  if (value === undefined || value instanceof Promise || containsDate(value)) return null;
  return value;
}

function settle(result: unknown): void {
  if (setup.context === 'dialog') outcome = { status: 'completed', result: dialogResult(result) } as Outcome;
  else if (result instanceof Promise) {
    result.then((value) => {
      outcome = { status: 'completed', result: told(value) } as Outcome;
    });
  } else outcome = { status: 'completed', result: told(result) } as Outcome;
}

host.invoke = () => {
  const global = globalThis as unknown as Record<string, (...given: unknown[]) => unknown>;
  delete global.__invoke;
  try {
    const given = setup.event ? [eventObject(setup.event)] : setup.arguments;
    settle(global[setup.functionName]?.(...given));
  } catch (error) {
    outcome = { status: 'failed', error: describe(error) } as Outcome;
  }
};
host.outcome = () => {
  try {
    return JSON.stringify(outcome);
  } catch {
    return JSON.stringify({ status: 'completed', result: null });
  }
};
host.describe = (error) => JSON.stringify(describe(error));
