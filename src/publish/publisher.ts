import type { Booking } from '../booking/booking.ts';
import type { Clock } from '../clients/clock.ts';
import type { Projection, ProjectionName, Subject } from '../projections/projection.ts';
import { applyPlan } from './apply.ts';
import { type Journal, type JournalEntry, type Lease, placedId } from './journal.ts';
import type { Lock } from './lock.ts';
import { type Verdict, verdictOf } from './outcome.ts';
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

export type Publication =
  | {
      bookingId: string;
      kind: 'published';
      verdict: Verdict;
      warnings: readonly string[];
      /** Whether there was anything to do. */
      acted: boolean;
      /** What may or may not have arrived, for the captain to say. */
      undecided: readonly ProjectionName[];
    }
  | { bookingId: string; kind: 'leased'; lease: Lease };

/** Brings every outside system into line with the bookings it is given: claims them, applies their plans, lets go. */
export class Publisher {
  private readonly options: PublisherOptions;

  constructor(options: PublisherOptions) {
    this.options = options;
  }

  /** `claimed` runs inside the lock, once it is known which bookings are ours: the place to write "Publishing". */
  async publish(
    bookings: readonly Booking[],
    claimed: (mine: readonly Booking[]) => void,
  ): Promise<Publication[]> {
    const leased = this.claim(bookings, claimed);
    return Promise.all(
      bookings.map((booking): Publication | Promise<Publication> => {
        const lease = leased.get(booking.bookingId);
        return lease ? { bookingId: booking.bookingId, kind: 'leased', lease } : this.apply(booking);
      }),
    );
  }

  /** Lets go of what `publish` claimed, and makes its last word durable. Call it with the sheet's last write. */
  release(publications: readonly Publication[]): void {
    const { journal } = this.options;
    for (const publication of publications) {
      const entry = publication.kind === 'published' ? journal.find(publication.bookingId) : undefined;
      if (!entry || publication.kind !== 'published') continue;
      const { lease: _ours, ...rest } = entry;
      journal.put({ ...rest, progress: publication.verdict.progress });
    }
    journal.flush();
  }

  private claim(
    bookings: readonly Booking[],
    claimed: (mine: readonly Booking[]) => void,
  ): Map<string, Lease> {
    const { journal, lock } = this.options;
    return lock.holding(() => {
      journal.reload();
      const leased = new Map<string, Lease>();
      for (const booking of bookings) {
        const theirs = this.foreignLease(booking.bookingId);
        if (theirs) leased.set(booking.bookingId, theirs);
        else journal.put(this.claimedEntry(booking));
      }
      journal.flush();
      claimed(bookings.filter(({ bookingId }) => !leased.has(bookingId)));
      return leased;
    });
  }

  private foreignLease(bookingId: string): Lease | undefined {
    const lease = this.options.journal.find(bookingId)?.lease;
    return lease && this.options.clock.now() - lease.since < LEASE_MILLISECONDS ? lease : undefined;
  }

  private claimedEntry(booking: Booking): JournalEntry {
    const { journal, clock, who, projections } = this.options;
    const entry = journal.find(booking.bookingId);
    const acting = acts(planOf(projections, this.subject(booking), entry));
    return {
      bookingId: booking.bookingId,
      records: entry?.records ?? {},
      revision: (entry?.revision ?? 0) + (acting ? 1 : 0),
      progress: 'unfinished',
      lease: { who, since: clock.now() },
      endsAt: booking.schedule.endsAt,
    };
  }

  private async apply(booking: Booking): Promise<Publication> {
    const { projections, journal, clock } = this.options;
    const subject = this.subject(booking);
    const outcomes = await applyPlan(projections, subject, journal, clock);
    return {
      bookingId: booking.bookingId,
      kind: 'published',
      verdict: verdictOf(outcomes, booking.status === 'Cancelled', clock.now()),
      warnings: subject.warnings(),
      acted: [...outcomes.values()].some(({ kind }) => kind !== 'nothing'),
      undecided: [...outcomes].flatMap(([name, { kind }]) => (kind === 'undecided' ? [name] : [])),
    };
  }

  private subject(booking: Booking): Subject {
    return subjectOf(booking, this.options.journal, this.options.clock.now());
  }
}

export function subjectOf(booking: Booking, journal: Journal, now: number): Subject {
  const warnings: string[] = [];
  return {
    booking,
    ended: booking.status === 'Completed' || booking.schedule.endsAt <= now,
    idOf: (projection) => placedId(journal.find(booking.bookingId), projection),
    warn: (message) => void (warnings.includes(message) || warnings.push(message)),
    warnings: () => warnings,
  };
}
