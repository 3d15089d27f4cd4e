/** What the operator and the captain decide in the `Settings` tab. No secrets here. */
export interface Settings {
  boat: string;
  /** Added to a charter's hours where the row's `Crew hours` is empty. */
  crewExtraMinutes: number;
  boardingMinutesBefore: number;
  uploadOpensMinutesBefore: number;
  uploadClosesMinutesAfter: number;
  contact: string;
  summaryTo: string;
  summaryFrom: string;
  liveWaitSeconds: number;
  region: string;
  /** Empty: static keys from Script Properties are used. */
  roleArn: string;
  secretId: string;
  guestBucket: string;
  /** With `{slug}`, for example `g/{slug}.html`. */
  guestPageKey: string;
  /** With `{slug}`, for example `https://queenofsandiego.com/g/{slug}`. */
  guestPageUrl: string;
  /** Empty: taken from the secret. */
  distributionId: string;
  /** Empty: no redirect object is written. */
  legacyBucket: string;
  calendarUrl: string;
  calendarHonoursIdempotencyKeys: boolean;
  crewUrl: string;
  crewHonoursIdempotencyKeys: boolean;
  crewKeySentAsHash: boolean;
  eventsTable: string;
}
