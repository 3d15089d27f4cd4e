import { describe, expect, it } from 'vitest';
import { occupancyOf, overlapWarnings } from '../src/booking/overlaps.ts';
import { bookingWith, losAngeles } from './support/booking-row.ts';

const own = bookingWith();
const free = { bookingId: 'OTHER', boat: 'Day Star', captain: 'dana', crew: ['leo'] };
const startsAt = own.schedule.startsAt + 2 * 3_600_000;
const endsAt = startsAt + 3 * 3_600_000;

function warnings(changes: object) {
  return overlapWarnings(own, [{ ...free, startsAt, endsAt, ...changes }], losAngeles);
}

describe('an overlap', () => {
  it('is worth a word when boat, captain or crew are needed twice', () => {
    const when = 'also in OTHER, Sunday, May 30, 11:00 AM – 2:00 PM.';
    expect(warnings({ boat: 'jada ' })).toStrictEqual([`Boat JADA ${when}`]);
    expect(warnings({ captain: 'KIT' })).toStrictEqual([`captain kit ${when}`]);
    expect(warnings({ captain: 'sam' })).toStrictEqual([`crew sam ${when}`]);
    expect(warnings({ crew: ['leo', 'kit', 'mia'] })).toStrictEqual([`captain kit, crew mia ${when}`]);
  });

  it('is none when all differ, when one begins as the other ends, and with itself', () => {
    expect(warnings({})).toStrictEqual([]);
    expect(warnings({ boat: 'JADA', startsAt: own.schedule.endsAt })).toStrictEqual([]);
    expect(warnings({ boat: 'JADA', startsAt: 0, endsAt: own.schedule.startsAt })).toStrictEqual([]);
    expect(warnings({ boat: 'JADA', bookingId: 'xhqgmdh' })).toStrictEqual([]);
    expect(warnings({ boat: '', captain: '', crew: [''] })).toStrictEqual([]);
  });

  it('is told of a few times, however many there are and whatever others call themselves', () => {
    const name = `${'=\u202e\n'.repeat(500)}x`;
    const many = Array.from({ length: 400 }, () => ({
      ...free,
      bookingId: name,
      boat: 'JADA',
      startsAt,
      endsAt,
    }));
    const told = overlapWarnings(own, many, losAngeles);
    expect(told).toHaveLength(6);
    expect(told[5]).toBe('395 more at the same time need the same boat or people.');
    expect(told.join('').length).toBeLessThan(1000);
    expect(told.join('')).not.toMatch(/\p{Cc}|\u202e/u);
  });

  it('names the day on which the other ends, if it is another', () => {
    expect(warnings({ boat: 'JADA', endsAt: startsAt + 14 * 3_600_000 })).toStrictEqual([
      'Boat JADA also in OTHER, Sunday, May 30, 11:00 AM – Monday, May 31, 1:00 AM.',
    ]);
  });

  it('is found between bookings of one sheet, from either side', () => {
    const other = bookingWith({
      'Booking ID': 'B-2',
      Start: '11:59 AM',
      Crew: '',
      Captain: 'mia',
      Boat: 'Day Star',
    });
    expect(overlapWarnings(own, [occupancyOf(other)], losAngeles)).toHaveLength(1);
    expect(overlapWarnings(other, [occupancyOf(own)], losAngeles)).toEqual([
      expect.stringContaining('captain mia'),
    ]);
  });
});
