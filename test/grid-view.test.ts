import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Person, parseA1, toA1 } from '../local/apps-script/index.ts';
import { projectRoot } from '../local/project-root.ts';
import { LocalSystem } from '../local/system.ts';
import { readTables } from '../local/tables/example-tables.ts';
import { Model } from '../local/workbench/browser/grid/model.ts';
import type { GridCell, GridChange, GridSnapshot, Look } from '../local/workbench/grid/grid-message.ts';
import { GridView } from '../local/workbench/grid/grid-view.ts';

let system: LocalSystem;
let view: GridView;
let snapshot: GridSnapshot;

beforeAll(async () => {
  const root = projectRoot();
  system = await LocalSystem.start({
    root,
    now: Date.parse('2027-05-01T12:00:00-07:00'),
    ports: { aws: 0, guestSite: 0, crewApi: 0 },
  });
  const tables = await readTables(root, {});
  system.pasteReferences(tables);
  const rows = system.paste('bookings', tables.bookings);
  await system.publishRows(rows.slice(0, 1));
  view = open();
  snapshot = view.snapshot();
});
afterAll(() => system.stop());

const open = (user: string = system.captain) =>
  new GridView(system.workbook, { user, forBrowser: (address) => system.cloud.forBrowser(address) });

const sheetNamed = (name: string) => {
  const sheet = system.workbook.sheetNamed(name);
  if (!sheet) throw new Error(`No tab ${name}.`);
  return sheet;
};

const tabNamed = (name: string, of = snapshot) => {
  const tab = of.tabs.find(({ layout }) => layout.name === name);
  if (!tab) throw new Error(`${name} was not told.`);
  return tab;
};

/** Where the column with a header is, as `R2`. */
const under = (tab: string, header: string, row = 2) => {
  const { columns } = sheetNamed(tab).data;
  const headers = sheetNamed(tab).values({ row: 1, column: 1, rows: 1, columns })[0] ?? [];
  return toA1({ row, column: headers.indexOf(header) + 1, rows: 1, columns: 1 });
};

/** A cell as it was told, its look and choice looked up. */
const told = (name: string, a1: string, of = snapshot) => {
  const tab = tabNamed(name, of);
  const { row = 0, column = 0 } = parseA1(a1, tab.layout)?.rectangle ?? {};
  const cell: GridCell = { ...tab.layout.blanks[column - 1], ...tab.cells[row]?.[column] };
  const look: Look = of.looks[cell.look ?? ''] ?? {};
  return { ...cell, look, choice: tab.choices[cell.choice ?? -1] };
};

