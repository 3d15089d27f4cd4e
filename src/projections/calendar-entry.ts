import type { Booking } from '../booking/booking.ts';
import { overlapWarnings } from '../booking/overlaps.ts';
import type { CalendarEntry, JadaCalendar } from '../clients/jada-calendar.ts';
import { RemoteError } from '../clients/remote-error.ts';
import type { Attempt } from '../clients/request.ts';
import { crewFacing } from './crew-facing.ts';
import type { Found, Json, Placed, Projection, Subject } from './projection.ts';

type Desired = CalendarEntry & { [field: string]: Json };

/** The charter in the internal calendar, where the crew looks the time up. */
export class CalendarEntryProjection implements Projection<Desired> {
  readonly name = 'calendar entry';
  readonly waitsFor = [];
  readonly afterUnknownCreation: 'repeat' | 'find';
  private readonly calendar: JadaCalendar;

  constructor(calendar: JadaCalendar, honoursIdempotencyKeys: boolean) {
    this.calendar = calendar;
    this.afterUnknownCreation = honoursIdempotencyKeys ? 'repeat' : 'find';
  }

  desired({ booking }: Subject): Desired | null {
    if (booking.status === 'Cancelled') return null;
    const { schedule, ...facing } = { ...crewFacing(booking), schedule: booking.schedule };
    return {
      ...facing,
      event_type: 'charter',
      date: schedule.date,
      captain: booking.captain.member.crewId,
      crew: booking.crew.map(({ member }) => member.crewId),
      crew_assignments: assignments(booking),
    };
  }

  async create(subject: Subject, desired: Desired, attempt: Attempt): Promise<{ id: string }> {
    await this.warnOfOverlaps(subject);
    return this.calendar.create(desired, attempt);
  }

  async update(
    subject: Subject,
    desired: Desired,
    placed: Placed,
    attempt: Attempt,
  ): Promise<{ id: string }> {
    await this.warnOfOverlaps(subject);
    await this.calendar.update(placed.id, desired, attempt);
    return { id: placed.id };
  }

  async remove(_subject: Subject, placed: Placed, attempt: Attempt): Promise<void> {
    await this.calendar.remove(placed.id, attempt);
  }

  async find({ booking }: Subject): Promise<Found> {
    return this.calendar.findByBooking(booking.bookingId);
  }

  /** Two charters at once on one boat, or with one person, deserve a word and no more. */
  private async warnOfOverlaps({ booking, warn }: Subject): Promise<void> {
    const { startsAt, endsAt } = booking.schedule;
    try {
      const entries = await this.calendar.between(startsAt, endsAt, booking.bookingId);
      for (const warning of overlapWarnings(booking, entries)) warn(warning);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      warn('The calendar could not be asked whether boat and crew are free');
    }
  }
}

function assignments(booking: Booking): { role: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { member } of [booking.captain, ...booking.crew]) {
    counts.set(member.role, (counts.get(member.role) ?? 0) + 1);
  }
  return [...counts].map(([role, count]) => ({ role, count }));
}
