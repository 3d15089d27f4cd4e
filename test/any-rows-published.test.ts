import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Execution, Sheet } from '../local/apps-script/index.ts';
import { serialOfInstant } from '../local/apps-script/workbook/serial-date.ts';
import type { LoggedCall } from '../local/cloud/request-log.ts';
import type { RowCells } from '../src/booking/booking-row.ts';
import type { Cell } from '../src/booking/cells.ts';
import { Desk } from './support/desk.ts';
import { anyCell, type FaultyRow, faultyRows } from './support/row-arbitrary.ts';

const names = { crew: 'sam', otherCrew: 'mia', captain: 'kit', gone: 'ray', location: 'Sheraton Marina' };
const BATCHES = 21;
const ROWS = 40;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
  desk.paste('crew', {
    'Crew ID': 'ray',
    Name: 'Ray',
    Role: 'deckhand',
    Email: 'ray@crew.example',
    'Hourly rate': '20',
    Active: 'FALSE',
  });
});
afterAll(() => desk.close());

/** Puts a value into a cell as a paste from another spreadsheet does: it brings its format, and no rule stops it. */
function put(sheet: Sheet, row: number, column: number, cell: Cell): void {
  const zone = desk.system.workbook.timeZone();
  sheet.update({ row, column, rows: 1, columns: 1 }, ({ formula: _formula, richText: _rich, ...kept }) => {
    if (cell instanceof Date) {
      return { ...kept, value: serialOfInstant(cell.getTime(), zone), numberFormat: 'yyyy-mm-dd h:mm:ss' };
    }
    if (typeof cell !== 'string') return { ...kept, value: cell, numberFormat: 'General' };
    return cell.startsWith('#') ? { ...kept, value: cell, formula: '=A9999' } : { ...kept, value: cell };
  });
}

function headersOf(tab: string): string[] {
  const sheet = desk.sheet(tab);
  const { columns } = sheet.contentExtent();
  return sheet.values({ row: 1, column: 1, rows: 1, columns }).flat().map(String);
}

function putRow(tab: string, row: number, cells: Readonly<Record<string, Cell>>): void {
  const headers = headersOf(tab);
  for (const [header, cell] of Object.entries(cells))
    put(desk.sheet(tab), row, headers.indexOf(header) + 1, cell);
}

/** Leaves the tab with its headers. */
function clear(tab: string): void {
  const { data } = desk.sheet(tab);
  data.cells.splice(1);
}

/** What nobody may ever see. Settings that are no good are told to whoever is there, by name. */
function unexpected(executions: readonly Execution[]): unknown[] {
  const said = desk.system.messages.take();
  const isTold = said.some((line) => line.includes('In the Settings tab: '));
  const failures = executions.flatMap(({ functionName, status, error, unhandledRejections, logs }) => [
    ...(status === 'completed' ? [] : [[functionName, status, error]]),
    ...unhandledRejections,
    ...logs
      .map(({ text }) => text)
      .filter((text) => text.includes('entry point failed'))
      // Nobody is there when the timer runs.
      .filter((text) => !(text.includes('SettingsFaulty') && (isTold || functionName === 'onTimer'))),
  ]);
  const wrong = said.filter((line) => /unexpected|failed/i.test(line) || line.length > 2000);
  return [...failures, ...wrong.map((line) => line.slice(0, 300))];
}

/** The three ways in which a row comes to be published. */
const ways: Record<string, () => Promise<{ requests: LoggedCall[]; executions: Execution[] }>> = {
  'Publish all ready': async () => {
    const { requests, ...execution } = await desk.run('publishAllReady');
    return { requests, executions: [execution] };
  },
  'an edit': () =>
    desk.observed(async () => ({ executions: await desk.captain.edit('Bookings', 'X1', [['Tip']]) })),
  'the timer': () => desk.timer(6),
};

async function publishBy(way: string): Promise<LoggedCall[]> {
  const publish = ways[way];
  if (!publish) throw new Error(`Nobody publishes by ${way}.`);
  const { requests, executions } = await publish();
  expect(unexpected(executions)).toEqual([]);
  return requests;
}

/** What is wrong with the outputs of a row; null if nothing is. */
function verdictOn({ faults }: FaultyRow, shown: Record<string, string> = {}): unknown {
  const { State, Problem = '', 'Guest page': page } = shown;
  const told = new Set(Problem.split('\n').map((line) => line.split(' is ', 1)[0]));
  const untold = [...faults].filter((column) => !told.has(column));
  const isRight =
    faults.size === 0
      ? State === 'Published' && page !== ''
      : State === 'Needs attention' && page === '' && untold.length === 0 && told.size === faults.size;
  return isRight ? null : { State, Problem, page, untold };
}

