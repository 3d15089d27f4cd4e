import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCall } from '../local/apps-script/index.ts';
import { bodyText, type CloudRequest } from '../local/cloud/http-message.ts';
import { deployment } from '../local/deployment.ts';
import { Desk } from './support/desk.ts';

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;
const CREW = ['kit', 'sam', 'mia'];
const scc = { service: 'ship-captain-crew', operation: 'GET /events' } as const;

/** Of most tests, each with bookings of its own; whoever needs a system of their own opens another `desk`. */
let shared: Desk;
let desk: Desk;
beforeAll(async () => {
  shared = await Desk.open();
});
beforeEach(() => {
  desk = shared;
});
afterEach(async () => {
  if (desk !== shared) await desk.close();
  shared.system.cloud.faults.clear();
  // What the crew answered comes in now, not in another test.
  await shared.timer(6);
});
afterAll(() => shared.close());

/** Each with a boat of its own, by which its mails are told apart. */
async function published(...bookingIds: string[]): Promise<void> {
  desk.add(...bookingIds.map((id) => ({ 'Booking ID': id, Boat: `Boat ${id}` })));
  await desk.publish(bookingIds);
  for (const id of bookingIds) expect(desk.row(id)).toMatchObject({ State: 'Published', Problem: '' });
  desk.system.messages.take();
}

async function answers(
  bookingId: string,
  answer: 'confirm' | 'decline',
  ...crewIds: string[]
): Promise<void> {
  for (const crewId of crewIds) {
    await desk.outside.answer(`${crewId}@crew.example`, `Boat ${bookingId}`, answer);
  }
}

/** What the sheet says of the replies to a booking, wherever it says so. */
function shown(bookingId: string) {
  const card = desk.card(bookingId);
  return { row: desk.row(bookingId)['Crew replies'], card: card?.['Crew replies'], lane: card?.Lane };
}

const cardRow = (bookingId: string) =>
  desk.rows('Kanban').findIndex((card) => card['Booking ID'] === bookingId) + 2;
const says = (words: string, lane: string) => ({ row: words, card: words, lane });
const questions = ({ asked }: Awaited<ReturnType<Desk['timer']>>) =>
  asked.filter(({ path }) => path.includes('/events')).length;
const refresh = async () => {
  desk.system.messages.take();
  await desk.run('refreshCrewReplies');
  return desk.system.messages.take();
};

