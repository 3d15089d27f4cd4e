import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DialogRequest } from '../local/apps-script/index.ts';
import { launchChromium } from '../local/chromium.ts';
import { accessibilityViolations } from './support/accessibility.ts';
import { Desk } from './support/desk.ts';
import { openDialog } from './support/dialog-page.ts';
import { dialogsShown } from './support/dialogs-shown.ts';
import { holdAt, sends } from './support/hold.ts';

const MATE = 'mate@queenofsandiego.com';
const STEPS = [
  'Kanban card',
  'Guest page',
  'Calendar entry',
  'Crew event',
  'Crew-visible notes',
  'Captain summary',
];
const CREW_SYSTEM = sends('post https://sccapi0001.');
/** How long the dialog waits for what goes on by itself. */
const SLOW_PAUSE_MILLISECONDS = 15_000;

let browser: Browser;
let desk: Desk;
let shown: DialogRequest[];
/** In which the dialogs of one test after the other open. */
let left: Page | undefined;

beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
  shown = dialogsShown(desk);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});
beforeEach(() => {
  shown.length = 0;
});
afterEach(async () => {
  desk.system.cloud.faults.clear();
  const others = browser.contexts().filter((context) => context !== left?.context());
  await Promise.all(others.map((context) => context.close()));
});

/** The dialog of the last publish as it was shown. */
async function open(): Promise<Page> {
  const dialog = shown.filter(({ title }) => title === 'Publishing').at(-1);
  if (!dialog) throw new Error('No dialog was shown.');
  expect(dialog.kind).toBe('modeless');
  left = await openDialog(browser, desk, 'progress', { html: dialog.html, page: left });
  return left;
}

const says = (page: Page, words: string | RegExp) =>
  page.getByRole('status').filter({ hasText: words }).waitFor();

/** `Guest page: done`, a line each. */
const linesOf = (page: Page, within = 'details') =>
  page.locator(`${within} .step`).evaluateAll((steps) =>
    steps.map((step) => {
      const words = step.querySelector('small')?.textContent ?? '';
      const name = step.lastElementChild?.textContent?.slice(0, -words.length).trim();
      return `${name}: ${words}`;
    }),
  );

const allSteps = (words: string) => STEPS.map((name) => `${name}: ${words}`);

const barOf = async (page: Page) => {
  const bar = page.locator('#bar');
  return [await bar.getAttribute('value'), await bar.getAttribute('max')].map(Number);
};

const cardOf = (page: Page, bookingId: string) =>
  page.locator('details').filter({ has: page.getByText(bookingId, { exact: true }) });

/** As narrow as a sidebar, in the light and in the dark. */
async function expectSound(page: Page): Promise<void> {
  await page.setViewportSize({ width: 300, height: 640 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await accessibilityViolations(page)).toEqual([]);
  }
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
}

describe('the dialog of a publish', () => {
  it('shows how far each system is while the script goes on, and the page once all agree', async () => {
    desk.add({ 'Booking ID': 'WATCHED' });
    const held = holdAt(CREW_SYSTEM);
    const publishing = desk.publish('WATCHED', held);
    await held.reached;
    const page = await open();
    await says(page, 'Publishing WATCHED …');
    expect(await linesOf(page)).toEqual([
      'Kanban card: under way',
      'Guest page: done',
      'Calendar entry: done',
      'Crew event: under way',
      'Crew-visible notes: waiting',
      'Captain summary: waiting',
    ]);
    expect(await barOf(page)).toEqual([2, 6]);
    await expectSound(page);

    held.release();
    await publishing;
    await says(page, /^All systems agree on WATCHED\.$/);
    expect(await linesOf(page)).toEqual(allSteps('done'));
    expect(await barOf(page)).toEqual([6, 6]);
    const link = page.getByRole('link', { name: 'Open the guest page' });
    expect(await link.getAttribute('href')).toBe('https://queenofsandiego.com/g/watched');
    await expectSound(page);
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.evaluate('isDialogClosed')).toBe(true);
    expect(shown).toHaveLength(1);
  });

  it('says what had nothing to do, and the same when it is opened late', async () => {
    await desk.publish('WATCHED');
    const page = await open();
    await says(page, 'All systems agree on WATCHED.');
    expect(await linesOf(page)).toEqual(allSteps('nothing to do'));
    expect(await cardOf(page, 'WATCHED').textContent()).toContain('nothing to do: all systems agree already');
  });

  it('says before it begins that it is about to, and what to do when it never does', async () => {
    desk.add({ 'Booking ID': 'NEVER-BEGUN' });
    await desk.publish('NEVER-BEGUN', {
      onBridgeCall: ({ service }) => (service === 'LockService' ? 'kill-before' : 'continue'),
    });
    const page = await open();
    await says(page, 'About to publish NEVER-BEGUN …');
    desk.system.clock.advance(61_000);
    await page.clock.fastForward(SLOW_PAUSE_MILLISECONDS);
    await says(page, 'Nothing of NEVER-BEGUN has begun for a minute: close this, and publish again.');
    await expectSound(page);
    // Nobody is asked for ever by a dialog that was forgotten.
    desk.system.clock.advance(30 * 60_000);
    await page.clock.fastForward(SLOW_PAUSE_MILLISECONDS);
    await says(page, /Last looked at \d+:\d\d [AP]M\.$/);
  });

  it('says why it cannot tell, and goes on as soon as it can', async () => {
    await desk.publish('WATCHED');
    const properties = desk.system.project.properties.store('document', '');
    properties.set({ 'journal/broken': 'no JSON' });
    const page = await open();
    await says(page, 'The publishing record journal/broken cannot be read');
    properties.delete(['journal/broken']);
    await page.clock.fastForward(SLOW_PAUSE_MILLISECONDS);
    await says(page, 'All systems agree on WATCHED.');
  });

  it('says that an error stopped it before it began', async () => {
    desk.add({ 'Booking ID': 'NO-COLUMN' });
    const held = holdAt(({ service }) => service === 'LockService');
    const publishing = desk.publish('NO-COLUMN', held);
    await held.reached;
    const page = await open();
    const column = desk
      .sheet('Bookings')
      .values({ row: 1, column: 1, rows: 1, columns: 30 })[0]
      ?.indexOf('Party');
    desk.sheet('Bookings').type(1, Number(column) + 1, 'Guests');
    held.release();
    await publishing;
    desk.sheet('Bookings').type(1, Number(column) + 1, 'Party');
    await says(page, 'An error stopped this before it began: the sheet says which.');
    expect(desk.system.messages.take().join()).toContain('Party');
  });
});

