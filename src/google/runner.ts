import { LockTimeout } from './lock.ts';
import { otherInstaller } from './triggers.ts';
import { toast } from './ui.ts';

/**
 * The errors whose messages are our own words and names of tabs, columns and settings. Any other may quote a cell or
 * a URL with a token, so its message stays out of the log.
 */
const EXPECTED = ['SheetError', 'SettingsFaulty', 'CopiedSpreadsheet', 'LockTimeout'];

/**
 * Every function that Apps Script calls does its work through this: it would swallow a rejected promise without
 * a word. Waits for the work, logs what went wrong without personal data, and tells the user through `tell`.
 * Never rejects.
 */
export async function runEntryPoint(
  name: string,
  tell: (message: string) => void,
  work: () => void | Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    console.error(JSON.stringify(failureRecord(name, errorOf(thrown))));
    tell(plainWords(thrown));
  }
}

/**
 * For triggers: nobody waits before the sheet, so what is to be said goes into its corner. One that finds the
 * spreadsheet busy gives up without a word: nobody asked for it, and the timer does the same.
 */
export function runTrigger(name: string, work: () => void | Promise<void>): Promise<void> {
  return runEntryPoint(name, toast, async () => {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof LockTimeout)) throw thrown;
      console.info(JSON.stringify({ event: 'left to another run', entryPoint: name }));
    }
  });
}

/**
 * For installed triggers. Two people may each have installed them, and neither sees the other's: those of whoever
 * chose Set up last act, the others only say so.
 */
export function runInstalledTrigger(name: string, work: () => Promise<void>): Promise<void> {
  return runTrigger(name, () => {
    const installedBy = otherInstaller();
    if (installedBy === '') return work();
    const advice = `The triggers of ${installedBy} act. Remove yours: Extensions → Apps Script → Triggers.`;
    console.warn(JSON.stringify({ event: 'trigger ignored', installedBy, advice }));
  });
}

function failureRecord(entryPoint: string, error: Error): Record<string, unknown> {
  return {
    event: 'entry point failed',
    entryPoint,
    error: error.name,
    ...(isExpected(error) ? { message: error.message } : {}),
    at: stackFrames(error),
  };
}

/** Without the message, which the stack repeats: its own lines may begin like a frame. */
function stackFrames(error: Error): string[] {
  return (error.stack || '')
    .replace(error.message, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
}

/** `advice` is what the user is told in place of a message that the log keeps: it may quote cells. */
export function plainWords(thrown: unknown): string {
  const error: Error & { advice?: string } = errorOf(thrown);
  if (isExpected(error)) return error.advice || error.message;
  return `Charter Desk ran into something unexpected and stopped: ${error.message} Please try again; if it happens again, tell the operator.`;
}

function errorOf(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

function isExpected(error: Error): boolean {
  return EXPECTED.includes(error.name);
}
