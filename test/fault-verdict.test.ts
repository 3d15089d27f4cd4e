import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployment } from '../local/deployment.ts';
import { boatOf, type FaultDesk } from '../local/faults/fault-desk.ts';
import { SCENARIOS, type Scenario } from '../local/faults/scenarios.ts';
import { faultsOf } from '../local/faults/verdict.ts';
import type { World } from '../local/faults/world.ts';

const BOOKING = 'JUDGED';

let desk: FaultDesk;
let world: World;
const [publishing] = SCENARIOS as [Scenario, ...Scenario[]];
beforeAll(async () => {
  desk = await publishing.open('ours', [BOOKING]);
  publishing.begin(desk, [BOOKING]);
  await desk.publish([BOOKING]);
  world = await desk.world();
});
afterAll(() => desk.close());

const judge = (held: World) => faultsOf(held, BOOKING, publishing.expected(desk.dayOf(BOOKING)), 'ours');
const own = (list: World['crewEvents']) => list.filter(({ booking_id }) => booking_id === BOOKING);
const [mail] = [() => world.mails.find(({ text }) => text?.includes(boatOf(BOOKING)))];

/** The matrix is worth what it notices. */
describe('the judge of the fault matrix', () => {
  it('finds no fault with a publish that nothing disturbed', async () => {
    expect(await judge(world)).toEqual([]);
  });

  it.each<{ what: string; harmed: () => World; says: RegExp }>([
    {
      what: 'a second page',
      harmed: () => ({ ...world, pages: [...world.pages, 'g/judged-2.html'] }),
      says: /^pages: /,
    },
    {
      what: 'a page with another time',
      harmed: () => ({ ...world, visit: async () => '<p>10:30 AM</p>' }),
      says: /^the public page does not say/,
    },
    {
      what: 'two calendar entries',
      harmed: () => ({
        ...world,
        calendarEntries: [...world.calendarEntries, ...own(world.calendarEntries)],
      }),
      says: /^number of calendar entries: 2 /,
    },
    {
      what: 'no crew event',
      harmed: () => ({ ...world, crewEvents: [] }),
      says: /^number of crew events: 0 /,
    },
    {
      what: 'an event at another time',
      harmed: () => ({
        ...world,
        crewEvents: world.crewEvents.map((event) => ({ ...event, start_time: '2027-01-01T09:00:00-08:00' })),
      }),
      says: /^the event’s start: /,
    },
    {
      what: 'money in the crew’s notes',
      harmed: () => ({
        ...world,
        notes: new Map([...world.notes].map(([id, notes]) => [id, `${notes} $840.75`])),
      }),
      says: /^the crew can read what the charter earns$/,
    },
    {
      what: 'an invitation sent twice',
      harmed: () => ({ ...world, mails: [...world.mails, mail() as World['mails'][number]] }),
      says: /^mails to \w+@crew\.example: You are invited to crew,You are invited to crew /,
    },
    {
      what: 'no summary',
      harmed: () => ({
        ...world,
        mails: world.mails.filter(({ to }) => !to.includes(deployment.mail.captain)),
      }),
      says: /^mails to the captain: /,
    },
  ])('notices $what', async ({ harmed, says }) => {
    expect((await judge(harmed())).join()).toMatch(says);
  });

  it('notices a State and a card that say something else', async () => {
    const rows = world.rows.map((row) => ({ ...row, State: 'Publishing', Problem: 'Something' }));
    const cards = [...world.cards, ...world.cards];
    expect(await judge({ ...world, rows, cards })).toEqual([
      'State: Publishing in place of Published',
      'Problem says “Something”',
      'number of kanban cards: 2 in place of 1',
    ]);
  });
});
