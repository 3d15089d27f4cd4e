import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';
import type { DriftShown } from './support/drift-shown.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const missing = async () => ((await desk.fromDialog('driftFound')) as DriftShown).missing;

async function publishAndDelete(bookingId: string) {
  desk.add({ 'Booking ID': bookingId });
  await desk.publish(bookingId);
  const before = await desk.describe(bookingId);
  desk.system.messages.take();
  const { requests } = await desk.observed(() =>
    desk.captain.deleteRows('Bookings', desk.rowNumber(bookingId), 1),
  );
  expect(requests).toEqual([]);
  return before;
}

describe('a published booking whose row was deleted', () => {
  it('is shown on its card, in a note and in the dialog, and nothing is taken back by itself', async () => {
    await publishAndDelete('SHOWN');
    expect(desk.card('SHOWN')?.Card).toMatch(/^Row gone: Boatsetter — /);
    expect(desk.system.messages.take().join()).toMatch(/SHOWN: published, but without a row now\./);
    expect(await missing()).toMatchObject([{ bookingId: 'SHOWN' }]);
    expect((await desk.timer(6)).requests).toEqual([]);
    expect(desk.card('SHOWN')?.Card?.match(/Row gone/g)).toHaveLength(1);
  });

  it('gets its row back as it was published, notes excepted, and is published on under its old ids', async () => {
    const before = await publishAndDelete('RESTORED');
    await desk.fromDialog('bringBackRows', [{ bookingId: 'RESTORED', cancelled: false }]);
    expect(desk.row('RESTORED')).toMatchObject({
      Source: 'Boatsetter',
      Boat: 'JADA',
      Guest: 'Avery Lindqvist',
      Party: '6',
      Start: '9:00 AM',
      Hours: '3.0',
      Location: 'Sheraton Marina',
      Gross: '$840.75',
      Crew: 'mia, sam',
      Captain: 'kit',
      'Crew hours': '5.0',
      'Guest notes': '',
      Status: 'Ready',
      State: 'Changed',
      Problem: expect.stringMatching(/^This row was put back from what was published\./),
    });
    expect(desk.card('RESTORED')?.Card).toMatch(/^Boatsetter — /);
    await desk.publish('RESTORED');
    expect(desk.row('RESTORED')).toMatchObject({ State: 'Published', Problem: '' });
    const { summaryMessageId, ...places } = await desk.describe('RESTORED');
    expect(before).toMatchObject(places);
    expect(await missing()).not.toContainEqual(expect.objectContaining({ bookingId: 'RESTORED' }));
  });

  it('can be cancelled all the same', async () => {
    await publishAndDelete('DROPPED');
    await desk.fromDialog('bringBackRows', [{ bookingId: 'DROPPED', cancelled: true }]);
    expect(desk.row('DROPPED')).toMatchObject({ Status: 'Cancelled', State: 'Removed', Problem: '' });
    expect(await desk.outside.crewEvents('DROPPED')).toEqual([]);
    expect(await desk.outside.calendarEntries('DROPPED')).toEqual([]);
    expect((await desk.outside.visit('/g/dropped')).text).toContain('This charter was cancelled');
    expect(desk.card('DROPPED')?.Lane).toBe('Cancelled');

    // Of what was taken back everywhere a row is no longer needed.
    await desk.captain.deleteRows('Bookings', desk.rowNumber('DROPPED'), 1);
    expect(await missing()).not.toContainEqual(expect.objectContaining({ bookingId: 'DROPPED' }));
    expect(desk.card('DROPPED')?.Card).toMatch(/^Boatsetter — /);
  });

  it('comes back as a draft while something of it is still under way, and nothing goes on with it', async () => {
    const { faults } = desk.system.cloud;
    faults.inject({ service: 'guest-site', kind: 'status', status: 503, when: 'before', times: 1000 });
    desk.add({ 'Booking ID': 'UNDERWAY' });
    await desk.publish('UNDERWAY');
    expect(desk.row('UNDERWAY').State).toBe('Publishing');
    await desk.captain.deleteRows('Bookings', desk.rowNumber('UNDERWAY'), 1);
    faults.clear();
    const { requests } = await desk.observed(() =>
      desk.fromDialog('bringBackRows', [{ bookingId: 'UNDERWAY', cancelled: false }]),
    );
    expect(requests).toEqual([]);
    expect(desk.row('UNDERWAY')).toMatchObject({ Status: 'Draft', State: 'Changed' });
  });

  it('finds its location again, however long the name is, and is cancelled', async () => {
    const name = 'The Marina of the Old Lighthouse at the Far End of the Harbour';
    desk.paste('locations', {
      Location: name,
      'Fee %': '10%',
      Address: 'a',
      'Map link': '',
      'Meeting point': 'b',
      Parking: '',
    });
    desk.add({ 'Booking ID': 'FAR-AWAY', Location: name });
    await desk.publish('FAR-AWAY');
    await desk.captain.deleteRows('Bookings', desk.rowNumber('FAR-AWAY'), 1);
    await desk.fromDialog('bringBackRows', [{ bookingId: 'FAR-AWAY', cancelled: true }]);
    expect(desk.row('FAR-AWAY')).toMatchObject({ Location: name, Status: 'Cancelled', State: 'Removed' });
  });

  it('is one whose id was retyped, too', async () => {
    desk.add({ 'Booking ID': 'OLD-NAME' });
    await desk.publish('OLD-NAME');
    await desk.edit('OLD-NAME', { 'Booking ID': 'NEW-NAME' });
    expect(await missing()).toContainEqual(expect.objectContaining({ bookingId: 'OLD-NAME' }));
    expect(desk.card('OLD-NAME')?.Card).toMatch(/^Row gone: /);
    await desk.edit('NEW-NAME', { 'Booking ID': 'OLD-NAME' });
    expect(desk.card('OLD-NAME')?.Card).toMatch(/^Boatsetter — /);
    expect(desk.row('OLD-NAME')).toMatchObject({ State: 'Published', Problem: '' });
  });

  it('is not put back where its row is there already', async () => {
    desk.add({ 'Booking ID': 'PRESENT' });
    await desk.publish('PRESENT');
    await desk.fromDialog('bringBackRows', [{ bookingId: 'present', cancelled: true }]);
    expect(
      desk.rows('Bookings').filter((row) => row['Booking ID']?.toLowerCase() === 'present'),
    ).toHaveLength(1);
    expect(desk.row('PRESENT')).toMatchObject({ Status: 'Ready', State: 'Published' });
  });
});
