import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readPolicy } from '../local/cloud/policy.ts';
import { deployment } from '../local/deployment.ts';
import { Desk } from './support/desk.ts';

const CLIENT_OF_COPY = '104857600000-thecopy.apps.googleusercontent.com';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await desk.close();
});

/** Lets mails and replies come round. */
async function settle(): Promise<void> {
  desk.system.clock.advance(100_000);
  await desk.system.cloud.tick();
  await desk.timer(6);
}

async function published(bookingId: string): Promise<void> {
  desk.add({ 'Booking ID': bookingId, Boat: `Boat ${bookingId}` });
  await desk.publish(bookingId);
  desk.change(bookingId, { Start: '10:00 AM' });
  await desk.publish(bookingId);
  await settle();
  expect(desk.row(bookingId)).toMatchObject({ State: 'Published', Problem: '' });
}

/** As docs/operations.md has it: Set up, File → Make a copy, Set up in the copy, whose script is another one. */
async function move(): Promise<void> {
  await desk.run('setUp');
  await continueInCopy();
  trustCopy();
}

async function continueInCopy(): Promise<void> {
  desk.becomeCopy();
  desk.system.project.evictCaches();
  const { identity } = desk.system.cloud;
  const issue = identity.issue.bind(identity);
  vi.spyOn(identity, 'issue').mockImplementation((email) => issue(email, CLIENT_OF_COPY));
  await desk.run('setUp');
}

/** Deploys the stack with the client of the copy. */
function trustCopy(): void {
  const { addOnRole } = desk.system.cloud;
  const trust = JSON.stringify(addOnRole.trust).replaceAll(deployment.oauthClientId, CLIENT_OF_COPY);
  addOnRole.trust = readPolicy({ Version: '2012-10-17', Statement: JSON.parse(trust) });
}

const standing = async (bookingId: string) => ({
  entries: (await desk.outside.calendarEntries(bookingId)).map((entry) => [entry.entry_id, entry.start_time]),
  events: (await desk.outside.crewEvents(bookingId)).map((event) => [event.event_id, event.start_time]),
});
const mailsTo = (address: string) =>
  desk.outside.mailsTo(address).map(({ subject }) => subject.split(':')[0]);

describe('a spreadsheet that was moved', () => {
  it('goes on with its bookings as if nothing had happened', async () => {
    await published('MOVED');
    await desk.outside.answer('sam@crew.example', 'Boat MOVED', 'decline');
    await settle();
    const before = { ...(await standing('MOVED')), captain: mailsTo(deployment.mail.captain) };
    const row = desk.row('MOVED');
    await move();
    await settle();
    expect(desk.row('MOVED')).toEqual(row);
    expect({ ...(await standing('MOVED')), captain: mailsTo(deployment.mail.captain) }).toEqual(before);

    await desk.outside.answer('mia@crew.example', 'Boat MOVED', 'confirm');
    await desk.edit('MOVED', { 'Private notes': 'Paid in cash' });
    await settle();
    expect(desk.row('MOVED')).toMatchObject({
      State: 'Published',
      'Crew replies': '1 of 3 confirmed, sam can’t',
    });

    desk.change('MOVED', { Start: '11:30 AM' });
    await desk.publish('MOVED');
    const { events } = await standing('MOVED');
    expect(events).toEqual([[before.events[0]?.[0], expect.stringContaining('T11:30:00')]]);
    expect(desk.card('MOVED')?.Lane).toBe('Crew Invited');
    expect(mailsTo(deployment.mail.captain).at(-1)).toBe('Changed');
  });

  it('is let in by AWS once the role trusts its script, and not before', async () => {
    await published('TRUST');
    await desk.run('setUp');
    await continueInCopy();
    desk.change('TRUST', { Start: '1:00 PM' });
    await desk.publish('TRUST');
    expect(desk.row('TRUST')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringContaining('its trust policy must name this script'),
    });
    trustCopy();
    await desk.publish('TRUST');
    expect(desk.row('TRUST')).toMatchObject({ State: 'Published', Problem: '' });
  });

  it('cancels there, after a question that says so', async () => {
    await published('OFF');
    await move();
    desk.change('OFF', { Status: 'Cancelled' });
    await settle();
    expect(desk.row('OFF').State).toBe('Removed');
    expect(await standing('OFF')).toEqual({ entries: [], events: [] });
    expect(mailsTo('mia@crew.example').at(-1)).toBe('Charter cancelled');
  });

  it('takes on by itself what was published after Set up, once it is published by the menu', async () => {
    await desk.run('setUp');
    await published('LATE');
    const before = await standing('LATE');
    await continueInCopy();
    trustCopy();
    await settle();
    expect(desk.row('LATE').Problem).toMatch(/^Nothing is known here of a publishing of this Booking ID/);
    desk.change('LATE', { Start: '2:00 PM' });
    await desk.publish('LATE');
    expect(desk.row('LATE')).toMatchObject({ State: 'Published', Problem: '' });
    const { entries, events } = await standing('LATE');
    expect([entries[0]?.[0], events[0]?.[0]]).toEqual([before.entries[0]?.[0], before.events[0]?.[0]]);
    expect([entries.length, events.length]).toEqual([1, 1]);
  });

  it('makes nothing twice at foreign systems that know their POST alone, and asks nobody', async () => {
    const foreign = await Desk.open(
      { 'Calendar honours idempotency keys': 'FALSE', 'Crew honours idempotency keys': 'FALSE' },
      { foreignServices: true },
    );
    foreign.add({ 'Booking ID': 'ABROAD', Boat: 'Boat ABROAD' });
    await foreign.publish('ABROAD');
    await foreign.run('setUp');
    foreign.becomeCopy();
    await foreign.run('setUp');
    foreign.change('ABROAD', { 'Private notes': 'Paid in cash' });
    await foreign.publish('ABROAD');
    const questions = await foreign.fromDialog('openDecisions');
    const { foreign: services } = foreign.system.cloud;
    const held = [services?.calendar.held.size, services?.crewSystem.held.size];
    await foreign.close();
    expect({ questions, held }).toEqual({ questions: [], held: [1, 1] });
  });
});

