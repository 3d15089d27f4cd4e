import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { accessibilityViolations } from './support/accessibility.ts';
import { Desk } from './support/desk.ts';
import { type DialogOptions, openDialog } from './support/dialog-page.ts';

let browser: Browser;
let desk: Desk;
let page: Page | undefined;

beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
  desk.add({ 'Booking ID': 'SEAL-1', Status: 'Ready' });
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

async function open(name: string, options: DialogOptions = {}): Promise<Page> {
  page = await openDialog(browser, desk, name, { page, selection: desk.rowsOf(['SEAL-1']), ...options });
  return page;
}

const statusOf = (page: Page) => page.getByRole('status').textContent();

describe('the dialog of what publishing would do', () => {
  it('lists each outside system in words, and is closed by its button', async () => {
    const page = await open('preview');
    await page.getByRole('heading', { name: 'SEAL-1' }).waitFor();
    expect(await page.locator('dt').allTextContents()).toEqual(
      expect.arrayContaining(['Guest page', 'Calendar entry', 'Crew event', 'Captain summary']),
    );
    expect(await statusOf(page)).toContain('Nothing was sent or changed.');
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.evaluate('isDialogClosed')).toBe(true);
  });
});

describe.each([
  ['decide', 'nothing to decide'],
  ['drift', 'Nothing was looked at yet'],
  ['preview', 'Nothing was sent'],
])('the dialog %s', (name, words) => {
  it.each([
    { width: 300, dark: false },
    { width: 300, dark: true },
    { width: 480, dark: false },
  ])('has nothing for axe to find, nor to scroll sideways for, at $width px, dark: $dark', async (look) => {
    const page = await open(name, look);
    await page.getByRole('status').filter({ hasText: words }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
});
