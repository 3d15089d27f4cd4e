import { describe, expect, it } from 'vitest';
import { INPUT_COLUMNS, type InputColumn, type RowCells } from '../src/booking/booking-row.ts';
import { readBooking, readBookings } from '../src/booking/bookings.ts';
import type { Cell } from '../src/booking/cells.ts';
import { readCrew } from '../src/booking/crew.ts';
import { readLocations } from '../src/booking/location.ts';
import { bookingWith, context, goldenRow } from './support/booking-row.ts';

const blankRow = Object.fromEntries(INPUT_COLUMNS.map((column) => [column, ''])) as RowCells;

function problemsWith(changes: Partial<RowCells>) {
  const result = readBooking({ ...goldenRow, ...changes }, context);
  return result.ok ? [] : result.error;
}

describe('a good row', () => {
  it('is a booking with everything looked up', () => {
    const booking = bookingWith({
      'Guest notes': '  Birthday.\r\nBring layers.\u0000 ',
      Guest: ' Avery\n Lindqvist ',
    });
    expect(booking).toMatchObject({
      bookingId: 'XHQGMDH',
      slug: 'xhqgmdh',
      source: 'Boatsetter',
      boat: 'JADA',
      guest: 'Avery Lindqvist',
      party: 6,
      guestNotes: 'Birthday.\nBring layers.',
      status: 'Ready',
      location: { name: 'Sheraton Marina', feePartsPerMillion: 180_000 },
      schedule: { startsAtRfc3339: '2027-05-30T09:00:00-07:00', end: '12:00' },
      captain: { member: { crewId: 'kit' }, paidMinutes: 180 },
      crew: [
        { member: { crewId: 'sam' }, paidMinutes: 300 },
        { member: { crewId: 'mia' }, paidMinutes: 300 },
      ],
      revenue: {
        grossCents: 84_075,
        crewCents: 25_000,
        captainCents: 15_000,
        portFeeCents: 15_134,
        netCents: 28_941,
      },
    });
  });

  it('may be all text, as a file of comma-separated values gives it', () => {
    const text = {
      Party: '6',
      Date: '2027-05-30',
      Start: '09:00',
      Hours: '3',
      Gross: '840.75',
      Status: 'ready',
    };
    expect(bookingWith(text)).toStrictEqual(bookingWith());
  });

  it('names crew in any case, with blanks, and keeps the order', () => {
    expect(bookingWith({ Crew: ' MIA ,, Sam,' }).crew.map(({ member }) => member.crewId)).toEqual([
      'mia',
      'sam',
    ]);
    expect(bookingWith({ Captain: ' KIT ' }).captain.member.crewId).toBe('kit');
  });

  it('does not pay or name a captain twice who also stands in the crew list', () => {
    expect(bookingWith({ Crew: 'sam, kit, mia' })).toStrictEqual(bookingWith());
  });

  it('may have no crew, own crew hours, its own boat, and a loss', () => {
    expect(bookingWith({ Crew: '' })).toMatchObject({ crew: [], revenue: { crewCents: 0 } });
    expect(bookingWith({ 'Crew hours': 4.5 }).crew.map(({ paidMinutes }) => paidMinutes)).toEqual([270, 270]);
    expect(bookingWith({ Boat: 'Day Star' }).boat).toBe('Day Star');
    expect(bookingWith({ Gross: 100 }).revenue.netCents).toBe(10_000 - 25_000 - 15_000 - 1800);
  });

  it('is a draft without a status', () => {
    expect(bookingWith({ Status: '' }).status).toBe('Draft');
  });

  it('may name someone who has left since, once it is over or off', () => {
    expect(problemsWith({ Crew: 'gone' })).toHaveLength(1);
    expect(bookingWith({ Crew: 'gone', Status: 'Completed' }).crew).toHaveLength(1);
    expect(bookingWith({ Captain: 'gone', Status: 'Cancelled' }).captain.member.crewId).toBe('gone');
  });
});

