import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Messages } from '../local/messages.ts';
import { type BookingPlan, planReport } from '../local/plan-report.ts';
import { Desk } from './support/desk.ts';
import { wholeState } from './support/whole-state.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

/** Selects rows, clicks Charter → Preview changes, and reads the dialog; nothing leaves and nothing changes. */
async function previews(...bookingIds: string[]): Promise<BookingPlan[]> {
  desk.system.messages.take();
  const before = wholeState(desk.system);
  const selection = desk.rowsOf(bookingIds);
  const clicked = await desk.run('previewChanges', { selection });
  const asked = await desk.run('previewSelected', { selection, context: 'dialog' });
  expect([clicked, asked]).toMatchObject([{ status: 'completed' }, { status: 'completed' }]);
  expect(wholeState(desk.system)).toEqual(before);
  expect(desk.system.messages.take()).toEqual(["Preview changes: a dialog, which a terminal can't show"]);
  return planReport.shape.bookings.parse(asked.result);
}

async function preview(bookingId: string): Promise<BookingPlan> {
  const [only] = await previews(bookingId);
  if (!only) throw new Error(`The preview lacks ${bookingId}.`);
  return only;
}

const wordsOf = ({ steps }: BookingPlan) =>
  Object.fromEntries(steps.map(({ projection, words }) => [projection, words]));
const actionsOf = ({ steps }: BookingPlan) =>
  Object.fromEntries(steps.map(({ projection, action }) => [projection, action]));

/** Who got a mail, and under which subject up to its colon, while these bookings were published. */
async function mailsOfPublishing(...bookingIds: string[]): Promise<Record<string, string>> {
  const { mails } = desk.system.cloud.outbox;
  const before = mails.length;
  await desk.publish(bookingIds);
  return Object.fromEntries(
    mails.slice(before).map(({ to, subject }) => [to.join(), subject.split(':')[0] ?? '']),
  );
}

async function published(...bookingIds: string[]): Promise<void> {
  desk.add(...bookingIds.map((bookingId) => ({ 'Booking ID': bookingId })));
  await desk.publish(bookingIds);
  for (const bookingId of bookingIds) expect(desk.row(bookingId).State).toBe('Published');
}

const AGREED = { problems: [], changes: [], steps: [], summary: 'All systems agree already.' };

describe('the preview of a booking that nobody published yet', () => {
  it('says what each system would get', async () => {
    desk.add({ 'Booking ID': 'FIRST', Date: '2027-06-12' });
    expect(await preview('FIRST')).toEqual({
      bookingId: 'FIRST',
      state: '',
      summary: 'It would be published for the first time.',
      problems: [],
      changes: [],
      steps: [
        { projection: 'kanban card', action: 'create', words: 'puts its card on the board' },
        {
          projection: 'guest page',
          action: 'create',
          words: 'puts the page at https://queenofsandiego.com/g/first',
        },
        {
          projection: 'calendar entry',
          action: 'create',
          words: 'adds the entry: Saturday, June 12, 9:00 AM – 12:00 PM',
        },
        { projection: 'crew event', action: 'create', words: 'invites Kit, Sam and Mia by mail' },
        {
          projection: 'crew-visible notes',
          action: 'create',
          words: 'looks for money in what the crew reads, and takes it out',
        },
        {
          projection: 'captain summary',
          action: 'create',
          words: 'mails a summary to captain@queenofsandiego.com',
        },
      ],
    });
  });

  it('comes true, and then there is nothing to do', async () => {
    expect(Object.keys(await mailsOfPublishing('FIRST'))).toEqual([
      'kit@crew.example',
      'sam@crew.example',
      'mia@crew.example',
      'captain@queenofsandiego.com',
    ]);
    expect(await preview('FIRST')).toEqual({ bookingId: 'FIRST', state: 'Published', ...AGREED });
  });

  it('says of a draft that it becomes Ready', async () => {
    desk.add({ 'Booking ID': 'DRAFT', Status: 'Draft' });
    const draft = await preview('DRAFT');
    expect(draft.summary).toBe('Its Status would become Ready. It would be published for the first time.');
    expect(draft.steps).toHaveLength(6);
  });

  it('has nothing to do where it was cancelled', async () => {
    desk.add({ 'Booking ID': 'NEVER', Status: 'Cancelled' });
    expect(await preview('NEVER')).toMatchObject({
      summary: 'It was cancelled before anything was published: there is nothing to do.',
      steps: [],
    });
  });

  it('invites nobody to a charter that is over', async () => {
    desk.add({ 'Booking ID': 'OVER', Date: '2027-04-20' });
    expect(Object.keys(actionsOf(await preview('OVER')))).toEqual([
      'kanban card',
      'guest page',
      'calendar entry',
      'captain summary',
    ]);
  });
});

