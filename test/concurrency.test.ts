import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Execution, Person, toA1 } from '../local/apps-script/index.ts';
import { Desk } from './support/desk.ts';

const CREW = ['kit@crew.example', 'sam@crew.example', 'mia@crew.example'];
const MATE = 'mate@queenofsandiego.com';

let desk: Desk;
let mate: Person;
beforeAll(async () => {
  desk = await Desk.open();
  mate = new Person(desk.system.project, MATE);
  // From here on nobody fetches credentials first, so rounds count alike.
  add('WARM-UP');
  await desk.publish('WARM-UP');
});
beforeEach(() => void desk.system.messages.take());
afterAll(() => desk.close());

/** Each booking has a boat of its own, by which its mails are told from others. */
function add(...bookingIds: string[]): void {
  desk.add(...bookingIds.map((id) => ({ 'Booking ID': id, Boat: `Boat of ${id}.` })));
}

function addDrafts(...bookingIds: string[]): void {
  desk.add(...bookingIds.map((id) => ({ 'Booking ID': id, Boat: `Boat of ${id}.`, Status: 'Draft' })));
}

const said = () => desk.system.messages.take().join('\n');

/** In each system once: no second card, entry, event or mail, and no call sent twice. */
async function expectEverywhereOnce(...bookingIds: string[]): Promise<void> {
  const log = desk.rows('Log');
  const cards = desk.rows('Kanban');
  for (const id of bookingIds) {
    const readers = desk.system.cloud.outbox.mails
      .filter(({ text }) => text?.includes(`Boat of ${id}.`))
      .map(({ to }) => to.join());
    expect(readers.sort(), id).toEqual([...CREW, desk.system.captain].sort());
    expect(await desk.outside.calendarEntries(id), id).toHaveLength(1);
    expect(await desk.outside.crewEvents(id), id).toHaveLength(1);
    expect(cards.filter((card) => card['Booking ID'] === id)).toHaveLength(1);
    const calls = log.filter(({ Booking }) => Booking === id).map(({ Operation }) => Operation);
    for (const once of ['CreateEntry', 'CreateEvent', 'SendEmail']) {
      expect(
        calls.filter((call) => call === once),
        `${id} ${once}`,
      ).toHaveLength(1);
    }
  }
}

async function expectPublishedOnce(...bookingIds: string[]): Promise<void> {
  for (const id of bookingIds) expect(desk.row(id), id).toMatchObject({ State: 'Published', Problem: '' });
  await expectEverywhereOnce(...bookingIds);
}

/** Holds a publish where this round of it would leave, until something else has happened. */
async function publishWhile(bookingIds: string[], round: number, happens: () => Promise<unknown>) {
  let rounds = 0;
  let failure: unknown;
  const ended = await desk.publish(bookingIds, {
    async onBridgeCall({ service, method }) {
      if (service !== 'UrlFetchApp' || method !== 'fetchAll' || ++rounds !== round) return 'continue';
      try {
        await happens();
        return 'continue';
      } catch (error) {
        failure = error;
        return 'kill-before';
      }
    },
  });
  if (failure) throw failure;
  expect(rounds).toBeGreaterThanOrEqual(round);
  return ended;
}

const bookingsCell = (row: number, column: number) => toA1({ row, column, rows: 1, columns: 1 });

/** What the crew system didn't mail at once, it does by its own schedule. */
async function crewMailsOf(...bookingIds: string[]): Promise<void> {
  const { clock, cloud } = desk.system;
  const isMailed = (id: string, to: string) =>
    cloud.outbox.mails.some((mail) => mail.to.join() === to && mail.text?.includes(`Boat of ${id}.`));
  for (let minute = 0; minute < 30; minute += 1) {
    if (bookingIds.every((id) => CREW.every((to) => isMailed(id, to)))) return;
    clock.advance(60_000);
    await cloud.tick();
  }
}

