import type { Execution, OnBridgeCall, Sheet } from '../apps-script/index.ts';
import type { Faults } from '../cloud/faults.ts';
import { projectRoot } from '../project-root.ts';
import { isScripts, isStandingQuestion } from '../script-calls.ts';
import { LocalSystem, type SavedSystem } from '../system.ts';
import { readTables, type Tables } from '../tables/example-tables.ts';
import { writeMoneyIntoNotes } from './meddler.ts';
import type { Services } from './services.ts';
import { readJournal, readWorld, type World } from './world.ts';

/** The day after daylight saving began: for 230 days each charter has the same offset. */
const NOON = Date.parse('2027-03-15T12:00:00-07:00');
export const OFFSET = '-07:00';
const FIRST_DAY = 3;
const TICK_MINUTES = 5;
/** Far more than any recovery takes: what goes on after that never ends. */
const MOST_TICKS = 12;

/** What waits for the captain's word, as the dialog shows it. */
export interface OpenQuestion {
  bookingId: string;
  projection: string;
  question: 'did it arrive' | 'do it by hand';
  since: number;
}

/** The whole local system from the built bundle, with bookings of which each has a boat and a day of its own. */
export class FaultDesk {
  /** Set up takes longer than all else of a start, and leaves the same each time. */
  private static afterSetUp: SavedSystem | undefined;

  private readonly days = new Map<string, number>();

  private constructor(
    readonly system: LocalSystem,
    private readonly examples: Tables,
  ) {}

  /** @param saved of a system with services of the same kind; by default an empty workbook after Set up */
  static async open(services: Services, saved = FaultDesk.afterSetUp): Promise<FaultDesk> {
    const root = projectRoot();
    const examples = await readTables(root, {});
    const system = await LocalSystem.start({
      root,
      now: NOON,
      ports: { aws: 0, guestSite: 0, crewApi: 0 },
      sleep: async (milliseconds, clock) => clock.advance(milliseconds),
      foreignServices: services === 'foreign',
      saved,
    });
    FaultDesk.afterSetUp ??= system.save();
    for (const tab of ['settings', 'crew', 'locations'] as const) system.paste(tab, examples[tab]);
    const desk = new FaultDesk(system, examples);
    if (services === 'foreign') {
      desk.type('Settings', 'Calendar honours idempotency keys', 'Value', 'FALSE');
      desk.type('Settings', 'Crew honours idempotency keys', 'Value', 'FALSE');
    }
    desk.clearMishaps();
    return desk;
  }

  close(): Promise<void> {
    return this.system.stop();
  }

  get faults(): Faults {
    return this.system.cloud.faults;
  }

  /** New rows, each like the example XHQGMDH. */
  add(bookingIds: readonly string[]): void {
    const { bookings: table } = this.examples;
    const like = table.rows.find(({ cells }) => cells.includes('XHQGMDH'))?.cells ?? [];
    const rows = bookingIds.map((bookingId, index) => {
      const own: Record<string, string> = {
        'Booking ID': bookingId,
        Boat: boatOf(bookingId),
        Date: this.dayOf(bookingId),
      };
      return { line: index + 2, cells: table.columns.map((name, column) => own[name] ?? like[column] ?? '') };
    });
    this.system.paste('bookings', { ...table, rows });
  }

  /** `2027-05-30` */
  dayOf(bookingId: string): string {
    const days = this.days.get(bookingId) ?? FIRST_DAY + this.days.size;
    this.days.set(bookingId, days);
    return new Date(NOON + days * 86_400_000).toISOString().slice(0, 10);
  }

  /** Types into a booking's cell; no trigger runs, as when Apps Script drops an event. */
  change(bookingId: string, header: string, text: string): void {
    this.type('Bookings', bookingId, header, text);
  }

  /** Selects the rows of these bookings and clicks Charter → Publish booking. Answers how the script ended. */
  publish(bookingIds: readonly string[], onBridgeCall?: OnBridgeCall): Promise<Execution> {
    const ranges = bookingIds.map((bookingId) => {
      const [row] = this.place('Bookings', bookingId, 'Booking ID');
      return `${row}:${row}`;
    });
    return this.system.project.run('publishSelected', {
      user: this.system.captain,
      context: 'menu',
      selection: { sheet: 'Bookings', ranges },
      ...(onBridgeCall && { onBridgeCall }),
    });
  }

