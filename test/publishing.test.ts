import { describe, expect, it } from 'vitest';
import type { Booking } from '../src/booking/booking.ts';
import type { Projection } from '../src/projections/projection.ts';
import { decide, openDecisions } from '../src/publish/decision.ts';
import { type Archive, Journal, type JournalEntry } from '../src/publish/journal.ts';
import type { Lock } from '../src/publish/lock.ts';
import { planInWords } from '../src/publish/plan-words.ts';
import { type Publication, type Published, Publisher, subjectOf } from '../src/publish/publisher.ts';
import type { KeyValueStore } from '../src/publish/store.ts';
import { goldenBooking } from './support/golden-booking.ts';
import { ManualClock } from './support/manual-clock.ts';
import { Shelf } from './support/shelf.ts';

const booking = goldenBooking();
const BOOKING = booking.bookingId;

class MemoryStore implements KeyValueStore {
  readonly values: Record<string, string> = {};
  /** The execution that wrote to it is no more. */
  isDead = false;
  all = () => ({ ...this.values });
  set = (values: Record<string, string>) => {
    if (!this.isDead) Object.assign(this.values, values);
  };
  delete = (keys: string[]) => {
    for (const key of keys) delete this.values[key];
  };
}

class MemoryArchive implements Archive {
  readonly entries: Record<string, string> = {};
  find = (key: string) => this.entries[key];
  all = () => new Map(Object.entries(this.entries));
  add = (entries: Record<string, string>) => void Object.assign(this.entries, entries);
}

const noContention: Lock = { holding: (work) => work() };

/** A desk whose executions may be killed: each reads its journal from what the one before made durable. */
function desk(...projections: Projection[]) {
  const store = new MemoryStore();
  const archive = new MemoryArchive();
  const clock = new ManualClock();
  let journal = new Journal(store, archive);
  const current = {
    flush: () => journal.flush(),
    end: () => {
      store.isDead = true;
    },
  };
  for (const projection of projections) if (projection instanceof Shelf) projection.execution = current;
  const execution = (who = 'ana@example.com') => {
    store.isDead = false;
    journal = new Journal(store, archive);
    return new Publisher({ projections, journal, lock: noContention, clock, who });
  };
  const publish = async (wanted: Booking = booking): Promise<Published> => {
    const publisher = execution();
    const { publications } = await publisher.publish(
      () => [wanted],
      () => undefined,
    );
    const [publication] = publications;
    if (publication?.kind !== 'published') throw new Error(`not published: ${JSON.stringify(publication)}`);
    publisher.release(publications, true);
    return publication;
  };
  /** The script is ended somewhere in the middle; its lease lapses seven minutes later. */
  const publishAndDie = async (wanted: Booking = booking) => {
    await claimOnly(wanted);
    clock.advance(7 * 60_000);
  };
  const claimOnly = async (wanted: Booking, who?: string): Promise<Publication | undefined> => {
    const { publications } = await execution(who).publish(
      () => [wanted],
      () => undefined,
    );
    return publications[0];
  };
  const claimMany = async (wanted: readonly Booking[]): Promise<Publication[]> => {
    const { publications } = await execution().publish(
      () => wanted,
      () => undefined,
    );
    return publications;
  };
  const entry = () => new Journal(store, archive).find(BOOKING);
  return { publish, claimMany, claimOnly, publishAndDie, entry, clock, store, archive };
}

const guest = (name: string): Booking => ({ ...booking, guest: name });

