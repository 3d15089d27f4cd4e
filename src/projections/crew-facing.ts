import type { Booking } from '../booking/booking.ts';
import { charterTitle } from './charter-title.ts';
import { scrubMoney } from './scrub.ts';

/** What the calendar and the crew system may both know of a charter: never what it earns. */
export function crewFacing(booking: Booking) {
  const { schedule } = booking;
  return {
    event_name: charterTitle(booking),
    booking_id: booking.bookingId,
    boat: booking.boat,
    start_time: schedule.startsAtRfc3339,
    duration_hours: schedule.durationMinutes / 60,
    location: booking.location.name,
    guest_name: booking.guest,
    notes: crewFacingNotes(booking),
  };
}

/** Guest and crew notes, past the same filter that scrubs what others wrote: so nothing we sent is ever scrubbed. */
function crewFacingNotes(booking: Booking): string {
  const notes = [booking.guestNotes, booking.crewNotes].filter(Boolean).join('\n\n');
  return scrubMoney(notes, booking.revenue);
}
