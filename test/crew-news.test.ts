import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bodyText, type CloudRequest } from '../local/cloud/http-message.ts';
import { Desk } from './support/desk.ts';

const CREW = ['kit', 'sam', 'mia'];

let desk: Desk;
/** Each test has one of its own. */
let bookingId = '';
let count = 0;
const boat = () => `Boat ${bookingId}.`;
beforeAll(async () => {
  desk = await Desk.open();
});
beforeEach(async () => {
  count += 1;
  bookingId = `NEWS-${count}`;
  desk.add({ 'Booking ID': bookingId, Boat: boat() });
  await desk.publish(bookingId);
  desk.system.messages.take();
  mails();
});
afterEach(async () => {
  desk.system.cloud.faults.clear();
  // What could not be mailed leaves now, not in another test.
  await desk.timer(6);
});
afterAll(() => desk.close());

let seen = 0;
/** What the captain was mailed since the last call. */
function mails() {
  const all = desk.outside.mailsTo(desk.system.captain);
  const fresh = all.slice(seen);
  seen = all.length;
  return fresh;
}
async function answered(answer: 'confirm' | 'decline', ...crewIds: string[]): Promise<void> {
  for (const crewId of crewIds) await desk.outside.answer(`${crewId}@crew.example`, boat(), answer);
  await desk.timer(6);
}
const subjects = () => mails().map(({ subject }) => subject.split(':')[0]);

/** The captain's mails, among all that go by SES. */
const toCaptain = {
  service: 'ses',
  operation: 'SendEmail',
  match: ({ body }: CloudRequest) => bodyText({ body }).includes(desk.system.captain),
};

describe('the captain is mailed', () => {
  it('who can’t make it, with all that a summary says and how each of the crew stands', async () => {
    await answered('confirm', 'kit');
    expect(mails()).toEqual([]);
    await answered('decline', 'sam');
    const [mail, ...others] = mails();
    expect(others).toEqual([]);
    expect(mail?.subject).toMatch(new RegExp(`^Sam can’t make it: ${bookingId} · Boatsetter · `));
    expect(mail?.to).toEqual([desk.system.captain]);
    expect(mail?.text).toMatch(/Sam .*\n {2}Can’t make it/);
    expect(mail?.text).toMatch(/Kit .*\n {2}Confirmed/);
    expect(mail?.text).toMatch(/Mia .*\n {2}Not answered yet/);
    expect(mail?.text).toContain('$289.41');
  });

  it('that all have confirmed', async () => {
    await answered('confirm', 'kit', 'sam');
    expect(subjects()).toEqual([]);
    await answered('confirm', 'mia');
    expect(subjects()).toEqual(['All crew confirmed']);
  });

  it('each thing once, however often replies are asked for', async () => {
    await answered('decline', 'sam');
    expect(subjects()).toEqual(['Sam can’t make it']);
    await desk.run('refreshCrewReplies');
    await answered('confirm', 'kit');
    expect(subjects()).toEqual([]);
    await answered('decline', 'mia');
    expect(subjects()).toEqual(['Sam and Mia can’t make it']);
    await answered('confirm', 'mia');
    expect(subjects()).toEqual([]);
    await answered('confirm', 'sam');
    expect(subjects()).toEqual(['All crew confirmed']);
  });

  it('anew when the crew was asked to another time, and not when something else was published', async () => {
    await answered('confirm', ...CREW);
    expect(subjects()).toEqual(['All crew confirmed']);
    await desk.edit(bookingId, { Gross: '900' });
    await desk.publish(bookingId);
    const [changed] = mails();
    expect(changed?.subject).toMatch(/^Changed: /);
    expect(changed?.text?.match(/Confirmed/g)).toHaveLength(3);
    await desk.timer(6);
    expect(subjects()).toEqual([]);

    await desk.edit(bookingId, { Start: '10:00 AM' });
    await desk.publish(bookingId);
    expect(mails()[0]?.text?.match(/Not answered yet/g)).toHaveLength(3);
    await answered('confirm', ...CREW);
    expect(subjects()).toEqual(['All crew confirmed']);
  });

  it('a summary of a change even when the crew system doesn’t tell who answered', async () => {
    const { faults } = desk.system.cloud;
    faults.inject({
      ...{ service: 'ship-captain-crew', operation: 'GET /events/{id}', times: 10 },
      ...{ kind: 'status', status: 500, when: 'before' },
    });
    await desk.edit(bookingId, { Gross: '900' });
    await desk.publish(bookingId);
    const [changed] = mails();
    expect(changed?.subject).toMatch(/^Changed: /);
    expect(changed?.text).not.toMatch(/Confirmed|Not answered yet|Can’t make it/);
  });
});

describe('news that could not be mailed', () => {
  it('certainly, is mailed at the next tick', async () => {
    const { faults } = desk.system.cloud;
    faults.inject({ ...toCaptain, kind: 'status', status: 400, when: 'before', times: 2 });
    await answered('decline', 'sam');
    await desk.run('refreshCrewReplies');
    expect(desk.system.messages.take().join()).toContain(
      `The mail about ${bookingId} failed: SES SendEmail: 400`,
    );
    expect(subjects()).toEqual([]);
    await desk.timer(6);
    expect(subjects()).toEqual(['Sam can’t make it']);
    expect(desk.row(bookingId)).toMatchObject({ State: 'Published', Problem: '' });
  });

  it('perhaps, is not mailed again; the row says it', async () => {
    desk.system.cloud.faults.inject({ ...toCaptain, kind: 'reset-after' });
    await answered('decline', 'sam');
    expect(subjects()).toEqual(['Sam can’t make it']);
    await desk.timer(6);
    await desk.timer(30);
    expect(subjects()).toEqual([]);
    expect(desk.row(bookingId)['Crew replies']).toBe('0 of 3 confirmed, sam can’t');
  });

  it('for long stands on the board, with the reason', async () => {
    desk.system.cloud.faults.inject({ ...toCaptain, kind: 'status', status: 400, when: 'before', times: 20 });
    await answered('decline', 'sam');
    await desk.timer(6);
    await desk.timer(6);
    await desk.timer(6);
    expect(desk.heartbeat().words).toContain(`The mail about ${bookingId} failed`);
  });
});

it('names in any script stand in the mail as they are written', async () => {
  desk.paste('crew', {
    'Crew ID': 'zoe',
    Name: `Zoë "Z" O'Hara & Søn <b>`,
    Role: 'deckhand',
    Email: 'zoe@crew.example',
    Phone: '',
    'Hourly rate': '25',
    Active: 'TRUE',
  });
  desk.add({ 'Booking ID': 'ZOE', Boat: '<script>שרה 🦄', Crew: 'zoe' });
  await desk.publish('ZOE');
  mails();
  await desk.outside.answer('zoe@crew.example', 'שרה', 'decline');
  await desk.timer(6);
  const [mail] = mails();
  expect(mail?.subject).toMatch(/^Zoë can’t make it: ZOE/);
  expect(mail?.html).toContain('Zoë &quot;Z&quot; O&#x27;Hara &amp; Søn &lt;b&gt;');
  expect(mail?.html).toContain('&lt;script&gt;שרה 🦄');
  expect(mail?.text).toContain('<script>שרה 🦄');
});
