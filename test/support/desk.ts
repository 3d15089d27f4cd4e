import { type Execution, Person, type RunOptions, type Sheet, toA1 } from '../../local/apps-script/index.ts';
import type { LoggedCall } from '../../local/cloud/request-log.ts';
import { projectRoot } from '../../local/project-root.ts';
import type { BookingReport } from '../../local/publish-report.ts';
import { isScripts, isStandingQuestion } from '../../local/script-calls.ts';
import { LocalSystem, type LocalSystemOptions, type SavedSystem } from '../../local/system.ts';
import { readTables, type Tables } from '../../local/tables/example-tables.ts';
import type { InputColumn, OutputColumn } from '../../src/booking/booking-row.ts';
import { OutsideWorld } from './outside-world.ts';

export type BookingCells = Partial<Record<InputColumn, string>> & { 'Booking ID': string };

/** What the script itself asked of the outside world; what that led to inside AWS is left out. */
export interface Observed {
  requests: LoggedCall[];
}

/** A booking's row as it is shown. */
export type ShownRow = Record<InputColumn | OutputColumn, string>;

/**
 * The whole local system from the built bundle, in a test's hands: crew, locations and settings of the examples,
 * the clock at noon of 1 May 2027 in San Diego. Whatever sleeps moves the clock and takes no time.
 */
export class Desk {
  /** Set up takes longer than all else of a start, and leaves the same each time. */
  private static afterSetUp: SavedSystem | undefined;

  readonly captain: Person;
  readonly outside: OutsideWorld;
  private readonly examples: Tables;
  private days = 60;

  private constructor(
    readonly system: LocalSystem,
    examples: Tables,
  ) {
    this.examples = examples;
    this.captain = new Person(system.project, system.captain);
    this.outside = new OutsideWorld(system.cloud);
  }

  static async open(
    settings: Record<string, string> = {},
    options: Pick<LocalSystemOptions, 'foreignServices'> = {},
  ): Promise<Desk> {
    const root = projectRoot();
    const [system, examples] = await Promise.all([
      LocalSystem.start({
        root,
        now: Date.parse('2027-05-01T12:00:00-07:00'),
        ports: { aws: 0, guestSite: 0, crewApi: 0 },
        sleep: async (milliseconds, clock) => clock.advance(milliseconds),
        saved: Desk.afterSetUp,
        ...options,
      }),
      readTables(root, {}),
    ]);
    Desk.afterSetUp ??= system.save();
    system.pasteReferences(examples);
    const desk = new Desk(system, examples);
    for (const [name, value] of Object.entries(settings)) desk.set(name, value);
    return desk;
  }

  /** What File → Make a copy leaves: the same tabs under an id of their own, without properties and triggers. */
  becomeCopy(): void {
    const { workbook, project } = this.system;
    workbook.data.id = `copy-of-${workbook.data.id}`;
    project.properties.restore({});
    for (const { owner, id } of project.triggers.all()) project.triggers.delete(owner, id);
  }

  async close(): Promise<void> {
    this.outside.close();
    await this.system.stop();
  }

  /**
   * Pastes rows below the others, each like the example XHQGMDH where it says nothing else. A row without a date gets
   * a day of its own, so that nothing overlaps.
   */
  add(...bookings: BookingCells[]): void {
    const { bookings: table } = this.examples;
    const like = table.rows.find(({ cells }) => cells.includes('XHQGMDH'))?.cells ?? [];
    const rows = bookings.map((booking, index) => {
      const given: Partial<Record<string, string>> = { Date: `today+${this.days++}`, ...booking };
      return {
        line: index + 2,
        cells: table.columns.map((name, column) => given[name] ?? like[column] ?? ''),
      };
    });
    this.system.paste('bookings', { ...table, rows });
  }

  /** Pastes rows below those of another tab that people fill in, all with the columns of the first. */
  paste(name: Exclude<keyof Tables, 'bookings'>, ...rows: Record<string, string>[]): void {
    const columns = Object.keys(rows[0] ?? {});
    const lines = rows.map((row, index) => ({
      line: index + 2,
      cells: columns.map((name) => row[name] ?? ''),
    }));
    this.system.paste(name, { file: 'a test', columns, rows: lines });
  }

  /** What a tab shows, row by row below its headers. */
  rows(tab: string): Record<string, string>[] {
    const sheet = this.sheet(tab);
    const [headers = [], ...lines] = sheet.displayValues({ row: 1, column: 1, ...sheet.contentExtent() });
    return lines.map((line) =>
      Object.fromEntries(headers.map((header, column) => [header, line[column] ?? ''])),
    );
  }

  /** What the row of a booking shows. */
  row(bookingId: string): ShownRow {
    return this.rows('Bookings')[this.rowNumber(bookingId) - 2] as ShownRow;
  }

  card(bookingId: string): Record<string, string> | undefined {
    return this.rows('Kanban').find((card) => card['Booking ID'] === bookingId);
  }

