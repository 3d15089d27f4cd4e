import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../src/booking/cells.ts';
import { readDate, readStart } from '../src/booking/date-cells.ts';
import { instantAt, rfc3339, wallClock } from '../src/booking/local-time.ts';
import { scheduleAt } from '../src/booking/schedule.ts';
import * as words from '../src/booking/schedule-words.ts';
import { IntlTimeZone } from './support/intl-time-zone.ts';

const losAngeles = new IntlTimeZone('America/Los_Angeles');
const amsterdam = new IntlTimeZone('Europe/Amsterdam');
const lordHowe = new IntlTimeZone('Australia/Lord_Howe');

function at(rfc: string): number {
  return Date.parse(rfc);
}

describe('the moment that a wall clock shows', () => {
  it.each([
    ['an ordinary day', losAngeles, '2027-05-30', '09:00', '2027-05-30T09:00:00-07:00'],
    ['just before the clocks go forward', losAngeles, '2027-03-14', '01:59', '2027-03-14T01:59:00-08:00'],
    ['just after the clocks went forward', losAngeles, '2027-03-14', '03:00', '2027-03-14T03:00:00-07:00'],
    ['the hour that comes twice', losAngeles, '2027-11-07', '01:30', '2027-11-07T01:30:00-07:00'],
    ['after the hour that came twice', losAngeles, '2027-11-07', '02:00', '2027-11-07T02:00:00-08:00'],
    ['east of Greenwich, twice', amsterdam, '2027-10-31', '02:30', '2027-10-31T02:30:00+02:00'],
    ['a half hour that comes twice', lordHowe, '2027-04-04', '01:45', '2027-04-04T01:45:00+11:00'],
    ['half an hour from the full one', lordHowe, '2027-07-01', '12:00', '2027-07-01T12:00:00+10:30'],
  ])('%s', (_, zone, date, time, expected) => {
    const moment = instantAt({ date, time }, zone);
    expect(moment).toStrictEqual({ ok: true, value: at(expected) });
    expect(rfc3339(at(expected), zone)).toBe(expected);
  });

  it.each([
    ['America/Los_Angeles', '2027-03-14', '02:00', '03:00'],
    ['America/Los_Angeles', '2027-03-14', '02:59', '03:00'],
    ['Europe/Amsterdam', '2027-03-28', '02:30', '03:00'],
    ['Australia/Lord_Howe', '2027-10-03', '02:00', '02:30'],
    ['Australia/Lord_Howe', '2027-10-03', '02:29', '02:30'],
  ])('is none in %s on %s at %s: the next is %s', (zone, date, time, next) => {
    expect(instantAt({ date, time }, new IntlTimeZone(zone))).toStrictEqual({
      ok: false,
      error: { date, time: next },
    });
  });

  it.each([
    ['America/Los_Angeles', '2027-03-13T12:00Z'],
    ['America/Los_Angeles', '2027-11-06T12:00Z'],
    ['Europe/Amsterdam', '2027-03-27T12:00Z'],
    ['Europe/Amsterdam', '2027-10-30T12:00Z'],
    ['Australia/Lord_Howe', '2027-04-03T00:00Z'],
    ['Australia/Lord_Howe', '2027-10-02T00:00Z'],
  ])('in %s around %s is what watching the clock for two days shows', (zoneName, begin) => {
    const zone = new IntlTimeZone(zoneName);
    const step = 5 * 60_000;
    const moments = Array.from({ length: (2 * 24 * 60) / 5 }, (_, index) => at(begin) + index * step);
    const shown = moments.map((moment) => ({ moment, ...wallClock(moment, zone) }));
    const firstShown = new Map<string, number>();
    for (const { date, time, moment } of shown) {
      const key = `${date} ${time}`;
      if (!firstShown.has(key)) firstShown.set(key, moment);
    }
    const walls = Array.from({ length: (24 * 60) / 5 }, (_, index) => {
      const text = new Date(
        at(`${shown[0]?.date}T${shown[0]?.time}Z`) + 12 * 3_600_000 + index * step,
      ).toISOString();
      return { date: text.slice(0, 10), time: text.slice(11, 16) };
    });
    for (const wall of walls) {
      const expected = firstShown.get(`${wall.date} ${wall.time}`);
      const moment = instantAt(wall, zone);
      if (expected !== undefined) expect(moment).toStrictEqual({ ok: true, value: expected });
      else {
        const later = shown.find(({ date, time }) => `${date} ${time}` > `${wall.date} ${wall.time}`);
        expect(moment).toStrictEqual({ ok: false, error: { date: later?.date, time: later?.time } });
      }
    }
  });

  it('is shown again by the clock, in any zone at any time', () => {
    const zones = [
      'America/Los_Angeles',
      'Europe/Amsterdam',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Pacific/Apia',
    ];
    const anyZone = fc.constantFrom(...zones.map((name) => new IntlTimeZone(name)));
    const anyMinute = fc.integer({
      min: at('2012-01-02T00:00Z') / 60_000,
      max: at('2090-01-01T00:00Z') / 60_000,
    });
    fc.assert(
      fc.property(anyZone, anyMinute, (zone, minute) => {
        const wall = wallClock(minute * 60_000, zone);
        const moment = instantAt(wall, zone);
        expect(moment.ok && wallClock(moment.value, zone)).toStrictEqual(wall);
        expect(moment.ok && moment.value <= minute * 60_000).toBe(true);
      }),
    );
  });

  it('is named at the end of a day that a whole island skipped', () => {
    const apia = new IntlTimeZone('Pacific/Apia');
    expect(instantAt({ date: '2011-12-30', time: '09:00' }, apia)).toStrictEqual({
      ok: false,
      error: { date: '2011-12-31', time: '00:00' },
    });
  });
});

