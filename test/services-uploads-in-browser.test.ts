import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { Desk } from './support/desk.ts';

const HOUR = 3_600_000;
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let browser: Browser;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
  desk.add({ 'Booking ID': 'DAYSAIL', Date: '2027-05-03', Start: '9:00 AM', Hours: '3' });
  await desk.publish('DAYSAIL');
  // An hour into the charter.
  desk.system.clock.advance(46 * HOUR);
  page = await browser.newPage({ viewport: { width: 360, height: 640 }, javaScriptEnabled: false });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

it('without a script a guest uploads a photo straight to the bucket, comes back, and sees it', async () => {
  await page.goto(`${desk.system.cloud.endpoints.guestSite}/g/presign?booking_id=daysail`);
  await page.getByText('Uploads are open until').waitFor();
  await page.getByLabel('What is it?').selectOption('image/png');
  await page.getByRole('button', { name: 'Next: choose the file' }).click();
  await page.getByLabel('Your file').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer: dot });
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('Your photo has arrived. Thank you!').waitFor();

  const photo = page.getByRole('img', { name: /^Photo, Monday, May 3, 10:00 AM PDT$/ });
  await photo.scrollIntoViewIfNeeded();
  // The page's policy lets it through.
  const width = () => photo.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
  await expect.poll(width).toBe(1);
  const shown = await page.request.get((await photo.getAttribute('src')) ?? '');
  expect([shown.status(), shown.headers()['content-type']]).toEqual([200, 'image/png']);
  expect(await shown.body()).toEqual(dot);
});

it('the bucket refuses what the form was not made for', async () => {
  await page.getByLabel('What is it?').selectOption('image/png');
  await page.getByRole('button', { name: 'Next: choose the file' }).click();
  const nothing = { name: 'nothing.png', mimeType: 'image/png', buffer: Buffer.alloc(0) };
  await page.getByLabel('Your file').setInputFiles(nothing);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.getByRole('button', { name: 'Upload' }).click(),
  ]);
  expect(answer.status()).toBe(400);
});