  /** The board's tiles, by the lane that they stand under. */
  board(): Record<string, string[]> {
    const sheet = this.sheet('Board');
    const [, heads = [], ...lines] = sheet.displayValues({ row: 1, column: 1, ...sheet.contentExtent() });
    return Object.fromEntries(
      heads.map((head, lane) => [head.split(' (', 1)[0] ?? '', lines.flatMap((line) => line[lane] || [])]),
    );
  }

  /** What the board's first row says of the automation, and on which colour. */
  heartbeat(): { words: string; background: string | undefined } {
    const cell = this.sheet('Board').cell(1, 1);
    return { words: String(cell?.value ?? ''), background: cell?.format?.background };
  }

  rowNumber(bookingId: string): number {
    const index = this.rows('Bookings').findIndex((row) => row['Booking ID'] === bookingId);
    if (index < 0) throw new Error(`Bookings has no row ${bookingId}.`);
    return index + 2;
  }

  sheet(tab: string): Sheet {
    const sheet = this.system.workbook.sheetNamed(tab);
    if (!sheet) throw new Error(`There is no tab ${tab}.`);
    return sheet;
  }

  /** Changes a booking's cells without any trigger, as an edit does whose trigger Apps Script dropped. */
  change(bookingId: string, cells: Partial<Record<InputColumn, string>>): void {
    const row = this.rowNumber(bookingId);
    for (const [header, text] of Object.entries(cells)) {
      this.sheet('Bookings').type(row, this.columnNumber('Bookings', header), text);
    }
  }

  /** The captain types into a booking's cells, one after the other; the triggers that follow have run. */
  async edit(bookingId: string, cells: Partial<Record<InputColumn, string>>) {
    return this.observed(async () => {
      const executions: Execution[] = [];
      for (const [header, text] of Object.entries(cells)) {
        const [row, column] = [this.rowNumber(bookingId), this.columnNumber('Bookings', header)];
        const cell = toA1({ row, column, rows: 1, columns: 1 });
        executions.push(...(await this.captain.edit('Bookings', cell, [[text]])));
      }
      return { executions };
    });
  }

  set(setting: string, value: string): void {
    const row = this.rows('Settings').findIndex(({ Setting }) => Setting === setting) + 2;
    if (row < 2) throw new Error(`There is no setting ${setting}.`);
    this.sheet('Settings').type(row, this.columnNumber('Settings', 'Value'), value);
  }

  private columnNumber(tab: string, header: string): number {
    const sheet = this.sheet(tab);
    const [headers = []] = sheet.values({ row: 1, column: 1, rows: 1, columns: sheet.data.columns });
    const column = headers.indexOf(header) + 1;
    if (column === 0) throw new Error(`${tab} has no column ${header}.`);
    return column;
  }

  /** Selects the rows of these bookings and clicks Charter → Publish booking. */
  publish(bookingIds: string | string[], options: Partial<Pick<RunOptions, 'onBridgeCall' | 'user'>> = {}) {
    return this.run('publishSelected', { selection: this.rowsOf([bookingIds].flat()), ...options });
  }

  /** Whole rows of `Bookings`, selected. */
  rowsOf(bookingIds: string[]): { sheet: string; ranges: string[] } {
    const rows = bookingIds.map((bookingId) => this.rowNumber(bookingId));
    return { sheet: 'Bookings', ranges: rows.map((row) => `${row}:${row}`) };
  }

  run(functionName: string, options: Partial<RunOptions> = {}): Promise<Execution & Observed> {
    const { project, captain } = this.system;
    return this.observed(() => project.run(functionName, { user: captain, context: 'menu', ...options }));
  }

  /** What the page of a dialog asks of the script. */
  async fromDialog(functionName: string, ...given: unknown[]): Promise<unknown> {
    const { status, error, result } = await this.run(functionName, { context: 'dialog', arguments: given });
    if (status !== 'completed') throw new Error(error?.message ?? status);
    return result;
  }

  /** Lets time pass, and the timer come round. What it asks at each tick is told apart, as `asked`. */
  async timer(minutes: number) {
    this.system.clock.advance(minutes * 60_000);
    const { requests, executions } = await this.observed(async () => ({
      executions: await this.system.project.tick(),
    }));
    return {
      executions,
      requests: requests.filter((request) => !isStandingQuestion(request)),
      asked: requests.filter(isStandingQuestion),
    };
  }

  async observed<Result>(work: () => Promise<Result>): Promise<Result & Observed> {
    const { log } = this.system.cloud;
    const before = log.length;
    const result = await work();
    const requests = log.slice(before).filter(isScripts);
    return { ...result, requests };
  }

  async describe(bookingId: string): Promise<BookingReport> {
    const [report] = await this.system.describe([bookingId]);
    if (!report) throw new Error(`Nothing is known of ${bookingId}.`);
    return report;
  }

  /** Changes variables of a Lambda function; an undefined one is taken away. */
  configure(functionName: string, variables: Record<string, string | undefined>): void {
    const lambda = this.system.cloud.functions.get(functionName);
    if (!lambda) throw new Error(`There is no function ${functionName}.`);
    const all = Object.entries({ ...lambda.definition.environment, ...variables });
    const given = all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    lambda.configure(Object.fromEntries(given));
  }
}