describe('a snapshot', () => {
  it('has the tabs that show, in their order, with their colours and what is frozen in them', () => {
    expect(snapshot.tabs.map(({ layout }) => layout.name)).toEqual([
      'Bookings',
      'Board',
      'Kanban',
      'Crew',
      'Locations',
      'Settings',
      'Log',
    ]);
    expect(tabNamed('Bookings').layout).toMatchObject({
      tabColor: '#1f3a5f',
      frozenRows: 1,
      frozenColumns: 1,
      rows: 1000,
    });
  });

  it('gives values with the number format that shows them', () => {
    expect(told('Bookings', under('Bookings', 'Gross'))).toMatchObject({
      value: 840.75,
      look: { n: { pattern: '$#,##0.00' } },
    });
    expect(told('Bookings', under('Bookings', 'Date'))).toMatchObject({
      value: 46537,
      look: { n: { pattern: 'ddd, mmm d, yyyy' } },
    });
  });

  it('draws headers as Set up dressed them, and tells what belongs below', () => {
    const header = told('Bookings', under('Bookings', 'State', 1));
    expect(header.look).toMatchObject({ bg: { rgb: '#5f6b7a' }, cl: { rgb: '#ffffff' }, bl: 1 });
    expect(header.note).toBe('Whether all systems hold what this row says.');
  });

  it('colours cells by the rules that hold for them', () => {
    expect(told('Bookings', under('Bookings', 'State')).look.bg).toEqual({ rgb: '#d9ead3' });
    expect(told('Bookings', under('Bookings', 'State', 3)).look.bg).toEqual({ rgb: '#f1f4f8' });
  });

  it('says what a cell may be chosen from, also where that stands in another tab', () => {
    expect(told('Bookings', under('Bookings', 'Status', 900)).choice).toEqual({
      kind: 'list',
      values: ['Draft', 'Ready', 'Cancelled', 'Completed'],
      strict: true,
    });
    expect(told('Bookings', under('Bookings', 'Location', 900)).choice).toEqual({
      kind: 'list',
      values: ['Sheraton Marina', 'Shelter Island', 'Fifth Avenue Landing'],
      strict: false,
    });
    expect(told('Crew', under('Crew', 'Active')).choice).toEqual({
      kind: 'checkbox',
      ticked: true,
      unticked: false,
    });
  });

  it('makes bold what is bold within a cell', () => {
    const tile = told('Board', 'A3');
    expect(String(tile.value)).toMatch(/^GetMyBoat — May 4/);
    const [title] = String(tile.value).split('\n');
    expect(tile.runs).toEqual([{ start: 0, end: title?.length, look: { bl: 1 } }]);
  });

  it('leads to this laptop where the sheet leads to the world', () => {
    const page = told('Bookings', under('Bookings', 'Guest page'));
    expect(page.value).toBe('https://queenofsandiego.com/g/xhqgmdh');
    expect(page.link).toBe(`${system.cloud.endpoints.guestSite}/g/xhqgmdh`);
    expect(page.look).toMatchObject({ ul: { s: 1 } });
    sheetNamed('Bookings').type(20, 1, 'https://queenofsandiego.com');
    expect(told('Bookings', 'A20', open().snapshot()).link).toBeUndefined();
    sheetNamed('Bookings').type(20, 1, '');
  });

  it('warns of what scripts write, and refuses what is somebody else’s', () => {
    const sheet = sheetNamed('Log').data;
    const standing = sheet.protections;
    const range = { row: 1, column: 1, rows: 1, columns: 1 };
    sheet.protections = [
      { id: 'x', range, description: 'Mine', warningOnly: false, editors: [system.captain], unprotected: [] },
    ];
    expect(tabNamed('Log', open().snapshot()).layout.protections).toEqual([]);
    expect(tabNamed('Log', open('else@example.com').snapshot()).layout.protections).toEqual([
      { range, unprotected: [], description: 'Mine', effect: 'refuse' },
    ]);
    sheet.protections = standing;
    expect(tabNamed('Bookings').layout.protections).toContainEqual(
      expect.objectContaining({ description: 'Charter Desk writes here', effect: 'warn' }),
    );
  });

  it('spends nothing on empty rows', () => {
    const rows = Object.keys(tabNamed('Bookings').cells).map(Number);
    expect(Math.max(...rows)).toBe(sheetNamed('Bookings').contentExtent().rows);
    expect(JSON.stringify(snapshot).length).toBeLessThan(60_000);
  });
});

