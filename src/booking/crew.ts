/** One row of the `Crew` tab. */
export interface CrewMember {
  crewId: string;
  name: string;
  /** `captain`, `deckhand`, …: as the tab says, in lower case. */
  role: string;
  email: string;
  phone: string;
  /** Cents an hour. */
  hourlyRateCents: number;
  active: boolean;
}