describe('the preview of a row with problems', () => {
  it('tells all of them and plans nothing, while it plans the rows beside it', async () => {
    desk.add({ 'Booking ID': 'BAD', Party: 'some', Start: 'noonish', Captain: '' }, { 'Booking ID': 'GOOD' });
    const [bad, good] = await previews('BAD', 'GOOD');
    expect(bad).toMatchObject({ bookingId: 'BAD', changes: [], steps: [] });
    expect(bad?.problems.map(({ column }) => column)).toEqual(['Party', 'Start', 'Captain']);
    expect(bad?.problems[0]?.message).toBe('Party is “some”. Write how many guests come, such as 6.');
    expect(good).toMatchObject({ bookingId: 'GOOD', problems: [] });
    expect(good?.steps).toHaveLength(6);
  });
});

describe('the preview of a published booking', () => {
  it('names a new start, and asks all crew again, as publishing then does', async () => {
    await published('MOVES');
    desk.change('MOVES', { Start: '10:30 AM', Date: '2027-06-12' });
    const moved = await preview('MOVES');
    expect(moved).toMatchObject({
      state: 'Changed',
      summary: 'All systems would be brought into line with the row.',
      changes: [expect.stringMatching(/^date .* → Sat June 12$/), 'start 09:00 → 10:30'],
    });
    expect(new Set(moved.steps.map(({ action }) => action))).toEqual(new Set(['update']));
    expect(wordsOf(moved)).toEqual({
      'kanban card': 'moves its card back to Crew Invited, without replies',
      'guest page': 'changes the page at https://queenofsandiego.com/g/moves',
      'calendar entry': 'changes the entry: Saturday, June 12, 10:30 AM – 1:30 PM',
      'crew event': 'asks Kit, Sam and Mia again by mail',
      'crew-visible notes': 'looks for money in what the crew reads, and takes it out',
      'captain summary': 'mails what changed to captain@queenofsandiego.com',
    });
    expect(await mailsOfPublishing('MOVES')).toEqual({
      'kit@crew.example': 'The time has changed',
      'sam@crew.example': 'The time has changed',
      'mia@crew.example': 'The time has changed',
      'captain@queenofsandiego.com': 'Changed',
    });
    expect(desk.card('MOVES')?.Lane).toBe('Crew Invited');
  });

  it('has nothing to do for private notes', async () => {
    await published('NOTES');
    desk.change('NOTES', { 'Private notes': 'Paid in cash.' });
    expect(await preview('NOTES')).toEqual({ bookingId: 'NOTES', state: 'Published', ...AGREED });
  });

  it('says who is invited and who need not come when the crew is swapped, as publishing then does', async () => {
    await published('SWAP');
    desk.change('SWAP', { Crew: 'sam, leo', Captain: 'dana' });
    const swapped = await preview('SWAP');
    expect(swapped.changes).toEqual(
      expect.arrayContaining(['captain Kit → Dana', 'crew: + Leo, − Mia', 'crew cost $250.00 → $237.50']),
    );
    expect(wordsOf(swapped)['crew event']).toBe(
      'invites Dana and Leo by mail; tells Kit and Mia by mail not to come',
    );
    expect(await mailsOfPublishing('SWAP')).toEqual({
      'dana@crew.example': 'You are invited to crew',
      'leo@crew.example': 'You are invited to crew',
      'kit@crew.example': 'You are no longer on this charter',
      'mia@crew.example': 'You are no longer on this charter',
      'captain@queenofsandiego.com': 'Changed',
    });
  });

  it('mails none of the crew for what they merely read', async () => {
    await published('READS');
    desk.change('READS', { 'Crew notes': 'Bring ice.' });
    const changed = await preview('READS');
    expect(changed.changes).toEqual(['crew notes changed']);
    expect(wordsOf(changed)['crew event']).toBe('changes the event; nobody is mailed');
    expect(actionsOf(changed)).not.toHaveProperty('guest page');
    expect(Object.keys(await mailsOfPublishing('READS'))).toEqual(['captain@queenofsandiego.com']);
  });

  it('tells of an address that was corrected, as publishing then does', async () => {
    await published('ADDRESS');
    desk.paste('crew', { 'Crew ID': 'mia', Email: 'mia@new.example' });
    expect(wordsOf(await preview('ADDRESS'))).toEqual({
      'crew event': 'mails Mia at the new address if no answer came yet',
      'crew-visible notes': 'looks for money in what the crew reads, and takes it out',
    });
    expect(await mailsOfPublishing('ADDRESS')).toEqual({ 'mia@new.example': 'You are invited to crew' });
    desk.paste('crew', { 'Crew ID': 'mia', Email: 'mia@crew.example' });
  });

  it('says what its cancellation takes back, and what its return would bring', async () => {
    await published('OFF');
    desk.change('OFF', { Status: 'Cancelled' });
    const cancelled = await preview('OFF');
    expect(cancelled).toMatchObject({
      state: 'Changed',
      summary: 'It would be taken back everywhere.',
      changes: ['status Ready → Cancelled'],
    });
    expect(actionsOf(cancelled)).toMatchObject({ 'calendar entry': 'remove', 'crew event': 'remove' });
    expect(wordsOf(cancelled)).toEqual({
      'kanban card': 'moves its card to Cancelled',
      'guest page': 'puts “cancelled” in the place of the page at https://queenofsandiego.com/g/off',
      'calendar entry': 'removes the calendar entry',
      'crew event': 'takes the event back and tells Kit, Sam and Mia by mail not to come',
      'crew-visible notes': 'go with the crew event',
      'captain summary': 'mails that it is cancelled to captain@queenofsandiego.com',
    });
    await desk.publish('OFF');
    desk.change('OFF', { Status: 'Ready' });
    const back = await preview('OFF');
    expect(back.changes).toEqual(['status Cancelled → Ready']);
    expect(wordsOf(back)).toMatchObject({
      'kanban card': 'moves its card back to New Bookings',
      'guest page': 'changes the page at https://queenofsandiego.com/g/off',
      'crew event': 'invites Kit, Sam and Mia by mail',
      'captain summary': 'mails a summary to captain@queenofsandiego.com',
    });
  });

  it('is that of a new booking where its id was retyped, and asks about that', async () => {
    await published('RIGHT-1');
    desk.change('RIGHT-1', { 'Booking ID': 'RIGHT-2' });
    const retyped = await preview('RIGHT-2');
    expect(retyped.summary).toBe(
      'It would be published for the first time. Its State says Changed, but nothing is known here of that: was it retyped?',
    );
    expect(new Set(retyped.steps.map(({ action }) => action))).toEqual(new Set(['create']));
  });
});