describe('a Date cell', () => {
  it.each<[Cell, string]>([
    [new Date('2027-05-30T00:00:00-07:00'), '2027-05-30'],
    [new Date('2027-05-29T23:59:59.999-07:00'), '2027-05-30'],
    [new Date('2027-05-30T16:00:00-07:00'), '2027-05-30'],
    [46_537, '2027-05-30'],
    [46_537.375, '2027-05-30'],
    ['2027-05-30', '2027-05-30'],
    ['2027/5/30', '2027-05-30'],
    ['5/30/2027', '2027-05-30'],
    ['05/30/27', '2027-05-30'],
    ['5-30-2027', '2027-05-30'],
    ['May 30, 2027', '2027-05-30'],
    ['may 30th 2027', '2027-05-30'],
    ['Sept. 1, 2027', '2027-09-01'],
    ['30 May 2027', '2027-05-30'],
    ['30-Dec-2027', '2027-12-30'],
    [' 2028-02-29 ', '2028-02-29'],
  ])('%o is %s', (cell, date) => {
    expect(readDate(cell, losAngeles)).toStrictEqual({ ok: true, value: date });
  });

  it('is the day that the zone has, not UTC', () => {
    const midnight = new Date('2027-05-30T00:00:00+10:30');
    expect(readDate(midnight, lordHowe)).toStrictEqual({ ok: true, value: '2027-05-30' });
    expect(readDate(midnight, losAngeles)).toStrictEqual({ ok: true, value: '2027-05-29' });
  });

  it.each<[Cell]>([
    [''],
    ['tomorrow'],
    ['5/30'],
    ['30/5/2027'],
    ['2027-02-29'],
    ['2027-13-01'],
    ['2027-05-00'],
    ['5/30-2027'],
    ['Mai 30, 2027'],
    ['207-05-30'],
    ['1927-05-30'],
    [new Date('1899-12-30T09:00:00-08:00')],
    [new Date(Number.NaN)],
    [new Date(8.64e15)],
    [20_270_530],
    [2027],
    [Number.NaN],
    [true],
  ])('%o is refused', (cell) => {
    const reading = readDate(cell, losAngeles);
    expect(reading.ok ? reading.value : reading.error).toEqual([
      expect.stringContaining('such as 5/30/2027'),
    ]);
  });
});