describe('a script that has lost what it remembered', () => {
  it('has it back from the last daily check, after Set up, whatever else was published or written over', async () => {
    await published('LOST');
    await published('BROKEN');
    await desk.timer(6);
    await desk.timer(24 * 60 + 6);
    // Later than what was written down, with the same number as the next publish would have.
    desk.change('LOST', { Start: '10:30 AM' });
    await desk.publish('LOST');
    await desk.outside.visit('/g/lost');
    const before = await standing('LOST');
    const hidden = desk.sheet('Charter Desk');
    const keys = hidden.values({ row: 1, column: 1, ...hidden.contentExtent(), columns: 1 });
    hidden.type(keys.findIndex(([key]) => key === 'journal/broken') + 1, 2, 'oops');
    desk.system.project.properties.restore({});
    desk.add({ 'Booking ID': 'SINCE', Boat: 'Boat SINCE' });
    await desk.publish('SINCE');
    await desk.run('setUp');
    await settle();
    expect(desk.row('BROKEN').Problem).toMatch(/^Nothing is known here/);
    desk.change('LOST', { Start: '11:00 AM' });
    await desk.publish('LOST');
    expect(desk.row('LOST')).toMatchObject({ State: 'Published', Problem: '' });
    expect((await desk.outside.visit('/g/lost')).text).toContain('>11:00 AM<');
    desk.change('LOST', { Status: 'Cancelled' });
    await settle();
    expect(before.events).toHaveLength(1);
    expect(await standing('LOST')).toEqual({ entries: [], events: [] });
  });

  it('publishes nothing by itself that says it was published, and says so of a cancellation too', async () => {
    await published('DOUBTED');
    await published('DROPPED');
    desk.change('DOUBTED', { Guest: '' });
    await settle();
    expect(desk.row('DOUBTED').State).toBe('Needs attention');
    desk.system.project.properties.restore({});
    desk.change('DOUBTED', { Guest: 'Ada Byron' });
    desk.change('DROPPED', { Status: 'Cancelled' });
    const { requests } = await desk.timer(6);
    expect(requests).toEqual([]);
    expect(desk.row('DROPPED').Problem).toMatch(/^Nothing is known here/);
    expect((await standing('DROPPED')).events).toHaveLength(1);
  });
});
