import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { revenueOf } from '../src/booking/revenue.ts';

function assignment(hourlyRateCents: number, paidMinutes: number) {
  const member = {
    crewId: 'x',
    name: 'X',
    role: 'deckhand',
    email: 'x@crew.example',
    phone: '',
    active: true,
  };
  return { member: { ...member, hourlyRateCents }, paidMinutes };
}

const anyAssignment = fc
  .tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 1, max: 96 * 60 }))
  .map(([rate, minutes]) => assignment(rate, minutes));
const anyTerms = fc.record({
  grossCents: fc.integer({ min: 0, max: 1_000_000_000 }),
  crew: fc.array(anyAssignment, { maxLength: 8 }),
  captain: anyAssignment,
  feePartsPerMillion: fc.integer({ min: 0, max: 1_000_000 }),
});

describe('revenue', () => {
  it('leaves 289.41 of the golden case: each part is rounded, not the sum', () => {
    const revenue = revenueOf({
      grossCents: 84_075,
      crew: [assignment(2500, 300), assignment(2500, 300)],
      captain: assignment(5000, 180),
      feePartsPerMillion: 180_000,
    });
    expect(revenue).toStrictEqual({
      grossCents: 84_075,
      crewCents: 25_000,
      captainCents: 15_000,
      portFeeCents: 15_134,
      netCents: 28_941,
    });
  });

  it('rounds the wage of each crew member by itself', () => {
    const halfCents = assignment(1001, 30);
    const { crewCents } = revenueOf({
      grossCents: 0,
      crew: [halfCents, halfCents, halfCents],
      captain: assignment(0, 60),
      feePartsPerMillion: 0,
    });
    expect(crewCents).toBe(3 * 501);
  });

  it('may be a loss', () => {
    const revenue = revenueOf({
      grossCents: 10_000,
      crew: [],
      captain: assignment(5000, 180),
      feePartsPerMillion: 100_000,
    });
    expect(revenue.netCents).toBe(-6000);
  });

  it('adds up, in whole cents, each within half a cent of the exact amount', () => {
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const revenue = revenueOf(terms);
        const { grossCents, crewCents, captainCents, portFeeCents, netCents } = revenue;
        expect(Object.values(revenue).every(Number.isSafeInteger)).toBe(true);
        expect(netCents + portFeeCents + captainCents + crewCents).toBe(grossCents);
        const exactFee =
          (BigInt(grossCents) * BigInt(terms.feePartsPerMillion) * 2n + 1_000_000n) / 2_000_000n;
        expect(BigInt(portFeeCents)).toBe(exactFee);
        const exactWages = terms.crew.map(
          ({ member, paidMinutes }) => (member.hourlyRateCents * paidMinutes) / 60,
        );
        const rounded = exactWages.map((cents) => Math.floor(cents + 0.5));
        expect(crewCents).toBe(rounded.reduce((sum, cents) => sum + cents, 0));
      }),
    );
  });
});
