import { afterAll, beforeAll, beforeEach, describe, expect, it, type Mock, vi } from 'vitest';
import type { AlertRequest, ButtonName, DialogRequest } from '../local/apps-script/index.ts';
import { type BookingCells, Desk } from './support/desk.ts';
import { dialogsShown } from './support/dialogs-shown.ts';

let desk: Desk;
let shown: DialogRequest[];
let answer: Mock<(alert: AlertRequest) => Promise<ButtonName>>;

beforeAll(async () => {
  desk = await Desk.open();
  shown = dialogsShown(desk);
  answer = vi.spyOn(desk.system.messages, 'alert');
});
afterAll(() => desk.close());
beforeEach(() => {
  shown.length = 0;
  answer.mockReset().mockResolvedValue('YES');
});

/** Selects rows and clicks Charter → Cancel booking. Answers what was asked or said, an alert each. */
async function cancel(...bookingIds: string[]): Promise<string[]> {
  const { status } = await desk.run('cancelSelected', { selection: desk.rowsOf(bookingIds) });
  expect(status).toBe('completed');
  return answer.mock.calls.map(([{ message }]) => message);
}

async function published(...bookings: BookingCells[]): Promise<void> {
  desk.add(...bookings);
  await desk.publish(bookings.map((booking) => booking['Booking ID']));
  shown.length = 0;
}

/** What of a row a cancellation may not touch. */
const othersOf = (bookingId: string) => {
  const {
    Status: _status,
    State: _state,
    Problem: _problem,
    Published: _published,
    ...others
  } = desk.row(bookingId);
  return others;
};

const mails = () => desk.system.cloud.outbox.mails.length;