describe('a bad row', () => {
  it('has every problem at once, in the order of the columns', () => {
    const bad: Partial<RowCells> = {
      'Booking ID': 'index',
      Guest: '',
      Party: 0,
      Date: '30.5.',
      Start: 'morning',
      Hours: 0,
      Location: 'Nowhere',
      Gross: 'much',
      Crew: 'zed, gone, sam, SAM',
      Captain: '',
      'Crew hours': -1,
      'Guest notes': 'x'.repeat(5001),
      'Private notes': '#REF!',
      Status: 'Perhaps',
    };
    expect(problemsWith(bad).map(({ column }) => column)).toStrictEqual([
      'Booking ID',
      'Guest',
      'Party',
      'Date',
      'Start',
      'Hours',
      'Location',
      'Gross',
      'Crew',
      'Crew',
      'Crew',
      'Captain',
      'Crew hours',
      'Guest notes',
      'Private notes',
      'Status',
    ]);
  });

  it.each<[InputColumn, Cell, string[]]>([
    ['Gross', 'much', ['Gross is “much”', 'such as 840.75']],
    ['Gross', '', ['Gross is empty', 'such as 840.75']],
    ['Gross', '#VALUE!', ['Gross is “#VALUE!”', 'formula']],
    ['Party', 2.5, ['Party is “2.5”', 'such as 6']],
    ['Party', new Date('2027-05-30T00:00:00-07:00'), ['Party is “2027-05-30”']],
    ['Party', new Date('2027-05-30T09:00:00-07:00'), ['Party is “2027-05-30 09:00”']],
    ['Hours', 73, ['Hours is “73”', 'up to 72']],
    ['Hours', 2.33, ['Hours is “2.33”', 'whole number of minutes']],
    ['Location', 'Nowhere', ['“Nowhere”', 'Locations tab', 'Sheraton Marina']],
    ['Location', 'far dock', ['row 3 of the Locations tab', 'Fee % is “18”', 'such as 18%']],
    ['Crew', 'faulty', ['row 6 of the Crew tab', 'Email is “nobody”']],
    ['Crew', 'sam, Sam', ['sam stands there more than once']],
    ['Crew', 'gone', ['gone is not active in the Crew tab']],
    ['Captain', 'kit, sam', ['There is no “kit, sam” in the Crew tab']],
    ['Guest', `${'x'.repeat(500)}`, [`“${'x'.repeat(39)}…”`, 'from 500 to 200']],
    ['Status', 'Perhaps', ['Draft, Ready, Cancelled or Completed']],
    ['Start', new Date('2027-05-31T09:00:00-07:00'), ['without a date']],
  ])('says of %s %o what would be right', (column, cell, parts) => {
    const problems = problemsWith({ [column]: cell });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.column).toBe(column);
    for (const part of parts) expect(problems[0]?.message).toContain(part);
  });

  it('hears of a time that daylight saving skips, and of the next', () => {
    expect(problemsWith({ Date: '2027-03-14', Start: '2:30 AM' })).toStrictEqual([
      {
        column: 'Start',
        message:
          'Start is “2:30 AM”. Clocks go forward then, and 2:30 AM is skipped: write 3:00 AM on Sunday, March 14 or later.',
      },
    ]);
  });

  it('needs a boat from somewhere', () => {
    const result = readBooking(goldenRow, { ...context, settings: { boat: '', crewExtraMinutes: 120 } });
    expect(result.ok ? [] : result.error.map(({ column }) => column)).toStrictEqual(['Boat']);
  });

  it('is told what to do when the other tabs are empty', () => {
    const result = readBooking(goldenRow, { ...context, crew: readCrew([]), locations: readLocations([]) });
    const messages = result.ok ? [] : result.error.map(({ message }) => message);
    expect(messages).toHaveLength(4);
    expect(messages[0]).toContain('the Locations tab, which has no rows yet');
  });
});

describe('the rows of the tab', () => {
  it('are read each by itself; blank ones are left out and counted', () => {
    const rows = readBookings(
      [goldenRow, blankRow, { ...goldenRow, 'Booking ID': ' B-2 ', Gross: 'x' }],
      context,
    );
    expect(
      rows.map(({ rowNumber, bookingId, status, result }) => [rowNumber, bookingId, status, result.ok]),
    ).toEqual([
      [2, 'XHQGMDH', 'Ready', true],
      [4, 'B-2', 'Ready', false],
    ]);
  });

  it('are blank when only outputs are left', () => {
    expect(readBookings([{ ...blankRow, State: 'Published' } as RowCells], context)).toStrictEqual([]);
  });

  it('may not share an id in any case: each of them has the problem, beside its own', () => {
    const rows = readBookings(
      [
        goldenRow,
        { ...goldenRow, 'Booking ID': 'other' },
        { ...goldenRow, 'Booking ID': 'xhqgmdh', Gross: 'x' },
      ],
      context,
    );
    const problems = rows.map(({ result }) => (result.ok ? [] : result.error));
    expect(problems.map((list) => list.map(({ column }) => column))).toStrictEqual([
      ['Booking ID'],
      [],
      ['Booking ID', 'Gross'],
    ]);
    expect(problems[0]?.[0]?.message).toContain('Row 4');
    expect(problems[2]?.[0]?.message).toContain('Row 2');
  });

  it('without an id are not duplicates of each other', () => {
    const rows = readBookings(
      [1, 2].map(() => ({ ...goldenRow, 'Booking ID': '' })),
      context,
    );
    for (const { result } of rows) {
      expect(result.ok ? [] : result.error.map(({ message }) => message)).toEqual([
        expect.stringMatching(/^Booking ID is empty\. Write 3 to 32/),
      ]);
    }
  });

  it('tell their status even with problems, unless it is the problem', () => {
    const faulty = { ...goldenRow, Gross: 'x' };
    const statuses = ['Cancelled', ' completed', '', 'Perhaps', '#N/A'].map((Status) => ({
      ...faulty,
      Status,
    }));
    expect(readBookings(statuses, context).map(({ status }) => status)).toEqual([
      'Cancelled',
      'Completed',
      'Draft',
      undefined,
      undefined,
    ]);
  });
});