describe('an answer of the crew', () => {
  it('comes into the row, its card and the board with the timer, and changes nothing else', async () => {
    desk = await Desk.open();
    await published('ONE');
    expect(shown('ONE')).toEqual(says('0 of 3 confirmed', 'New Bookings'));
    const mails = desk.system.cloud.outbox.mails.length;
    await answers('ONE', 'confirm', 'sam');
    const { requests, executions } = await desk.timer(6);
    expect(shown('ONE')).toEqual(says('1 of 3 confirmed', 'Crew Invited'));
    expect(desk.board()['Crew Invited']).toEqual([expect.stringContaining('1 of 3 confirmed')]);
    expect(requests).toEqual([]);
    expect(JSON.stringify(executions.map(({ logs }) => logs))).not.toMatch(/\bsam\b|Okoro|@/);

    expect((await desk.publish('ONE')).requests).toEqual([]);
    await desk.run('checkForDrift');
    expect(desk.row('ONE')).toMatchObject({ State: 'Published', Problem: '' });
    expect(shown('ONE')).toEqual(says('1 of 3 confirmed', 'Crew Invited'));
    expect(desk.system.cloud.outbox.mails.length).toBe(mails);
  });

  it('moves the card to Crew Confirmed once captain and crew have all confirmed, and never back', async () => {
    await published('ALL');
    await answers('ALL', 'confirm', ...CREW);
    await desk.timer(6);
    expect(shown('ALL')).toEqual(says('3 of 3 confirmed', 'Crew Confirmed'));
    await answers('ALL', 'decline', 'mia');
    await desk.timer(6);
    expect(shown('ALL')).toEqual(says('2 of 3 confirmed, mia can’t', 'Crew Confirmed'));
  });

  it('names whoever can’t come', async () => {
    await published('NOT');
    await answers('NOT', 'decline', 'mia', 'sam');
    await desk.timer(6);
    expect(shown('NOT')).toEqual(says('0 of 3 confirmed, sam and mia can’t', 'Crew Invited'));
  });

  it.each([
    ['New Bookings', 'DRAGGED-BACK'],
    ['Completed', 'DRAGGED-AHEAD'],
  ])('leaves a card in %s where the captain put it', async (lane, bookingId) => {
    await published(bookingId);
    await answers(bookingId, 'confirm', 'sam');
    if (lane === 'New Bookings') await desk.timer(6);
    desk.sheet('Kanban').type(cardRow(bookingId), 1, lane);
    // The answer is told once more, for the times that are asked for overlap.
    await refresh();
    await desk.timer(6);
    expect(shown(bookingId)).toEqual(says('1 of 3 confirmed', lane));
  });

  it('finds its booking among others, and theirs do not get it', async () => {
    await published('FIRST', 'SECOND', 'THIRD');
    await answers('FIRST', 'confirm', 'sam');
    await answers('THIRD', 'decline', 'kit');
    const ticked = await desk.timer(6);
    expect(questions(ticked)).toBe(1);
    expect(shown('FIRST')).toEqual(says('1 of 3 confirmed', 'Crew Invited'));
    expect(shown('SECOND')).toEqual(says('0 of 3 confirmed', 'New Bookings'));
    expect(shown('THIRD')).toEqual(says('0 of 3 confirmed, kit can’t', 'Crew Invited'));
  });

  it('finds its row and card where they were sorted while it was asked for', async () => {
    await published('AAA', 'BBB', 'CCC');
    await answers('AAA', 'confirm', 'sam');
    const last = { row: desk.rows('Bookings').length + 1, card: desk.rows('Kanban').length + 1 };
    desk.outside.before(scc.service, scc.operation, 1, async () => {
      await desk.captain.sort('Bookings', `A2:Z${last.row}`, [{ column: 1, ascending: false }]);
      await desk.captain.sort('Kanban', `A2:K${last.card}`, [{ column: 11, ascending: false }]);
    });
    await desk.timer(6);
    expect([desk.rowNumber('AAA'), cardRow('AAA')]).toEqual([last.row, last.card]);
    expect(shown('AAA')).toEqual(says('1 of 3 confirmed', 'Crew Invited'));
    expect(['BBB', 'CCC'].map((id) => shown(id).row)).toEqual(['0 of 3 confirmed', '0 of 3 confirmed']);
  });

  it('stands on the card of a booking whose row was deleted, and in the row once it is back', async () => {
    await published('LOST');
    await desk.captain.deleteRows('Bookings', desk.rowNumber('LOST'), 1);
    await answers('LOST', 'confirm', 'sam');
    await desk.timer(6);
    expect(desk.card('LOST')).toMatchObject({ 'Crew replies': '1 of 3 confirmed', Lane: 'Crew Invited' });
    await desk.timer(30);
    await desk.fromDialog('bringBackRows', [{ bookingId: 'LOST', cancelled: false }]);
    await desk.publish('LOST');
    expect(shown('LOST')).toEqual(says('1 of 3 confirmed', 'Crew Invited'));
  });

  it('is not taken from an event that is not the one that was made for the booking', async () => {
    await published('MINE');
    const event = { event_id: 'evt_other', booking_id: 'MINE', status: 'live' };
    const replies = [{ crew_id: 'sam', reply: 'confirmed', replied_at: null, mail: 'sent' }];
    const body = JSON.stringify({ events: [{ ...event, replies }] });
    desk.system.cloud.faults.inject({ ...scc, kind: 'status', status: 200, body, when: 'before' });
    expect(questions(await desk.timer(6))).toBe(1);
    expect(shown('MINE')).toEqual(says('0 of 3 confirmed', 'New Bookings'));
  });
});

