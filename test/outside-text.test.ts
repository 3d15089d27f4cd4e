import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';

/** How texts begin that spreadsheets take for formulas, here or in another locale or after an export. */
const STARTS = [
  ...['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'],
  ...[
    '\t=',
    '\r=',
    '\r\n=',
    '\0=',
    '\n=',
    ' =',
    '\u00a0=',
    '\u3000=',
    '\u200b=',
    '\u200d=',
    '\u00ad=',
    '\u202e=',
    "'=",
  ],
];
const PAYLOAD = 'HYPERLINK("https://evil.example","Click")';
/** What is left of a start once nothing unseen stands in it. */
const ATTACKS = STARTS.map((start, index) => ({ id: `EVIL-${index}`, text: `${start}${PAYLOAD}` }));

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
  // The worst case: every column has lost its text format, in which nothing becomes a formula.
  for (const { data } of desk.system.workbook.sheets()) {
    for (const cells of data.cells.slice(1)) {
      for (const cell of cells) if (cell?.numberFormat === '@') delete cell.numberFormat;
    }
  }
});
afterAll(() => desk.close());

function cellsOf(tab: string) {
  return desk.sheet(tab).data.cells.flatMap((cells) => cells.flatMap((cell) => cell ?? []));
}

function formulas(): string[] {
  return desk.system.workbook
    .sheets()
    .flatMap(({ data }) =>
      data.cells.flatMap((cells) =>
        cells.flatMap((cell) => (cell?.formula ? [`${data.name}: ${cell.formula}`] : [])),
      ),
    );
}

/** Puts texts where a person or an import put them as text, whatever they look like. */
function write(bookingId: string, texts: Record<string, string>): void {
  const sheet = desk.sheet('Bookings');
  const [headers = []] = sheet.values({ row: 1, column: 1, rows: 1, columns: sheet.data.columns });
  for (const [header, value] of Object.entries(texts)) {
    const at = { row: desk.rowNumber(bookingId), column: headers.indexOf(header) + 1, rows: 1, columns: 1 };
    sheet.update(at, (cell) => ({ ...cell, value }));
  }
}

describe('text from outside that looks like a formula', () => {
  beforeAll(async () => {
    desk.add(...ATTACKS.map(({ id }) => ({ 'Booking ID': id, Date: '2027-06-01' })));
    for (const { id, text } of ATTACKS) {
      const notes = { 'Guest notes': text, 'Crew notes': text, 'Private notes': text };
      write(id, { Source: text, Boat: text, Guest: text, ...notes });
    }
    // The money board follows any edit, before anything is published.
    await desk.captain.edit('Crew', 'J1', [['x']]);
  });

  it('is text in every cell after an edit, and readable', () => {
    expect(formulas()).toEqual([]);
    for (const { id } of ATTACKS) expect(desk.card(id)?.Card).toContain(`${PAYLOAD} — June 1 (3h)`);
    const tiles = Object.values(desk.board()).flat();
    expect(tiles.filter((tile) => tile.includes(PAYLOAD))).toHaveLength(ATTACKS.length);
  });

  it('is text in every cell after publishing, and in every warning', async () => {
    await desk.run('publishAllReady');
    expect(formulas()).toEqual([]);
    for (const { id } of ATTACKS) expect(desk.row(id)).toMatchObject({ State: 'Published' });
    expect(desk.row('EVIL-0').Problem).toContain('also in EVIL-1');
  });

  it('is text where a remote system wrote it', async () => {
    // Other words than the guests' names, which no log shows.
    const words = 'IMPORTXML(A1)';
    const answers = [
      JSON.stringify({ message: `=${words}` }),
      JSON.stringify({ error: { code: '=cmd|calc', message: `\0\t=${words}\ud800` } }),
      `=${words}`,
      `<html><title>\r\n+${words}</title></html>`,
    ];
    for (const [index, body] of answers.entries()) {
      const id = `REMOTE-${index}`;
      desk.add({ 'Booking ID': id });
      desk.system.cloud.faults.inject({
        service: 'jada-calendar',
        operation: 'POST /calendar',
        kind: 'status',
        status: 400,
        body,
        when: 'before',
        times: 3,
      });
      await desk.publish(id);
      desk.system.cloud.faults.clear();
      expect(desk.row(id).Problem).toContain('IMPORTXML');
      expect(
        desk.rows('Log').filter(({ Booking, Outcome }) => Booking === id && Outcome?.includes('IMPORTXML')),
      ).not.toEqual([]);
    }
    expect(formulas()).toEqual([]);
  });

  it('does not fill the row or the journal, however much of it a calendar answers', async () => {
    const entry = {
      start_time: '2027-08-01T09:00:00-07:00',
      duration_hours: 3,
      boat: 'JADA',
      captain: 'kit',
    };
    const entries = Array.from({ length: 300 }, (_, index) => ({
      ...entry,
      event_name: `\0=${index}${'+1'.repeat(2000)}`,
    }));
    const body = JSON.stringify({ entries });
    desk.system.cloud.faults.inject({
      ...{
        service: 'jada-calendar',
        operation: 'GET /calendar',
        kind: 'status',
        status: 200,
        body,
        when: 'before',
      },
    });
    desk.add({ 'Booking ID': 'CROWDED', Date: '2027-08-01', Start: '9:00 AM' });
    await desk.publish('CROWDED');
    expect(desk.row('CROWDED')).toMatchObject({
      State: 'Published',
      Problem: expect.stringMatching(
        /^(Boat JADA, captain kit also in =\d\+1[^\n]*\n){5}295 more at the same time need /,
      ),
    });
    expect(formulas()).toEqual([]);
  });

  it('is text where it was put away in the archive', async () => {
    await desk.timer(80 * 24 * 60);
    await desk.timer(6);
    expect(desk.rows('Charter Desk').length).toBeGreaterThan(ATTACKS.length);
    expect(formulas()).toEqual([]);
  });

  it('holds no control characters in what we write', () => {
    for (const tab of ['Kanban', 'Board', 'Log', 'Charter Desk']) {
      const texts = cellsOf(tab).map(({ value }) => String(value));
      expect(texts.filter((text) => /(?!\n)\p{Cc}|\p{Cs}/u.test(text))).toEqual([]);
    }
  });
});
