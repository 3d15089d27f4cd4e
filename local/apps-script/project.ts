import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../clock.ts';
import type { Exchange } from '../wire.ts';
import type { CallContext, EventDescription } from './bridge.ts';
import { Caller, type Selection } from './caller.ts';
import {
  type Execution,
  type Latency,
  type OnBridgeCall,
  type RunningExecution,
  startExecution,
} from './execution.ts';
import type { Manifest } from './manifest.ts';
import { compiled, topLevelFunctions } from './script-source.ts';
import { Caches } from './services/cache.ts';
import { type Services, type Surroundings, servicesFor } from './services/index.ts';
import { Locks } from './services/lock.ts';
import { PropertyStores } from './services/properties.ts';
import { type InstalledTrigger, type TriggerEvent, Triggers } from './services/triggers.ts';
import { SimpleTriggerQueue } from './simple-trigger-queue.ts';
import { type Menu, nobody, type UserInterface } from './user-interface.ts';
import { parseA1 } from './workbook/a1-notation.ts';
import { Workbook } from './workbook/workbook.ts';
import type { CompiledScript } from './worker.ts';

// https://developers.google.com/apps-script/guides/services/quotas#current_limitations
const scriptMilliseconds = 6 * 60_000;
const simpleTriggerMilliseconds = 30_000;
const simultaneousExecutions = 30;

const built = (name: string) => fileURLToPath(new URL(`../../build/apps-script/${name}`, import.meta.url));

/** What outlives the process: properties and installed triggers, as JSON. */
export interface SavedProject {
  properties: Record<string, Record<string, string>>;
  triggers: InstalledTrigger[];
}

export interface ProjectOptions {
  /** The script's one file, as it is pushed to Apps Script. */
  codeFile: string;
  /** The two bundles of this folder; by default where the build puts them. */
  standInsFile?: string;
  workerFile?: string;
  manifest: Manifest;
  htmlDirectory: string;
  workbook: Workbook;
  clock: Clock;
  exchange: Exchange;
  identityToken: (user: string) => Promise<string | null>;
  sleep: (milliseconds: number) => Promise<void>;
  /** How long a script waits for a lock that another one holds; by default it sleeps. */
  waitForLock?: (milliseconds: number) => Promise<void>;
  ui?: UserInterface;
  latency?: Latency;
  /** For each execution that brings none of its own. */
  onBridgeCall?: OnBridgeCall;
  saved?: SavedProject;
}

export interface RunOptions {
  /** The address of the person who calls. */
  user: string;
  context: CallContext;
  /** As JSON. */
  arguments?: unknown[];
  /** In A1 notation; the last range is the active one. */
  selection?: { sheet: string; ranges: string[] };
  onBridgeCall?: OnBridgeCall;
}

/** A script project bound to a workbook: runs its functions as Apps Script would. */
export class AppsScriptProject {
  readonly workbook: Workbook;
  readonly properties: PropertyStores;
  readonly triggers: Triggers;
  /** The names of the functions that Apps Script can call. */
  readonly functions: ReadonlySet<string>;
  /** The custom menus, by name, as `onOpen` or another function put them there. */
  readonly menus = new Map<string, Menu>();
  private readonly options: ProjectOptions;
  private readonly surroundings: Surroundings;
  private readonly code: CompiledScript;
  private readonly standIns: CompiledScript;
  private readonly executions = new Map<string, RunningExecution>();
  private readonly simpleQueues = new Map<string, SimpleTriggerQueue>();
  private readonly runningWatchers = new Set<() => void>();

  private constructor(options: ProjectOptions, code: CompiledScript, standIns: CompiledScript) {
    this.options = options;
    this.workbook = options.workbook;
    this.code = code;
    this.standIns = standIns;
    this.functions = topLevelFunctions(code.text);
    this.properties = new PropertyStores();
    this.properties.restore(options.saved?.properties ?? {});
    this.triggers = new Triggers(options.manifest.timeZone, structuredClone(options.saved?.triggers));
    this.surroundings = {
      manifest: options.manifest,
      scriptId: `script-of-${options.workbook.data.id}`,
      workbook: options.workbook,
      clock: options.clock,
      exchange: options.exchange,
      identityToken: options.identityToken,
      sleep: options.sleep,
      ui: options.ui ?? nobody,
      htmlDirectory: options.htmlDirectory,
      properties: this.properties,
      caches: new Caches(),
      locks: new Locks(options.waitForLock ?? options.sleep),
      triggers: this.triggers,
      menus: this.menus,
    };
  }

  /** Throws a SyntaxError when the script is none that Apps Script takes. */
  static async open(options: ProjectOptions): Promise<AppsScriptProject> {
    const [code, standIns] = await Promise.all([
      compiled(options.codeFile, 'Code.gs'),
      compiled(options.standInsFile ?? built('stand-ins.js'), 'stand-ins.js'),
    ]);
    return new AppsScriptProject(options, code, standIns);
  }

  /** The same script, bound to a copy of the workbook and of what is saved; `surroundings` take the place of its own. */
  copy(surroundings: Partial<ProjectOptions>): AppsScriptProject {
    const options = { ...this.options, saved: this.save(), ...surroundings };
    const { clock } = options;
    const workbook = new Workbook(structuredClone(this.workbook.data), () => clock.now());
    return new AppsScriptProject({ ...options, workbook }, this.code, this.standIns);
  }

  save(): SavedProject {
    return structuredClone({
      properties: this.properties.toJSON(),
      triggers: [...this.triggers.all()],
    });
  }

  /** Google keeps cached values as long as it likes: scripts must cope with an empty cache at any time. */
  evictCaches(): void {
    this.surroundings.caches.clear();
  }

