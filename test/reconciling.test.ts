import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const mailsAbout = (bookingId: string) =>
  desk.system.cloud.outbox.mails.filter(({ text }) => text?.includes(bookingId)).length;
const events = async (bookingId: string) => (await desk.describe(bookingId)).crewEventId;

describe('what happens by itself', () => {
  it('never publishes a row anew whose id was retyped: the row says so, and a click does it', async () => {
    desk.add({ 'Booking ID': 'TYPED' });
    await desk.publish('TYPED');
    const { requests } = await desk.edit('TYPED', { 'Booking ID': 'RETYPED' });
    const ticked = await desk.timer(6);
    expect([...requests, ...ticked.requests]).toEqual([]);
    expect(desk.row('RETYPED')).toMatchObject({
      State: 'Changed',
      Problem: expect.stringMatching(/^Nothing is known here of a publishing of this Booking ID/),
    });
    await desk.publish('RETYPED');
    // What was published under the old id still stands, and occupies boat and crew.
    expect(desk.row('RETYPED')).toMatchObject({
      State: 'Published',
      Problem: expect.stringMatching(/^Boat JADA, .* also in TYPED, /),
    });
  });

  it('takes back a cancelled booking even while something else needed attention', async () => {
    desk.add({ 'Booking ID': 'HALF-DONE' });
    const { faults } = desk.system.cloud;
    faults.inject({
      service: 'ses',
      operation: 'SendEmail',
      kind: 'status',
      status: 400,
      when: 'before',
      times: 1,
      // The crew's mails leave from the crew system's function, at the laptop's own address.
      match: ({ authority }) => authority === 'email.us-west-2.amazonaws.com',
    });
    await desk.publish('HALF-DONE');
    faults.clear();
    expect(await events('HALF-DONE')).not.toBeNull();
    await desk.edit('HALF-DONE', { Status: 'Cancelled' });
    expect(desk.row('HALF-DONE').State).toBe('Removed');
    expect(await events('HALF-DONE')).toBeNull();
  });

  it('says what is wrong with a row that it would have gone on with, and goes on once it is mended', async () => {
    desk.add({ 'Booking ID': 'STUCK' });
    const { faults } = desk.system.cloud;
    faults.inject({ service: 'guest-site', kind: 'status', status: 503, when: 'before', times: 1000 });
    await desk.publish('STUCK');
    expect(desk.row('STUCK').State).toBe('Publishing');
    await desk.edit('STUCK', { Party: '' });
    expect(desk.row('STUCK')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(/^Party/),
    });
    faults.clear();
    await desk.edit('STUCK', { Party: '4' });
    await desk.timer(6);
    expect(desk.row('STUCK')).toMatchObject({ State: 'Published', Problem: '' });
  });

  it('leaves a draft alone, even if a publish of it was interrupted', async () => {
    desk.add({ 'Booking ID': 'THINKING' });
    await desk.publish('THINKING', {
      onBridgeCall: ({ service, method }) =>
        service === 'UrlFetchApp' && method === 'fetchAll' ? 'kill-before' : 'continue',
    });
    desk.change('THINKING', { Status: 'Draft' });
    const { requests } = await desk.timer(10);
    expect(requests).toEqual([]);
    expect(desk.row('THINKING').Status).toBe('Draft');
    desk.change('THINKING', { Status: 'Ready' });
    await desk.timer(10);
    expect(desk.row('THINKING').State).toBe('Published');
  });

  it('remembers nothing of a cancelled row that was never published, so that Ready publishes it', async () => {
    desk.add({ 'Booking ID': 'CHANGED-MIND', Status: 'Cancelled' });
    const { requests } = await desk.publish('CHANGED-MIND');
    expect(requests).toEqual([]);
    expect(desk.row('CHANGED-MIND')).toMatchObject({ State: '', Problem: '' });
    await desk.edit('CHANGED-MIND', { Status: 'Ready' });
    expect(desk.row('CHANGED-MIND').State).toBe('Published');
  });

  it('finds nothing to say of a published charter that was completed', async () => {
    desk.add({ 'Booking ID': 'SAILED' });
    await desk.publish('SAILED');
    const before = mailsAbout('SAILED');
    const { requests } = await desk.edit('SAILED', { Status: 'Completed' });
    expect(requests).toEqual([]);
    expect(desk.row('SAILED').State).toBe('Published');
    expect(desk.card('SAILED')?.Lane).toBe('Completed');
    expect(mailsAbout('SAILED')).toBe(before);
  });
});

describe('a warning of an overlap', () => {
  it('comes for two drafts that are published together, and stays until it is looked at afresh', async () => {
    desk.add(
      { 'Booking ID': 'TWIN-A', Date: '2027-09-01', Status: 'Draft' },
      { 'Booking ID': 'TWIN-B', Date: '2027-09-01', Start: '10:00 AM', Status: 'Draft' },
    );
    await desk.publish(['TWIN-A', 'TWIN-B']);
    const warning = /also in TWIN-B, Wednesday, September 1/;
    expect(desk.row('TWIN-A')).toMatchObject({ State: 'Published', Problem: expect.stringMatching(warning) });
    await desk.publish('TWIN-A');
    await desk.timer(6);
    expect(desk.row('TWIN-A').Problem).toMatch(warning);
    await desk.edit('TWIN-A', { Date: '9/2/2027' });
    await desk.publish('TWIN-A');
    expect(desk.row('TWIN-A')).toMatchObject({ State: 'Published', Problem: '' });
  });
});

describe('before anything is connected', () => {
  it('shows the money of a row while remote settings are still empty', async () => {
    const mail = desk.rows('Settings').find(({ Setting }) => Setting === 'Summary to')?.Value ?? '';
    desk.set('Summary to', '');
    desk.add({ 'Booking ID': 'MONEY-ONLY', Status: 'Draft' });
    const { executions } = await desk.edit('MONEY-ONLY', { Gross: '900' });
    expect(executions.map(({ error }) => error)).toEqual(executions.map(() => null));
    expect(desk.card('MONEY-ONLY')).toMatchObject({ Gross: '$900.00', Net: '$338.00' });
    desk.set('Summary to', mail);
  });

  it('sends nothing when a tab is missing in which it has to be written down', async () => {
    desk.add({ 'Booking ID': 'NO-LOG' });
    desk.sheet('Log').data.name = 'Logbook';
    const { requests } = await desk.publish('NO-LOG');
    expect(requests).toEqual([]);
    expect(desk.system.messages.take().join()).toContain('The tab "Log" is missing.');
    desk.sheet('Logbook').data.name = 'Log';
  });
});