describe('a change', () => {
  const gross = () => under('Bookings', 'Gross');
  const type = (tab: string, a1: string, text: string) => {
    const { row = 0, column = 0 } = parseA1(a1, sheetNamed(tab).data)?.rectangle ?? {};
    sheetNamed(tab).type(row, column, text);
  };
  const place = (a1: string) => parseA1(a1, { rows: 1, columns: 1 })?.rectangle ?? { row: 0, column: 0 };

  it('is nothing while nothing changed', () => {
    view.change();
    expect(view.change()).toBeNull();
  });

  it('is one cell where one cell changed, and is told once', () => {
    type('Bookings', gross(), '900');
    const { row, column } = place(gross());
    expect(view.change()).toEqual({
      looks: {},
      whole: [],
      changed: [{ id: 0, cells: { [row]: { [column]: { value: 900 } } } }],
    });
    expect(view.change()).toBeNull();
  });

  it('comes for an edit that left the cell as it was, for its window shows what was typed', () => {
    type('Bookings', gross(), '$900.00');
    expect(view.change()?.changed).toHaveLength(1);
  });

  it('brings the looks that are new with it', () => {
    sheetNamed('Bookings').update({ row: 30, column: 1, rows: 1, columns: 1 }, (cell) => ({
      ...cell,
      format: { background: '#123456' },
    }));
    const change = view.change();
    const [key] = Object.keys(change?.looks ?? {});
    expect(change?.looks).toEqual({ [String(key)]: { bg: { rgb: '#123456' }, n: { pattern: '@' } } });
    expect(change?.changed[0]?.cells?.[30]?.[1]).toEqual({ look: key });
  });

  it('follows a list of choices that stands in another tab', () => {
    type('Locations', 'A9', 'Harbor Island');
    const change = view.change();
    const bookings = change?.changed.find(({ id }) => id === 0);
    expect(bookings?.cells).toBeUndefined();
    expect(bookings?.choices).toContainEqual(
      expect.objectContaining({ values: expect.arrayContaining(['Harbor Island']) }),
    );
    type('Locations', 'A9', '');
    view.change();
  });

  it('tells a tab’s new shape apart from its cells', () => {
    const { data } = sheetNamed('Crew');
    data.columnWidths[2] = 333;
    data.hiddenRows = [5];
    data.frozenColumns = 2;
    expect(view.change()?.changed).toEqual([
      {
        id: data.id,
        layout: expect.objectContaining({
          hiddenRows: [5],
          frozenColumns: 2,
          columnWidths: expect.objectContaining({ 2: 333 }),
        }),
      },
    ]);
  });

  it('shows a tab that was hidden, and hides it again', () => {
    const { data } = sheetNamed('Charter Desk');
    data.hidden = false;
    const shown = view.change();
    expect(shown?.order).toContain(data.id);
    expect(shown?.whole.map(({ layout }) => layout.name)).toEqual(['Charter Desk']);
    data.hidden = true;
    const hidden = view.change();
    expect(hidden?.order).not.toContain(data.id);
    expect(hidden?.whole).toEqual([]);
  });

  it('tells a tab from the start when other rules colour it', () => {
    sheetNamed('Kanban').data.conditionalFormatRules = [];
    expect(view.change()?.whole.map(({ layout }) => layout.name)).toEqual(['Kanban']);
  });
});

describe('whoever follows the changes', () => {
  /** What a browser's copy shows in the rows that something happens to. */
  const shownBy = (model: Model) =>
    model.tabs.map((tab) => {
      const { rows, columns } = tab.layout;
      const first = Array.from({ length: 20 }, (_, index) => index + 1);
      const last = Array.from({ length: 12 }, (_, index) => rows - index);
      return {
        layout: { ...tab.layout, blanks: [] },
        cells: [...first, ...last].map((row) =>
          Array.from({ length: columns }, (_, column) => {
            const { look, blankLook: _blank, ...cell } = tab.cell(row, column + 1);
            return { ...cell, look: look === null ? {} : model.looks[look] };
          }),
        ),
      };
    });
  const loaded = (from: GridSnapshot) => {
    const model = new Model();
    model.load(structuredClone(from));
    return model;
  };
  const acts: [string, (captain: Person) => unknown][] = [
    ['types', (captain) => captain.edit('Bookings', 'J3', [['1,200']])],
    [
      'pastes a block',
      (captain) =>
        captain.edit('Bookings', 'A12', [
          ['NEW-1', 'Direct'],
          ['NEW-2', ''],
        ]),
    ],
    ['inserts rows', (captain) => captain.insertRows('Bookings', 4, 2)],
    ['sorts', (captain) => captain.sort('Bookings', '2:20', [{ column: 4, ascending: true }])],
    ['deletes rows', (captain) => captain.deleteRows('Bookings', 3, 4)],
    [
      'deletes and inserts as many',
      async (captain) => {
        await captain.deleteRows('Crew', 3, 2);
        await captain.insertRows('Crew', 3, 2);
      },
    ],
    ['deletes the last rows', (captain) => captain.deleteRows('Crew', 991, 10)],
    ['adds rows at the end', (captain) => captain.insertRows('Crew', 991, 10)],
    ['deletes those', (captain) => captain.deleteRows('Crew', 991, 10)],
    ['adds some again', (captain) => captain.insertRows('Crew', 991, 10)],
    ['undoes', (captain) => captain.undo()],
  ];

  it.each(acts)('sees what one sees who comes later, when the captain %s', async (_what, act) => {
    const model = loaded(view.snapshot());
    await act(new Person(system.project, system.captain));
    const change = view.change();
    if (change) model.apply(structuredClone(change) as GridChange);
    expect(shownBy(model)).toEqual(shownBy(loaded(open().snapshot())));
    expect(shownBy(loaded(view.snapshot()))).toEqual(shownBy(model));
  });
});