describe('a Start cell', () => {
  it.each<[Cell, string]>([
    [new Date('1899-12-30T09:00:00-08:00'), '09:00'],
    [new Date('1899-12-30T08:59:59.999-08:00'), '09:00'],
    [new Date('2027-05-30T21:15:00-07:00'), '21:15'],
    [0.375, '09:00'],
    [0, '00:00'],
    [0.999_305_555_6, '23:59'],
    ['09:00', '09:00'],
    ['9:00', '09:00'],
    ['14:30:00', '14:30'],
    ['9:00 AM', '09:00'],
    ['9:05pm', '21:05'],
    ['9 am', '09:00'],
    ['9PM', '21:00'],
    ['12 am', '00:00'],
    ['12:30 a.m.', '00:30'],
    ['12 pm', '12:00'],
  ])('%o is %s', (cell, time) => {
    expect(readStart(cell, '2027-05-30', losAngeles)).toStrictEqual({ ok: true, value: time });
  });

  it('is read in the zone that the spreadsheet had in 1899 too', () => {
    const nine = new Date('1899-12-30T09:00:00+10:00');
    expect(readStart(nine, '2027-05-30', lordHowe)).toStrictEqual({ ok: true, value: '09:00' });
  });

  it.each<[Cell]>([
    [''],
    ['9'],
    [9],
    [1],
    [-0.1],
    ['24:00'],
    ['9:60'],
    ['9:60 am'],
    ['13 pm'],
    ['0 am'],
    ['900'],
    ['9.30'],
    ['09:00:30'],
    ['noon'],
    [new Date('1900-01-08T00:00:00-08:00')],
    [new Date('2027-05-31T09:00:00-07:00')],
    [new Date(Number.NaN)],
    [false],
  ])('%o is refused', (cell) => {
    const reading = readStart(cell, '2027-05-30', losAngeles);
    expect(reading.ok ? reading.value : reading.error).toEqual([expect.stringContaining('such as 9:00 AM')]);
  });
});

describe('a schedule', () => {
  it('has local and absolute times', () => {
    expect(scheduleAt(at('2027-05-30T09:00:00-07:00'), 180, losAngeles)).toStrictEqual({
      date: '2027-05-30',
      start: '09:00',
      end: '12:00',
      durationMinutes: 180,
      startsAt: at('2027-05-30T16:00:00Z'),
      endsAt: at('2027-05-30T19:00:00Z'),
      startsAtRfc3339: '2027-05-30T09:00:00-07:00',
      timeZone: 'America/Los_Angeles',
    });
  });

  it.each([
    ['spring', '2027-03-13T23:00:00-08:00', '04:00'],
    ['autumn', '2027-11-06T23:00:00-07:00', '02:00'],
  ])('lasts as long as was paid for in a night when clocks change in %s', (_, start, end) => {
    const schedule = scheduleAt(at(start), 240, losAngeles);
    expect(schedule.end).toBe(end);
    expect(schedule.endsAt - schedule.startsAt).toBe(240 * 60_000);
    expect(words.timeRange(schedule)).toContain('(next day)');
  });
});

describe('words for a schedule', () => {
  it('names days and times of day', () => {
    expect(words.monthAndDay('2027-05-30')).toBe('May 30');
    expect(words.weekdayMonthAndDay('2027-05-30')).toBe('Sunday, May 30');
    expect(words.weekdayMonthAndDay('2028-02-29')).toBe('Tuesday, February 29');
    expect(['00:00', '00:05', '09:00', '11:59', '12:00', '21:30'].map(words.twelveHourTime)).toStrictEqual([
      '12:00 AM',
      '12:05 AM',
      '9:00 AM',
      '11:59 AM',
      '12:00 PM',
      '9:30 PM',
    ]);
  });

  it.each([
    ['2027-05-30T09:00:00-07:00', 180, '9:00 AM – 12:00 PM'],
    ['2027-05-30T21:00:00-07:00', 180, '9:00 PM – 12:00 AM (next day)'],
    ['2027-05-30T20:00:00-07:00', 300, '8:00 PM – 1:00 AM (next day)'],
    ['2027-05-30T09:00:00-07:00', 1440, '9:00 AM – 9:00 AM (next day)'],
    ['2027-05-30T09:00:00-07:00', 72 * 60, '9:00 AM – 9:00 AM (3 days later)'],
  ])('from %s for %d minutes is %s', (start, minutes, range) => {
    expect(words.timeRange(scheduleAt(at(start), minutes, losAngeles))).toBe(range);
  });

  it.each([
    [180, '3h', '3 hours'],
    [60, '1h', '1 hour'],
    [150, '2h 30m', '2½ hours'],
    [90, '1h 30m', '1½ hours'],
    [30, '30m', '30 minutes'],
    [45, '45m', '45 minutes'],
    [61, '1h 1m', '1 hour 1 minute'],
    [140, '2h 20m', '2 hours 20 minutes'],
  ])('%d minutes are %s, or %s', (minutes, short, long) => {
    expect(words.shortDuration(minutes)).toBe(short);
    expect(words.durationInWords(minutes)).toBe(long);
  });
});
