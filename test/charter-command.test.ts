import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanReport } from '../local/plan-report.ts';
import type { PublishReport } from '../local/publish-report.ts';
import type { WindowMessage } from '../local/workbench/live/message.ts';
import {
  filesBelow,
  interruptWhen,
  removeTemporaryFolders,
  run,
  type ServingSystem,
  serveSystem,
  temporaryFile,
  temporaryFolder,
} from './support/commands.ts';

afterAll(removeTemporaryFolders);

const NOW = '2027-05-01T12:00:00-07:00';

/** The golden booking, with what a captain can't leave out, and a status. */
const golden = {
  'Booking ID': 'XHQGMDH',
  Source: 'Boatsetter',
  Guest: 'Avery Lindqvist',
  Party: '6',
  Date: '2027-05-30',
  Start: '09:00',
  Hours: '3',
  Location: 'Sheraton Marina',
  Gross: '840.75',
  Crew: '"sam, mia"',
  Captain: 'kit',
  Status: 'Ready',
};
type Row = Partial<Record<keyof typeof golden | 'Guest notes', string>>;

const bookingsFile = (...rows: Row[]): Promise<string> => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))] as (keyof Row)[];
  const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join());
  return temporaryFile('bookings.csv', [columns.join(), ...lines].join('\n'));
};

const reportOf = (stdout: string): PublishReport => JSON.parse(stdout);
const columnsOf = (booking: PublishReport['bookings'][number] | undefined) =>
  booking?.problems.map(({ column }) => column);

/** What stands in the cells of a tab, as a window of the workbench gets it. */
async function valuesIn(system: ServingSystem, tab: string): Promise<unknown[]> {
  const events = await fetch(new URL('/live/events?window=of-a-test', system.endpoints.workbench));
  if (!events.body) throw new Error('The workbench sends no events.');
  let text = '';
  for await (const chunk of events.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const [, json] = /^data: (.*"kind":"snapshot".*)$/m.exec(text) ?? [];
    if (!json || !text.includes(`${json}\n`)) continue;
    const { snapshot }: Extract<WindowMessage, { kind: 'snapshot' }> = JSON.parse(json);
    const cells = snapshot.tabs.find(({ layout }) => layout.name === tab)?.cells ?? {};
    return Object.values(cells).flatMap((row) => Object.values(row).map((cell) => cell?.value));
  }
  throw new Error('The workbench sent no snapshot.');
}

describe('charter publish, in a system of its own', () => {
  it('prints one JSON document for a booking that is published', async () => {
    const { code, stdout } = await run(
      'charter',
      'publish',
      await bookingsFile(golden),
      '--json',
      '--now',
      NOW,
    );

    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const report = reportOf(stdout);
    expect(report).toEqual({
      bookings: [
        {
          bookingId: 'XHQGMDH',
          state: 'Published',
          problems: [],
          revenue: {
            grossCents: 84_075,
            crewCents: 25_000,
            captainCents: 15_000,
            portFeeCents: 15_134,
            netCents: 28_941,
          },
          guestPageUrl: 'https://queenofsandiego.com/g/xhqgmdh',
          calendarEntryId: expect.stringMatching(/./),
          crewEventId: expect.stringMatching(/./),
          summaryMessageId: expect.stringMatching(/./),
        },
      ],
      rounds: expect.any(Number),
      calls: { urlFetch: expect.any(Number), spreadsheet: expect.any(Number) },
    });
    // Five once credentials are cached, and two that fetch them; a page that isn't live at once takes further looks.
    expect(report.rounds).toBeGreaterThanOrEqual(5);
    expect(report.calls.urlFetch).toBeGreaterThanOrEqual(report.rounds);
    expect(report.calls.spreadsheet).toBeLessThanOrEqual(25);
  });

  it('publishes what it can of a mixed file, and tells every problem of the rest, in the file’s order', async () => {
    const file = await bookingsFile(
      {
        ...golden,
        'Booking ID': 'BAD-ROW',
        Start: '25:00',
        Gross: '"eight hundred"',
        Crew: 'nobody',
        Status: 'Redy',
      },
      { ...golden, 'Booking ID': 'TWIN' },
      { ...golden, 'Booking ID': '' },
      { ...golden, 'Booking ID': 'DRAFT-1', Status: '', Date: '5/29/2027', Start: '9:00 AM', Crew: 'zoe' },
      { ...golden, 'Booking ID': 'twin', Party: '-1' },
    );
    const crew = await temporaryFile(
      'crew.csv',
      'Crew ID,Name,Role,Email,Hourly rate,Active\nzoe,Zoë Park,deckhand,zoe@crew.example,30.01,TRUE\nkit,Kit Alvarado,captain,kit@crew.example,50,yes\nmia,Mia Delgado,deckhand,mia@crew.example,25,TRUE\nsam,Sam Okoro,deckhand,sam@crew.example,25,TRUE\n',
    );
    const locations = await temporaryFile('locations.csv', 'Location,Fee %\nSheraton Marina,12.5%\n');
    const settings = await temporaryFile(
      'settings.csv',
      'Setting,Value\nCrew extra hours,1.5\nBoat,Day Star\n',
    );
    const options = ['--crew', crew, '--locations', locations, '--settings', settings, '--now', NOW];
    const { code, stdout } = await run('charter', 'publish', file, '--json', ...options);

    expect(code).toBe(1);
    const { bookings } = reportOf(stdout);
    expect(bookings.map(({ bookingId }) => bookingId)).toEqual(['BAD-ROW', 'TWIN', '', 'DRAFT-1', 'twin']);
    expect(columnsOf(bookings[0])?.sort()).toEqual(['Crew', 'Gross', 'Start', 'Status']);
    expect(bookings[0]?.problems.find(({ column }) => column === 'Gross')?.message).toContain(
      'eight hundred',
    );
    expect(columnsOf(bookings[1])).toEqual(['Booking ID']);
    expect(columnsOf(bookings[2])).toEqual(['Booking ID']);
    expect(columnsOf(bookings[4])?.sort()).toEqual(['Booking ID', 'Party']);
    for (const bad of [0, 1, 2, 4]) {
      expect(bookings[bad]).toMatchObject({ revenue: null, calendarEntryId: null, summaryMessageId: null });
      expect(bookings[bad]?.state).not.toBe('Published');
    }
    expect(bookings[3]).toMatchObject({
      state: 'Published',
      problems: [],
      // 30.01 × 4.5 h and 12.5 % of 840.75, each rounded half away from zero.
      revenue: { crewCents: 13_505, captainCents: 15_000, portFeeCents: 10_509, netCents: 45_061 },
    });
  });
});

