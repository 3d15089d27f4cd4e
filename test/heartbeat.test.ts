import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';

const QUIET = '#f1f4f8';
const RED = '#f4cccc';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
  desk.system.messages.take();
});
afterEach(() => desk.close());

const calm = (words: string) => ({ words, background: QUIET });
const alarm = (words: string) => ({ words: `⚠ ${words}`, background: RED });
const timers = () => desk.system.project.triggers.of('CLOCK');

function removeTriggers(): void {
  const { triggers } = desk.system.project;
  for (const { owner, id } of triggers.all()) triggers.delete(owner, id);
}

/** Sets the clock, which then runs on: a minute is long enough for anything here. */
function itIs(time: string): void {
  desk.system.clock.set(Date.parse(`2027-05-01T${time}:00-07:00`));
}

function timerAt(time: string) {
  itIs(time);
  return desk.timer(0);
}

/** The tab as it was before it had the line: without its first row. */
function asBefore(): void {
  desk.sheet('Board').deleteRows(1, 1);
  desk.sheet('Board').data.frozenRows = 1;
}

describe('the line on the board', () => {
  it('tells when the timer last came round, for ten spreadsheet calls and a question where there is nothing to do', async () => {
    expect(desk.heartbeat()).toEqual(calm('Automation was set up Sat May 1, 12:00 PM'));
    desk.add({ 'Booking ID': 'DONE' });
    await desk.publish('DONE');
    await timerAt('12:06');
    expect(desk.heartbeat()).toEqual(calm('Automation last ran Sat May 1, 12:06 PM'));
    const { executions, requests, asked } = await timerAt('12:11');
    expect(desk.heartbeat()).toEqual(calm('Automation last ran Sat May 1, 12:11 PM'));
    expect(executions.map(({ counts }) => counts.spreadsheet)).toEqual([10]);
    // The secret with the crew system's key is remembered for ten minutes.
    expect(asked.map(({ operation }) => operation)).toEqual(['GetSecretValue', 'GET /events']);
    expect(requests).toEqual([]);
  });

  it('turns red when the timer is gone, for whoever opens the spreadsheet or edits it; Set up mends it', async () => {
    await timerAt('12:06');
    removeTriggers();
    itIs('12:20');
    await desk.captain.open();
    expect(desk.heartbeat()).toEqual(calm('Automation last ran Sat May 1, 12:06 PM'));
    expect(desk.system.messages.take()).toEqual([]);

    itIs('12:22');
    await desk.captain.open();
    const stale = alarm(
      'Automation last ran Sat May 1, 12:06 PM. It should run every 5 minutes: choose Charter → Set up to install it again.',
    );
    expect(desk.heartbeat()).toEqual(stale);
    expect(desk.system.messages.take()).toEqual([`Charter Desk: ${stale.words}`]);

    desk.sheet('Board').type(1, 1, '');
    desk.add({ 'Booking ID': 'EDITED', Status: 'Draft' });
    await desk.edit('EDITED', { Gross: '900' });
    expect(desk.heartbeat()).toEqual(stale);

    itIs('12:23');
    await desk.run('setUp');
    expect(desk.heartbeat()).toEqual(calm('Automation was set up Sat May 1, 12:23 PM'));
    await timerAt('12:29');
    expect(desk.heartbeat()).toEqual(calm('Automation last ran Sat May 1, 12:29 PM'));
  });

  it('is red when the timer that was set up never comes; Set up then installs another in its place', async () => {
    const [dead] = timers();
    itIs('12:17');
    await desk.captain.open();
    expect(desk.heartbeat()).toEqual(
      alarm(
        'Automation was set up Sat May 1, 12:00 PM. It should run every 5 minutes: choose Charter → Set up to install it again.',
      ),
    );
    await desk.run('setUp');
    expect(timers()).toHaveLength(1);
    expect(timers()[0]?.id).not.toBe(dead?.id);
    expect(desk.system.project.triggers.all()).toHaveLength(3);

    const [alive] = timers();
    await timerAt('12:23');
    await desk.run('setUp');
    expect(timers()[0]?.id).toBe(alive?.id);
  });

  it('stays red when Set up leaves the timer to another who installed it', async () => {
    itIs('12:17');
    await desk.run('setUp', { user: 'mate@queenofsandiego.com' });
    expect(desk.heartbeat().background).toBe(RED);
    expect(timers().map(({ owner }) => owner)).toEqual([desk.system.captain]);
  });

  it('says so where nothing was ever set up', async () => {
    desk.sheet('Charter Desk').type(3, 2, '');
    await desk.captain.open();
    expect(desk.heartbeat()).toEqual(alarm('Automation has never run: choose Charter → Set up.'));

    desk.sheet('Charter Desk').data.name = 'Gone';
    desk.system.messages.take();
    const [opened] = await desk.captain.open();
    expect(opened?.status).toBe('completed');
    expect([...desk.system.project.menus.keys()]).toEqual(['Charter']);
    expect(desk.system.messages.take().join()).toContain('Charter → Set up repairs it.');
  });

  it('tells what stopped the timer, until that is mended', async () => {
    desk.add({ 'Booking ID': 'WAITING' });
    desk.sheet('Log').data.name = 'Logbook';
    await timerAt('12:06');
    const stopped = alarm(
      'Automation last ran Sat May 1, 12:06 PM and stopped: The tab "Log" is missing. Charter → Set up repairs it.',
    );
    expect(desk.heartbeat()).toEqual(stopped);
    await desk.captain.open();
    expect(desk.heartbeat()).toEqual(stopped);
    desk.sheet('Logbook').data.name = 'Log';
    await timerAt('12:11');
    expect(desk.heartbeat()).toEqual(calm('Automation last ran Sat May 1, 12:11 PM'));
    expect(desk.row('WAITING').State).toBe('Published');
  });

  it('brings the money of rows into line that no trigger told of', async () => {
    desk.add({ 'Booking ID': 'BY-A-SCRIPT', Status: 'Draft' });
    expect(desk.card('BY-A-SCRIPT')).toBeUndefined();
    await timerAt('12:06');
    expect(desk.card('BY-A-SCRIPT')).toMatchObject({ Gross: '$840.75' });
    expect(desk.board()['New Bookings']).toHaveLength(1);
  });

  it.each([
    ['an edit', () => desk.edit('OLD', { Gross: '900' })],
    ['a publish', () => desk.publish('OLD')],
    ['the timer', () => desk.timer(0)],
    ['Set up', () => desk.run('setUp')],
  ])('comes to a board of before with %s, once', async (_, bringOver) => {
    desk.add({ 'Booking ID': 'OLD', Status: 'Draft' });
    asBefore();
    itIs('12:06');
    await bringOver();
    await timerAt('12:12');
    const board = desk.sheet('Board');
    expect(board.data.frozenRows).toBe(2);
    expect(desk.heartbeat()).toEqual(calm('Automation last ran Sat May 1, 12:12 PM'));
    expect(board.cell(1, 1)?.format).toMatchObject({ wrapStrategy: 'OVERFLOW' });
    expect(board.cell(2, 1)).toMatchObject({ format: { background: '#d0e2f3', wrapStrategy: 'WRAP' } });
    expect(Object.keys(desk.board())).toEqual([
      'New Bookings',
      'Crew Invited',
      'Crew Confirmed',
      'Completed',
      'Reconciled',
      'Cancelled',
    ]);
    expect(desk.board()['New Bookings']).toHaveLength(1);
  });
});

