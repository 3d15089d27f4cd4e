import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { INPUT_COLUMNS, OUTPUT_COLUMNS } from '../src/booking/booking-row.ts';
import { CREW_COLUMNS } from '../src/booking/crew.ts';
import { LOCATION_COLUMNS } from '../src/booking/location.ts';
import { SETTINGS } from '../src/booking/setting-definitions.ts';
import { ABOUT_SETTINGS } from '../src/booking/setting-words.ts';
import { LANES } from '../src/projections/kanban.ts';
import { buildTabs, type TabsProject } from './support/tabs-project.ts';

let built: Awaited<ReturnType<typeof buildTabs>>;
let tabs: TabsProject;
beforeAll(async () => {
  built = await buildTabs();
});
afterAll(() => built.remove());
beforeEach(async () => {
  tabs = await built.openSetUp();
});
afterEach(() => tabs.close());

const NOTHING_NEW = { made: [], mended: [], settings: [], wasCopy: false };

const headersOf = (tab: string) => tabs.shown(tab)[0];
const sheetOf = (tab: string) => {
  const sheet = tabs.workbook.sheetNamed(tab);
  if (!sheet) throw new Error(`No tab ${tab}`);
  return sheet;
};
const columnOf = (tab: string, header: string) => (headersOf(tab)?.indexOf(header) ?? -1) + 1;
const cellBelow = (tab: string, header: string) => sheetOf(tab).cell(2, columnOf(tab, header));
/** All that the spreadsheet is: values, formats, notes, choices, rules, protections but for their ids. */
const snapshot = () =>
  JSON.parse(JSON.stringify(tabs.workbook, (key, value) => (key === 'id' ? undefined : value)));

