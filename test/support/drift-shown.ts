/** What the drift dialog gets to show. */
export interface DriftShown {
  bookings: number;
  drifted: { bookingId: string; differences: string[] }[];
  missing: { bookingId: string; charter: string }[];
  unsettled: string[];
  unseen: string[];
}