describe('publishing', () => {
  it('creates once, does nothing while nothing changed, and updates the same object when something did', async () => {
    const shelf = new Shelf('calendar entry');
    const { publish, entry } = desk(shelf);
    expect(await publish()).toMatchObject({
      acted: true,
      verdict: { state: 'Published', progress: 'settled' },
    });
    expect(await publish()).toMatchObject({ acted: false, verdict: { state: 'Published' } });
    expect(entry()?.revision).toBe(1);
    await publish(guest('Dana'));
    expect([...shelf.held]).toEqual([['calendar entry 1', 'Dana']]);
    expect(entry()?.revision).toBe(2);
  });

  it('names writes by booking, projection and revision, so that content which comes back is written again', async () => {
    const shelf = new Shelf('captain summary', 'ask');
    const { publish } = desk(shelf);
    for (const name of ['Ana', 'Bo', 'Ana']) await publish(guest(name));
    expect(shelf.keys).toEqual([1, 2, 3].map((revision) => `${BOOKING}/captain-summary/${revision}`));
  });

  it('removes what a cancelled booking had, and creates it anew when the booking comes back', async () => {
    const shelf = new Shelf('crew event');
    const { publish } = desk(shelf);
    await publish();
    expect((await publish({ ...booking, status: 'Cancelled' })).verdict.state).toBe('Removed');
    expect(shelf.held.size).toBe(0);
    expect((await publish()).verdict.state).toBe('Published');
    expect([...shelf.held.keys()]).toEqual(['crew event 2']);
  });

  it('has nothing to publish of a cancelled booking that never was, and remembers nothing', async () => {
    const shelf = new Shelf('captain summary', 'ask');
    const { claimOnly, entry } = desk(shelf);
    expect(await claimOnly({ ...booking, status: 'Cancelled' })).toMatchObject({
      kind: 'nothing to publish',
    });
    expect(shelf.keys).toEqual([]);
    expect(entry()).toBeUndefined();
  });

  it('creates again what somebody removed over there', async () => {
    const shelf = new Shelf('calendar entry');
    const { publish } = desk(shelf);
    await publish();
    shelf.held.clear();
    expect((await publish(guest('Dana'))).verdict.state).toBe('Published');
    expect([...shelf.held.values()]).toEqual(['Dana']);
  });

  it('takes no 404 for proof where the remote cannot be asked: nothing is created twice, nothing believed gone', async () => {
    const shelf = new Shelf('crew event', 'find');
    const { publish, entry } = desk(shelf);
    await publish();
    shelf.held.clear();
    shelf.answersSearches = false;
    expect((await publish(guest('Dana'))).verdict).toMatchObject({ state: 'Needs attention' });
    expect(shelf.keys).toHaveLength(1);
    const { verdict, isAsking } = await publish({ ...booking, status: 'Cancelled' });
    expect({ state: verdict.state, isAsking }).toEqual({ state: 'Needs attention', isAsking: true });
    expect(entry()?.records['crew event']).toMatchObject({ state: 'sending', action: 'remove' });
  });

  it('follows an object that stands elsewhere by now', async () => {
    const shelf = new Shelf('calendar entry');
    const { publish } = desk(shelf);
    await publish();
    shelf.held.clear();
    shelf.held.set('moved', 'Ana');
    await publish(guest('Dana'));
    expect([...shelf.held]).toEqual([['moved', 'Dana']]);
    await publish({ ...booking, status: 'Cancelled' });
    expect(shelf.held.size).toBe(0);
  });

  it('counts what is kept in the sheet as done only once the sheet was written', async () => {
    const card = Object.assign(new Shelf('kanban card'), { isInSheet: true });
    const { claimOnly, publish, entry, clock } = desk(card);
    await claimOnly(booking);
    expect(entry()).toMatchObject({
      progress: 'unfinished',
      records: { 'kanban card': { state: 'sending' } },
    });
    clock.advance(7 * 60_000);
    await publish();
    expect(entry()).toMatchObject({ progress: 'settled', records: { 'kanban card': { state: 'done' } } });
  });

  it('asks for the captain when it has not come through for a quarter of an hour, and goes on', async () => {
    const shelf = new Shelf('calendar entry').next('lost before', 'lost before', 'lost before');
    const { publish, clock } = desk(shelf);
    expect((await publish()).verdict.state).toBe('Publishing');
    clock.advance(15 * 60_000 + 1);
    expect((await publish()).verdict).toMatchObject({ state: 'Needs attention', progress: 'unfinished' });
    expect((await publish()).verdict.progress).toBe('unfinished');
    expect((await publish()).verdict.state).toBe('Published');
  });

  it('lets a refusal stop only what waits for it, and asks for the captain', async () => {
    const page = new Shelf('guest page').next('refused');
    const calendar = new Shelf('calendar entry');
    const crew = new Shelf('crew event', 'repeat', ['guest page', 'calendar entry']);
    const { publish } = desk(page, calendar, crew);
    const { verdict } = await publish();
    expect(verdict).toMatchObject({ state: 'Needs attention', progress: 'attention' });
    expect(verdict.problems).toEqual([expect.stringContaining('Guest page: JADA guest page: 403')]);
    expect([page.held.size, calendar.held.size, crew.held.size]).toEqual([0, 1, 0]);
    expect((await publish()).verdict.state).toBe('Published');
    expect([page.held.size, calendar.held.size, crew.held.size]).toEqual([1, 1, 1]);
  });

  it('refuses a second publish while the first holds the lease, and says whose it is', async () => {
    const { claimOnly, clock } = desk(new Shelf('calendar entry'));
    await claimOnly(booking, 'ana@example.com');
    const since = clock.now();
    clock.advance(6 * 60_000);
    const second = await claimOnly(booking, 'bo@example.com');
    expect(second).toMatchObject({ kind: 'leased', lease: { who: 'ana@example.com', since } });
    clock.advance(60_000);
    const third = await claimOnly(booking, 'bo@example.com');
    expect(third).toMatchObject({ kind: 'published' });
  });
});

