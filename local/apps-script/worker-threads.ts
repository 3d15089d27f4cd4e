import { Worker } from 'node:worker_threads';

/** An edit starts three executions at once: the simple trigger's and two that were installed. */
const SPARE_THREADS = 3;

const spares = new Map<string, Worker[]>();

/**
 * A thread that has loaded `workerFile` and waits for its one message. To start one takes several times as long as to
 * run a script in it, so a few stand ready; each serves one execution and ends with it.
 */
export function takeThread(workerFile: string): Worker {
  const ready = spares.get(workerFile) ?? [];
  spares.set(workerFile, ready);
  const thread = ready.shift() ?? startThread(workerFile);
  thread.removeAllListeners();
  thread.ref();
  // Not before: the next one would slow this one down.
  thread.once('exit', () => fill(workerFile, ready));
  return thread;
}

function fill(workerFile: string, ready: Worker[]): void {
  while (ready.length < SPARE_THREADS) {
    const thread = startThread(workerFile);
    const drop = () => ready.includes(thread) && ready.splice(ready.indexOf(thread), 1);
    thread.once('exit', drop);
    thread.once('error', drop);
    // What only waits keeps no process alive.
    thread.unref();
    ready.push(thread);
  }
}

function startThread(workerFile: string): Worker {
  return new Worker(workerFile, { execArgv: [] });
}
