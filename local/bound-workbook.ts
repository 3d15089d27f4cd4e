import type { AppsScriptProject, Execution, Workbook } from './apps-script/index.ts';
import { dayAt } from './calendar-day.ts';
import type { Clock } from './clock.ts';
import { deployment } from './deployment.ts';
import type { Messages } from './messages.ts';
import { type PlanReport, planReport } from './plan-report.ts';
import { describeBookings, inOrderOf, type PublishReport } from './publish-report.ts';
import type { Table } from './tables/csv-table.ts';
import type { GivenTables, Tables } from './tables/example-tables.ts';
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

/** The workbook and the script that is bound to it, in the hands of one captain, who is the operator too. */
export class BoundWorkbook {
  readonly captain = deployment.mail.captain;
  readonly clock: Clock;
  readonly project: AppsScriptProject;
  readonly messages: Messages;

  constructor(clock: Clock, project: AppsScriptProject, messages: Messages) {
    this.clock = clock;
    this.project = project;
    this.messages = messages;
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

  /** Pastes what bookings refer to, as far as it is given. */
  pasteReferences({ settings, crew, locations }: Omit<GivenTables, 'bookings'>): void {
    if (settings) this.paste('settings', settings);
    if (crew) this.paste('crew', crew);
    if (locations) this.paste('locations', locations);
  }

  /** Selects these rows of `Bookings` and clicks Charter → Publish booking. */
  publishRows(rowNumbers: readonly number[]): Promise<Execution> {
    return this.run('publishSelected', { selection: selectionOf(rowNumbers) });
  }

  /** Pastes bookings, publishes them, and tells what became of each. */
  async publish(bookings: Table): Promise<PublishReport> {
    const { counts } = await this.publishRows(this.paste('bookings', bookings));
    return {
      bookings: await this.describe(idsOf(bookings)),
      rounds: counts.rounds,
      calls: { urlFetch: counts.urlFetch, spreadsheet: counts.spreadsheet },
    };
  }

  /** Pastes bookings, and tells what publishing them would do, as Charter → Preview changes and its dialog do. */
  async preview(bookings: Table): Promise<PlanReport> {
    const selection = selectionOf(this.paste('bookings', bookings));
    await this.run('previewChanges', { selection });
    const { result } = await this.run('previewSelected', { selection });
    const previews = planReport.shape.bookings.parse(result);
    return { bookings: inOrderOf(idsOf(bookings), previews) };
  }

  /** In the order of the ids. Throws FileProblem when the settings are none to work with. */
  async describe(bookingIds: readonly string[]): Promise<PublishReport['bookings']> {
    const { result } = await this.run('describeBookings', { arguments: [bookingIds] });
    return inOrderOf(bookingIds, describeBookings.parse(result));
  }

  /** The day in the workbook's time zone, as `2027-05-30`. */
  today(): string {
    return dayAt(this.clock.now(), this.workbook.timeZone());
  }

  protected async run(
    functionName: string,
    options: { arguments?: unknown[]; selection?: Selection } = {},
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

  /** The error itself quotes no cell, for logs keep it; the person before the sheet was told more. */
  private saidOfSettings(): [string] | undefined {
    const line = this.messages.take().find((said) => said.includes('In the Settings tab: '));
    return line === undefined ? undefined : [line.slice(line.indexOf('In the Settings tab: '))];
  }
}

type Selection = { sheet: string; ranges: string[] };

function selectionOf(rowNumbers: readonly number[]): Selection {
  return { sheet: tabs.bookings.tab, ranges: rowNumbers.map((row) => `${row}:${row}`) };
}

function idsOf({ columns, rows }: Table): string[] {
  const column = columns.indexOf('Booking ID');
  return rows.map(({ cells }) => cells[column] ?? '');
}