describe('a copy of the spreadsheet', () => {
  it('publishes nothing by any way, and says so, until Set up is run there', async () => {
    desk.add({ 'Booking ID': 'ORIGINAL' }, { 'Booking ID': 'NEW' });
    await desk.publish('ORIGINAL');
    desk.becomeCopy();
    desk.system.messages.take();
    const copied = alarm(
      'This spreadsheet is a copy. Nothing is published from it until you choose Charter → Set up here.',
    );
    await desk.captain.open();
    expect(desk.heartbeat()).toEqual(copied);
    expect(desk.system.messages.take()).toEqual([`Charter Desk: ${copied.words}`]);

    const requests = [
      await desk.publish(['ORIGINAL', 'NEW']),
      await desk.run('publishAllReady'),
      await desk.edit('NEW', { Party: '5' }),
      // Those of a copy's own, if somebody made them by hand.
      await desk.run('onEditTrigger', { context: 'installable' }),
      await desk.run('onChangeTrigger', { context: 'installable' }),
      await desk.run('onTimer', { context: 'timer' }),
    ].flatMap((run) => run.requests);
    expect(requests).toEqual([]);
    expect(desk.row('NEW').State).toBe('');
    expect(desk.system.messages.take().join()).toContain(
      'To make it the original, run Charter → Set up here.',
    );
    expect(desk.heartbeat()).toEqual(copied);

    itIs('12:08');
    await desk.run('setUp');
    expect(desk.heartbeat()).toEqual(calm('Automation was set up Sat May 1, 12:08 PM'));
    expect(desk.system.project.triggers.all()).toHaveLength(3);
    await desk.edit('NEW', { Party: '6' });
    expect(desk.row('NEW').State).toBe('Published');
    expect(await desk.outside.crewEvents('NEW')).toHaveLength(1);
    // What the original published is not published again by itself.
    expect(await desk.outside.crewEvents('ORIGINAL')).toHaveLength(1);
    await timerAt('12:14');
    expect(desk.heartbeat()).toEqual(calm('Automation last ran Sat May 1, 12:14 PM'));
  });
});