describe('an unknown outcome', () => {
  for (const mishap of ['lost before', 'lost after', 'killed before', 'killed after'] as const) {
    const dies = mishap.startsWith('killed');

    it(`is sent again under the same key where keys are honoured: ${mishap}`, async () => {
      const shelf = new Shelf('calendar entry');
      const { publish, publishAndDie, store } = desk(shelf.next(mishap));
      await (dies ? publishAndDie() : publish());
      expect(JSON.stringify(store.values)).toContain('sending');
      expect((await publish()).verdict.state).toBe('Published');
      expect([...shelf.held.keys()]).toEqual(['calendar entry 1']);
      expect(shelf.keys).toEqual([`${BOOKING}/calendar-entry/1`]);
    });

    it(`is looked for where they are not, and sent again only on proof: ${mishap}`, async () => {
      const shelf = new Shelf('calendar entry', 'find');
      const { publish, publishAndDie, clock } = desk(shelf.next(mishap));
      await (dies ? publishAndDie() : publish());
      if (mishap === 'lost before') {
        expect((await publish()).verdict).toMatchObject({ state: 'Publishing', progress: 'unfinished' });
        expect(shelf.held.size).toBe(0);
        clock.advance(60_000);
      }
      expect((await publish(guest('Dana'))).verdict.state).toBe('Published');
      expect([...shelf.held]).toEqual([['calendar entry 1', 'Dana']]);
    });

    it(`is the captain's to decide where nobody can be asked: ${mishap}`, async () => {
      const arrived = mishap.endsWith('after');
      const mail = new Shelf('captain summary', 'ask');
      const { publish, publishAndDie, store, archive } = desk(mail.next(mishap));
      await (dies ? publishAndDie() : publish());
      const asked = await publish();
      expect(asked).toMatchObject({
        isAsking: true,
        verdict: { state: 'Needs attention', progress: 'attention' },
      });
      const word = new Journal(store, archive);
      const [open] = openDecisions(word);
      if (!open) throw new Error('nothing to decide');
      expect(open).toMatchObject({ bookingId: BOOKING, projection: 'captain summary' });
      expect(decide(word, open, arrived)).toBe(true);
      expect(decide(word, open, !arrived)).toBe(false);
      word.flush();
      expect((await publish()).verdict.state).toBe('Published');
      expect(mail.held.size).toBe(1);
    });
  }

  it('goes to the captain when the remote cannot be searched, and is never sent on a guess', async () => {
    const shelf = new Shelf('crew event', 'find').next('lost after');
    shelf.answersSearches = false;
    const { publish, clock } = desk(shelf);
    await publish();
    clock.advance(3600_000);
    expect((await publish()).isAsking).toBe(true);
    expect(shelf.held.size).toBe(1);
  });

  it.each([
    { what: 'is changed where a search finds it', held: true, answersSearches: true, asks: false },
    { what: 'is made anew where a search finds none', held: false, answersSearches: true, asks: false },
    {
      what: 'is left to be changed by hand where nobody can search',
      held: true,
      answersSearches: false,
      asks: true,
    },
  ])('that the captain took for arrived $what', async ({ held, answersSearches, asks }) => {
    const shelf = new Shelf('crew event', 'find').next(held ? 'lost after' : 'lost before');
    shelf.answersSearches = false;
    const { publish, store, archive } = desk(shelf);
    await publish();
    await publish();
    const word = new Journal(store, archive);
    const [open] = openDecisions(word);
    if (!open) throw new Error('nothing to decide');
    decide(word, open, true);
    word.flush();
    shelf.answersSearches = answersSearches;
    expect((await publish(guest('Dana'))).isAsking).toBe(asks);
    const content = asks ? 'Marisol Quintanilla' : 'Dana';
    expect([...shelf.held]).toEqual([['crew event 1', content]]);
  });

  it('is answered at once, however long was waited for it before', async () => {
    const mail = new Shelf('captain summary', 'ask');
    const page = new Shelf('guest page').next('lost before', 'lost before');
    mail.next('lost after');
    const { publish, clock, store, archive, entry } = desk(
      page,
      Object.assign(mail, { waitsFor: ['guest page'] }),
    );
    await publish();
    clock.advance(8 * 3_600_000);
    await publish();
    await publish();
    const word = new Journal(store, archive);
    const [open] = openDecisions(word);
    if (!open) throw new Error('nothing to decide');
    decide(word, open, true);
    word.flush();
    expect(entry()?.unfinishedSince).toBe(entry()?.triedAt);
  });

  it('stays unknown when sending it again is refused', async () => {
    const shelf = new Shelf('calendar entry').next('lost after', 'refused');
    const { publish, entry } = desk(shelf);
    await publish();
    expect((await publish()).verdict.state).toBe('Needs attention');
    expect(entry()?.records['calendar entry']).toMatchObject({ state: 'sending', action: 'create' });
    await publish();
    expect(shelf.keys).toHaveLength(1);
  });

  it('of an update is repeated even if the content went back to what was recorded', async () => {
    const shelf = new Shelf('calendar entry');
    const { publish } = desk(shelf);
    await publish(guest('Ana'));
    shelf.next('lost after');
    await publish(guest('Bo'));
    await publish(guest('Ana'));
    expect([...shelf.held.values()]).toEqual(['Ana']);
  });
});

