import type { CrewAssignment } from './crew.ts';
import type { Location } from './location.ts';
import type { Revenue } from './revenue.ts';
import type { Schedule } from './schedule.ts';

/** The captain's alone: no code of ours sets it, but for "Publish booking" on a Draft row, which makes it Ready. */
export const STATUSES = ['Draft', 'Ready', 'Cancelled', 'Completed'] as const;
export type Status = (typeof STATUSES)[number];

/**
 * One valid row of `Bookings`: a charter, with everything that it names looked up.
 * Identified for ever by `bookingId`, never by its row number.
 */
export interface Booking {
  /** As the captain wrote it, for example `XHQGMDH`. */
  bookingId: string;
  /** The booking id in lower case: names the guest page for ever. */
  slug: string;
  /** The marketplace, for example `Boatsetter`; may be empty. */
  source: string;
  boat: string;
  guest: string;
  party: number;
  schedule: Schedule;
  location: Location;
  /** Whoever is not the captain, in the row's order; a captain who also stands in the crew list is left out. */
  crew: CrewAssignment[];
  captain: CrewAssignment;
  guestNotes: string;
  crewNotes: string;
  privateNotes: string;
  status: Status;
  revenue: Revenue;
}
