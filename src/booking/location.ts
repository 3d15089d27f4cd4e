/** One row of the `Locations` tab: a dock, what it charges and how to find it. */
export interface Location {
  name: string;
  /** The port fee in millionths of the gross: 18 % is 180,000. An integer, so that money stays exact. */
  feePartsPerMillion: number;
  address: string;
  mapLink: string;
  meetingPoint: string;
  parking: string;
}
