import type { Booking } from '../booking/booking.ts';
import { type Occupancy, overlapWarnings } from '../booking/overlaps.ts';
import { idKey, keysOf } from '../booking/rows.ts';
import { timeRange, weekdayMonthAndDay } from '../booking/schedule-words.ts';
import type { TimeZone } from '../booking/time-zone.ts';
import type { CalendarEntry, JadaCalendar, Occupation } from '../clients/jada-calendar.ts';
import { RemoteError } from '../clients/remote-error.ts';
import type { Attempt } from '../clients/request.ts';
import { CollectionEntry } from './collection-entry.ts';
import { crewFacing } from './crew-facing.ts';
import type { Placed, Projection, Subject } from './projection.ts';

type Desired = { [Field in keyof CalendarEntry]: CalendarEntry[Field] };

export interface CalendarEntryOptions {
  calendar: JadaCalendar;
  /** What the sheet itself says is taken: bookings of the same batch aren't in the calendar yet. */
  taken: readonly Occupancy[];
  timeZone: TimeZone;
}

/** The charter in the internal calendar, where the crew looks the time up. */
export class CalendarEntryProjection extends CollectionEntry<Desired> implements Projection<Desired> {
  readonly name = 'calendar entry';
  readonly waitsFor = [];

  constructor(private readonly options: CalendarEntryOptions) {
    super(options.calendar);
  }

  desired({ booking }: Subject): Desired | null {
    if (booking.status === 'Cancelled') return null;
    return {
      ...crewFacing(booking),
      event_type: 'charter',
      date: booking.schedule.date,
      captain: booking.captain.member.crewId,
      crew: booking.crew.map(({ member }) => member.crewId),
      crew_assignments: assignments(booking),
    };
  }

  override async create(subject: Subject, desired: Desired, attempt: Attempt) {
    await this.warnOfOverlaps(subject);
    return super.create(subject, desired, attempt);
  }

  override async update(subject: Subject, desired: Desired, placed: Placed, attempt: Attempt) {
    await this.warnOfOverlaps(subject);
    return super.update(subject, desired, placed, attempt);
  }

  inWords({ booking: { schedule } }: Subject, action: string): string | undefined {
    if (action === 'remove') return undefined;
    const verb = action === 'create' ? 'adds' : 'changes';
    return `${verb} the entry: ${weekdayMonthAndDay(schedule.date)}, ${timeRange(schedule)}`;
  }

  /** Two charters at once on one boat, or with one person, deserve a word and no more. */
  private async warnOfOverlaps({ booking, warn, forgetWarnings }: Subject): Promise<void> {
    forgetWarnings();
    const { calendar, taken, timeZone } = this.options;
    const { startsAt, endsAt } = booking.schedule;
    let listed: Occupancy[] = [];
    try {
      const entries = await calendar.between(startsAt, endsAt, booking.bookingId);
      listed = entries.map(occupancyOfEntry).filter((occupancy) => occupancy !== null);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      warn('The calendar could not be asked whether boat and crew are free.');
    }
    const known = keysOf(taken);
    const elsewhere = listed.filter(({ bookingId }) => !known.has(idKey(bookingId)));
    for (const warning of overlapWarnings(booking, [...taken, ...elsewhere], timeZone)) warn(warning);
  }
}

/** Null for what has no time of its own, such as a note. */
function occupancyOfEntry(entry: Occupation): Occupancy | null {
  const startsAt = Date.parse(entry.start_time);
  if (Number.isNaN(startsAt) || entry.duration_hours === null) return null;
  const { boat, captain, crew } = entry;
  const bookingId = entry.booking_id || entry.event_name;
  return { bookingId, boat, captain, crew, startsAt, endsAt: startsAt + entry.duration_hours * 3_600_000 };
}

function assignments(booking: Booking): { role: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { member } of [booking.captain, ...booking.crew]) {
    counts.set(member.role, (counts.get(member.role) || 0) + 1);
  }
  return [...counts].map(([role, count]) => ({ role, count }));
}