describe('on a new spreadsheet', () => {
  test('all tabs stand in order, and the blank one that Sheets made became the first', () => {
    expect(tabs.workbook.data.sheets.map(({ name, hidden }) => ({ name, hidden }))).toEqual([
      { name: 'Bookings', hidden: false },
      { name: 'Board', hidden: false },
      { name: 'Kanban', hidden: false },
      { name: 'Crew', hidden: false },
      { name: 'Locations', hidden: false },
      { name: 'Settings', hidden: false },
      { name: 'Log', hidden: false },
      { name: 'Charter Desk', hidden: true },
    ]);
  });

  test('each tab has its headers in design order, in view and with a note', () => {
    expect(headersOf('Bookings')).toEqual([...INPUT_COLUMNS, ...OUTPUT_COLUMNS]);
    expect(headersOf('Crew')).toEqual([...CREW_COLUMNS]);
    expect(headersOf('Locations')).toEqual([...LOCATION_COLUMNS]);
    expect(headersOf('Kanban')?.slice(0, 3)).toEqual(['Lane', 'Card', 'Date']);
    expect(headersOf('Log')?.join(' ')).toBe('When Booking Operation Service Status ms Attempt Outcome');
    for (const { name, frozenRows } of tabs.workbook.data.sheets) {
      if (name !== 'Board') {
        headersOf(name)?.forEach((header, index) => {
          expect(sheetOf(name).cell(1, index + 1)?.note, `${name} ${header}`).toMatch(/\w.*\.$/);
        });
      }
      expect(frozenRows, name).toBe(name === 'Board' ? 2 : 1);
    }
    expect(sheetOf('Bookings').data.frozenColumns).toBe(1);
  });

  test('cells are formatted for what belongs there, down to the last row', () => {
    const formats = [
      ['Bookings', 'Booking ID', '@'],
      ['Bookings', 'Date', 'ddd, mmm d, yyyy'],
      ['Bookings', 'Start', 'h:mm am/pm'],
      ['Bookings', 'Gross', '$#,##0.00'],
      ['Locations', 'Fee %', '0.0#%'],
      ['Kanban', 'Net', '$#,##0.00'],
    ] as const;
    for (const [tab, header, format] of formats) {
      const sheet = sheetOf(tab);
      const column = columnOf(tab, header);
      expect(sheet.numberFormat(2, column), header).toBe(format);
      expect(sheet.numberFormat(sheet.data.rows, column), header).toBe(format);
    }
  });

  test('a captain types as Sheets takes it, and ids stay text', () => {
    tabs.fill('Bookings', [
      { 'Booking ID': '2027-05-30', Date: '5/30/2027', Start: '9:00 AM', Gross: '840.75' },
    ]);
    tabs.fill('Locations', [
      { Location: 'Sheraton Marina', 'Fee %': '18' },
      { Location: 'Sentinel Wharf', 'Fee %': '17.37%' },
    ]);
    const [row] = tabs.shown('Bookings').slice(1);
    expect(row?.[0]).toBe('2027-05-30');
    expect(cellBelow('Bookings', 'Booking ID')?.value).toBe('2027-05-30');
    expect(row?.[columnOf('Bookings', 'Date') - 1]).toBe('Sun, May 30, 2027');
    expect(row?.[columnOf('Bookings', 'Start') - 1]?.toLowerCase()).toBe('9:00 am');
    expect(row?.[columnOf('Bookings', 'Gross') - 1]).toBe('$840.75');
    expect(cellBelow('Locations', 'Fee %')?.value).toBe(0.18);
    const fees = tabs.shown('Locations').map((line) => line[columnOf('Locations', 'Fee %') - 1]);
    expect(fees).toEqual(['Fee %', '18.0%', '17.37%']);
  });

  test('choices are offered; Status and Lane take nothing else, Location and Captain do', () => {
    const type = (tab: string, header: string, text: string) => () =>
      sheetOf(tab).type(2, columnOf(tab, header), text);
    expect(type('Bookings', 'Status', 'Redy')).toThrow(/violates/);
    expect(type('Kanban', 'Lane', 'Doing')).toThrow(/violates/);
    expect(type('Bookings', 'Status', 'Ready')).not.toThrow();
    for (const lane of LANES) expect(type('Kanban', 'Lane', lane)).not.toThrow();
    expect(type('Bookings', 'Location', 'A dock not listed yet')).not.toThrow();
    expect(cellBelow('Bookings', 'Location')?.validation).toMatchObject({ criteria: 'VALUE_IN_RANGE' });
    expect(cellBelow('Bookings', 'Captain')?.validation).toMatchObject({ criteria: 'VALUE_IN_RANGE' });
    expect(cellBelow('Crew', 'Active')?.validation).toMatchObject({ criteria: 'CHECKBOX' });
    expect(cellBelow('Bookings', 'Crew')?.validation).toBeUndefined();
  });

  test('what we write is protected by a warning, and what the captain writes is not', () => {
    const covered = (tab: string) =>
      sheetOf(tab)
        .data.protections.filter(({ warningOnly }) => warningOnly)
        .flatMap(({ range }) =>
          range
            ? Array.from({ length: range.columns }, (_, index) => headersOf(tab)?.[range.column - 1 + index])
            : [],
        );
    expect(covered('Bookings')).toEqual([...OUTPUT_COLUMNS]);
    expect(covered('Kanban')).toEqual(headersOf('Kanban')?.filter((header) => header !== 'Lane'));
    expect(covered('Log')).toEqual(headersOf('Log'));
    expect(covered('Board')).toHaveLength(LANES.length);
    expect(covered('Settings')).toEqual([]);
    expect(
      tabs.workbook.data.sheets.flatMap((sheet) => sheet.protections).every((one) => one.warningOnly),
    ).toBe(true);
  });

  test('states, statuses and lanes have colours of their own', () => {
    const colours = (tab: string, header: string) => {
      const rules = sheetOf(tab).data.conditionalFormatRules.filter(({ ranges }) =>
        ranges.some(({ column }) => column === columnOf(tab, header)),
      );
      return new Map(rules.map(({ arguments: [text], format }) => [text, format.background]));
    };
    expect([...colours('Bookings', 'Status').keys()]).toEqual(['Draft', 'Ready', 'Cancelled', 'Completed']);
    expect([...colours('Bookings', 'State').keys()]).toEqual([
      'Publishing',
      'Published',
      'Changed',
      'Needs attention',
      'Removed',
    ]);
    expect([...colours('Kanban', 'Lane').keys()]).toEqual([...LANES]);
    expect(new Set(colours('Kanban', 'Lane').values()).size).toBe(LANES.length);
    expect(cellBelow('Bookings', 'State')?.format?.background).not.toBe(
      cellBelow('Bookings', 'Guest')?.format?.background,
    );
  });

  test('every setting stands there with its default and an explanation', async () => {
    const rows = tabs.shown('Settings').slice(1);
    expect(rows.map(([name]) => name)).toEqual(Object.values(SETTINGS).map(({ name }) => name));
    expect(rows.map(([, , about]) => about)).toEqual(Object.values(ABOUT_SETTINGS));
    const values = new Map(await tabs.run<[string, unknown][]>('readSettingsTab'));
    for (const { name, initial } of Object.values(SETTINGS)) expect(values.get(name), name).toBe(initial);
  });

  test('a second run changes nothing and says so', async () => {
    const before = snapshot();
    expect(await tabs.run('setUp')).toEqual(NOTHING_NEW);
    expect(snapshot()).toEqual(before);
  });
});

