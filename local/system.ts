import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AppsScriptProject,
  type Execution,
  type Manifest,
  type SavedProject,
  type UserInterface,
  Workbook,
  type WorkbookData,
} from './apps-script/index.ts';
import { BoundWorkbook } from './bound-workbook.ts';
import { Clock } from './clock.ts';
import { ConnectionFailure } from './cloud/http-message.ts';
import { LocalCloud } from './cloud/local-cloud.ts';
import { Messages } from './messages.ts';
import { PendingRequests } from './pending-requests.ts';
import type { PlanReport } from './plan-report.ts';
import type { GivenTables } from './tables/example-tables.ts';
import type { Exchange } from './wire.ts';

const TICK_MILLISECONDS = 2000;
const RUNS_KEPT = 50;

/** What a timer trigger did. */
export interface TimerRun extends Pick<Execution, 'functionName' | 'status' | 'error' | 'logs'> {
  /** Epoch milliseconds of the set clock, when it began. */
  when: number;
}

export interface LocalSystemOptions {
  /** The project's folder, built. */
  root: string;
  /** Epoch milliseconds at which the clock of the whole system starts; the real time by default. */
  now?: number | undefined;
  /** How `Utilities.sleep` waits; by default really. A test moves the clock instead. */
  sleep?: (milliseconds: number, clock: Clock) => Promise<unknown>;
  /** Keeps what the script says to whoever sits at a terminal. */
  messages?: Messages;
  /** Where toasts, questions and dialogs go; by default to the messages. */
  ui?: UserInterface;
  /** See LocalCloudOptions. */
  foreignServices?: boolean;
  /** What `save` answered of a system whose clock started at the same time: it goes on from there. */
  saved?: SavedSystem | undefined;
  /** 0: any free port. */
  ports: { aws: number; guestSite: number; crewApi: number };
}

/** The workbook, and what its script remembers. What other systems hold is not in it. */
export interface SavedSystem {
  workbook: WorkbookData;
  project: SavedProject;
}

/** Everything on one laptop: the clock, the cloud, and the workbook whose script works with it. */
export class LocalSystem extends BoundWorkbook {
  readonly cloud: LocalCloud;
  /** The newest runs of timer triggers, oldest first. */
  readonly timerRuns: TimerRun[] = [];
  private readonly requests: PendingRequests;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    clock: Clock,
    cloud: LocalCloud,
    requests: PendingRequests,
    project: AppsScriptProject,
    messages: Messages,
  ) {
    super(clock, project, messages);
    this.cloud = cloud;
    this.requests = requests;
  }

  /** A new workbook after "Set up", with nothing in it yet, unless one was saved. Throws PortInUseError. */
  static async start({
    root,
    now,
    ports,
    sleep = wait,
    messages = new Messages(),
    ui = messages,
    foreignServices = false,
    saved,
  }: LocalSystemOptions): Promise<LocalSystem> {
    const clock = new Clock();
    if (now !== undefined) clock.set(now);
    const cloud = await LocalCloud.start({
      clock,
      ports,
      buildDirectory: path.join(root, 'build'),
      foreignServices,
    });
    try {
      const manifest: Manifest = JSON.parse(await readFile(path.join(root, 'dist/appsscript.json'), 'utf8'));
      const requests = new PendingRequests(cloud.exchange);
      const project = await AppsScriptProject.open({
        codeFile: path.join(root, 'dist/Code.js'),
        standInsFile: path.join(root, 'build/apps-script/stand-ins.js'),
        workerFile: path.join(root, 'build/apps-script/worker.mjs'),
        manifest,
        htmlDirectory: path.join(root, 'dist'),
        workbook: saved
          ? new Workbook(structuredClone(saved.workbook), () => clock.now())
          : Workbook.create(
              { id: 'charter-desk-workbook', name: 'Charters', timeZone: manifest.timeZone },
              () => clock.now(),
            ),
        ...(saved && { saved: saved.project }),
        clock,
        exchange: requests.exchange,
        identityToken: (user) => cloud.identity.issue(user),
        sleep: async (milliseconds) => {
          await sleep(milliseconds, clock);
        },
        // Whoever holds the lock works in real time, whatever becomes of the clock.
        waitForLock: (milliseconds) => wait(milliseconds, undefined, { ref: false }),
        ui,
      });
      const system = new LocalSystem(clock, cloud, requests, project, messages);
      if (!saved) await system.run('setUp');
      return system;
    } catch (error) {
      await cloud.stop();
      throw error;
    }
  }

  save(): SavedSystem {
    return { workbook: structuredClone(this.workbook.data), project: this.project.save() };
  }

  /**
   * What publishing these bookings would do, worked out on a copy of the workbook and of all that the script
   * remembers. Nothing changes here, and nothing can leave the copy. `now` is the copy's alone.
   */
  async plan({ bookings, ...references }: GivenTables, now = this.clock.now()): Promise<PlanReport> {
    const clock = new Clock();
    clock.set(now);
    const messages = new Messages();
    const project = this.project.copy({
      clock,
      exchange: nothingLeaves,
      identityToken: async () => null,
      ui: messages,
    });
    try {
      const copy = new BoundWorkbook(clock, project, messages);
      copy.pasteReferences(references);
      return await copy.preview(bookings);
    } finally {
      await project.close();
    }
  }

  /** From now on the timer trigger and the cloud's schedules run when they are due by the clock. */
  serve(): void {
    this.cloud.schedule.start();
    let ticking = false;
    this.timer ??= setInterval(async () => {
      if (ticking) return;
      ticking = true;
      await this.tick();
      ticking = false;
    }, TICK_MILLISECONDS);
  }

  /** Runs what is due by the clock now: timer triggers, and the cloud's schedules. `serve` does so by itself. */
  async tick(): Promise<void> {
    const when = this.clock.now();
    const [executions] = await Promise.all([this.project.tick(), this.cloud.tick()]);
    for (const { functionName, status, error, logs } of executions) {
      if (error) this.messages.add(`${functionName} failed: ${error.message}`);
      this.timerRuns.push({ when, functionName, status, error, logs });
    }
    this.timerRuns.splice(0, this.timerRuns.length - RUNS_KEPT);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.project.close();
    // What a script that was killed had sent goes on, and would write where nothing is any more.
    await this.requests.settled();
    await this.cloud.stop();
  }
}

const nothingLeaves: Exchange = async ({ url }) => {
  throw new ConnectionFailure('ECONNREFUSED', new URL(url).host);
};