describe('a plan in words', () => {
  const words = (
    { store, archive, clock }: ReturnType<typeof desk>,
    shelf: Shelf,
    wanted: Booking = booking,
  ) => {
    const journal = new Journal(store, archive);
    const steps = planInWords([shelf], subjectOf(wanted, journal, clock.now()), journal.find(BOOKING));
    return steps.map((step) => step.words);
  };
  const cancelled: Booking = { ...booking, status: 'Cancelled' };

  it('needs no word from a projection', async () => {
    const shelf = new Shelf('tide table');
    const at = desk(shelf);
    expect(words(at, shelf)).toEqual(['creates the tide table']);
    await at.publish();
    expect(words(at, shelf)).toEqual([]);
    expect(words(at, shelf, guest('Dana'))).toEqual(['updates the tide table']);
    expect(words(at, shelf, cancelled)).toEqual(['removes the tide table']);
  });

  it.each([
    ['repeat', 'finishes what an earlier publish began'],
    ['find', 'looks whether what was sent arrived, and sends it if it did not'],
    ['ask', 'asks you whether the last one arrived'],
  ] as const)('says how an unknown creation is resolved: %s', async (how, expected) => {
    const shelf = new Shelf('tide table', how).next('lost after');
    const at = desk(shelf);
    await at.publish();
    expect(words(at, shelf)).toEqual([expected]);
  });

  it('says that what may still stand is taken away before it comes again', async () => {
    const shelf = new Shelf('tide table');
    const at = desk(shelf);
    await at.publish();
    shelf.next('lost before');
    await at.publish(cancelled);
    expect(words(at, shelf)).toEqual([
      'makes sure that the earlier one is gone, then creates the tide table',
    ]);
  });
});

