import type { Booking } from '../../src/booking/booking.ts';
import type { CrewMember } from '../../src/booking/crew.ts';
import type { GuestPageSettings } from '../../src/projections/guest-page-content.ts';
import { IntlTimeZone } from './intl-time-zone.ts';

/** The charter whose figures everyone knows: 840.75 gross, 289.41 net. */
export function goldenBooking(): Booking {
  return {
    bookingId: 'XHQGMDH',
    slug: 'xhqgmdh',
    source: 'Boatsetter',
    boat: 'JADA',
    guest: 'Marisol Quintanilla',
    party: 8,
    schedule: {
      date: '2027-05-30',
      start: '09:00',
      end: '12:00',
      durationMinutes: 180,
      startsAt: Date.parse('2027-05-30T09:00:00-07:00'),
      endsAt: Date.parse('2027-05-30T12:00:00-07:00'),
      startsAtRfc3339: '2027-05-30T09:00:00-07:00',
      timeZone: 'America/Los_Angeles',
    },
    location: {
      name: 'Sheraton Marina',
      feePartsPerMillion: 180_000,
      address: '1380 Harbor Island Drive, San Diego, CA 92101',
      mapLink: 'https://maps.example.com/?q=32.7252,-117.2001&z=16',
      meetingPoint: 'Gate C, at the top of the ramp. We wait there with a blue flag.',
      parking: 'Hotel garage, bring $40 for parking. Street parking on Harbor Island Drive is free.',
    },
    crew: [
      { member: member('dana', 'Dana Whitfield', 'deckhand', 2500), paidMinutes: 300 },
      { member: member('lee', 'Lee Okafor', 'deckhand', 2500), paidMinutes: 300 },
    ],
    captain: { member: member('sam', 'Sam Pemberton', 'captain', 5000), paidMinutes: 180 },
    guestNotes: 'Anniversary trip.\nSoft-soled shoes, please, and a warm layer: it is cooler on the water.',
    crewNotes: 'Ice and the good glasses are in the galley.',
    privateNotes: 'Asked for a discount twice.',
    status: 'Ready',
    revenue: {
      grossCents: 84_075,
      crewCents: 25_000,
      captainCents: 15_000,
      portFeeCents: 15_134,
      netCents: 28_941,
    },
  };
}

export const goldenZone = new IntlTimeZone('America/Los_Angeles');

export const goldenSettings: GuestPageSettings = {
  boardingMinutesBefore: 15,
  guestPageUrl: 'https://queenofsandiego.com/g/{slug}',
  bring: [],
  leaveAtHome: [],
  safety: [],
  weatherPolicy: '',
  cancellationPolicy: '',
  marketplaceTerms: [{ source: 'Boatsetter', url: 'https://terms.example.com/boatsetter' }],
  uploadBucket: 'queenofsandiego-photos',
  uploadOpensMinutesBefore: 60,
  uploadClosesMinutesAfter: 168 * 60,
  region: 'us-west-2',
  contact: 'Captain Sam, (619) 555-0142 or aboard@example.com',
};

function member(crewId: string, name: string, role: string, hourlyRateCents: number): CrewMember {
  return {
    crewId,
    name,
    role,
    email: `${crewId}@example.com`,
    phone: '+1 619 555 0100',
    hourlyRateCents,
    active: true,
  };
}
