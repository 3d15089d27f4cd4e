import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OnBridgeCall } from '../local/apps-script/index.ts';
import { Desk } from './support/desk.ts';

const CREW = ['kit@crew.example', 'sam@crew.example', 'mia@crew.example'];

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

/** Each booking has a boat of its own, by which its mails are told from others. */
function add(bookingId: string): void {
  desk.add({ 'Booking ID': bookingId, Boat: `Boat of ${bookingId}.` });
}

const readers = (bookingId: string) =>
  desk.system.cloud.outbox.mails
    .filter(({ text }) => text?.includes(`Boat of ${bookingId}.`))
    .map(({ to }) => to.join());

async function expectPublishedOnce(bookingId: string): Promise<void> {
  expect(desk.row(bookingId)).toMatchObject({
    State: 'Published',
    Problem: '',
    'Guest page': `https://queenofsandiego.com/g/${bookingId.toLowerCase()}`,
    'Crew replies': '0 of 3 confirmed',
  });
  expect((await desk.outside.visit(`/g/${bookingId}`)).status).toBe(200);
  const { calendarEntryId, crewEventId } = await desk.describe(bookingId);
  expect(await desk.outside.calendarEntries(bookingId)).toMatchObject([{ entry_id: calendarEntryId }]);
  expect(await desk.outside.crewEvents(bookingId)).toMatchObject([{ event_id: crewEventId }]);
  expect(readers(bookingId)).toEqual([...CREW, desk.system.captain]);
}

/** Ends the script where a request would leave: before it does, or when all of its round have arrived. */
function killAt(request: string, verdict: 'kill-before' | 'kill-after'): { onBridgeCall: OnBridgeCall } {
  const isIt = (sent: unknown) => {
    const { method, url } = sent as { method: string; url: string };
    return `${method} ${url}`.includes(request);
  };
  return {
    onBridgeCall: ({ service, arguments: given }) =>
      service === 'UrlFetchApp' && given.flat().some(isIt) ? verdict : 'continue',
  };
}

describe('an execution that is killed', () => {
  it.each([
    { id: 'KILLED-PAGE', request: 'put https://s3.' },
    { id: 'KILLED-ENTRY', request: 'post https://jadacal001.' },
    { id: 'KILLED-EVENT', request: 'post https://sccapi0001.' },
    { id: 'KILLED-NOTES', request: 'post https://dynamodb.' },
  ])('right after “$request” is finished by the timer, with nothing done twice', async ({ id, request }) => {
    add(id);
    const { status } = await desk.publish(id, killAt(request, 'kill-after'));
    expect(status).toBe('killed');
    expect(desk.row(id)).toMatchObject({ State: 'Publishing', Published: '' });

    // It may still be running, as far as anybody can know: nobody else goes on with it yet.
    expect((await desk.timer(6)).requests).toEqual([]);
    desk.system.messages.take();
    expect((await desk.publish(id)).requests).toEqual([]);
    expect(desk.system.messages.take().join()).toMatch(
      new RegExp(`${id} is being published by ${desk.system.captain} since \\d+:\\d\\d [AP]M\\.`),
    );

    await desk.timer(6);
    await expectPublishedOnce(id);
  });

  it('before anything left is finished by the timer too', async () => {
    add('KILLED-FIRST');
    await desk.publish('KILLED-FIRST', killAt('put https://s3.', 'kill-before'));
    expect(await desk.outside.object('g/killed-first.html')).toBeUndefined();
    await desk.timer(8);
    await expectPublishedOnce('KILLED-FIRST');
  });
});