describe('Cancel booking', () => {
  it('says what will happen, and after a yes takes the booking back everywhere', async () => {
    await published({ 'Booking ID': 'OFF', Guest: 'Ada Byron', Date: '2027-05-30' });
    const before = { mails: mails(), row: othersOf('OFF') };
    expect(await cancel('OFF')).toEqual([
      'Cancel OFF (Ada Byron, Sunday, May 30)?\n\nThe crew system tells 3 crew, the guest page says cancelled, the calendar entry goes, and you get a mail.',
    ]);
    expect(answer.mock.calls[0]?.[0].buttons).toBe('YES_NO');
    expect(desk.row('OFF')).toMatchObject({ Status: 'Cancelled', State: 'Removed', Problem: '' });
    expect(othersOf('OFF')).toEqual(before.row);
    expect((await desk.outside.visit('/g/off')).text).toContain('cancelled');
    expect(await desk.outside.calendarEntries('OFF')).toEqual([]);
    expect(await desk.outside.crewEvents('OFF')).toEqual([]);
    expect(desk.card('OFF')).toMatchObject({ Lane: 'Cancelled' });
    // Three of the crew, and the captain.
    expect(mails()).toBe(before.mails + 4);
    expect(shown.map(({ title }) => title)).toEqual(['Publishing']);
  });

  it.each(['NO', 'CLOSE'] as const)('changes and sends nothing after a %s', async (button) => {
    const id = `KEPT-${button}`;
    await published({ 'Booking ID': id });
    const [row, sent] = [desk.row(id), mails()];
    answer.mockResolvedValue(button);
    const { requests } = await desk.run('cancelSelected', { selection: desk.rowsOf([id]) });
    expect([desk.row(id), mails(), requests, shown]).toEqual([row, sent, [], []]);
  });

  it('only changes the Status of what was never published', async () => {
    desk.add({ 'Booking ID': 'IDEA', Status: 'Draft', Guest: 'Ada Byron', Date: '2027-05-30' });
    const sent = mails();
    expect(await cancel('IDEA')).toEqual([
      'Cancel IDEA (Ada Byron, Sunday, May 30)?\n\nNot published here, so only the Status changes: IDEA.',
    ]);
    expect(desk.row('IDEA')).toMatchObject({ Status: 'Cancelled', State: '', Published: '' });
    expect(await desk.outside.object('g/idea.html')).toBeUndefined();
    expect(mails()).toBe(sent);
  });

  it('takes several, leaves alone what is over or cancelled, and says which', async () => {
    await published({ 'Booking ID': 'TWO-1' }, { 'Booking ID': 'TWO-2', Crew: 'sam' });
    desk.add(
      { 'Booking ID': 'NEW', Status: 'Ready' },
      { 'Booking ID': 'OVER', Status: 'Completed' },
      { 'Booking ID': 'GONE', Status: 'Cancelled' },
      { 'Booking ID': 'ELSE', Status: 'Ready' },
    );
    const untouched = ['OVER', 'GONE', 'ELSE'].map((id) => desk.row(id));
    const [question] = await cancel('TWO-1', 'TWO-2', 'NEW', 'OVER', 'GONE');
    expect(question?.split('\n\n')).toEqual([
      expect.stringMatching(/^Cancel TWO-1 \(.*\); TWO-2 \(.*\); NEW \(.*\)\?$/),
      'The crew system tells 5 crew, the guest page says cancelled, the calendar entry goes, and you get a mail.',
      'Not published here, so only the Status changes: NEW.',
      'OVER is completed already.',
      'GONE is cancelled already.',
    ]);
    for (const id of ['TWO-1', 'TWO-2']) {
      expect(desk.row(id)).toMatchObject({ Status: 'Cancelled', State: 'Removed' });
    }
    expect(desk.row('NEW').Status).toBe('Cancelled');
    expect(['OVER', 'GONE', 'ELSE'].map((id) => desk.row(id))).toEqual(untouched);
  });

  it('leaves a row with problems as it is, and says what to mend', async () => {
    await published({ 'Booking ID': 'SPOILT' });
    desk.change('SPOILT', { Party: '' });
    const row = desk.row('SPOILT');
    expect(await cancel('SPOILT')).toEqual([
      expect.stringMatching(/^SPOILT can’t be cancelled before its row is mended: Party is empty\./),
    ]);
    expect(desk.row('SPOILT')).toEqual(row);
    expect(await desk.outside.crewEvents('SPOILT')).toHaveLength(1);
    expect(shown).toEqual([]);
  });

  it('reads the rows again after the answer: what changed meanwhile is not cancelled', async () => {
    await published({ 'Booking ID': 'STAYS' }, { 'Booking ID': 'GOES' });
    answer.mockImplementationOnce(async () => {
      // Somebody sorts, and somebody else finds out that one of them took place.
      desk.change('STAYS', { Status: 'Completed' });
      desk.add({ 'Booking ID': 'ON-TOP', Status: 'Draft' });
      return 'YES';
    });
    const said = await cancel('STAYS', 'GOES');
    expect(said[1]).toBe('Not all were cancelled: rows changed meanwhile.');
    expect(desk.row('STAYS')).toMatchObject({ Status: 'Completed', State: 'Published' });
    expect(desk.row('GOES')).toMatchObject({ Status: 'Cancelled', State: 'Removed' });
    expect(await desk.outside.crewEvents('STAYS')).toHaveLength(1);
  });

  it('mails none of the crew of a charter that is over', async () => {
    await published({ 'Booking ID': 'LATE', Date: '2027-05-02' });
    desk.system.clock.advance(3 * 86_400_000);
    const [question] = await cancel('LATE');
    expect(question).toContain('The crew system tells no crew,');
    expect(desk.row('LATE')).toMatchObject({ Status: 'Cancelled', State: 'Removed' });
  });

  it('goes on by itself when it is killed after the Status was written', async () => {
    await published({ 'Booking ID': 'CUT' });
    let locks = 0;
    await desk.run('cancelSelected', {
      selection: desk.rowsOf(['CUT']),
      onBridgeCall: ({ service, method }) =>
        service === 'LockService' && /lock/i.test(method) && ++locks > 2 ? 'kill-before' : 'continue',
    });
    expect(desk.row('CUT')).toMatchObject({ Status: 'Cancelled', State: 'Published' });
    await desk.timer(8);
    expect(desk.row('CUT')).toMatchObject({ Status: 'Cancelled', State: 'Removed' });
    expect(await desk.outside.crewEvents('CUT')).toEqual([]);
  });

  it('brings a booking back by its Status, with the same page', async () => {
    await desk.edit('OFF', { Status: 'Ready' });
    expect(desk.row('OFF').State).toBe('Published');
    expect((await desk.outside.visit('/g/off')).text).toContain('Welcome aboard');
  });

  it('refuses in a copy, and where nothing is selected', async () => {
    await desk.run('cancelSelected', { selection: { sheet: 'Crew', ranges: ['2:2'] } });
    expect(answer.mock.calls.at(-1)?.[0].message).toMatch(
      /^Select one or more bookings .* Cancel booking again\.$/,
    );
    desk.becomeCopy();
    expect((await cancel('OFF')).at(-1)).toContain('This spreadsheet is a copy');
    expect(desk.row('OFF').Status).toBe('Ready');
  });
});
