import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../src/booking/booking.ts';
import { calendarFile, googleCalendarUrl } from '../src/projections/calendar-event.ts';
import { guestEvent } from '../src/projections/guest-event.ts';
import { anyBooking } from './support/booking-arbitrary.ts';
import { goldenBooking, goldenSettings } from './support/golden-booking.ts';

const at = Date.parse('2027-05-01T12:00:00-07:00');
const file = (booking: Booking, sequence = 3) =>
  calendarFile(guestEvent(booking, goldenSettings), { sequence, at });

/** As somebody else's parser understands it. */
function parsed(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const component = calendar.getFirstSubcomponent('vevent');
  if (!component) throw new Error('The file holds no event');
  const property = (name: string) => component.getFirstPropertyValue(name);
  return { calendar, component, property };
}

describe('a guest’s calendar file', () => {
  it('says where to be and when', () => {
    const { calendar, property } = parsed(file(goldenBooking()));
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    expect(String(property('dtstart'))).toBe('2027-05-30T16:00:00Z');
    expect(String(property('dtend'))).toBe('2027-05-30T19:00:00Z');
    expect(String(property('dtstamp'))).toBe('2027-05-01T19:00:00Z');
    expect(property('summary')).toBe('Charter on JADA');
    expect(property('location')).toBe('Sheraton Marina, 1380 Harbor Island Drive, San Diego, CA 92101');
    expect(property('description')).toBe(
      'Boarding 8:45 AM\nGate C, at the top of the ramp. We wait there with a blue flag.\nhttps://queenofsandiego.com/g/xhqgmdh',
    );
    expect(property('url')).toBe('https://queenofsandiego.com/g/xhqgmdh');
    expect(property('status')).toBe('CONFIRMED');
  });

  it('keeps its UID, and has the sequence it is given', () => {
    const first = parsed(file(goldenBooking(), 1));
    const { schedule } = goldenBooking();
    const later = { ...schedule, startsAt: schedule.startsAt + 3_600_000 };
    const second = parsed(file({ ...goldenBooking(), guest: 'Ana', schedule: later }, 2));
    expect(first.property('uid')).toBe('xhqgmdh@queenofsandiego.com');
    expect(second.property('uid')).toBe(first.property('uid'));
    expect([first.property('sequence'), second.property('sequence')]).toEqual([1, 2]);
  });

  it('takes itself out of the calendar when the charter is cancelled', () => {
    const { calendar, property } = parsed(file({ ...goldenBooking(), status: 'Cancelled' }));
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(property('status')).toBe('CANCELLED');
    expect(property('uid')).toBe('xhqgmdh@queenofsandiego.com');
  });

  it('holds whatever the cells say, in lines of at most 75 octets that end with CRLF', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      fc.constantFrom(
        'a;b,c\\d',
        '船'.repeat(40),
        '👩‍👩‍👧'.repeat(12),
        'שרה כהן',
        `Zoë "Z" O'Hara & Søn`,
        'BEGIN:VEVENT',
        // Ends a line for JavaScript, and no line for RFC 5545.
        'up\u2028and\u2029down '.repeat(9),
      ),
    );
    fc.assert(
      fc.property(anyBooking, words, words, (booking, boat, name) => {
        const told = {
          ...booking,
          boat,
          location: { ...booking.location, name, address: '', meetingPoint: name },
        };
        const event = guestEvent(told, goldenSettings);
        const text = calendarFile(event, { sequence: 0, at });
        const lines = text.split('\r\n');
        expect(lines.pop()).toBe('');
        for (const line of lines) {
          expect(line).not.toMatch(/[\r\n]/);
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          // No character is torn apart.
          expect(() => encodeURIComponent(line)).not.toThrow();
        }
        const { component, property } = parsed(text);
        expect(property('summary')).toBe(event.title);
        expect(property('location')).toBe(event.location);
        expect(property('description')).toBe(event.description);
        expect(component.getAllProperties('summary')).toHaveLength(1);
      }),
    );
  });
});

it('the link to Google Calendar says the same', () => {
  const url = new URL(googleCalendarUrl(guestEvent(goldenBooking(), goldenSettings)));
  expect(`${url.origin}${url.pathname}`).toBe('https://calendar.google.com/calendar/render');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    action: 'TEMPLATE',
    text: 'Charter on JADA',
    dates: '20270530T160000Z/20270530T190000Z',
    location: 'Sheraton Marina, 1380 Harbor Island Drive, San Diego, CA 92101',
    details:
      'Boarding 8:45 AM\nGate C, at the top of the ramp. We wait there with a blue flag.\nhttps://queenofsandiego.com/g/xhqgmdh',
  });
});
