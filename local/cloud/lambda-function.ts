import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { Invocation, InvocationResult, WorkerStart } from './lambda-worker.ts';
import type { Policy } from './policy.ts';

export interface FunctionDefinition {
  name: string;
  arn: string;
  /** The module that exports `handler(event, context)`. */
  bundle: string;
  /** What an operator configures; the platform's own variables come on top. */
  environment: Record<string, string>;
  platformEnvironment: Record<string, string>;
  timeoutSeconds: number;
  /** Which services of AWS may invoke it; an operator may have changed it. */
  policy: Policy;
}

/** JSON text of the handler's result, or the error that it, its loading or its time limit ended with. */
export type InvocationOutcome = { result: string } | { errorType: string; errorMessage: string };

interface Instance {
  worker: Worker;
  waiting: Map<number, (outcome: InvocationOutcome) => void>;
  retired: boolean;
}

/** One Lambda function: a worker thread that is replaced when it times out, dies or is configured anew. */
export class LambdaFunction {
  readonly definition: FunctionDefinition;
  /** What the function printed, newest last. */
  readonly output: string[] = [];
  lastModified: number;
  private readonly workerFile: string;
  private readonly clock: Clock;
  private instance: Instance | undefined;
  private readonly instances = new Set<Instance>();
  private count = 0;

  constructor(definition: FunctionDefinition, workerFile: string, clock: Clock) {
    this.definition = definition;
    this.workerFile = workerFile;
    this.clock = clock;
    this.lastModified = clock.now();
  }

  invoke(event: unknown, requestId: string): Promise<InvocationOutcome> {
    this.instance ??= this.spawn();
    const instance = this.instance;
    this.count += 1;
    const id = this.count;
    const limit = this.definition.timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.retire(instance);
        settle({
          errorType: 'Sandbox.Timedout',
          errorMessage: `RequestId: ${requestId} Error: Task timed out after ${this.definition.timeoutSeconds.toFixed(2)} seconds`,
        });
      }, limit);
      const settle = (outcome: InvocationOutcome): void => {
        clearTimeout(timer);
        instance.waiting.delete(id);
        resolve(outcome);
        if (instance.retired && instance.waiting.size === 0) void this.end(instance);
      };
      instance.waiting.set(id, settle);
      instance.worker.postMessage({
        id,
        requestId,
        event,
        deadline: this.clock.now() + limit,
      } satisfies Invocation);
    });
  }

  /** Later invocations see the new variables; those that run now finish under the old ones. */
  configure(environment: Record<string, string>): void {
    this.definition.environment = environment;
    this.lastModified = this.clock.now();
    if (this.instance) this.retire(this.instance);
  }

  /** Ends the function in the middle of what it does, as running out of memory would. The next invocation starts it anew. */
  async crash(): Promise<void> {
    if (this.instance) await this.end(this.instance);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.instances].map((instance) => this.end(instance)));
  }

  private spawn(): Instance {
    const { name, arn, bundle, environment, platformEnvironment } = this.definition;
    const worker = new Worker(this.workerFile, {
      workerData: {
        bundle,
        clock: this.clock.shared,
        functionName: name,
        functionArn: arn,
      } satisfies WorkerStart,
      // The laptop's Node is not what the services are deployed on: the SDK's advice on it is no part of their log.
      env: {
        ...environment,
        ...platformEnvironment,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    const instance: Instance = { worker, waiting: new Map(), retired: false };
    this.instances.add(instance);
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.on('data', (chunk: Buffer) => this.output.push(chunk.toString('utf8')));
    }
    worker.on('message', ({ id, ...outcome }: InvocationResult) => instance.waiting.get(id)?.(outcome));
    let fault = 'Runtime exited without providing a reason';
    worker.on('error', (error) => {
      fault = error.message;
    });
    worker.on('exit', () => {
      this.instances.delete(instance);
      if (this.instance === instance) this.instance = undefined;
      for (const settle of [...instance.waiting.values()]) {
        settle({ errorType: 'Runtime.ExitError', errorMessage: fault });
      }
    });
    return instance;
  }

  private retire(instance: Instance): void {
    instance.retired = true;
    if (this.instance === instance) this.instance = undefined;
    if (instance.waiting.size === 0) void this.end(instance);
  }

  private async end(instance: Instance): Promise<void> {
    await instance.worker.terminate();
  }
}