describe('the preview of a booking whose publishing was cut short', () => {
  it('plans nothing while it is being published, and then what is to be finished', async () => {
    desk.add({ 'Booking ID': 'KILLED' });
    const { status } = await desk.publish('KILLED', {
      onBridgeCall: ({ service, arguments: given }) =>
        service === 'UrlFetchApp' && JSON.stringify(given).includes('https://email.')
          ? 'kill-after'
          : 'continue',
    });
    expect(status).toBe('killed');
    expect(await preview('KILLED')).toEqual({
      bookingId: 'KILLED',
      state: 'Publishing',
      summary: expect.stringMatching(
        /^It is being published by captain@queenofsandiego\.com since \d+:\d\d [AP]M: look again later\.$/,
      ),
      problems: [],
      changes: [],
      steps: [],
    });

    desk.system.clock.advance(8 * 60_000);
    expect((await preview('KILLED')).steps).toEqual([
      {
        projection: 'kanban card',
        action: 'resolve',
        words: 'finishes what an earlier publish began',
      },
      {
        projection: 'captain summary',
        action: 'resolve',
        words: 'asks you whether the last one arrived',
      },
    ]);
  });
});

describe('the preview of a booking whose crew was told what nobody remembers', () => {
  it('says what the crew system does in either case', async () => {
    await published('FORGOTTEN');
    const store = desk.system.project.properties.store('document', desk.system.captain);
    const entry = JSON.parse(store.all()['journal/forgotten'] ?? '{}');
    delete entry.records['crew event'].memory;
    store.set({ 'journal/forgotten': JSON.stringify(entry) });
    desk.change('FORGOTTEN', { Start: '10:30 AM' });
    expect(wordsOf(await preview('FORGOTTEN'))['crew event']).toBe(
      'changes the event; a new time asks all crew again by mail, and who is new is invited',
    );
    desk.change('FORGOTTEN', { Status: 'Cancelled' });
    expect(wordsOf(await preview('FORGOTTEN'))['crew event']).toBe(
      'takes the event back and tells the crew by mail not to come',
    );
  });
});

