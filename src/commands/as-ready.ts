import type { Booking } from '../booking/booking.ts';

/** "Publish booking" on a draft makes it ready first. */
export function asReady(booking: Booking): Booking {
  return booking.status === 'Draft' ? { ...booking, status: 'Ready' } : booking;
}