describe('charter publish, interrupted', () => {
  it.each([
    ['its system starts', 'SIGTERM', 143, /^charter-desk-s3-/],
    ['it publishes', 'SIGINT', 130, /[/\\]g[/\\]twin-/],
  ] as const)('while %s, leaves nothing behind', async (_when, signal, code, sign) => {
    const folder = await temporaryFolder();
    const rows = Array.from({ length: 12 }, (_, index) => ({ ...golden, 'Booking ID': `TWIN-${index}` }));
    const ended = await interruptWhen(
      (files) => files.some((file) => sign.test(file)),
      { signal, folder },
      'charter',
      'publish',
      await bookingsFile(...rows),
      '--now',
      NOW,
    );
    expect(ended).toEqual({ code, stdout: '', stderr: `charter: ended by ${signal}.\n` });
    expect(await filesBelow(folder)).toEqual([]);
  });
});

describe('charter plan, in a system of its own', () => {
  it('prints one JSON document, in the file’s order, and ends with 1 when a row has problems', async () => {
    const file = await bookingsFile(
      { ...golden, 'Booking ID': 'BAD-ROW', Party: 'many', Start: 'noonish' },
      golden,
    );
    const { code, stdout } = await run('charter', 'plan', file, '--json', '--now', NOW);
    expect(code).toBe(1);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const { bookings }: PlanReport = JSON.parse(stdout);
    expect(bookings).toEqual([
      {
        bookingId: 'BAD-ROW',
        state: '',
        summary: expect.stringMatching(/./),
        problems: [
          { column: 'Party', message: expect.stringContaining('“many”') },
          { column: 'Start', message: expect.stringContaining('“noonish”') },
        ],
        changes: [],
        steps: [],
      },
      {
        bookingId: 'XHQGMDH',
        state: '',
        summary: 'It would be published for the first time.',
        problems: [],
        changes: [],
        steps: Array.from({ length: 6 }, () => expect.objectContaining({ action: 'create' })),
      },
    ]);
  });
});