describe('two people who publish at once', () => {
  it('publish the same booking once', async () => {
    add('AT-ONCE');
    const both = await Promise.all([desk.publish('AT-ONCE'), desk.publish('AT-ONCE', { user: MATE })]);
    expect(both.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(said()).toMatch(/All systems agree on AT-ONCE\./);
    await expectPublishedOnce('AT-ONCE');
  });

  it.each([1, 3, 5])('hear of each other while round %i is about to leave', async (round) => {
    const id = `HELD-${round}`;
    add(id);
    let second: Awaited<ReturnType<Desk['publish']>> | undefined;
    await publishWhile([id], round, async () => {
      second = await desk.publish(id, { user: MATE });
    });
    expect(second?.status).toBe('completed');
    expect(second?.counts.urlFetch).toBe(0);
    const heard = said();
    expect(heard).toMatch(
      new RegExp(`${id} is being published by ${desk.system.captain} since \\d+:\\d\\d [AP]M\\.`),
    );
    expect(heard).toContain(`All systems agree on ${id}.`);
    await expectPublishedOnce(id);
  });

  it('share out what both selected', async () => {
    add('MINE', 'BOTH-1', 'BOTH-2', 'THEIRS');
    await publishWhile(['MINE', 'BOTH-1', 'BOTH-2'], 2, async () => {
      await desk.publish(['BOTH-1', 'BOTH-2', 'THEIRS'], { user: MATE });
      expect(desk.row('THEIRS').State).toBe('Published');
      expect(desk.row('BOTH-1').State).toBe('Publishing');
    });
    expect(said()).toMatch(
      /BOTH-1 is being published by .* BOTH-2 is being published by .* All systems agree on THEIRS\./,
    );
    await expectPublishedOnce('MINE', 'BOTH-1', 'BOTH-2', 'THEIRS');

    add('ALL-1', 'ALL-2', 'ALL-3');
    await Promise.all([
      desk.publish(['ALL-1', 'ALL-2']),
      desk.publish(['ALL-2', 'ALL-3'], { user: MATE }),
      desk.run('publishAllReady', { user: 'operator@queenofsandiego.com' }),
    ]);
    await expectPublishedOnce('ALL-1', 'ALL-2', 'ALL-3');
  });
});

describe('rows that people move while a publish runs', () => {
  it.each([1, 2, 3, 4, 5])('get their own results, when it happens before round %i', async (round) => {
    const [first, second, draft] = [`A-${round}`, `Z-${round}`, `DRAFT-${round}`];
    add(first);
    addDrafts(draft);
    add(second);
    await publishWhile([first, second], round, async () => {
      const { rows, columns } = desk.sheet('Bookings').contentExtent();
      const ran = [
        ...(await mate.insertRows('Bookings', 2, 1)),
        ...(await mate.sort('Bookings', toA1({ row: 2, column: 1, rows, columns }), [
          { column: 1, ascending: round % 2 === 0 },
        ])),
        ...(await mate.deleteRows('Bookings', desk.rowNumber(draft), 1)),
      ];
      expect(ran.map(({ status, logs }) => [status, logs])).toEqual(ran.map(() => ['completed', []]));
    });
    await expectPublishedOnce(first, second);
    expect(desk.card(draft)).toBeUndefined();
  });

  it.each([1, 3, 5])(
    'may go themselves before round %i: what was begun is finished, and once',
    async (round) => {
      const [gone, stays] = [`GONE-${round}`, `STAYS-${round}`];
      add(gone, stays);
      await publishWhile([gone, stays], round, () => mate.deleteRows('Bookings', desk.rowNumber(gone), 1));
      await expectPublishedOnce(stays);
      await expectEverywhereOnce(gone);
      expect((await desk.timer(10)).requests).toEqual([]);
    },
  );
});

describe('triggers that meet each other', () => {
  it('do nothing again that another did while they waited, not even what was refused', async () => {
    addDrafts('REFUSED');
    desk.change('REFUSED', { Status: 'Ready' });
    const { faults } = desk.system.cloud;
    faults.inject({
      service: 'jada-calendar',
      operation: 'POST /calendar',
      kind: 'status',
      status: 400,
      when: 'before',
    });
    let first: Awaited<ReturnType<Desk['run']>> | undefined;
    const second = await desk.run('onEditTrigger', {
      context: 'installable',
      // It has found the row, and asks for the lock.
      async onBridgeCall({ service, method }) {
        if (service === 'LockService' && method === 'tryLock') {
          first ??= await desk.run('onEditTrigger', { context: 'installable' });
        }
        return 'continue' as const;
      },
    });
    faults.clear();
    expect(first?.counts.urlFetch).toBeGreaterThan(0);
    expect(desk.row('REFUSED').State).toBe('Needs attention');
    expect(second.counts.urlFetch).toBe(0);
    await desk.publish('REFUSED');
    expect(desk.row('REFUSED').State).toBe('Published');
  });

  it('give up without a word where the spreadsheet is busy for long, and what was published is written down', async () => {
    add('WRITTEN');
    addDrafts('LEFT');
    desk.change('LEFT', { Status: 'Ready' });
    let busy: Promise<Execution> | undefined;
    let edited: Execution | undefined;
    let waited = 0;
    await publishWhile(['WRITTEN'], 5, () => {
      // A slow edit holds the lock, until the trigger has waited in vain.
      return new Promise<void>((isHeld) => {
        busy = desk.run('onEdit', {
          user: MATE,
          context: 'simple',
          async onBridgeCall({ service, method }) {
            if (service === 'LockService' && method === 'releaseLock') {
              isHeld();
              const startedAt = performance.now();
              edited = await desk.run('onEditTrigger', { context: 'installable' });
              waited = performance.now() - startedAt;
            }
            return 'continue' as const;
          },
        });
      });
    });
    await busy;
    expect(waited).toBeGreaterThan(14_000);
    expect(edited).toMatchObject({ status: 'completed', counts: { urlFetch: 0 } });
    expect(edited?.logs).toEqual([{ level: 'info', text: expect.stringContaining('left to another run') }]);
    expect(said()).not.toContain('another run');
    await expectPublishedOnce('WRITTEN');
    expect(desk.row('LEFT').State).toBe('');
    await desk.timer(6);
    await expectPublishedOnce('LEFT');
  });

  it('publish each of thirty bookings once, though Apps Script drops most of thirty edits at the same moment', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `EDIT-${index}`);
    addDrafts(...ids);
    const status = 1 + Object.keys(desk.row('EDIT-0')).indexOf('Status');
    const edits = ids.map((id, index) =>
      (index % 2 === 0 ? mate : desk.captain).edit('Bookings', bookingsCell(desk.rowNumber(id), status), [
        ['Ready'],
      ]),
    );
    const executions = (await Promise.all(edits)).flat();
    const named = (name: string) => executions.filter(({ functionName }) => functionName === name);
    expect(named('onEdit')).toHaveLength(3);
    expect(named('onEditTrigger')).toHaveLength(30);
    // One account has thirty at a time; for the others no function runs at all.
    const refused = executions.filter(({ error }) => error?.message.includes('too many scripts'));
    expect(refused).toHaveLength(30);
    for (const { logs } of executions) expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
    expect(said()).toBe('');

    await desk.timer(6);
    await crewMailsOf(...ids);
    await expectPublishedOnce(...ids);
    expect((await desk.timer(6)).requests).toEqual([]);
  }, 180_000);
});