describe('a new time', () => {
  async function confirmedByAll(bookingId: string): Promise<void> {
    await published(bookingId);
    await answers(bookingId, 'confirm', ...CREW);
    await desk.timer(6);
    expect(shown(bookingId).lane).toBe('Crew Confirmed');
  }

  it('resets the replies, and only those to the new invitation count', async () => {
    await confirmedByAll('LATER-START');
    await desk.edit('LATER-START', { Start: '10:00 AM' });
    await desk.publish('LATER-START');
    await desk.timer(6);
    expect(shown('LATER-START')).toEqual(says('0 of 3 confirmed', 'Crew Invited'));
    await answers('LATER-START', 'confirm', 'sam');
    await desk.timer(6);
    expect(shown('LATER-START')).toEqual(says('1 of 3 confirmed', 'Crew Invited'));
  });

  it('published while replies are on their way here is not undone by them', async () => {
    await confirmedByAll('MEANWHILE-MOVED');
    await answers('MEANWHILE-MOVED', 'decline', 'sam');
    await answers('MEANWHILE-MOVED', 'confirm', 'sam');
    const column = 1 + Object.keys(desk.row('MEANWHILE-MOVED')).indexOf('Crew replies');
    desk.sheet('Bookings').type(desk.rowNumber('MEANWHILE-MOVED'), column, 'overwritten');
    desk.system.cloud.faults.inject({
      ...scc,
      kind: 'interference',
      when: 'after',
      work: async () => {
        desk.change('MEANWHILE-MOVED', { Start: '10:00 AM' });
        await desk.publish('MEANWHILE-MOVED');
      },
    });
    await desk.timer(6);
    expect(shown('MEANWHILE-MOVED')).toEqual(says('0 of 3 confirmed', 'Crew Invited'));
    await answers('MEANWHILE-MOVED', 'confirm', 'kit');
    await desk.timer(6);
    expect(shown('MEANWHILE-MOVED')).toEqual(says('1 of 3 confirmed', 'Crew Invited'));
  });

  it('of which the crew does not know yet lets no answer to the old one in', async () => {
    await confirmedByAll('UNKNOWN-YET');
    const { faults } = desk.system.cloud;
    faults.inject({
      ...{ service: 'guest-site', kind: 'status', status: 503, when: 'before', times: 10_000 },
      match: ({ path }) => path.startsWith('/g/'),
    });
    desk.change('UNKNOWN-YET', { Start: '10:00 AM' });
    await desk.publish('UNKNOWN-YET');
    expect(desk.row('UNKNOWN-YET').State).toBe('Publishing');
    await answers('UNKNOWN-YET', 'decline', 'sam');
    await answers('UNKNOWN-YET', 'confirm', 'sam');
    await desk.timer(6);
    await refresh();
    expect(shown('UNKNOWN-YET')).toEqual(says('0 of 3 confirmed', 'Crew Invited'));
    faults.clear();
    await desk.timer(6);
    expect(desk.row('UNKNOWN-YET').State).toBe('Published');
    expect(shown('UNKNOWN-YET')).toEqual(says('0 of 3 confirmed', 'Crew Invited'));
  });
});

describe('an invitation that nobody got', () => {
  /** What SES answers when the crew system mails somebody. */
  const ses = (crewId: string) => ({
    service: 'ses',
    operation: 'SendEmail',
    match: ({ authority, body }: CloudRequest) =>
      authority.startsWith('127.0.0.1') && bodyText({ body }).includes(`${crewId}@crew.example`),
  });

  const refusal = {
    kind: 'status',
    status: 400,
    headers: { 'x-amzn-errortype': 'MessageRejected' },
    when: 'before',
    times: 10,
  } as const;

  it('is told beside the replies, until there is an answer', async () => {
    const { faults } = desk.system.cloud;
    faults.inject({ ...ses('sam'), ...refusal });
    faults.inject({ ...ses('mia'), kind: 'reset-after', times: 10 });
    await published('UNSENT');
    await desk.timer(6);
    const words = '0 of 3 confirmed, sam not mailed, mia perhaps not mailed';
    expect(shown('UNSENT')).toEqual(says(words, 'New Bookings'));
    expect(desk.row('UNSENT')).toMatchObject({ State: 'Published', Problem: '' });
    faults.clear();
    await answers('UNSENT', 'confirm', 'mia');
    await desk.timer(6);
    expect(shown('UNSENT')).toEqual(says('1 of 3 confirmed, sam not mailed', 'Crew Invited'));
  });

  it('is told even when the crew system tries for long before it gives up', async () => {
    const { faults } = desk.system.cloud;
    faults.inject({ ...ses('sam'), kind: 'status', status: 429, when: 'before', times: 10 });
    await published('TRYING');
    await desk.timer(6);
    await desk.timer(6);
    expect(shown('TRYING').row).toBe('0 of 3 confirmed');
    faults.clear();
    faults.inject({ ...ses('sam'), ...refusal });
    await desk.system.cloud.tick();
    await desk.timer(6);
    expect(shown('TRYING').row).toBe('0 of 3 confirmed, sam not mailed');
  });
});

