import type { Booking } from '../booking/booking.ts';
import type { Attempt } from '../clients/request.ts';
import { charterTitle } from './charter-title.ts';
import { type CardChanges, type KanbanCard, nextLane } from './kanban.ts';
import type { Found, Json, Placed, Projection, Subject } from './projection.ts';

type Facts = Omit<KanbanCard, 'lane' | 'crewReplies'>;

/** What a later update must know: whether the booking was cancelled, and when the crew was told to come. */
type Memory = { isCancelled: boolean; when: string };

type Desired = { facts: { [Fact in keyof Facts]: Facts[Fact] }; memory: Memory };

/** The money board: the captain's own, the only outside view that shows what a charter earns. */
export class KanbanCardProjection implements Projection<Desired> {
  readonly name = 'kanban card';
  readonly waitsFor = [];
  readonly afterUnknownCreation = 'repeat';
  readonly isInSheet = true;
  private readonly cards: CardChanges;
  private readonly guestPageUrl: (slug: string) => string;

  constructor(cards: CardChanges, guestPageUrl: (slug: string) => string) {
    this.cards = cards;
    this.guestPageUrl = guestPageUrl;
  }

  desired({ booking }: Subject): Desired {
    const { status, schedule } = booking;
    const isCancelled = status === 'Cancelled';
    const when = `${schedule.startsAtRfc3339}/${schedule.durationMinutes}`;
    return { facts: cardFacts(booking, this.guestPageUrl(booking.slug)), memory: { isCancelled, when } };
  }

  memory({ memory }: Desired): Json {
    return memory;
  }

  async create(subject: Subject, desired: Desired, attempt: Attempt): Promise<{ id: string }> {
    attempt.leaving();
    return this.put(subject, desired, undefined);
  }

  async update(
    subject: Subject,
    desired: Desired,
    placed: Placed,
    attempt: Attempt,
  ): Promise<{ id: string }> {
    attempt.leaving();
    return this.put(subject, desired, placed.memory as Memory | undefined);
  }

  async remove(): Promise<void> {
    // A cancelled booking keeps its card, in the lane Cancelled: that is an update.
  }

  inWords(subject: Subject, action: string, placed: Placed | undefined): string {
    if (action === 'create') return 'puts its card on the board';
    const { memory } = this.desired(subject);
    const before = placed?.memory as Memory | undefined;
    if (memory.isCancelled !== Boolean(before?.isCancelled)) {
      return `moves its card ${memory.isCancelled ? 'to Cancelled' : 'back to New Bookings'}`;
    }
    return subject.booking.status === 'Ready' && isRescheduled(subject, before, memory)
      ? 'moves its card back to Crew Invited, without replies'
      : 'changes its card';
  }

  async find({ booking }: Subject): Promise<Found> {
    return { kind: 'found', id: booking.bookingId };
  }

  private put(subject: Subject, desired: Desired, before: Memory | undefined): { id: string } {
    const { booking } = subject;
    this.cards.change(booking.bookingId, (existing) => {
      const invited = subject.idOf('crew event') !== '';
      const comesBack = before?.isCancelled === true && !desired.memory.isCancelled;
      const rescheduled = isRescheduled(subject, before, desired.memory);
      const replies = rescheduled || comesBack ? '' : existing?.crewReplies || '';
      return {
        ...desired.facts,
        guestPageUrl: subject.idOf('guest page') === '' ? '' : desired.facts.guestPageUrl,
        lane: comesBack
          ? 'New Bookings'
          : rescheduled && booking.status === 'Ready'
            ? 'Crew Invited'
            : nextLane(booking.status, existing?.lane),
        crewReplies: replies || (invited ? nobodyYet(booking) : ''),
      };
    });
    return { id: booking.bookingId };
  }
}

/** The crew was told to come at another time. */
function isRescheduled(subject: Subject, before: Memory | undefined, { when }: Memory): boolean {
  return before !== undefined && before.when !== when && subject.idOf('crew event') !== '';
}

/** What the card of a row says before anything is published, and after any edit. */
export function cardFor(
  booking: Booking,
  published: { guestPageUrl: string; isInvited: boolean },
  existing: KanbanCard | undefined,
): KanbanCard {
  return {
    ...cardFacts(booking, published.guestPageUrl),
    lane: nextLane(booking.status, existing?.lane),
    crewReplies: existing?.crewReplies || (published.isInvited ? nobodyYet(booking) : ''),
  };
}

function nobodyYet({ crew }: Booking): string {
  return `0 of ${crew.length + 1} confirmed`;
}

function cardFacts(booking: Booking, guestPageUrl: string): Facts {
  return {
    bookingId: booking.bookingId,
    title: charterTitle(booking),
    date: booking.schedule.date,
    ...booking.revenue,
    guestPageUrl,
  };
}
