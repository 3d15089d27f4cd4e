import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppsScriptProject, type Execution, type Manifest, Workbook } from './apps-script/index.ts';
import { dayAt } from './calendar-day.ts';
import { Clock } from './clock.ts';
import { LocalCloud } from './cloud/local-cloud.ts';
import { deployment } from './deployment.ts';
import { Messages } from './messages.ts';
import { PendingRequests } from './pending-requests.ts';
import { describeBookings, inOrderOf, type PublishReport } from './publish-report.ts';
import type { Table } from './tables/csv-table.ts';
import type { Tables } from './tables/example-tables.ts';
import { withFees } from './tables/fees.ts';
import { FileProblem } from './tables/file-problem.ts';
import { pasteTable } from './tables/paste.ts';
import { withDatesFrom } from './tables/relative-dates.ts';

/** The tabs that people fill in, and the column that names a row of each. */
const tabs: Record<keyof Tables, { tab: string; nameColumn: string }> = {
  bookings: { tab: 'Bookings', nameColumn: 'Booking ID' },
  crew: { tab: 'Crew', nameColumn: 'Crew ID' },
  locations: { tab: 'Locations', nameColumn: 'Location' },
  settings: { tab: 'Settings', nameColumn: 'Setting' },
};

const TICK_MILLISECONDS = 2000;

export interface LocalSystemOptions {
  /** The project's folder, built. */
  root: string;
  /** Epoch milliseconds at which the clock of the whole system starts; the real time by default. */
  now?: number | undefined;
  /** How `Utilities.sleep` waits; by default really. A test moves the clock instead. */
  sleep?: (milliseconds: number, clock: Clock) => Promise<unknown>;
  /** See LocalCloudOptions. */
  foreignServices?: boolean;
  /** 0: any free port. */
  ports: { aws: number; guestSite: number; crewApi: number };
}

/**
 * Everything on one laptop: the clock, the cloud, the workbook and the script that is bound to it, in the hands of
 * one captain, who is the operator too.
 */
export class LocalSystem {
  readonly captain = deployment.mail.captain;
  readonly clock: Clock;
  readonly cloud: LocalCloud;
  readonly project: AppsScriptProject;
  readonly messages: Messages;
  private readonly requests: PendingRequests;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    clock: Clock,
    cloud: LocalCloud,
    requests: PendingRequests,
    project: AppsScriptProject,
    messages: Messages,
  ) {
    this.clock = clock;
    this.cloud = cloud;
    this.requests = requests;
    this.project = project;
    this.messages = messages;
  }

  /** A new workbook after "Set up", with nothing in it yet. Throws PortInUseError. */
  static async start({
    root,
    now,
    ports,
    sleep = wait,
    foreignServices = false,
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
      const messages = new Messages();
      const requests = new PendingRequests(cloud.exchange);
      const project = await AppsScriptProject.open({
        codeFile: path.join(root, 'dist/Code.js'),
        standInsFile: path.join(root, 'build/apps-script/stand-ins.js'),
        workerFile: path.join(root, 'build/apps-script/worker.mjs'),
        manifest,
        htmlDirectory: path.join(root, 'dist'),
        workbook: Workbook.create(
          { id: 'charter-desk-workbook', name: 'Charters', timeZone: manifest.timeZone },
          () => clock.now(),
        ),
        clock,
        exchange: requests.exchange,
        identityToken: (user) => cloud.identity.issue(user),
        sleep: async (milliseconds) => {
          await sleep(milliseconds, clock);
        },
        // Whoever holds the lock works in real time, whatever becomes of the clock.
        waitForLock: (milliseconds) => wait(milliseconds, undefined, { ref: false }),
        ui: messages,
      });
      const system = new LocalSystem(clock, cloud, requests, project, messages);
      await system.run('setUp');
      return system;
    } catch (error) {
      await cloud.stop();
      throw error;
    }
  }

  get workbook(): Workbook {
    return this.project.workbook;
  }

  /** Pastes a table into its tab. Answers its rows' numbers. */
  paste(name: keyof Tables, table: Table): number[] {
    const { tab, nameColumn } = tabs[name];
    const sheet = this.workbook.sheetNamed(tab);
    if (!sheet) throw new Error(`The workbook has no tab ${tab}.`);
    const today = this.today();
    const dated = withDatesFrom(today, withFees(table));
    return pasteTable(sheet, dated, nameColumn, Number(today.slice(0, 4)));
  }

  /** Selects these rows of `Bookings` and clicks Charter → Publish booking. */
  publishRows(rowNumbers: readonly number[]): Promise<Execution> {
    const ranges = rowNumbers.map((row) => `${row}:${row}`);
    return this.run('publishSelected', { selection: { sheet: tabs.bookings.tab, ranges } });
  }

  /** Pastes bookings, publishes them, and tells what became of each. */
  async publish(bookings: Table): Promise<PublishReport> {
    const { counts } = await this.publishRows(this.paste('bookings', bookings));
    const ids = bookings.rows.map(({ cells }) => cells[bookings.columns.indexOf('Booking ID')] ?? '');
    return {
      bookings: await this.describe(ids),
      rounds: counts.rounds,
      calls: { urlFetch: counts.urlFetch, spreadsheet: counts.spreadsheet },
    };
  }

  /** In the order of the ids. Throws FileProblem when the settings are none to work with. */
  async describe(bookingIds: readonly string[]): Promise<PublishReport['bookings']> {
    const { result } = await this.run('describeBookings', { arguments: [bookingIds] });
    return inOrderOf(bookingIds, describeBookings.parse(result));
  }

  /** From now on the timer trigger and the cloud's schedules run when they are due by the clock. */
  serve(): void {
    this.cloud.schedule.start();
    let ticking = false;
    this.timer ??= setInterval(async () => {
      if (ticking) return;
      ticking = true;
      const executions = await this.project.tick();
      for (const { functionName, error } of executions) {
        if (error) this.messages.add(`${functionName} failed: ${error.message}`);
      }
      ticking = false;
    }, TICK_MILLISECONDS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.project.close();
    // What a script that was killed had sent goes on, and would write where nothing is any more.
    await this.requests.settled();
    await this.cloud.stop();
  }

  /** The day in the workbook's time zone, as `2027-05-30`. */
  today(): string {
    return dayAt(this.clock.now(), this.workbook.timeZone());
  }

  /** The error itself quotes no cell, for logs keep it; the person before the sheet was told more. */
  private saidOfSettings(): [string] | undefined {
    const line = this.messages.take().find((said) => said.includes('In the Settings tab: '));
    return line === undefined ? undefined : [line.slice(line.indexOf('In the Settings tab: '))];
  }

  private async run(
    functionName: string,
    options: { arguments?: unknown[]; selection?: { sheet: string; ranges: string[] } } = {},
  ): Promise<Execution> {
    const execution = await this.project.run(functionName, {
      user: this.captain,
      context: 'menu',
      ...options,
    });
    const { status, error } = execution;
    if (error?.name === 'SettingsFaulty') throw new FileProblem(this.saidOfSettings() ?? [error.message]);
    if (status !== 'completed') {
      throw new Error(`${functionName} ${status}: ${error?.message ?? 'it ran into the time limit'}`);
    }
    return execution;
  }
}