describe('the journal', () => {
  it('puts settled bookings away 30 days after the charter, and remembers their revision', async () => {
    const { publish, store, archive, clock, entry } = desk(new Shelf('calendar entry'));
    await publish();
    const journal = new Journal(store, archive);
    journal.putAway(booking.schedule.endsAt + 29 * 86_400_000);
    expect(Object.keys(store.values)).toHaveLength(1);
    journal.putAway(booking.schedule.endsAt + 31 * 86_400_000);
    expect(Object.keys(store.values)).toHaveLength(0);
    clock.advance(365 * 86_400_000);
    expect(entry()?.revision).toBe(1);
    await publish(guest('Dana'));
    expect(entry()?.revision).toBe(2);
  });

  it('takes no more bookings than it has room for, and says so of the others', async () => {
    const shelf = new Shelf('calendar entry');
    const { claimMany, store } = desk(shelf);
    const many = Array.from({ length: 400 }, (_, index) => ({ ...booking, bookingId: `B${index}` }));
    const publications = await claimMany(many);
    const published = publications.filter(({ kind }) => kind === 'published').length;
    expect(published).toBeGreaterThan(250);
    expect(publications.filter(({ kind }) => kind === 'no room')).toHaveLength(400 - published);
    expect(shelf.held.size).toBe(published);
    expect(JSON.stringify(store.values).length).toBeLessThan(500_000);
    // What is known already goes on, full or not.
    expect(await claimMany([{ ...many[0], guest: 'Dana' } as Booking])).toMatchObject([{ kind: 'leased' }]);
  });

  /** So many that they don't fit; the first is unfinished, and each charter ends a day after the one before. */
  function crowded(store: MemoryStore, archive: MemoryArchive): Journal {
    const journal = new Journal(store, archive);
    for (let index = 0; index < 100; index += 1) {
      journal.put({
        bookingId: `B${index}`,
        revision: 1,
        status: 'Ready',
        unfinishedSince: 0,
        triedAt: 0,
        warnings: [],
        progress: index === 0 ? 'unfinished' : 'settled',
        endsAt: index * 86_400_000,
        records: { 'guest page': { state: 'done', id: 'x'.repeat(4900), fingerprint: '' } },
      });
    }
    journal.flush();
    return journal;
  }

  it('makes room when the store is 80 % full, the oldest charter first, and never what is unfinished', () => {
    const store = new MemoryStore();
    const archive = new MemoryArchive();
    crowded(store, archive).putAway(0);
    const away = Object.keys(archive.entries);
    expect(away.slice(0, 2)).toEqual(['journal/b1', 'journal/b2']);
    expect(away.length).toBeGreaterThan(10);
    expect(JSON.stringify(store.values).length).toBeLessThan(420_000);
    expect(store.values['journal/b0']).toBeDefined();
  });

  it('comes back in a copy with as much as there is room for, and nothing of it goes on by itself', () => {
    const archive = new MemoryArchive();
    crowded(new MemoryStore(), archive).backUp();
    const ofCopy = new MemoryStore();
    const copied = new Journal(ofCopy, archive);
    copied.bringBack(0);
    expect(JSON.stringify(ofCopy.values).length).toBeLessThan(420_000);
    expect(copied.find('B0')?.progress).toBe('attention');
    expect(copied.find('B1')?.revision).toBe(1);
  });

  it('comes back beside what was published since, with revisions above all that may have been used', () => {
    const archive = new MemoryArchive();
    const before = crowded(new MemoryStore(), archive);
    before.backUp();
    // Somebody wrote over it with what is JSON, but no entry.
    archive.entries['journal/b98'] = '5';
    const journal = new Journal(new MemoryStore(), archive);
    journal.put({ ...(before.find('B99') as JournalEntry), revision: 6 });
    // A second is more than a publish takes.
    journal.bringBack(5_000_000);
    const revisions = new Map(journal.all().map(({ bookingId, revision }) => [bookingId, revision]));
    expect([revisions.get('B97'), revisions.get('B98'), revisions.get('B99')]).toEqual([5000, undefined, 6]);
  });
});