describe('the dialog of a publish that was killed half-way', () => {
  it('says so as soon as it can be known, and follows what goes on by itself', async () => {
    desk.add({ 'Booking ID': 'KILLED' });
    const { status } = await desk.publish('KILLED', {
      onBridgeCall: (call) => (CREW_SYSTEM(call) ? 'kill-after' : 'continue'),
    });
    expect(status).toBe('killed');
    const page = await open();
    await says(page, 'Publishing KILLED …');
    desk.system.clock.advance(121_000);
    await says(
      page,
      /^Publishing KILLED … Nothing has moved for two minutes\. If .* by itself by \d+:\d\d [AP]M\.$/,
    );

    desk.system.clock.advance(6 * 60_000);
    await says(
      page,
      'The script was stopped before it was through with KILLED; it goes on by itself within five minutes.',
    );
    expect((await linesOf(page)).slice(0, 4)).toEqual([
      'Kanban card: written at the end',
      'Guest page: done',
      'Calendar entry: done',
      'Crew event: on its way; whether it arrived is found out first',
    ]);
    await expectSound(page);

    await desk.timer(5);
    await page.clock.fastForward(SLOW_PAUSE_MILLISECONDS);
    await says(page, 'All systems agree on KILLED.');
    expect(await linesOf(page)).toEqual([
      'Kanban card: done',
      'Guest page: nothing to do',
      'Calendar entry: nothing to do',
      'Crew event: done',
      'Crew-visible notes: done',
      'Captain summary: done',
    ]);
  });
});

describe('the dialog of a publish that somebody else is busy with', () => {
  it('shows whose it is and how far that one comes', async () => {
    desk.add({ 'Booking ID': 'SHARED' });
    const held = holdAt(CREW_SYSTEM);
    const theirs = desk.publish('SHARED', { ...held, user: MATE });
    await held.reached;
    desk.system.clock.advance(60_000);
    await desk.publish('SHARED');
    expect(shown.map(({ user }) => user)).toEqual([MATE, desk.system.captain]);
    const page = await open();
    await says(page, new RegExp(`^SHARED is being published by ${MATE} since \\d+:\\d\\d [AP]M\\.$`));
    expect(await linesOf(page)).toContain('Crew event: under way');
    await expectSound(page);
    held.release();
    await theirs;
    await says(page, `SHARED was published by ${MATE} meanwhile.`);
    expect(await linesOf(page)).toEqual(allSteps('done'));
  });
});