describe('charter --at, in a system that runs', () => {
  let system: ServingSystem;
  const at = (...options: string[]) =>
    run('charter', 'publish', ...options, '--at', system.endpoints.workbench);
  beforeAll(async () => {
    system = await serveSystem('--now', NOW);
  });
  afterAll(async () => {
    await system.interrupt();
  });

  it('updates the booking that is there, adds the others, and leaves alone what the file lacks', async () => {
    const first = await at(await bookingsFile({ ...golden, 'Guest notes': 'Mind the step.' }), '--json');
    const file = await bookingsFile(
      { ...golden, 'Booking ID': 'xhqgmdh', Start: '10:30' },
      { ...golden, 'Booking ID': 'NEW-1', Date: '2027-06-02' },
    );
    const second = await at(file, '--json');

    expect([first.code, second.code]).toEqual([0, 0]);
    const [before] = reportOf(first.stdout).bookings;
    const [after, added] = reportOf(second.stdout).bookings;
    expect(after).toMatchObject({
      state: 'Published',
      guestPageUrl: before?.guestPageUrl,
      calendarEntryId: before?.calendarEntryId,
      crewEventId: before?.crewEventId,
    });
    expect(after?.summaryMessageId).not.toBe(before?.summaryMessageId);
    expect(added).toMatchObject({ bookingId: 'NEW-1', state: 'Published' });

    const guestPage = await (await fetch(`${system.endpoints.guestSite}/g/xhqgmdh`)).text();
    expect(guestPage).toContain('10:30');
    expect(guestPage).toContain('Mind the step.');
    const values = await valuesIn(system, 'Bookings');
    expect(values.filter((value) => /^xhqgmdh$/i.test(String(value)))).toHaveLength(1);
  });

  it('plans on a copy: nothing is sent, and nothing in that system changes', async () => {
    const published = await at(await bookingsFile(golden));
    expect(published.code).toBe(0);
    const { workbench } = system.endpoints;
    const pageOf = async (page: string) => {
      const html = await (await fetch(`${workbench}/${page}`)).text();
      return html.replace(/<p>It is .*<\/p>/, '');
    };
    const pages = () =>
      Promise.all(['?tab=Bookings', '?tab=Kanban', '?tab=Log', 'outbox', 'calendar'].map(pageOf));
    const before = await pages();
    const file = await bookingsFile({ ...golden, Start: '15:30' }, { ...golden, 'Booking ID': 'NEW-2' });
    const plan = (...options: string[]) => run('charter', 'plan', file, '--at', workbench, ...options);
    const { code, stdout } = await plan('--now', '2027-05-03T12:00:00Z');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^BOOKING +STATE +PLAN$/m);
    expect(stdout).toMatch(/^XHQGMDH +Changed +All systems would be brought into line with the row\.$/m);
    expect(stdout).toMatch(/^ {4}start 09:00 → 15:30$/m);
    expect(stdout).toMatch(/^ {4}crew event +asks Kit, Sam and Mia again by mail$/m);
    expect(stdout).toMatch(/^NEW-2 +Not published +It would be published for the first time\.$/m);
    expect(stdout).toMatch(/^Nothing was sent, and nothing was changed\.$/m);

    const again = await plan('--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({
      bookings: [
        { bookingId: 'XHQGMDH', state: 'Changed', changes: ['start 09:00 → 15:30'] },
        { bookingId: 'NEW-2', state: '', changes: [] },
      ],
    });
    expect(await pages()).toEqual(before);
    const state = await (await fetch(`${workbench}/api/state`)).json();
    expect(state).toMatchObject({ now: expect.stringMatching(/^2027-05-01T/) });
  });

  it('is readable without --json, and sets that system’s clock with --now', async () => {
    const file = await bookingsFile({ ...golden, Party: 'six' });
    const { code, stdout } = await at(file, '--now', '2027-05-02T08:00:00Z');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^BOOKING +STATE +NET +GUEST PAGE$/m);
    expect(stdout).toMatch(/^XHQGMDH /m);
    expect(stdout).toMatch(/^ {4}Party is “six”\. /m);
    const state = await (await fetch(`${system.endpoints.workbench}/api/state`)).json();
    expect(state).toMatchObject({ now: expect.stringMatching(/^2027-05-02T08:0/) });
  });

  it('says what is wrong with settings that it was given', async () => {
    const settings = await temporaryFile('settings.csv', 'Setting,Value\nCrew extra hours,many\n');
    const { code, stdout, stderr } = await at(await bookingsFile(golden), '--settings', settings);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^charter: In the Settings tab: .*many/m);
  });
});

describe('what charter is given', () => {
  it.concurrent.each([
    [[], 'What is to be done?'],
    [['publish', 'f.csv', '--josn'], 'There is no option --josn.'],
    [['plan'], 'Which bookings? Write: charter plan FILE.csv'],
    [['paln', 'f.csv'], 'There is no command “paln”.'],
    [['publish', 'no/such.csv'], "no/such.csv can't be read"],
    [['publish', 'examples/bookings.csv', '--at', 'localhost'], '--at “localhost” is no address'],
    [
      ['publish', 'examples/bookings.csv', '--at', 'http://127.0.0.1:65535'],
      'nothing answers there (ECONNREFUSED)',
    ],
  ])('%j is refused', async (options, message) => {
    const { code, stdout, stderr } = await run('charter', ...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^charter: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it('names each fault of a file’s columns, and publishes nothing', async () => {
    const file = await temporaryFile('bookings.csv', 'Booking ID,Gros,State\nXHQGMDH,840.75,\n');
    const { code, stdout, stderr } = await run('charter', 'publish', file, '--json');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`charter: ${file}, line 1: there is no column “Gros”.`);
    expect(stderr).toContain(`charter: ${file}, line 1: the column “State” is Charter Desk's to fill in.`);
    expect(stderr).toContain(`charter: ${file}, line 1: the column “Gross” is missing.`);
  });

  it('wants at least one booking', async () => {
    const file = await temporaryFile('bookings.csv', Object.keys(golden).join());
    const { code, stderr } = await run('charter', 'publish', file);
    expect(code).toBe(2);
    expect(stderr).toContain('has no bookings');
  });
});