describe('rows with anything in any cell, pasted among good ones', () => {
  let batch = 0;

  it.each(Object.keys(ways))(
    'are published by %s or told all their problems, and nothing leaves for those',
    async (way) => {
      const property = fc.asyncProperty(faultyRows(names, 'ROW', ROWS), async (generated) => {
        batch += 1;
        clear('Bookings');
        const rows = generated.map(({ cells, faults }) => ({ faults, cells: inBatch(batch, cells) }));
        rows.forEach(({ cells }, index) => {
          putRow('Bookings', index + 2, cells);
        });
        const requests = await publishBy(way);

        const shown = desk.rows('Bookings');
        const wrong = rows.flatMap((row, index) => verdictOn(row, shown[index]) ?? []);
        expect(wrong).toEqual([]);
        const good = rows.filter(({ faults }) => faults.size === 0);
        const about = new Set(requests.flatMap(({ booking }) => booking ?? []));
        expect(about).toEqual(new Set(good.map(({ cells }) => String(cells['Booking ID']).toLowerCase())));
      });
      // The same rows each time; with other seeds, others.
      const seed = Object.keys(ways).indexOf(way) + 1;
      await fc.assert(property, { seed, numRuns: BATCHES / 3, endOnFailure: true });
    },
  );

  it('are told, and nothing leaves, when they were published before', async () => {
    clear('Bookings');
    desk.add({ 'Booking ID': 'KEPT' });
    await desk.publish('KEPT');
    const faults = { Guest: '', Party: '#REF!', Gross: new Date('1970-01-01'), Crew: 'nobody', Status: true };
    for (const way of Object.keys(ways)) {
      for (const [column, cell] of Object.entries(faults)) {
        putRow('Bookings', 2, { [column]: cell });
        expect(await publishBy(way)).toEqual([]);
      }
      const { State, Problem } = desk.row('KEPT');
      expect(State).toBe('Needs attention');
      expect(Problem.split('\n').map((line) => line.split(' is ')[0])).toEqual(Object.keys(faults));
    }
  });
});

describe('what is said to the captain', () => {
  it('quotes a part of what stands in place of an id', async () => {
    clear('Bookings');
    putRow('Bookings', 2, { 'Booking ID': '='.repeat(50_000), Status: 'Ready' });
    desk.system.messages.take();
    await desk.run('publishAllReady');
    const said = desk.system.messages.take();
    expect(said).toHaveLength(2);
    for (const line of said) expect(line).toMatch(/^.{20,60}={39}….{0,10}$/);
  });
});

describe('tabs with anything in any cell', () => {
  const inSheets = anyCell.filter((cell) => !(cell instanceof Date) || isInSheets(cell));
  const nasty = fc.record({
    tab: fc.constantFrom('Crew', 'Locations', 'Settings', 'Kanban'),
    rows: fc.array(fc.array(inSheets, { minLength: 11, maxLength: 11 }), { minLength: 1, maxLength: 6 }),
    way: fc.constantFrom(...Object.keys(ways)),
  });

  it('never end in an exception, and a faulty setting is told by its name', async () => {
    clear('Bookings');
    desk.add({ 'Booking ID': 'TABS-1', Source: 'Anchor' }, { 'Booking ID': 'TABS-2', Party: 'six' });
    await desk.run('publishAllReady');
    const kept = structuredClone(desk.system.workbook.data.sheets.map(({ cells }) => cells));
    await fc.assert(
      fc.asyncProperty(nasty, async ({ tab, rows, way }) => {
        rows.forEach((row, index) => {
          const headers = tab === 'Settings' ? ['Value'] : headersOf(tab);
          const cells = Object.fromEntries(headers.map((header, at) => [header, row[at] ?? '']));
          putRow(tab, index + 2, cells);
        });
        try {
          await publishBy(way);
        } finally {
          desk.system.workbook.data.sheets.forEach((data, index) => {
            data.cells = structuredClone(kept[index] ?? []);
          });
        }
      }),
      { seed: 4, numRuns: 9, endOnFailure: true },
    );
  });

  it('draw a board that is no longer than a cell, whatever stands in the cards', async () => {
    const long = 'x'.repeat(50_000);
    const row = desk.rows('Kanban').findIndex((card) => card['Booking ID'] === 'TABS-1') + 2;
    // A row with a problem leaves its card as it is.
    desk.change('TABS-1', { Party: 'many' });
    putRow('Kanban', row, {
      Card: long,
      'Crew replies': `\0=${long}`.slice(0, 50_000),
      Date: 1e300,
      Gross: 'x',
    });
    const executions = await desk.captain.edit('Kanban', `A${row}`, [['Reconciled']]);
    expect(unexpected(executions)).toEqual([]);
    const [tile = ''] = desk.board().Reconciled ?? [];
    expect(tile).toMatch(/^x+…\ngross \$0\.00\n/);
    expect(tile.length).toBeLessThan(400);
  });
});

/** Days that a cell can show. */
function isInSheets(date: Date): boolean {
  return date.getTime() > Date.UTC(1900, 0) && date.getTime() < Date.UTC(9999, 0);
}

/** The rows of each batch have ids of their own. */
function inBatch(batch: number, cells: RowCells): RowCells {
  const id = cells['Booking ID'];
  const renamed = typeof id === 'string' ? id.replace(/^row-/i, (prefix) => `${prefix}${batch}-`) : id;
  return { ...cells, 'Booking ID': renamed };
}
