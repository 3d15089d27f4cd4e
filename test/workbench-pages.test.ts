import path from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlanReport } from '../local/plan-report.ts';
import { LocalSystem } from '../local/system.ts';
import { readTables } from '../local/tables/example-tables.ts';
import { workbenchApp } from '../local/workbench/app.ts';
import { Windows } from '../local/workbench/live/windows.ts';
import { wholeState } from './support/whole-state.ts';

const root = path.resolve(import.meta.dirname, '..');
const HOST = '127.0.0.1:8787';

let system: LocalSystem;
let app: Hono;

beforeAll(async () => {
  system = await LocalSystem.start({
    root,
    now: Date.parse('2027-05-01T12:00:00-07:00'),
    ports: { aws: 0, guestSite: 0, crewApi: 0 },
  });
  const tables = await readTables(root, {});
  system.pasteReferences(tables);
  const rows = system.paste('bookings', tables.bookings);
  await system.publishRows(rows.slice(0, 1));
  app = workbenchApp({ system, windows: new Windows(system.messages), root });
});
afterAll(() => system.stop());

const get = (address: string, headers: Record<string, string> = {}) =>
  app.request(address, { headers: { host: HOST, ...headers } });
const textOf = async (address: string) => (await get(address)).text();
const post = (address: string, body: unknown, headers: Record<string, string> = {}) =>
  app.request(address, {
    method: 'POST',
    headers: { host: HOST, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

describe('the calendar', () => {
  it('opens on the month of the next charter, with its weeks from Sunday on', async () => {
    const page = await textOf('/calendar');
    const days = [...page.matchAll(/<time datetime="(\d{4}-\d\d-\d\d)"/g)].map(([, day]) => day);
    expect(days).toHaveLength(31);
    expect([days[0], days.at(-1)]).toEqual(['2027-05-01', '2027-05-31']);
    // May 2027 begins on a Saturday: six days before it are another month's, and five after it.
    expect(page.match(/<td class="outside">/g)).toHaveLength(11);
    expect(page).toMatch(/<time datetime="2027-05-01"\s+aria-current="date">/);
    expect(page).toMatch(/<td class="busy">\s*<time datetime="2027-05-30"/);
    expect(page.match(/<td class="busy">/g)).toHaveLength(1);
  });

  it('goes to any month and back', async () => {
    const page = await textOf('/calendar?month=2027-12');
    expect(page).toContain('<h1>Calendar, December 2027</h1>');
    expect(page).toContain('href="/calendar?month=2027-11"');
    expect(page).toContain('href="/calendar?month=2028-01"');
    expect(await textOf('/calendar?month=2027-13')).toContain('<h1>Calendar, May 2027</h1>');
  });
});

describe('who may ask', () => {
  it('is this laptop, by its own names', async () => {
    for (const host of ['evil.example', '127.0.0.1.evil.example:8787', '']) {
      expect((await get('/outbox', { host })).status).toBe(403);
    }
    expect((await get('/outbox', { host: 'localhost:8787' })).status).toBe(200);
  });

  it('is no other site in the same browser', async () => {
    const body = { now: '2027-05-03T00:00:00Z' };
    const before = system.clock.now();
    expect((await post('/api/clock', body, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('/api/clock', body, { origin: 'http://127.0.0.1:9999' })).status).toBe(403);
    expect((await post('/api/clock', body, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('/api/clock', body, { 'content-type': 'text/plain; application/json' })).status).toBe(
      415,
    );
    expect(system.clock.now() - before).toBeLessThan(60_000);
  });

  it('gets a workbook whose only scripts are the workbench’s own, and that nobody frames', async () => {
    const policy = (await get('/')).headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';.*connect-src 'self';/);
    expect(policy).toMatch(/frame-ancestors 'none'$/);
  });

  it('gets pages that may run no script and are framed by nobody else', async () => {
    for (const address of ['/guests', '/outbox', '/calendar', '/requests', '/faults', '/nowhere']) {
      const { headers } = await get(address);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'self'$/);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('the control API', () => {
  it('tells the time, and sets it', async () => {
    const response = await post('/api/clock', { now: '2027-05-02T09:00:00-07:00' });
    expect(await response.json()).toMatchObject({
      now: expect.stringMatching(/^2027-05-02T16:00:0/),
      timeZone: 'America/Los_Angeles',
      endpoints: system.cloud.endpoints,
    });
  });

  it.each([
    ['/api/clock', { now: 'noon' }, 422],
    ['/api/clock', 'not JSON', 400],
    ['/api/publish', {}, 422],
    ['/api/publish', { bookings: { file: 'f.csv', columns: ['Gross'], rows: [] } }, 422],
    ['/api/publish', { bookings: { file: 'f.csv', columns: ['Gros'], rows: [] } }, 422],
    ['/api/plan', {}, 422],
    ['/api/nothing', {}, 404],
  ])('answers %s %j with %i and what is wrong', async (address, body, status) => {
    const response = await post(address, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ problems: expect.arrayContaining([expect.stringMatching(/./)]) });
  });

  describe('asked for a plan', () => {
    const columns = [
      'Booking ID',
      'Start',
      'Guest',
      'Party',
      'Date',
      'Hours',
      'Location',
      'Gross',
      'Captain',
    ];
    const row = (line: number, id: string, start: string) => ({
      line,
      cells: [id, start, 'Avery Lindqvist', '6', '2027-05-30', '3', 'Sheraton Marina', '840.75', 'kit'],
    });
    const table = (columns: string[], rows: { line: number; cells: string[] }[]) => ({
      file: 'f.csv',
      columns: [...columns, 'Source', 'Crew'],
      rows: rows.map(({ line, cells }) => ({ line, cells: [...cells, 'Boatsetter', 'sam, mia'] })),
    });
    const bookings = table(columns, [row(2, 'NEW-1', '9:00'), row(3, 'xhqgmdh', '11:00')]);
    const plan = async (body: object) => {
      const before = wholeState(system);
      const response = await post('/api/plan', body);
      expect(wholeState(system)).toEqual(before);
      return response;
    };
    const planned = async (body: object): Promise<PlanReport['bookings']> => {
      const response = await plan(body);
      expect(response.status).toBe(200);
      const { report } = (await response.json()) as { report: PlanReport };
      return report.bookings;
    };

    it('puts the rows into a copy, refers to what it was given there, and changes nothing', async () => {
      const crew = {
        file: 'crew.csv',
        columns: ['Crew ID', 'Name', 'Role', 'Email', 'Hourly rate', 'Active'],
        rows: [
          { line: 2, cells: ['kit', 'Kit Alvarado', 'captain', 'kit@crew.example', '50', 'TRUE'] },
          { line: 3, cells: ['sam', 'Samuel Okoro', 'deckhand', 'sam@crew.example', '25', 'TRUE'] },
        ],
      };
      const [added, moved] = await planned({ bookings, crew });
      expect(added).toMatchObject({ bookingId: 'NEW-1', state: '', changes: [] });
      expect(moved).toMatchObject({ bookingId: 'xhqgmdh', state: 'Changed', problems: [] });
      expect(added?.steps).toHaveLength(6);
      expect(added?.steps).toContainEqual({
        projection: 'crew event',
        action: 'create',
        words: 'invites Kit, Samuel and Mia by mail',
      });
      expect(moved?.changes).toContain('start 09:00 → 11:00');
    });

    it('does not tell the time of the copy to anybody else', async () => {
      const [added] = await planned({ bookings, now: '2027-06-15T09:00:00-07:00' });
      // The charter is over by then.
      expect(added?.steps.map(({ projection }) => projection)).not.toContain('crew event');
      expect(new Date(system.clock.now()).toISOString()).toMatch(/^2027-05-0/);
    });

    it('says what is wrong with settings that it was given', async () => {
      const settings = {
        file: 'settings.csv',
        columns: ['Setting', 'Value'],
        rows: [{ line: 2, cells: ['Crew extra hours', 'many'] }],
      };
      const response = await plan({ bookings, settings });
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual({
        problems: [expect.stringMatching(/^In the Settings tab: .*“many”/)],
      });
    });

    it('has nothing to tell of no bookings', async () => {
      expect(await planned({ bookings: { ...bookings, rows: [] } })).toEqual([]);
    });
  });
});
