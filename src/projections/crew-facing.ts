import type { Booking } from '../booking/booking.ts';
import { charterTitle } from './charter-title.ts';
import { scrubMoney } from './scrub.ts';

/**
 * What the calendar and the crew system may both know of a charter: never what it earns. Each text passes the filter
 * that scrubs what others wrote, so that nothing we sent is ever scrubbed.
 */
export function crewFacing(booking: Booking) {
  const { schedule } = booking;
  const clean = (text: string) => scrubMoney(text, booking.revenue);
  return {
    // The source by itself: a sum in it would take the day along, which is no money and can't become any.
    event_name: charterTitle({ ...booking, source: clean(booking.source) }),
    booking_id: booking.bookingId,
    boat: clean(booking.boat),
    start_time: schedule.startsAtRfc3339,
    duration_hours: schedule.durationMinutes / 60,
    location: clean(booking.location.name),
    guest_name: clean(booking.guest),
    notes: clean([booking.guestNotes, booking.crewNotes].filter(Boolean).join('\n\n')),
  };
}
