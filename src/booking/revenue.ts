import type { CrewAssignment } from './crew.ts';
import { divideRoundHalfAway } from './money.ts';

/** What a charter earns and costs. Integer cents, all of them; `netCents` may be negative. */
export interface Revenue {
  grossCents: number;
  crewCents: number;
  captainCents: number;
  portFeeCents: number;
  netCents: number;
}

interface Terms {
  grossCents: number;
  /** Whoever is paid as crew: the captain is not among them. */
  crew: readonly CrewAssignment[];
  captain: CrewAssignment;
  feePartsPerMillion: number;
}

/** Each wage and the fee is rounded once, by itself: people are paid in whole cents, and the sums must add up. */
export function revenueOf({ grossCents, crew, captain, feePartsPerMillion }: Terms): Revenue {
  const crewCents = crew.reduce((sum, assignment) => sum + wageCents(assignment), 0);
  const captainCents = wageCents(captain);
  const portFeeCents = divideRoundHalfAway(grossCents * feePartsPerMillion, 1_000_000);
  return {
    grossCents,
    crewCents,
    captainCents,
    portFeeCents,
    netCents: grossCents - crewCents - captainCents - portFeeCents,
  };
}

function wageCents({ member, paidMinutes }: CrewAssignment): number {
  return divideRoundHalfAway(member.hourlyRateCents * paidMinutes, 60);
}