  /** `watcher` is called whenever an execution starts or ends, until what this answers is called. */
  watchRunning(watcher: () => void): () => void {
    this.runningWatchers.add(watcher);
    return () => this.runningWatchers.delete(watcher);
  }

  private tellOfRunning(): void {
    for (const watcher of this.runningWatchers) watcher();
  }

  /** The executions that run now. */
  running(): RunningExecution[] {
    return [...this.executions.values()];
  }

  async run(functionName: string, options: RunOptions): Promise<Execution> {
    return this.start(functionName, options).finished;
  }

  /** Throws when the workbook has no such selection. */
  start(functionName: string, options: RunOptions): RunningExecution {
    return this.startAs(functionName, {
      ...options,
      activeUser: options.user,
      selection: options.selection ? this.selectionOf(options.selection) : null,
      event: null,
    });
  }

  private selectionOf({ sheet: name, ranges }: { sheet: string; ranges: string[] }): Selection {
    const sheet = this.workbook.sheetNamed(name);
    if (!sheet) throw new Error(`No sheet named ${name}`);
    return {
      sheetId: sheet.data.id,
      ranges: ranges.map((text) => {
        const parsed = parseA1(text, sheet.data);
        if (!parsed) throw new Error(`No range: ${text}`);
        sheet.assertInside(parsed.rectangle);
        return parsed.rectangle;
      }),
    };
  }

  private startAs(
    functionName: string,
    options: Omit<RunOptions, 'selection'> & {
      activeUser: string;
      selection: Selection | null;
      event: EventDescription | null;
    },
  ): RunningExecution {
    const { manifest, clock, sleep } = this.options;
    const caller = new Caller({
      id: randomUUID(),
      effectiveUser: options.user,
      activeUser: options.activeUser,
      context: options.context,
      selection: options.selection,
      manifest,
    });
    const refusal = this.refusal(functionName, options);
    if (refusal) return refused(caller, functionName, refusal);
    const execution = startExecution({
      caller,
      services: servicesFor(caller, this.surroundings) satisfies Services,
      setup: {
        functionName,
        context: options.context,
        arguments: options.arguments ?? [],
        event: options.event,
        timeZone: manifest.timeZone,
      },
      workerFile: this.options.workerFile ?? built('worker.mjs'),
      code: this.code,
      standIns: this.standIns,
      clock,
      sleep,
      timeLimitMilliseconds: options.context === 'simple' ? simpleTriggerMilliseconds : scriptMilliseconds,
      latency: this.options.latency ?? null,
      onBridgeCall: options.onBridgeCall ?? this.options.onBridgeCall ?? null,
      onEnd: () => {
        this.executions.delete(caller.id);
        this.surroundings.locks.releaseAll(caller.id);
        this.workbook.touch();
        this.tellOfRunning();
      },
    });
    this.executions.set(caller.id, execution);
    this.tellOfRunning();
    return execution;
  }

  private refusal(
    functionName: string,
    { user, context }: { user: string; context: CallContext },
  ): string | null {
    // Dialogs can't call functions whose name ends in an underscore.
    const isHidden = context === 'dialog' && functionName.endsWith('_');
    if (!this.functions.has(functionName) || isHidden) return `Script function not found: ${functionName}`;
    const running = this.running().filter((execution) => execution.user === user).length;
    if (running < simultaneousExecutions) return null;
    return 'There are too many scripts running simultaneously for this Google user account.';
  }

  /** Runs the handlers of an event: the simple trigger, if any, and those that were installed. */
  async fire(
    event: EventDescription,
    simpleFunction: 'onOpen' | 'onEdit' | null,
    installed: TriggerEvent,
    selection: Selection | null,
  ): Promise<Execution[]> {
    const runs: Promise<Execution | null>[] = [];
    const { user } = event;
    if (simpleFunction && this.functions.has(simpleFunction)) {
      const queue = this.simpleQueues.get(simpleFunction) ?? new SimpleTriggerQueue();
      this.simpleQueues.set(simpleFunction, queue);
      const started = { user, activeUser: user, context: 'simple', selection, event } as const;
      runs.push(queue.add(() => this.startAs(simpleFunction, started).finished));
    }
    for (const { owner, functionName, id } of this.triggers.of(installed)) {
      runs.push(
        this.startAs(functionName, {
          user: owner,
          activeUser: user,
          context: 'installable',
          selection,
          event: { ...event, authMode: 'FULL', triggerUid: id },
        }).finished,
      );
    }
    return (await Promise.all(runs)).filter((execution) => execution !== null);
  }

  /** Runs each clock trigger that is due. */
  async tick(): Promise<Execution[]> {
    const now = this.options.clock.now();
    const due = this.triggers.takeDue(now).map(
      ({ owner, functionName, id }) =>
        this.startAs(functionName, {
          user: owner,
          activeUser: owner,
          context: 'timer',
          selection: null,
          event: { type: 'clock', authMode: 'FULL', user: owner, triggerUid: id, epochMilliseconds: now },
        }).finished,
    );
    return Promise.all(due);
  }

  /** Ends whatever still runs. */
  async close(): Promise<void> {
    const running = this.running();
    for (const execution of running) execution.kill();
    await Promise.all(running.map(({ finished }) => finished));
  }
}

function refused(caller: Caller, functionName: string, message: string): RunningExecution {
  const execution: Execution = {
    id: caller.id,
    functionName,
    user: caller.effectiveUser,
    status: 'failed',
    result: null,
    error: { name: 'Exception', message, stack: '' },
    counts: caller.counts,
    logs: [],
    unhandledRejections: [],
  };
  return {
    id: caller.id,
    functionName,
    context: caller.context,
    user: caller.effectiveUser,
    finished: Promise.resolve(execution),
    kill: () => {},
  };
}