describe('the dialog of a publish that does not come through', () => {
  it('says what each system answered, and what waits for it', async () => {
    desk.add({ 'Booking ID': 'REFUSED' });
    desk.system.cloud.faults.inject({
      service: 'jada-calendar',
      operation: 'POST /calendar',
      kind: 'status',
      status: 422,
      body: '{"error":{"code":"no_boat","message":"No such boat."}}',
      when: 'before',
    });
    await desk.publish('REFUSED');
    const page = await open();
    await says(page, 'Needs you, see below: REFUSED.');
    expect(await linesOf(page)).toEqual([
      'Kanban card: done',
      'Guest page: done',
      expect.stringMatching(/^Calendar entry: failed: .*No such boat.* Mend it, then publish again\.$/),
      'Crew event: waits for the calendar entry',
      'Crew-visible notes: waits for the crew event',
      'Captain summary: waits for the calendar entry',
    ]);
    expect(await barOf(page)).toEqual([2, 6]);
    await expectSound(page);
  });

  it('says what goes on by itself, and that it did', async () => {
    desk.add({ 'Booking ID': 'NOT-LIVE' });
    const { faults } = desk.system.cloud;
    faults.inject({ service: 'guest-site', kind: 'status', status: 503, when: 'before', times: 10_000 });
    await desk.publish('NOT-LIVE');
    const page = await open();
    await says(page, 'Not through yet, and going on by itself within five minutes: NOT-LIVE.');
    expect(await linesOf(page)).toContain(
      'Guest page: not through yet: the public does not see it yet. It goes on by itself.',
    );
    expect(await page.getByRole('link').count()).toBe(0);
    await expectSound(page);
    faults.clear();
    await desk.timer(6);
    await page.clock.fastForward(SLOW_PAUSE_MILLISECONDS);
    await says(page, 'All systems agree on NOT-LIVE.');
  });

  it('lists what is wrong with a row, and publishes the others', async () => {
    desk.add({ 'Booking ID': 'FAULTY', Party: 'many', Hours: '' }, { 'Booking ID': 'SOUND' });
    await desk.publish(['FAULTY', 'SOUND']);
    const page = await open();
    await says(page, 'All systems agree on SOUND. Not published before the row is mended: FAULTY.');
    const faulty = cardOf(page, 'FAULTY');
    expect(await faulty.getAttribute('open')).not.toBeNull();
    expect(await faulty.locator('li').allTextContents()).toEqual([
      expect.stringMatching(/^Party is “many”\./),
      expect.stringMatching(/^Hours is empty\./),
    ]);
    await expectSound(page);
  });

  it('names what was cancelled before anything was published of it', async () => {
    desk.add({ 'Booking ID': 'NEVER-WAS', Status: 'Cancelled' });
    await desk.publish('NEVER-WAS');
    const page = await open();
    await says(page, 'Nothing to do for NEVER-WAS: all systems agree already.');
    expect(await page.locator('#bar').isVisible()).toBe(false);
  });
});

describe('the dialog of a publish that leaves something to the captain', () => {
  it('gives way to the dialog that asks, and tells the same to whoever keeps it open', async () => {
    desk.add({ 'Booking ID': 'ASKED' });
    desk.system.cloud.faults.inject({
      service: 'ses',
      kind: 'timeout',
      when: 'after',
      // The crew's mails leave from the crew system's function, at the laptop's own address.
      match: ({ authority }) => authority === 'email.us-west-2.amazonaws.com',
    });
    await desk.publish('ASKED');
    expect(shown.map(({ title }) => title)).toEqual(['Publishing', 'These need you']);
    const page = await open();
    await says(page, 'Needs you, see below: ASKED.');
    expect((await linesOf(page)).at(-1)).toBe(
      'Captain summary: it may or may not have arrived. Look, then publish again to say which.',
    );
    await expectSound(page);

    const questions = await openDialog(browser, desk, 'decide');
    await questions.getByRole('group', { name: 'ASKED: captain summary' }).waitFor();
    expect(await questions.locator('fieldset').textContent()).toContain('Look into the mailbox');
    await questions.getByRole('radio', { name: 'It arrived' }).check();
    await questions.getByRole('button', { name: 'Done' }).click();
    await questions.waitForFunction('isDialogClosed');

    // In a page beside the first.
    left = undefined;
    const late = await open();
    await says(late, 'Not through yet, and going on by itself within five minutes: ASKED.');
    expect((await linesOf(late)).at(-1)).toBe('Captain summary: goes on with what you said');
    await desk.timer(6);
    await late.clock.fastForward(SLOW_PAUSE_MILLISECONDS);
    await says(late, 'All systems agree on ASKED.');
  });
});

describe('the dialog of a batch', () => {
  it('has a line for each booking that unfolds, and one bar for all', async () => {
    const ids = Array.from({ length: 24 }, (_, index) => `BATCH-${index + 1}`);
    desk.add({ 'Booking ID': 'BATCH-BAD', Date: '' }, ...ids.map((id) => ({ 'Booking ID': id })));
    const held = holdAt(CREW_SYSTEM);
    const publishing = desk.publish(['BATCH-BAD', ...ids], held);
    await held.reached;
    const page = await open();
    await says(page, 'Publishing BATCH-1, BATCH-2, BATCH-3, BATCH-4 and 20 more …');
    expect(await barOf(page)).toEqual([48, 144]);
    expect(await page.locator('summary').count()).toBe(25);
    expect(await page.locator('details[open] summary strong').allTextContents()).toEqual(['BATCH-BAD']);
    const card = cardOf(page, 'BATCH-7');
    expect(await card.locator('summary').textContent()).toBe('BATCH-7 2 of 6 steps through');
    await card.locator('summary').focus();
    await page.keyboard.press('Enter');
    await card.getByText('Crew event').waitFor({ state: 'visible' });

    held.release();
    await publishing;
    await says(page, 'All systems agree on BATCH-1, BATCH-2, BATCH-3, BATCH-4 and 20 more.');
    expect(await barOf(page)).toEqual([144, 144]);
    // What was unfolded stays so.
    expect(await card.getAttribute('open')).not.toBeNull();
    expect(await card.getByRole('link').getAttribute('href')).toContain('/g/batch-7');
  });
});