describe('on a spreadsheet in use', () => {
  test('it tells what was made', async () => {
    const blank = await built.open('blank');
    expect(await blank.run('setUp')).toEqual({
      ...NOTHING_NEW,
      made: ['Bookings', 'Kanban', 'Crew', 'Locations', 'Settings', 'Log', 'Charter Desk', 'Board'],
    });
    await blank.close();
    tabs.workbook.deleteSheet(sheetOf('Log'));
    expect(await tabs.run('setUp')).toEqual({ ...NOTHING_NEW, made: ['Log'] });
    expect(tabs.workbook.data.sheets.map(({ name }) => name).slice(-3)).toEqual([
      'Settings',
      'Log',
      'Charter Desk',
    ]);
  });

  test('a header that was cleared comes back over its own column, and the data below stays', async () => {
    tabs.fill('Bookings', [{ 'Booking ID': 'XHQGMDH', Gross: '840.75', Published: 'May 1, 2027 9:00 am' }]);
    const places = (['Booking ID', 'Gross', 'Crew', 'Published'] as const).map((header) =>
      columnOf('Bookings', header),
    );
    const before = snapshot();
    for (const column of places) sheetOf('Bookings').type(1, column, '');
    expect(await tabs.run('setUp')).toEqual({
      ...NOTHING_NEW,
      mended: [{ tab: 'Bookings', headers: ['Booking ID', 'Gross', 'Crew', 'Published'] }],
    });
    expect(snapshot()).toEqual(before);
  });

  test('a header whose column is gone is added at the end; columns of the captain keep their content', async () => {
    const sheet = sheetOf('Bookings');
    sheet.deleteColumns(columnOf('Bookings', 'Problem'), 1);
    const mine = (headersOf('Bookings')?.length ?? 0) + 1;
    sheet.type(1, mine, 'Tip');
    sheet.type(2, mine, '=1+1');
    sheet.type(3, mine, 'cash');
    await tabs.run('setUp');
    expect(headersOf('Bookings')?.slice(-2)).toEqual(['Tip', 'Problem']);
    expect(sheet.cell(2, mine)?.formula).toBe('=1+1');
    expect(sheet.cell(3, mine)?.value).toBe('cash');
    expect(sheet.cell(3, mine)?.numberFormat).toBeUndefined();
  });

  test('headers that a person moved stay where they are, and protection moves with them', async () => {
    const sheet = sheetOf('Kanban');
    sheet.data.cells = [['Net', 'my own', 'lane', 'Booking ID'].map((value) => ({ value }))];
    await tabs.run('setUp');
    expect(headersOf('Kanban')?.slice(0, 4)).toEqual(['Net', 'my own', 'lane', 'Booking ID']);
    const covered = sheet.data.protections.map(({ range }) => range && [range.column, range.columns]);
    expect(covered).toEqual([
      [1, 1],
      [4, (headersOf('Kanban')?.length ?? 0) - 3],
    ]);
  });

  test('values, explanations and rules that a person wrote stay; missing ones are added', async () => {
    const sheet = sheetOf('Settings');
    const row = (name: string) => tabs.shown('Settings').findIndex(([setting]) => setting === name) + 1;
    sheet.type(row('Boat'), 2, 'Second boat');
    sheet.type(row('Boat'), 3, 'my words');
    sheet.type(row('Contact'), 3, '');
    sheet.type(row('Region'), 1, 'my own setting');
    const rules = sheetOf('Bookings').data.conditionalFormatRules;
    const draft = rules.find(({ arguments: [text] }) => text === 'Draft');
    if (draft) draft.format.background = '#123456';
    sheetOf('Bookings').data.conditionalFormatRules = rules.filter(
      ({ arguments: [text] }) => text !== 'Ready',
    );

    expect(await tabs.run('setUp')).toEqual({ ...NOTHING_NEW, settings: ['Region'] });
    expect(sheet.cell(row('Boat'), 2)?.value).toBe('Second boat');
    expect(sheet.cell(row('Boat'), 3)?.value).toBe('my words');
    expect(sheet.cell(row('Contact'), 3)?.value).toBe(ABOUT_SETTINGS.contact);
    expect(row('my own setting')).toBeGreaterThan(0);
    expect(tabs.shown('Settings').at(-1)?.slice(0, 2)).toEqual(['Region', 'us-west-2']);
    const after = sheetOf('Bookings').data.conditionalFormatRules;
    expect(after.find(({ arguments: [text] }) => text === 'Draft')?.format.background).toBe('#123456');
    expect(after.filter(({ arguments: [text] }) => text === 'Ready')).toHaveLength(1);
  });

  test("another person's protection stays", async () => {
    const theirs = {
      id: '900',
      range: { row: 1, column: 1, rows: 1000, columns: 3 },
      description: 'mine',
      warningOnly: false,
      editors: ['captain@queenofsandiego.com'],
      unprotected: [],
    };
    sheetOf('Bookings').data.protections.push(theirs);
    sheetOf('Bookings').deleteColumns(2, 1);
    await tabs.run('setUp');
    expect(sheetOf('Bookings').data.protections.map(({ description }) => description)).toContain('mine');
  });

  test('a copy knows that it is one until Set up runs there', async () => {
    expect(await tabs.run('isCopy')).toBe(false);
    const copy = await built.open('the-copy');
    copy.workbook.data.sheets = structuredClone(tabs.workbook.data.sheets);
    expect(await copy.run('isCopy')).toBe(true);
    expect(await copy.run('setUp')).toEqual({ ...NOTHING_NEW, wasCopy: true });
    expect(await copy.run('isCopy')).toBe(false);
    expect(await tabs.run('isCopy')).toBe(false);
    await copy.close();
  });
});
