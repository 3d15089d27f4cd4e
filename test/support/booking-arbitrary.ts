import fc from 'fast-check';
import type { Booking } from '../../src/booking/booking.ts';
import type { CrewAssignment, CrewMember } from '../../src/booking/crew.ts';
import { revenueOf } from '../../src/booking/revenue.ts';
import { scheduleAt } from '../../src/booking/schedule.ts';
import { slugOf } from '../../src/booking/slug.ts';
import type { TimeZone } from '../../src/booking/time-zone.ts';

/** A zone without surprises, so that what a page says is the bookings' doing. */
const pacificStandardTime: TimeZone = {
  name: 'Etc/GMT+8',
  format: (moment) => new Date(moment - 8 * 3_600_000).toISOString().slice(0, 19),
  parse: (text) => Date.parse(`${text}-08:00`),
};

/** Texts as people and attackers write them into cells: markup, quotes, right-to-left, emoji, line breaks. */
const awkward = fc.constantFrom(
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `Zoë "Z" O'Hara & Søn`,
  'שרה כהן',
  'أحمد علي',
  '👩‍👩‍👧 family',
  '{{fingerprint}}',
  '&amp; &lt;',
  'javascript:alert(1)',
  '-->',
  '</style><style>*{display:none}',
);
const words = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), awkward)
  .map((text) => text.replace(/\p{Cc}/gu, ''));
const line = words.map((text) => text.replace(/\s+/g, ' ').trim());
const requiredLine = line.map((text) => text || 'Sea Star');
const notes = fc.array(words, { maxLength: 4 }).map((lines) => lines.join('\n').trim());

const crewMember: fc.Arbitrary<CrewMember> = fc.record({
  crewId: fc.stringMatching(/^[a-z]{1,8}-[0-9]{1,3}$/),
  name: requiredLine,
  role: fc.constantFrom('captain', 'deckhand', 'mate'),
  email: fc.emailAddress(),
  phone: fc.constantFrom('', '+1 619 555 0142'),
  hourlyRateCents: fc.integer({ min: 0, max: 30_000 }),
  active: fc.constant(true),
});

/** Any valid booking. */
export const anyBooking: fc.Arbitrary<Booking> = fc
  .record({
    bookingId: fc.stringMatching(/^[A-Z][A-Z0-9]{4,10}$/),
    source: requiredLine,
    boat: requiredLine,
    guest: requiredLine,
    party: fc.integer({ min: 1, max: 200 }),
    startsAt: fc
      .integer({
        min: Date.parse('2026-01-01T08:00:00Z') / 60_000,
        max: Date.parse('2030-01-01T08:00:00Z') / 60_000,
      })
      .map((minutes) => minutes * 60_000),
    durationMinutes: fc.integer({ min: 15, max: 72 * 60 }),
    crewMinutes: fc.integer({ min: 15, max: 96 * 60 }),
    location: fc.record({
      name: requiredLine,
      feePartsPerMillion: fc.integer({ min: 0, max: 1_000_000 }),
      address: line,
      mapLink: fc.oneof(fc.webUrl(), line),
      meetingPoint: line,
      parking: line,
    }),
    people: fc.uniqueArray(crewMember, { minLength: 1, maxLength: 6, selector: ({ crewId }) => crewId }),
    guestNotes: notes,
    crewNotes: notes,
    privateNotes: notes,
    grossCents: fc.integer({ min: 0, max: 5_000_000 }),
    status: fc.constantFrom('Ready' as const, 'Completed' as const),
  })
  .map(({ startsAt, durationMinutes, crewMinutes, people, grossCents, ...row }) => {
    const [first, ...others] = people as [CrewMember, ...CrewMember[]];
    const captain: CrewAssignment = { member: first, paidMinutes: durationMinutes };
    const crew = others.map((member) => ({ member, paidMinutes: crewMinutes }));
    return {
      ...row,
      slug: slugOf(row.bookingId),
      schedule: scheduleAt(startsAt, durationMinutes, pacificStandardTime),
      crew,
      captain,
      revenue: revenueOf({ grossCents, crew, captain, feePartsPerMillion: row.location.feePartsPerMillion }),
    };
  });
