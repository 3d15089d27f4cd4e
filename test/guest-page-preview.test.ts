import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { accessibilityViolations } from './support/accessibility.ts';
import { Desk } from './support/desk.ts';
import { openDialog } from './support/dialog-page.ts';
import { wholeState } from './support/whole-state.ts';

/** What the dialog is told of one row. */
interface GuestPagePreview {
  html: string;
  isThere: boolean;
  problems: { column: string }[];
}

let browser: Browser;
let desk: Desk;
let left: Page | undefined;
beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

/** Selects rows, clicks Charter → Preview guest page, and has the page of one of them; nothing leaves and nothing changes. */
async function preview(bookingIds: string[], index = 0): Promise<GuestPagePreview> {
  const before = wholeState(desk.system);
  const selection = desk.rowsOf(bookingIds);
  desk.system.messages.take();
  await desk.run('previewGuestPage', { selection });
  const { result } = await desk.run('previewGuestPageOf', {
    selection,
    context: 'dialog',
    arguments: [index],
  });
  expect(wholeState(desk.system)).toEqual(before);
  expect(desk.system.messages.take()).toEqual(["Preview guest page: a dialog, which a terminal can't show"]);
  return result as GuestPagePreview;
}

const pageThere = async (bookingId: string) =>
  (await desk.outside.object(`g/${bookingId.toLowerCase()}.html`))?.text;

/** Which of two versions of the calendar file is the newer is known only once it is published. */
const ofNoEdition = (html = '') => html.replace(/(DTSTAMP%3A|SEQUENCE%3A)\w+/g, '$1');

describe('the preview of a guest page', () => {
  it.each([
    { id: 'FIRST', before: {}, cells: {} },
    { id: 'OF-DRAFT', before: {}, cells: { Status: 'Draft' } },
    {
      id: 'CHANGED',
      before: { Status: 'Ready' },
      cells: { Start: '15:30', 'Guest notes': 'Bring <b>hats</b>.' },
    },
    { id: 'CANCELLED', before: { Status: 'Ready' }, cells: { Status: 'Cancelled' } },
  ])('is what publishing then puts there: $id', async ({ id, before, cells }) => {
    desk.add({ 'Booking ID': id });
    if ('Status' in before) await desk.publish(id);
    desk.change(id, cells);
    const { html, isThere, problems } = await preview([id]);
    expect({ isThere, problems }).toEqual({ isThere: false, problems: [] });
    await desk.publish(id);
    expect(ofNoEdition(html)).toBe(ofNoEdition(await pageThere(id)));
    expect(await preview([id])).toMatchObject({ html, isThere: true });
  });

  it('is none for a row with problems, of which it says all', async () => {
    desk.add({ 'Booking ID': 'BAD', Party: 'many', Hours: '' });
    const { html, problems } = await preview(['BAD']);
    expect(html).toBe('');
    expect(problems.map(({ column }) => column)).toEqual(['Party', 'Hours']);
  });

  it('is none for what was cancelled before anything was published', async () => {
    desk.add({ 'Booking ID': 'NEVER', Status: 'Cancelled' });
    expect(await preview(['NEVER'])).toMatchObject({ html: '', problems: [] });
  });

  it('is asked for again when no row is selected', async () => {
    desk.system.messages.take();
    await desk.run('previewGuestPage', { selection: { sheet: 'Crew', ranges: ['2:2'] } });
    expect(desk.system.messages.take()).toEqual([
      'Charter Desk: Select one or more bookings in the tab Bookings first, then choose Preview guest page again.',
    ]);
  });
});

/** One after the other in the same page. */
async function open(bookingIds: string[], look: { width?: number; dark?: boolean } = {}): Promise<Page> {
  left = await openDialog(browser, desk, 'guest-page', {
    selection: desk.rowsOf(bookingIds),
    page: left,
    ...look,
  });
  return left;
}

const says = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words }).waitFor();
const pageIn = (page: Page) => page.frameLocator('#page');
/** As wide as the page takes itself to be, and as wide as it is on the screen. */
const widthsOf = async (page: Page) => [
  await page.locator('#page').evaluate((frame) => (frame as unknown as { clientWidth: number }).clientWidth),
  Math.round((await page.locator('#page').boundingBox())?.width ?? 0),
];

describe('the dialog of guest pages', () => {
  beforeAll(() =>
    desk.add(
      { 'Booking ID': 'LEAF-1', Guest: 'Ada Byron' },
      { 'Booking ID': 'LEAF-2', Party: 'many' },
      { 'Booking ID': 'LEAF-3', Guest: 'Grace Hopper' },
    ),
  );

  it('shows the page as wide as a phone and as a desktop, smaller where there is less room', async () => {
    const page = await open(['LEAF-1'], { width: 480 });
    await says(page, 'Publishing puts this before guests. Nothing was sent or changed.');
    await pageIn(page).getByRole('heading', { name: 'Welcome aboard, Ada' }).waitFor();
    expect(await widthsOf(page)).toEqual([390, 390]);
    await page.getByRole('radio', { name: 'Desktop' }).check();
    expect(await widthsOf(page)).toEqual([1280, 446]);
    await page.setViewportSize({ width: 300, height: 640 });
    await expect.poll(() => widthsOf(page)).toEqual([1280, 266]);
    await page.getByRole('radio', { name: 'Phone' }).check();
    expect(await widthsOf(page)).toEqual([390, 266]);
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
  });

  it('goes through the rows that are selected, with a keyboard too', async () => {
    const page = await open(['LEAF-1', 'LEAF-2', 'LEAF-3']);
    const next = page.getByRole('button', { name: 'Next booking' });
    const previous = page.getByRole('button', { name: 'Previous booking' });
    await page.getByText('LEAF-1, 1 of 3').waitFor();
    expect(await previous.isDisabled()).toBe(true);
    await next.focus();
    await page.keyboard.press('Enter');
    await page.getByText('LEAF-2, 2 of 3').waitFor();
    await says(page, 'There is no page before this is mended:');
    expect(await page.getByRole('listitem').allTextContents()).toEqual([
      expect.stringMatching(/^Party is “many”/),
    ]);
    expect(await page.locator('#preview').isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await page.getByText('LEAF-3, 3 of 3').waitFor();
    await pageIn(page).getByRole('heading', { name: 'Welcome aboard, Grace' }).waitFor();
    expect(await next.isDisabled()).toBe(true);
    await previous.click();
    await previous.click();
    await pageIn(page).getByRole('heading', { name: 'Welcome aboard, Ada' }).waitFor();
  });

  it('runs nothing that a page brings along, and leads nowhere by its links', async () => {
    const page = await open(['LEAF-1']);
    expect(await page.locator('#page').getAttribute('sandbox')).toBe('');
    await pageIn(page).getByRole('link').first().click();
    await pageIn(page).getByRole('heading', { name: 'Welcome aboard, Ada' }).waitFor();
    expect(page.context().pages()).toHaveLength(1);
  });

  it.each([
    { width: 300, dark: false },
    { width: 300, dark: true },
    { width: 480, dark: false },
  ])('has nothing for axe to find, nor to scroll sideways for, at $width px, dark: $dark', async (look) => {
    const page = await open(['LEAF-1', 'LEAF-2'], look);
    await says(page, 'Publishing puts this');
    const expectSound = async () => {
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    };
    await expectSound();
    await page.getByRole('radio', { name: 'Desktop' }).check();
    await expectSound();
    await page.getByRole('button', { name: 'Next booking' }).click();
    await says(page, 'There is no page before this is mended:');
    await expectSound();
  });
});
