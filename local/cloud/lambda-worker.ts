import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { Clock } from '../clock.ts';
import { fetchByName } from './lambda-fetch.ts';

/** What `lambda-function.ts` starts this worker with. */
export interface WorkerStart {
  bundle: string;
  clock: SharedArrayBuffer;
  functionName: string;
  functionArn: string;
}

export interface Invocation {
  id: number;
  requestId: string;
  event: unknown;
  /** Epoch milliseconds of the set clock. */
  deadline: number;
}

export type InvocationResult =
  | { id: number; result: string }
  | { id: number; errorType: string; errorMessage: string };

const start = workerData as WorkerStart;
const clock = new Clock(start.clock);
useClock();
globalThis.fetch = fetchByName(process.env.AWS_ENDPOINT_URL ?? '');

// Loaded once, at the first invocation: a function that can't be loaded fails each of them, as on AWS.
let loaded: Promise<unknown> | undefined;

parentPort?.on('message', (invocation: Invocation) => {
  void invoke(invocation).then((result) => parentPort?.postMessage(result));
});

async function invoke({ id, requestId, event, deadline }: Invocation): Promise<InvocationResult> {
  try {
    loaded ??= import(pathToFileURL(start.bundle).href);
    const { handler } = (await loaded) as { handler: (event: unknown, context: unknown) => unknown };
    const result = await handler(event, {
      awsRequestId: requestId,
      functionName: start.functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: start.functionArn,
      memoryLimitInMB: '256',
      logGroupName: `/aws/lambda/${start.functionName}`,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - clock.now()),
    });
    return { id, result: JSON.stringify(result ?? null) };
  } catch (error) {
    console.error(error);
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { id, errorType: name, errorMessage: message };
  }
}

/** Makes `new Date()` and `Date.now()` of the function and its libraries follow the local system's clock. */
function useClock(): void {
  const RealDate = Date;
  const now = () => clock.now();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(
        target,
        args.length === 0 ? [now()] : args,
        newTarget === globalThis.Date ? target : newTarget,
      ),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
}
