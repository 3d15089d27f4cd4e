import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

const record = (changes: object = {}) => ({
  when: Date.parse('2027-05-01T12:00:00-07:00'),
  service: 'S3',
  operation: 'PutObject',
  bookingId: 'XHQGMDH',
  status: 200,
  milliseconds: 85,
  attempt: 1,
  outcome: 'ok',
  ...changes,
});
const sheetOf = (tab: string) => {
  const sheet = tabs.workbook.sheetNamed(tab);
  if (!sheet) throw new Error(`No tab ${tab}`);
  return sheet;
};

describe('the log', () => {
  test('records stand in order, the newest at the bottom', async () => {
    await tabs.run('log', [[record()]]);
    await tabs.run('log', [
      [record({ status: null, outcome: 'no answer' }), record({ bookingId: '', attempt: 2 })],
    ]);
    const [first, second, third] = tabs.shown('Log').slice(1);
    expect(first?.[0]).toMatch(/^May 1, 2027 12:00 pm$/i);
    expect(first?.slice(1)).toEqual(['XHQGMDH', 'PutObject', 'S3', '200', '85', '1', 'ok']);
    expect(second?.slice(4)).toEqual(['', '85', '1', 'no answer']);
    expect(third?.slice(1, 2)).toEqual(['']);
    expect(sheetOf('Log').cell(2, 6)?.value).toBe(85);
  });

  test('columns are found by their headers, and a missing one is named', async () => {
    const sheet = sheetOf('Log');
    const mixed = ['Outcome', 'mine', 'When', 'Booking', 'Service', 'Operation', 'ms', 'Status', 'Attempt'];
    sheet.data.cells = [mixed.map((value) => ({ value }))];
    await tabs.run('log', [[record()]]);
    expect(tabs.shown('Log')[1]?.map((text, index) => (index === 2 ? '' : text))).toEqual([
      'ok',
      '',
      '',
      'XHQGMDH',
      'S3',
      'PutObject',
      '85',
      '200',
      '1',
    ]);
    sheet.type(1, 1, '');
    await expect(tabs.run('log', [[record()]])).rejects.toMatchObject({
      name: 'SheetError',
      message: /"Outcome"/,
    });
  });

  test("a remote's words never become a formula", async () => {
    sheetOf('Log').update({ row: 2, column: 8, rows: 1, columns: 1 }, () => ({ value: '' }));
    await tabs.run('log', [[record({ outcome: '=1+1' })]]);
    expect(sheetOf('Log').cell(2, 8)).toMatchObject({ value: '=1+1' });
    expect(sheetOf('Log').cell(2, 8)?.formula).toBeUndefined();
  });

  test('many records cost as few calls as one, none costs none, and the grid grows', async () => {
    const many = Array.from({ length: 1200 }, () => record());
    const one = await tabs.execute('log', [[record()]]);
    const all = await tabs.execute('log', [many]);
    expect(one.counts.spreadsheet).toBe(2);
    expect(all.counts.spreadsheet).toBeLessThanOrEqual(3);
    expect(tabs.shown('Log')).toHaveLength(1202);
    expect((await tabs.execute('log', [[]])).counts.spreadsheet).toBe(0);
  });

  test('the oldest go when there are too many, and the header stays', async () => {
    const many = Array.from({ length: 5600 }, (_, index) => record({ attempt: index + 1 }));
    await tabs.run('log', [many]);
    const rows = tabs.shown('Log');
    expect(rows[0]?.[0]).toBe('When');
    expect(rows).toHaveLength(5001);
    expect([rows[1]?.[6], rows.at(-1)?.[6]]).toEqual(['601', '5600']);
    const more = await tabs.execute('log', [[record()]]);
    expect(more.status).toBe('completed');
    expect(tabs.shown('Log')).toHaveLength(5002);
  });
});

describe('the archive', () => {
  test('texts come back under their keys; an older one is replaced; the own id stays', async () => {
    const entry = JSON.stringify({ bookingId: 'XHQGMDH', revision: 3, note: '=1+1' });
    expect(
      await tabs.run('archiveAndFind', [{ 'journal/xhqgmdh': entry, 'journal/b': '{}' }, 'journal/xhqgmdh']),
    ).toBe(entry);
    expect(await tabs.run('archiveAndFind', [{ 'journal/b': '{"new":1}' }, 'journal/b'])).toBe('{"new":1}');
    expect(await tabs.run('archiveAndFind', [{}, 'journal/absent'])).toBeNull();
    expect(tabs.shown('Charter Desk').map(([key]) => key)).toEqual([
      'Key',
      'spreadsheet id',
      'timer last ran',
      'journal/xhqgmdh',
      'journal/b',
    ]);
    expect(await tabs.run('isCopy')).toBe(false);
  });

  test("the timer's last sign is kept, through another Set up as well", async () => {
    const ran = { event: 'last ran', at: Date.parse('2027-05-01T19:05:00Z'), trouble: '' };
    expect(await tabs.run('noteTimer', [ran])).toEqual({ before: null, told: ran, after: ran });
    await tabs.run('setUp');
    const stopped = { ...ran, at: ran.at + 300_000, trouble: '=The  tab "Log" is missing.' };
    expect(await tabs.run('noteTimer', [stopped])).toEqual({ before: ran, told: stopped, after: stopped });
    const anew = { event: 'was set up', at: stopped.at, trouble: '' };
    expect(await tabs.run('noteTimer', [anew])).toEqual({ before: stopped, told: anew, after: anew });
  });
});
