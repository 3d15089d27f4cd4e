import type { Booking } from '../booking/booking.ts';
import type { Clock } from '../clients/clock.ts';
import type { Projection, Subject } from '../projections/projection.ts';
import { applyPlan } from './apply.ts';
import { type Journal, type JournalEntry, type Lease, placedId, placedIn } from './journal.ts';
import type { Lock } from './lock.ts';
import { PATIENCE_MILLISECONDS, type Verdict, verdictOf } from './outcome.ts';
import { acts, planOf } from './plan.ts';

/** A lease lapses after this long: its holder was killed, for no execution lives longer than six minutes. */
const LEASE_MILLISECONDS = 7 * 60_000;

export interface PublisherOptions {
  /** In an order in which each comes after those it waits for. */
  projections: readonly Projection[];
  journal: Journal;
  lock: Lock;
  clock: Clock;
  /** Who publishes, as the next one is told. */
  who: string;
}

export interface Published {
  kind: 'published';
  bookingId: string;
  verdict: Verdict;
  warnings: readonly string[];
  /** Whether there was anything to do. */
  acted: boolean;
  /** Whether something is left to the captain to find out or to do. */
  isAsking: boolean;
}

export type Publication =
  | Published
  | { kind: 'leased'; bookingId: string; lease: Lease }
  /** A cancelled booking of which nothing was ever published. */
  | { kind: 'nothing to publish'; bookingId: string }
  /** The journal is full; the timer makes room. */
  | { kind: 'no room'; bookingId: string };

/** Brings every outside system into line with the bookings it is given: claims them, applies their plans, lets go. */
export class Publisher {
  private readonly options: PublisherOptions;

  constructor(options: PublisherOptions) {
    this.options = options;
  }

  /**
   * `read` gives the bookings as they stand, and `claimed` runs once it is known which of them are ours: the place
   * to write "Publishing". Both run inside the lock, for the rows may have changed while it was waited for.
   * What came of it is durable when this resolves.
   */
  async publish(
    read: () => readonly Booking[],
    claimed: (mine: readonly Booking[]) => void,
  ): Promise<{ bookings: readonly Booking[]; publications: Publication[] }> {
    const { bookings, others } = this.claim(read, claimed);
    const applied = await Promise.all(
      bookings.map((booking) => others.get(booking.bookingId) || this.apply(booking)),
    );
    this.options.journal.flush();
    return { bookings, publications: applied };
  }

  /**
   * Lets go of what `publish` claimed. What is kept in the sheet counts as done once the sheet `wasWritten`; if it
   * wasn't, the timer goes on with it.
   */
  release(publications: readonly Publication[], wasWritten: boolean): void {
    const { journal } = this.options;
    for (const publication of publications) {
      if (publication.kind !== 'published') continue;
      if (wasWritten) this.finishInSheet(publication.bookingId);
      const entry = journal.find(publication.bookingId);
      if (!entry) continue;
      const { lease: _ours, ...rest } = entry;
      journal.put({ ...rest, progress: wasWritten ? publication.verdict.progress : 'unfinished' });
    }
    journal.flush();
  }

  private finishInSheet(bookingId: string): void {
    const { journal, projections } = this.options;
    for (const { name, isInSheet } of projections) {
      const record = journal.find(bookingId)?.records[name];
      if (!isInSheet || record?.state !== 'sending') continue;
      const { fingerprint, memory } = record;
      journal.record(bookingId, name, { state: 'done', id: bookingId, fingerprint, memory });
    }
  }

  private claim(
    read: () => readonly Booking[],
    claimed: (mine: readonly Booking[]) => void,
  ): { bookings: readonly Booking[]; others: Map<string, Publication> } {
    const { journal, lock } = this.options;
    return lock.holding(() => {
      journal.reload();
      const bookings = read();
      const others = new Map<string, Publication>();
      let room = journal.room();
      for (const booking of bookings) {
        const isNew = journal.find(booking.bookingId) === undefined;
        const other = this.claimOne(booking, !isNew || room > 0);
        if (other) others.set(booking.bookingId, other);
        else if (isNew) room -= 1;
      }
      journal.flush();
      claimed(bookings.filter(({ bookingId }) => !others.has(bookingId)));
      return { bookings, others };
    });
  }

  /** Undefined: it is ours. */
  private claimOne(booking: Booking, hasRoom: boolean): Publication | undefined {
    const { journal, clock, who, projections } = this.options;
    const { bookingId, status } = booking;
    const entry = journal.find(bookingId);
    const now = clock.now();
    const lease = heldLease(entry, now);
    if (lease) return { kind: 'leased', bookingId, lease };
    const plan = planOf(projections, this.subject(booking), entry);
    const isActing = acts(plan);
    if (!entry && !isActing) return { kind: 'nothing to publish', bookingId };
    if (!hasRoom) return { kind: 'no room', bookingId };
    const { records = {}, warnings = [], revision = 0, ...rest }: Partial<JournalEntry> = entry || {};
    const isUnfinished = entry?.progress === 'unfinished' && entry.status === status;
    journal.put({
      ...rest,
      bookingId,
      status,
      records,
      warnings,
      revision: revision + (isActing ? 1 : 0),
      progress: 'unfinished',
      unfinishedSince: isUnfinished ? entry.unfinishedSince : now,
      triedAt: now,
      lease: { who, since: now },
      endsAt: booking.schedule.endsAt,
      steps: Object.fromEntries(plan.map(({ projection, action }) => [projection, action])),
    });
    return undefined;
  }

  private async apply(booking: Booking): Promise<Published> {
    const { projections, journal, clock } = this.options;
    const { bookingId, status } = booking;
    const subject = this.subject(booking);
    const outcomes = await applyPlan(projections, subject, journal, clock);
    const entry = journal.find(bookingId);
    if (entry) journal.put({ ...entry, warnings: subject.warnings() });
    const now = clock.now();
    const isOverdue = now - (entry?.unfinishedSince ?? now) > PATIENCE_MILLISECONDS;
    const verdict = verdictOf(outcomes, status === 'Cancelled', isOverdue);
    const kinds = [...outcomes.values()].map(({ kind }) => kind);
    return {
      kind: 'published',
      bookingId,
      verdict,
      warnings: subject.warnings(),
      acted: kinds.some((kind) => kind !== 'nothing'),
      isAsking: kinds.includes('asked'),
    };
  }

  private subject(booking: Booking): Subject {
    return subjectOf(booking, this.options.journal, this.options.clock.now());
  }
}

/** Undefined when nobody publishes it, or whoever did must have been killed. */
export function heldLease(entry: JournalEntry | undefined, now: number): Lease | undefined {
  return entry?.lease && now - entry.lease.since < LEASE_MILLISECONDS ? entry.lease : undefined;
}

export function subjectOf(booking: Booking, journal: Journal, now: number): Subject {
  const entry = journal.find(booking.bookingId);
  const warnings = new Set(entry?.warnings);
  return {
    booking,
    ended: booking.status === 'Completed' || booking.schedule.endsAt <= now,
    idOf: (projection) => placedId(journal.find(booking.bookingId), projection),
    stands: (projection) => placedIn(journal.find(booking.bookingId), projection) !== undefined,
    warn: (message) => void warnings.add(message),
    warnings: () => [...warnings],
    forgetWarnings: () => warnings.clear(),
  };
}
