import { Worker } from 'node:worker_threads';

/** An edit starts three executions at once: the simple trigger's and two that were installed. */
const SPARE_THREADS = 3;

const spares = new Map<string, Worker[]>();

/**
 * A thread that has loaded `workerFile` and waits for a message. To start one takes several times as long as to run a
 * script in it, so a few stand ready, and each serves one execution after another.
 */
export function takeThread(workerFile: string): Worker {
  const ready = sparesOf(workerFile);
  const thread = ready.shift() ?? startThread(workerFile);
  thread.removeAllListeners();
  thread.ref();
  // Not before: the next one would slow this one down.
  thread.once('exit', () => fill(workerFile));
  return thread;
}

/** For a thread whose execution ended by itself; one that was to be stopped is terminated instead. */
export async function giveBackThread(workerFile: string, thread: Worker): Promise<void> {
  if (sparesOf(workerFile).length < SPARE_THREADS) keep(workerFile, thread);
  else await thread.terminate();
}

function fill(workerFile: string): void {
  while (sparesOf(workerFile).length < SPARE_THREADS) keep(workerFile, startThread(workerFile));
}

function keep(workerFile: string, thread: Worker): void {
  const ready = sparesOf(workerFile);
  const drop = () => ready.includes(thread) && ready.splice(ready.indexOf(thread), 1);
  thread.removeAllListeners();
  thread.once('exit', drop);
  thread.once('error', drop);
  // What only waits keeps no process alive.
  thread.unref();
  ready.push(thread);
}

function sparesOf(workerFile: string): Worker[] {
  const ready = spares.get(workerFile) ?? [];
  spares.set(workerFile, ready);
  return ready;
}

function startThread(workerFile: string): Worker {
  return new Worker(workerFile, { execArgv: [] });
}
