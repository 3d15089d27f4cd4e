/** When a charter is. Wall-clock values are in the spreadsheet's time zone. */
export interface Schedule {
  /** The local day, `YYYY-MM-DD`. */
  date: string;
  /** The local time of departure, `HH:MM`, 24 hours. */
  start: string;
  /** The local time of return, `HH:MM`; it may be on the next day. */
  end: string;
  durationMinutes: number;
  /** Epoch milliseconds. */
  startsAt: number;
  endsAt: number;
  /** `startsAt` as RFC 3339 with the zone's offset at that moment, for example `2027-05-30T09:00:00-07:00`. */
  startsAtRfc3339: string;
  timeZone: string;
}
