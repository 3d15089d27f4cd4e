import type { DialogFunctions } from '../commands/dialog-functions.ts';

type Functions = Record<keyof DialogFunctions, (...given: unknown[]) => void>;

interface Run extends Functions {
  withSuccessHandler(handler: (value: unknown) => void): Run;
  withFailureHandler(handler: (error: Error) => void): Run;
}

declare const google: { script: { run: Run; host: { close(): void } } };

/** What a function of the add-on tells a dialog. Whether Google waits for a promise isn't known, so that tells nothing. */
type Told<Value> = Value extends Promise<unknown> ? undefined : Value;

/** Calls a function of the add-on. Rejects with the error that it threw. */
export function call<Name extends keyof DialogFunctions>(
  name: Name,
  ...given: Parameters<DialogFunctions[Name]>
): Promise<Told<ReturnType<DialogFunctions[Name]>>> {
  return new Promise((resolve, reject) => {
    google.script.run
      .withSuccessHandler((value) => resolve(value as Told<ReturnType<DialogFunctions[Name]>>))
      .withFailureHandler(reject)
      [name](...given);
  });
}

export function closeDialog(): void {
  google.script.host.close();
}
