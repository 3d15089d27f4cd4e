import type { Cell } from '../booking/cells.ts';
import { sheetNamed } from './sheet-named.ts';
import { Table } from './table.ts';
import { literal } from './text.ts';

/** Hidden: what has to travel with the spreadsheet, or doesn't fit into its properties. */
export const ARCHIVE_TAB = 'Charter Desk';
export const ARCHIVE_COLUMNS = ['Key', 'Value'] as const;
export type ArchiveColumn = (typeof ARCHIVE_COLUMNS)[number];

/** Always the rows right below the header, so that a tick of the timer reads four cells and not the whole archive. */
const OWN_ID_ROW = 2;
const TIMER_ROW = 3;

/** The last that is known of the standing timer. */
export interface TimerSign {
  event: 'last ran' | 'was set up';
  /** Epoch milliseconds. */
  at: number;
  /** What stopped the run; empty when nothing did. */
  trouble: string;
}

interface Head {
  ownId: string;
  timer: TimerSign | null;
}

export class ArchiveTab {
  private entries: ReadonlyMap<string, string> | undefined;
  private head: Head | undefined;

  constructor(private readonly spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet) {}

  /** The id of the spreadsheet in which Set up ran last travels with a copy; properties and triggers don't. */
  isCopy(): boolean {
    const { ownId } = this.readHead();
    return ownId !== '' && ownId !== this.spreadsheet.getId();
  }

  /** From now on this spreadsheet counts as itself. For Set up, on a tab that has its headers. */
  adopt(): void {
    if (this.readHead().ownId === this.spreadsheet.getId()) return;
    const rows: Cell[][] = [
      ['spreadsheet id', literal(this.spreadsheet.getId())],
      // The timer of the original ran, not this one's.
      ['timer last ran', ''],
    ];
    this.sheet().getRange(OWN_ID_ROW, 1, rows.length, 2).setValues(rows);
    this.head = undefined;
  }

  /** Null when the timer never ran and was never set up here. */
  timer(): TimerSign | null {
    return this.readHead().timer;
  }

  noteTimer(sign: TimerSign): void {
    const { event, at, trouble } = sign;
    // As text: the column is formatted as such, and a date cell would read as a bare number there.
    const row = [`timer ${event}`, `${new Date(at).toISOString()} ${trouble}`.trim()];
    this.sheet().getRange(TIMER_ROW, 1, 1, 2).setValues([row]);
    this.head = { ...this.readHead(), timer: sign };
  }

  /** The text that was put away under the key. */
  find(key: string): string | undefined {
    return this.all().get(key);
  }

  /** All of them by their keys, and what else the tab holds. Reads it once. */
  all(): ReadonlyMap<string, string> {
    this.entries ??= new Map(this.table().rows.map(({ cells }) => [String(cells.Key), String(cells.Value)]));
    return this.entries;
  }

  /** Puts texts away, each under its key; one that is there already is replaced. */
  add(entries: Record<string, string>): void {
    const table = this.table();
    const rows = new Map(table.rows.map(({ number, cells }) => [String(cells.Key), number]));
    let nextRow = table.nextRow;
    table.write(
      new Map(
        Object.entries(entries).map(([key, text]) => [rows.get(key) ?? nextRow++, { Key: key, Value: text }]),
      ),
    );
    this.entries = undefined;
  }

  private readHead(): Head {
    if (!this.head) {
      const rows = TIMER_ROW - OWN_ID_ROW + 1;
      const [[, ownId] = [], [label, sign] = []] = this.sheet().getRange(OWN_ID_ROW, 1, rows, 2).getValues();
      const [moment = '', ...trouble] = String(sign).split(' ');
      const at = Date.parse(moment);
      const event = label === 'timer was set up' ? 'was set up' : 'last ran';
      this.head = {
        ownId: String(ownId),
        timer: Number.isNaN(at) ? null : { event, at, trouble: trouble.join(' ') },
      };
    }
    return this.head;
  }

  private table(): Table<ArchiveColumn> {
    return Table.read(this.spreadsheet, ARCHIVE_TAB, ARCHIVE_COLUMNS);
  }

  private sheet(): GoogleAppsScript.Spreadsheet.Sheet {
    return sheetNamed(this.spreadsheet, ARCHIVE_TAB);
  }
}
