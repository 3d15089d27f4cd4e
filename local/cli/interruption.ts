const LOOK_MILLISECONDS = 500;

/** A signal ended the program before its work was done. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly signal: NodeJS.Signals) {
    super(`ended by ${signal}.`);
  }
}

/** Resolves at Ctrl-C, or at whatever else asks the program to end. A second time ends it at once. */
export function interruption(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
    if (process.env.npm_lifecycle_event !== undefined) whenParentEnds(() => resolve('SIGHUP'));
  });
}

/** npm runs a script through a shell, and a signal to npm ends the two of them without reaching the script. */
function whenParentEnds(then: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, LOOK_MILLISECONDS);
  timer.unref();
}