describe('a summary of which nobody knows whether it arrived', () => {
  const decide = async (bookingId: string, word: 'arrived' | 'missing') => {
    const open = (await desk.fromDialog('openDecisions')) as { since: number }[];
    expect(open).toMatchObject([{ bookingId, projection: 'captain summary', question: 'did it arrive' }]);
    // A dialog that stood open since an earlier sending decides nothing.
    const stale = open.map((one) => ({ ...one, since: one.since - 1, word: 'missing' }));
    await desk.fromDialog('decide', stale);
    expect(await desk.fromDialog('openDecisions')).toEqual(open);
    const taken = open.map((one) => ({ ...one, word }));
    await desk.fromDialog('decide', taken);
    expect(await desk.fromDialog('openDecisions')).toEqual([]);
  };

  it.each([
    { id: 'MAIL-SENT', killed: 'kill-after', word: 'arrived', sent: 1 },
    { id: 'MAIL-LOST', killed: 'kill-before', word: 'missing', sent: 0 },
  ] as const)('is left to the captain: $id', async ({ id, killed, word, sent }) => {
    add(id);
    await desk.publish(id, killAt('post https://email.', killed));
    expect(readers(id)).toHaveLength(CREW.length + sent);

    // No guess is made, however often the timer comes round.
    for (let minutes = 0; minutes < 20; minutes += 8) await desk.timer(8);
    expect(desk.row(id)).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(/^Captain summary: it may or may not have arrived /),
    });
    expect(readers(id)).toHaveLength(CREW.length + sent);
    await desk.publish(id);
    expect(desk.system.messages.take().join()).toContain('These need you');
    expect(readers(id)).toHaveLength(CREW.length + sent);

    await decide(id, word);
    await desk.timer(6);
    await expectPublishedOnce(id);
  });
});

describe('a page that is not live yet', () => {
  it('is waited for where the edge remembers that there was none', async () => {
    add('EARLY');
    expect((await desk.outside.visit('/g/early')).status).toBe(403);
    const { counts } = await desk.publish('EARLY');
    await expectPublishedOnce('EARLY');
    // Invalidations take a moment, so there was more than one look.
    expect(counts.rounds).toBeGreaterThan(5);
  });

  it('keeps everybody uninvited; the timer looks again, and goes on once it is', async () => {
    add('SLOW');
    const { faults } = desk.system.cloud;
    faults.inject({ service: 'guest-site', kind: 'status', status: 503, when: 'before', times: 10_000 });
    await desk.publish('SLOW');
    expect(desk.row('SLOW')).toMatchObject({
      State: 'Publishing',
      Problem: 'Guest page: not through yet (the public does not see it yet); it goes on by itself.',
    });
    await desk.timer(6);
    expect(desk.row('SLOW').State).toBe('Publishing');
    await desk.timer(11);
    expect(desk.row('SLOW').State).toBe('Needs attention');
    expect(readers('SLOW')).toEqual([]);
    expect(await desk.outside.crewEvents('SLOW')).toEqual([]);

    faults.clear();
    await desk.timer(6);
    await expectPublishedOnce('SLOW');
  });
});

describe('rows that move while a publish runs', () => {
  it('get their results all the same, and a row that changed meanwhile says so', async () => {
    add('STAYS');
    add('MOVES');
    let rounds = 0;
    const { requests } = await desk.publish(['STAYS', 'MOVES'], {
      onBridgeCall: ({ service }) => {
        if (service === 'UrlFetchApp') rounds += 1;
        if (service !== 'UrlFetchApp' || rounds !== 3) return 'continue';
        desk.sheet('Bookings').insertRows(2, 3);
        desk.change('MOVES', { Party: '7' });
        return 'continue';
      },
    });
    expect(requests.length).toBeGreaterThan(10);
    expect(
      desk
        .rows('Bookings')
        .slice(0, 3)
        .map((row) => Object.values(row).join('')),
    ).toEqual(['', '', '']);
    await expectPublishedOnce('STAYS');
    expect(desk.row('MOVES')).toMatchObject({ Party: '7', State: 'Changed', Problem: '' });
    await desk.publish('MOVES');
    expect(desk.row('MOVES').State).toBe('Published');
    expect((await desk.outside.visit('/g/moves')).text).toContain('7 guests');
  });
});