describe('a tick', () => {
  it('asks nothing as long as nobody can answer', async () => {
    desk = await Desk.open();
    desk.add({ 'Booking ID': 'DRAFT', Status: 'Draft' });
    await desk.timer(6);
    expect((await desk.timer(6)).asked).toEqual([]);
    await published('OFF', 'OVER');
    expect(questions(await desk.timer(6))).toBe(1);
    await desk.edit('OFF', { Status: 'Cancelled' });
    expect(questions(await desk.timer(6))).toBe(1);
    await desk.timer(70 * DAY_MINUTES);
    expect((await desk.timer(6)).asked).toEqual([]);
  });

  it('costs one request and no more of the spreadsheet when nobody answered', async () => {
    // Publishing reads the secret with the crew system's key, and it is remembered for both ticks.
    desk.system.project.evictCaches();
    await published('QUIET');
    const before = JSON.stringify(desk.rows('Bookings'));
    const first = await desk.timer(6);
    expect(first.executions.map(({ counts }) => [counts.spreadsheet, counts.urlFetch])).toEqual([[10, 1]]);
    const second = await desk.timer(6);
    expect(second.executions.map(({ counts }) => counts.spreadsheet)).toEqual([10]);
    expect(questions(second)).toBe(1);
    expect(JSON.stringify(desk.rows('Bookings'))).toBe(before);
  });

  it('asks from where the last one left off, and at first for no more than thirty days', async () => {
    desk = await Desk.open();
    const since: number[] = [];
    desk.system.cloud.faults.inject({
      ...scc,
      kind: 'interference',
      when: 'before',
      times: 10,
      work: async ({ query }) => {
        since.push(Date.parse(decodeURIComponent(query.split('updated_since=')[1] ?? '')));
      },
    });
    await published('SINCE');
    await desk.timer(6);
    const firstAt = desk.system.clock.now();
    await desk.timer(60);
    const daysBefore = (moment: number) => Math.round((firstAt - moment) / 86_400_000);
    expect(since.map(daysBefore)).toEqual([30, 0]);
    expect(since[1]).toBeLessThan(firstAt);
    expect(firstAt - (since[1] ?? 0)).toBeLessThan(5 * 60_000);
  });

  it('killed at any of its writes leaves it to the next, which ends with row, card and lane as one', async () => {
    await published('KILLED');
    const isWrite = ({ service, method }: BridgeCall) =>
      (service === 'SpreadsheetApp' && method.startsWith('write')) ||
      (service === 'PropertiesService' && method === 'set');
    let kills = 0;
    for (let at = 1; ; at += 1) {
      // Another answer each time, and the card back where it began.
      await answers('KILLED', at % 2 === 1 ? 'confirm' : 'decline', ...CREW);
      desk.sheet('Kanban').type(cardRow('KILLED'), 1, 'New Bookings');
      desk.system.clock.advance(6 * 60_000);
      let writes = 0;
      let hasAsked = false;
      const { status } = await desk.run('onTimer', {
        context: 'timer',
        onBridgeCall: (call) => {
          if (call.service === 'UrlFetchApp') hasAsked = true;
          if (!hasAsked || !isWrite(call)) return 'continue';
          writes += 1;
          return writes === at ? 'kill-after' : 'continue';
        },
      });
      if (status !== 'killed') break;
      kills += 1;
      await desk.timer(6);
      expect(shown('KILLED')).toEqual(
        at % 2 === 1
          ? says('3 of 3 confirmed', 'Crew Confirmed')
          : says('0 of 3 confirmed, kit, sam and mia can’t', 'Crew Invited'),
      );
    }
    // The card's facts and its lane, the board, the row, and since when to ask.
    expect(kills).toBeGreaterThanOrEqual(5);
  });
});