  /** Lets the standing timer and the crew system's schedule come round until nobody has anything left to do. */
  async rest(): Promise<void> {
    const { system } = this;
    for (let ticks = 1; ticks <= MOST_TICKS; ticks += 1) {
      system.clock.advance(TICK_MINUTES * 60_000);
      await system.cloud.tick();
      const before = system.cloud.log.length;
      await system.project.tick();
      const asked = system.cloud.log.slice(before).filter(isScripts);
      const isQuiet = asked.every(isStandingQuestion);
      const kept = [...readJournal(system.project).values()];
      if (isQuiet && !kept.some(({ lease, progress }) => lease || progress === 'unfinished')) {
        return this.crewSystemRests();
      }
    }
  }

  /** What the crew system had no time to mail at once, it mails by its own schedule. */
  private async crewSystemRests(): Promise<void> {
    const { clock, cloud } = this.system;
    for (let before = -1; before !== cloud.outbox.mails.length; ) {
      before = cloud.outbox.mails.length;
      clock.advance(90_000);
      await cloud.tick();
    }
  }

  async questions(): Promise<OpenQuestion[]> {
    return (await this.fromDialog('openDecisions', [])) as OpenQuestion[];
  }

  async answer(answers: readonly { question: OpenQuestion; arrived: boolean }[]): Promise<void> {
    const taken = answers.map(({ question, arrived }) => ({
      ...question,
      word: arrived ? 'arrived' : 'missing',
    }));
    await this.fromDialog('decide', [taken]);
  }

  async world(): Promise<World> {
    return readWorld(this.system, { rows: this.rows('Bookings'), cards: this.rows('Kanban') });
  }

  /** Nothing goes wrong from now on, but for what people do. */
  clearMishaps(): void {
    this.faults.clear();
    this.faults.inject({
      service: 'dynamodb',
      operation: 'GetItem',
      times: Number.POSITIVE_INFINITY,
      match: ({ authority }) => !authority.startsWith('127.0.0.1'),
      kind: 'interference',
      when: 'before',
      work: (request) => writeMoneyIntoNotes(this.system.cloud, request),
    });
  }

  /** What a tab shows, row by row below its headers. */
  rows(tab: string): Record<string, string>[] {
    const sheet = this.sheet(tab);
    const [headers = [], ...lines] = sheet.displayValues({ row: 1, column: 1, ...sheet.contentExtent() });
    return lines.map((line) =>
      Object.fromEntries(headers.map((header, column) => [header, line[column] ?? ''])),
    );
  }

  private async fromDialog(functionName: string, given: unknown[]): Promise<unknown> {
    const { project, captain } = this.system;
    const { result, status, error } = await project.run(functionName, {
      user: captain,
      context: 'dialog',
      arguments: given,
    });
    if (status !== 'completed') throw new Error(`${functionName} ${status}: ${error?.message}`);
    return result;
  }

  private type(tab: string, name: string, header: string, text: string): void {
    const [row, column] = this.place(tab, name, header);
    this.sheet(tab).type(row, column, text);
  }

  /** Where the row that `name` stands at the beginning of meets a column. */
  private place(tab: string, name: string, header: string): [row: number, column: number] {
    const sheet = this.sheet(tab);
    const { rows, columns } = sheet.contentExtent();
    const names = sheet.values({ row: 1, column: 1, rows, columns: 1 });
    const [headers = []] = sheet.values({ row: 1, column: 1, rows: 1, columns });
    const row = names.findIndex(([first]) => first === name) + 1;
    const column = headers.indexOf(header) + 1;
    if (row === 0 || column === 0) throw new Error(`${tab} has no ${header} of ${name}.`);
    return [row, column];
  }

  private sheet(tab: string): Sheet {
    const sheet = this.system.workbook.sheetNamed(tab);
    if (!sheet) throw new Error(`The workbook has no tab ${tab}.`);
    return sheet;
  }
}

/** By its boat a booking's mails are told from others. */
export function boatOf(bookingId: string): string {
  return `Boat of ${bookingId}.`;
}
