import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type {
  BridgeCall,
  BridgeReply,
  CallContext,
  LogEntry,
  ScriptError,
  Setup,
  WorkerMessage,
} from './bridge.ts';
import type { CallCounts, Caller } from './caller.ts';
import { ScriptVisibleError } from './errors.ts';
import type { Services } from './services/index.ts';
import type { CompiledScript, WorkerInput } from './worker.ts';
import { giveBackThread, takeThread } from './worker-threads.ts';

/** How an execution ended. */
export interface Execution {
  id: string;
  functionName: string;
  user: string;
  status: 'completed' | 'failed' | 'killed';
  /** What the function returned, as JSON can tell it; of a promise, what it resolved to. */
  result: unknown;
  error: ScriptError | null;
  counts: CallCounts;
  logs: LogEntry[];
  /** Apps Script says nothing of these; they are here for whoever looks for the reason. */
  unhandledRejections: string[];
}

export interface RunningExecution {
  id: string;
  functionName: string;
  context: CallContext;
  user: string;
  finished: Promise<Execution>;
  /** Ends the script at once, wherever it is, as Apps Script does at the time limit. */
  kill(): void;
}

/**
 * Asked at each call that leaves the script's worker; what it answers may end the script there. The script stands
 * still until the answer comes, and others go on meanwhile.
 */
export type OnBridgeCall = (call: BridgeCall) => Verdict | Promise<Verdict>;
type Verdict = 'continue' | 'kill-before' | 'kill-after';

/** How long a service call takes, in milliseconds, over what it really takes here. */
export type Latency = (call: BridgeCall) => number;

export interface ExecutionOptions {
  caller: Caller;
  services: Services;
  setup: Setup;
  workerFile: string;
  code: CompiledScript;
  standIns: CompiledScript;
  clock: Clock;
  sleep: (milliseconds: number) => Promise<void>;
  timeLimitMilliseconds: number;
  latency: Latency | null;
  onBridgeCall: OnBridgeCall | null;
  /** However it ended. */
  onEnd: () => void;
}

/** How often the time limit is looked at while a script makes no calls. */
const watchMilliseconds = 200;

/** Starts an execution in a worker thread and serves its calls until it ends or is ended. */
export function startExecution(options: ExecutionOptions): RunningExecution {
  const { caller, clock, setup } = options;
  const logs: LogEntry[] = [];
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const input: WorkerInput = {
    port: port2,
    signal,
    clock: clock.shared,
    setup,
    code: options.code,
    standIns: options.standIns,
  };
  const worker = takeThread(options.workerFile);
  const startedAt = clock.now();
  let calls = 0;
  let ended = false;
  let finish: (execution: Execution) => void = () => {};
  const finished = new Promise<Execution>((resolve) => {
    finish = resolve;
  });

  function end(how: Pick<Execution, 'status'> & Partial<Execution>, isThreadFree = false): void {
    if (ended) return;
    ended = true;
    clearInterval(watch);
    port.close();
    options.onEnd();
    const left = isThreadFree ? giveBackThread(options.workerFile, worker) : worker.terminate();
    void left.then(() =>
      finish({
        id: caller.id,
        functionName: setup.functionName,
        user: caller.effectiveUser,
        result: null,
        error: null,
        counts: caller.counts,
        logs,
        unhandledRejections: [],
        ...how,
      }),
    );
  }
  const kill = () => end({ status: 'killed' });
  const isOverTime = () => clock.now() - startedAt >= options.timeLimitMilliseconds;
  const watch = setInterval(() => isOverTime() && kill(), watchMilliseconds);
  watch.unref();

  function failed(error: unknown): { name: string; message: string; stack: string } {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { name: error instanceof ScriptVisibleError ? 'Exception' : name, message, stack: stack ?? '' };
  }

  async function answer(call: BridgeCall): Promise<BridgeReply> {
    const { services } = caller.counts;
    services[call.service] = (services[call.service] ?? 0) + 1;
    const service = options.services[call.service as keyof Services] as unknown as Record<
      string,
      (...given: unknown[]) => unknown
    >;
    try {
      return { value: (await service[call.method]?.(...call.arguments)) ?? null };
    } catch (error) {
      if (error instanceof ScriptVisibleError) return { error: error.message };
      return { error: `Local runtime: ${failed(error).stack}` };
    }
  }

  async function serve(text: string): Promise<void> {
    if (isOverTime()) return kill();
    const call: BridgeCall = { ...JSON.parse(text), index: calls++ };
    const verdict = (await options.onBridgeCall?.(call)) ?? 'continue';
    if (ended) return;
    if (verdict === 'kill-before') return kill();
    if (options.latency) await options.sleep(options.latency(call));
    if (ended) return;
    const reply = await answer(call);
    if (verdict === 'kill-after' || isOverTime()) return kill();
    if (ended) return;
    port.postMessage(JSON.stringify(reply));
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  }

  function receive(message: WorkerMessage): void {
    if (ended) return;
    if (message.kind === 'log') logs.push(message.entry);
    else if (message.kind === 'call') void serve(message.text);
    else {
      const { outcome } = message;
      try {
        caller.flush();
        end({ result: null, ...outcome }, true);
      } catch (error) {
        end({ ...outcome, status: 'failed', result: null, error: failed(error) }, true);
      }
    }
  }
  worker.postMessage(input, [port2]);
  port.on('message', receive);
  worker.on('error', (error) => end({ status: 'failed', error: failed(error) }));
  worker.on('exit', () => {
    // What the worker said last may still stand in the port.
    for (let last = receiveMessageOnPort(port); last; last = receiveMessageOnPort(port))
      receive(last.message);
    kill();
  });

  const { functionName, context } = setup;
  return { id: caller.id, functionName, context, user: caller.effectiveUser, finished, kill };
}