describe('a crew system that is not well', () => {
  const down = { ...scc, kind: 'status', status: 503, when: 'before', times: 1000 } as const;

  it('is asked once a tick, stops nothing else, and after a quarter of an hour the board says so', async () => {
    await published('WAITING');
    desk.system.cloud.faults.inject(down);
    desk.add({ 'Booking ID': 'MEANWHILE', Boat: 'Gull' });
    const ticked = await desk.timer(6);
    expect(questions(ticked)).toBe(1);
    expect(ticked.executions.map(({ status }) => status)).toEqual(['completed']);
    expect(desk.row('MEANWHILE').State).toBe('Published');
    expect(desk.heartbeat().words).toMatch(/^Automation last ran .* [AP]M$/);
    await desk.timer(6);
    expect(desk.heartbeat().words).toMatch(/^Automation/);
    await desk.timer(6);
    await desk.timer(6);
    expect(desk.heartbeat()).toEqual({
      words: expect.stringMatching(
        /^⚠ Automation last ran .* and stopped: Crew replies could not be read: SCC ListChangedEvents: 503/,
      ),
      background: '#f4cccc',
    });

    await answers('WAITING', 'confirm', 'sam');
    desk.system.cloud.faults.clear();
    await desk.timer(6);
    expect(desk.heartbeat().words).toMatch(/^Automation last ran .* [AP]M$/);
    expect(shown('WAITING').row).toBe('1 of 3 confirmed');
  });

  it('that refuses the key is named too', async () => {
    desk = await Desk.open();
    await published('REFUSED');
    desk.configure(deployment.crewApi.functionName, { SERVICE_KEY_HASH: 'f'.repeat(64) });
    await desk.timer(6);
    await desk.timer(16);
    expect(desk.heartbeat().words).toMatch(
      /stopped: Crew replies could not be read: SCC ListChangedEvents: 401/,
    );
    expect(await refresh()).toEqual([expect.stringContaining('Crew replies could not be read: SCC')]);
  });
});

describe('a crew system that is somebody else’s', () => {
  beforeEach(async () => {
    desk = await Desk.open();
  });

  it.each([
    { what: 'answers 404', fault: { status: 404, body: '{"message":"Not Found"}' } },
    { what: 'answers 400', fault: { status: 400, body: '{"error":{"code":"bad","message":"booking_id"}}' } },
    { what: 'is a gateway without that route', fault: missingRoute() },
    { what: 'answers with a page', fault: { status: 200, body: '<html>Welcome</html>' } },
    { what: 'lists events without replies', fault: { status: 200, body: '[{"id":7}]' } },
  ])('and $what is asked once a day, without an alarm', async ({ fault }) => {
    await published('ELSEWHERE');
    desk.system.cloud.faults.inject({ ...scc, kind: 'status', when: 'before', times: 1000, ...fault });
    expect(questions(await desk.timer(6))).toBe(1);
    for (const minutes of [6, HOUR_MINUTES, 20 * HOUR_MINUTES]) {
      expect((await desk.timer(minutes)).asked).toEqual([]);
    }
    expect(desk.heartbeat().words).toMatch(/^Automation last ran .* [AP]M$/);
    expect(questions(await desk.timer(4 * HOUR_MINUTES))).toBe(1);
    expect(await refresh()).toEqual([
      'Charter Desk: This crew system can’t be asked for replies: look there.',
    ]);
    expect(shown('ELSEWHERE')).toEqual(says('0 of 3 confirmed', 'New Bookings'));
  });

  it('and knows one POST alone leaves publishing and the timer in peace', async () => {
    await desk.close();
    desk = await Desk.open(
      { 'Calendar honours idempotency keys': 'FALSE', 'Crew honours idempotency keys': 'FALSE' },
      { foreignServices: true },
    );
    desk.add({ 'Booking ID': 'FOREIGN' });
    await desk.publish('FOREIGN');
    expect(desk.row('FOREIGN').State).toBe('Published');
    expect(questions(await desk.timer(6))).toBe(1);
    expect((await desk.timer(6)).asked).toEqual([]);
    expect(desk.heartbeat().words).toMatch(/^Automation last ran .* [AP]M$/);
    expect(desk.row('FOREIGN')).toMatchObject({ State: 'Published', 'Crew replies': '0 of 3 confirmed' });
  });

  function missingRoute() {
    return {
      status: 403,
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
      body: '{"message":"Missing Authentication Token"}',
    };
  }
});

describe('Charter → Refresh crew replies', () => {
  it('asks at once, and says in which bookings there is news', async () => {
    expect(await refresh()).toEqual(['Charter Desk: No new crew replies.']);
    await published('NOW', 'LATER');
    await answers('NOW', 'confirm', 'sam');
    expect(await refresh()).toEqual(['Charter Desk: New crew replies: NOW.']);
    expect(shown('NOW')).toEqual(says('1 of 3 confirmed', 'Crew Invited'));
    expect(await refresh()).toEqual(['Charter Desk: No new crew replies.']);
  });

  it('asks nothing from a copy of the spreadsheet', async () => {
    desk = await Desk.open();
    await published('ORIGINAL');
    desk.becomeCopy();
    const { requests } = await desk.run('refreshCrewReplies');
    expect(requests).toEqual([]);
    expect((await desk.run('onTimer', { context: 'timer' })).requests).toEqual([]);
  });
});
