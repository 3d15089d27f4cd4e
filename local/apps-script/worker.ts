import { createHash, createHmac, randomUUID } from 'node:crypto';
import vm from 'node:vm';
import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { Clock } from '../clock.ts';
import type { Host, Outcome, ScriptError, Setup, WorkerMessage } from './bridge.ts';
import { instantOf, isTimeZone, offsetAt } from './time-zone.ts';

/** One execution of a script: what a message to the thread asks for (execution.ts). */
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

/** By their text: functions that ran once are compiled for every later context of the thread. */
const scripts = new Map<string, vm.Script>();

/** Of the execution that runs. */
let unhandledRejections: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandledRejections.push(reason));

// One execution after another: see worker-threads.ts.
parentPort?.on('message', (input: WorkerInput) => {
  unhandledRejections = [];
  const host = hostOf(input);
  const outcome = execute(input, host);
  // Node reports unhandled rejections once the current turn is over.
  setImmediate(() => {
    const rejections = unhandledRejections.map((reason) => {
      const { name, message } = described(host, reason);
      return `${name}: ${message}`;
    });
    const end: WorkerMessage = {
      kind: 'end',
      outcome: { ...outcome, unhandledRejections: rejections } as Outcome,
    };
    input.port.postMessage(end);
  });
});

function hostOf({ port, signal, clock: shared, setup }: WorkerInput): Host {
  const clock = new Clock(shared);
  const post = (message: WorkerMessage) => port.postMessage(message);
  const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');
  return {
    setup: JSON.stringify(setup),
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
    // Of this thread, not of the script's context, so that what they remember outlasts it.
    isTimeZone,
    offsetAt,
    instantOf,
    invoke: () => {},
    outcome: () => '',
    describe: (error) => JSON.stringify({ name: 'Error', message: String(error), stack: '' }),
  };
}

/** Runs a script in a context of its own, in which nothing ran before. */
function execute({ standIns, code }: WorkerInput, host: Host): Omit<Outcome, 'unhandledRejections'> {
  // Code generation from text is stricter here than in Apps Script, where it is merely unwise.
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    microtaskMode: 'afterEvaluate',
    codeGeneration: { strings: false, wasm: false },
  });
  try {
    context.__host = host;
    scriptOf(standIns).runInContext(context);
    scriptOf(code).runInContext(context);
    // The entry function is called from a script of the context, so that its microtasks drain when it returns.
    context.__invoke = host.invoke;
    new vm.Script('__invoke()', { filename: 'entry' }).runInContext(context);
    return JSON.parse(host.outcome());
  } catch (error) {
    return { status: 'failed', error: described(host, error) } as Omit<Outcome, 'unhandledRejections'>;
  }
}

function scriptOf({ text, cachedData, fileName }: CompiledScript): vm.Script {
  const script =
    scripts.get(text) ?? new vm.Script(text, { filename: fileName, cachedData: Buffer.from(cachedData) });
  scripts.set(text, script);
  return script;
}

function described(host: Host, error: unknown): ScriptError {
  return JSON.parse(host.describe(error));
}
