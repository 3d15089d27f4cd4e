import { createHash, createHmac, randomUUID } from 'node:crypto';
import vm from 'node:vm';
import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { Clock } from '../clock.ts';
import type { Host, Outcome, ScriptError, Setup, WorkerMessage } from './bridge.ts';

/** One execution of a script, in a bare context of its own: what the thread's one message asks for (execution.ts). */
export interface WorkerInput {
  port: MessagePort;
  /** Set to 1 and notified once a reply stands in the port. */
  signal: Int32Array;
  clock: SharedArrayBuffer;
  setup: Setup;
  code: CompiledScript;
  standIns: CompiledScript;
}

/** A script's text with V8's cached compilation of it. */
export interface CompiledScript {
  text: string;
  cachedData: Uint8Array;
  fileName: string;
}

// The thread was started before there was anything to do: see worker-threads.ts.
const input = await new Promise<WorkerInput>((resolve) => parentPort?.once('message', resolve));
const { port, signal } = input;
const clock = new Clock(input.clock);
const post = (message: WorkerMessage) => port.postMessage(message);
const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');

const host: Host = {
  setup: JSON.stringify(input.setup),
  call(text) {
    post({ kind: 'call', text });
    for (;;) {
      Atomics.wait(signal, 0, 0);
      Atomics.store(signal, 0, 0);
      const received = receiveMessageOnPort(port);
      if (received) return received.message as string;
    }
  },
  log: (level, text) => post({ kind: 'log', entry: { level, text } }),
  now: () => clock.now(),
  digest: (algorithm, data) => createHash(algorithm).update(bytes(data)).digest('binary'),
  hmac: (algorithm, key, data) => createHmac(algorithm, bytes(key)).update(bytes(data)).digest('binary'),
  uuid: () => randomUUID(),
  invoke: () => {},
  outcome: () => '',
  describe: (error) => JSON.stringify({ name: 'Error', message: String(error), stack: '' }),
};

// Code generation from text is stricter here than in Apps Script, where it is merely unwise.
const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
  microtaskMode: 'afterEvaluate',
  codeGeneration: { strings: false, wasm: false },
});

function evaluate({ text, cachedData, fileName }: CompiledScript): void {
  new vm.Script(text, { filename: fileName, cachedData: Buffer.from(cachedData) }).runInContext(context);
}

function describe(error: unknown): ScriptError {
  return JSON.parse(host.describe(error));
}

const unhandledRejections: string[] = [];
process.on('unhandledRejection', (reason) => {
  const { name, message } = describe(reason);
  unhandledRejections.push(`${name}: ${message}`);
});

function execute(): Omit<Outcome, 'unhandledRejections'> {
  try {
    context.__host = host;
    evaluate(input.standIns);
    evaluate(input.code);
    // The entry function is called from a script of the context, so that its microtasks drain when it returns.
    context.__invoke = host.invoke;
    new vm.Script('__invoke()', { filename: 'entry' }).runInContext(context);
    return JSON.parse(host.outcome());
  } catch (error) {
    return { status: 'failed', error: describe(error) } as Omit<Outcome, 'unhandledRejections'>;
  }
}

const outcome = execute();
// Node reports unhandled rejections once the current turn is over.
setImmediate(() => post({ kind: 'end', outcome: { ...outcome, unhandledRejections } as Outcome }));