describe('the preview of what somebody changed over there', () => {
  it('says what would be put right', async () => {
    await published('DRIFTED');
    const [entry] = await desk.outside.calendarEntries('DRIFTED');
    await desk.outside.changeEntry(String(entry?.entry_id), { boat: 'Gull' });
    await desk.outside.removeObject('g/drifted.html');
    await desk.run('checkForDrift');
    const drifted = await preview('DRIFTED');
    expect(drifted).toMatchObject({ state: 'Needs attention', changes: [] });
    expect(wordsOf(drifted)).toEqual({
      'guest page':
        'changes the page at https://queenofsandiego.com/g/drifted; it was changed over there: it is not there any more',
      'calendar entry': expect.stringMatching(
        /^changes the entry: .*; it was changed over there: boat “Gull” in place of “JADA”$/,
      ),
    });
  });
});

describe('instead of a preview', () => {
  beforeAll(() => desk.add({ 'Booking ID': 'ALONE' }));

  it('says how to select rows when none is, without a dialog', async () => {
    desk.system.messages.take();
    await desk.run('previewChanges', { selection: { sheet: 'Crew', ranges: ['2:2'] } });
    expect(desk.system.messages.take()).toEqual([
      'Charter Desk: Select one or more bookings in the tab Bookings first, then choose Preview changes again.',
    ]);
  });

  it('says what is wrong with the settings, without a dialog', async () => {
    desk.system.messages.take();
    desk.set('Crew extra hours', 'many');
    await desk.run('previewChanges', { selection: desk.rowsOf(['ALONE']) });
    desk.set('Crew extra hours', '2');
    expect(desk.system.messages.take()).toEqual([expect.stringMatching(/In the Settings tab: .*“many”/)]);
  });

  it('says that nothing is published from a copy, without a dialog', async () => {
    const ui = new Messages();
    const copy = desk.system.project.copy({ ui });
    copy.workbook.data.id = 'the-copy';
    const request = {
      user: desk.system.captain,
      context: 'menu',
      selection: desk.rowsOf(['ALONE']),
    } as const;
    await copy.run('previewChanges', request);
    expect(ui.take()).toEqual([
      expect.stringContaining('This spreadsheet is a copy, so nothing is published'),
    ]);
    const { error } = await copy.run('previewSelected', request);
    expect(error?.message).toContain('This spreadsheet is a copy');
    await copy.close();
  });
});

describe('the preview of a charter that is over by now', () => {
  it('mails none of the crew, as publishing then does', async () => {
    await published('PAST');
    desk.system.clock.advance(365 * 86_400_000);
    desk.change('PAST', { 'Crew notes': 'Thanks to all.', Crew: 'sam' });
    const past = await preview('PAST');
    expect(wordsOf(past)['crew event']).toBe('changes the event; the charter is over, so nobody is mailed');
    expect(Object.keys(await mailsOfPublishing('PAST'))).toEqual(['captain@queenofsandiego.com']);
  });
});
