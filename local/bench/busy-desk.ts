import { columnOf } from '../../src/sheet/headers.ts';
import { type CallCounts, type Execution, Person, toA1 } from '../apps-script/index.ts';
import { isSettled } from '../publish-report.ts';
import { LocalSystem } from '../system.ts';
import { readTables, type Tables } from '../tables/example-tables.ts';
import { sampleBookings } from './sample-bookings.ts';

/** What one execution of the script took. */
export interface Cost {
  counts: CallCounts;
  /** Of real time, from the click to the end. */
  milliseconds: number;
  /** CloudFront invalidations that the cloud was asked for. */
  invalidations: number;
}

/** A moment like any other, so that dates and daylight saving are the same in every run. */
const NOON = Date.parse('2027-05-01T12:00:00-07:00');

/** A local system whose workbook fills with bookings. Whatever doesn't go right throws: it has no figures. */
export class BusyDesk {
  private readonly system: LocalSystem;
  private readonly examples: Tables;
  private bookings = 0;

  private constructor(system: LocalSystem, examples: Tables) {
    this.system = system;
    this.examples = examples;
  }

  static async open(root: string): Promise<BusyDesk> {
    const examples = await readTables(root, {});
    const ports = { aws: 0, guestSite: 0, crewApi: 0 };
    const system = await LocalSystem.start({ root, now: NOON, ports });
    system.pasteReferences(examples);
    return new BusyDesk(system, examples);
  }

  close(): Promise<void> {
    return this.system.stop();
  }

  /** Puts this many new bookings below the others and publishes them with one click. */
  async publish(count: number): Promise<Cost> {
    const bookings = sampleBookings(this.examples.bookings, this.bookings, count, 'Ready');
    const rows = this.addRows(bookings);
    const cost = await this.costOf(async () => [await this.system.publishRows(rows)]);
    const idColumn = bookings.columns.indexOf('Booking ID');
    const reports = await this.system.describe(bookings.rows.map(({ cells }) => cells[idColumn] ?? ''));
    const unsettled = reports.filter((report) => !isSettled(report));
    if (reports.length < count || unsettled.length > 0) {
      throw new Error(`Not all of ${count} were published: ${JSON.stringify(unsettled)}`);
    }
    return cost;
  }

  addDrafts(count: number): void {
    this.addRows(sampleBookings(this.examples.bookings, this.bookings, count, 'Draft'));
  }

  /** Moves the clock to where the timer is due, and lets it run. */
  tick(): Promise<Cost> {
    const { clock, project } = this.system;
    const [timer] = project.triggers.of('CLOCK');
    if (!timer?.due) throw new Error('Set up has installed no timer.');
    clock.set(timer.due);
    return this.costOf(() => project.tick());
  }

  /** From now on an edit runs the simple trigger alone. */
  removeInstalledTriggers(): void {
    const { triggers } = this.system.project;
    for (const { owner, id } of triggers.all()) triggers.delete(owner, id);
  }

  /** Types a sum into the first booking's Gross. */
  editGross(dollars: number): Promise<Cost> {
    const { captain, project, workbook } = this.system;
    const sheet = workbook.sheetNamed('Bookings');
    const headers = sheet?.values({ row: 1, column: 1, rows: 1, columns: sheet.data.columns })[0] ?? [];
    const cell = toA1({ row: 2, column: columnOf(headers, 'Gross'), rows: 1, columns: 1 });
    return this.costOf(() => new Person(project, captain).edit('Bookings', cell, [[String(dollars)]]));
  }

  private addRows(bookings: Tables['bookings']): number[] {
    this.bookings += bookings.rows.length;
    return this.system.paste('bookings', bookings);
  }

  /** Of the one execution that `run` starts. */
  private async costOf(run: () => Promise<Execution[]>): Promise<Cost> {
    const { log } = this.system.cloud;
    const callsBefore = log.length;
    const startedAt = performance.now();
    const [execution, ...others] = await run();
    const milliseconds = performance.now() - startedAt;
    if (!execution || others.length > 0) throw new Error(`${others.length + 1} executions in place of one.`);
    const { functionName, status, logs, counts } = execution;
    // The script catches what goes wrong, to tell its user, and completes.
    const errors = logs.filter(({ level }) => level === 'error').map(({ text }) => text);
    if (status !== 'completed' || errors.length > 0) {
      throw new Error([`${functionName} ${status}.`, ...errors].join('\n'));
    }
    const invalidations = log
      .slice(callsBefore)
      .filter(({ operation }) => operation === 'CreateInvalidation');
    return { counts, milliseconds, invalidations: invalidations.length };
  }
}
