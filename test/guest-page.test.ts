import { readFile } from 'node:fs/promises';
import ICAL from 'ical.js';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { deployment } from '../local/deployment.ts';
import { Desk } from './support/desk.ts';
import { photoFile } from './support/photo-file.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** In UTC, in summer. */
const NOON = 19 * HOUR;

let browser: Browser;
let desk: Desk;
let count = 0;
let bookingId = '';
/** Epoch milliseconds. */
let startsAt = 0;
beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});
beforeEach(async () => {
  count += 1;
  bookingId = `PAGE-${count}`;
  // A day from now, at noon in San Diego.
  desk.system.clock.advance(NOON - (desk.system.clock.now() % DAY) + DAY);
  startsAt = desk.system.clock.now() + DAY;
  const date = new Date(startsAt).toISOString().slice(0, 10);
  desk.add({ 'Booking ID': bookingId, Boat: `Boat ${count}`, Date: date, Start: '12:00 PM', Hours: '3' });
  await desk.publish(bookingId);
  expect(desk.row(bookingId)).toMatchObject({ State: 'Published' });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

const address = () => `${desk.system.cloud.endpoints.guestSite}/g/${bookingId.toLowerCase()}`;

/** The guest's phone, whose clock goes with the desk's. */
async function open({
  clockAhead = 0,
  prepare,
  ...context
}: BrowserContextOptions & {
  clockAhead?: number;
  prepare?: (page: Page) => Promise<unknown>;
} = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, ...context });
  if (context.javaScriptEnabled !== false) {
    await page.clock.install({ time: desk.system.clock.now() + clockAhead });
  }
  await prepare?.(page);
  await page.goto(address());
  return page;
}

/** Lets time pass for everybody, until so many hours after the start. */
async function moveTo(hours: number, page?: Page): Promise<void> {
  const milliseconds = startsAt + hours * HOUR - desk.system.clock.now();
  desk.system.clock.advance(milliseconds);
  // The page looks at the clock a few times a minute.
  await page?.clock.fastForward(milliseconds - MINUTE);
  await page?.clock.runFor(MINUTE);
}

/** These pages wait for a whole cloud, on machines with two cores. */
const eventually = <Value>(look: () => Value | Promise<Value>) => expect.poll(look, { timeout: 20_000 });

const section = (page: Page, name: string) => page.getByRole('region', { name });
const photos = (page: Page) => section(page, 'Your photos');
const stored = async () => {
  const keys = await desk.system.cloud.contents.list(deployment.photos.bucket, '', 1000);
  return keys.map(({ key }) => key).filter((key) => key.startsWith(`photos/${bookingId}/`));
};

/** For a page to run first: what the service answers about the photos arrives when the phone is woken. */
const SLEEP_BEFORE_THE_ANSWER = `{
  const ask = window.fetch;
  const sleep = Promise.withResolvers();
  const answer = Promise.withResolvers();
  Object.assign(window, { wake: sleep.resolve, answered: answer.promise });
  window.fetch = async (address, ...rest) => {
    const answered = await ask(address, ...rest);
    if (address.endsWith('/photo')) {
      answer.resolve();
      await sleep.promise;
    }
    return answered;
  };
}`;

describe('the guest page', () => {
  it('follows the time by itself: a countdown, uploads around the charter, thanks, and the end of uploads', async () => {
    const page = await open();
    const countdown = page.locator('#countdown');
    expect(await countdown.textContent()).toMatch(/^Boarding in 23 h 4[45] min$/);
    expect(await section(page, 'What to bring').isVisible()).toBe(true);
    expect(await photos(page).innerText()).toContain('everybody on this charter can add photos');
    expect(await page.getByLabel('Add photos and videos').isVisible()).toBe(false);

    await moveTo(-0.5, page);
    expect(await countdown.textContent()).toMatch(/^Boarding in 1[45] min$/);
    expect(await page.getByLabel('Add photos and videos').isVisible()).toBe(true);

    const firstCard = page.locator('main > section').first();
    await moveTo(-0.1, page);
    expect(await countdown.isVisible()).toBe(false);
    expect(await firstCard.getAttribute('aria-label')).toBe('Times');

    await moveTo(1, page);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Welcome aboard');
    expect(await firstCard.getAttribute('id')).toBe('photos');

    await moveTo(4, page);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Thank you');
    expect(await section(page, 'What to bring').isVisible()).toBe(false);
    expect(await page.getByLabel('Add photos and videos').isVisible()).toBe(true);

    await moveTo(3 + 168.1, page);
    expect(await page.getByLabel('Add photos and videos').isVisible()).toBe(false);
    expect(await photos(page).innerText()).toContain('Uploads closed on');
  });

  it('goes by the service’s clock where the phone’s is wrong', async () => {
    const page = await open({ clockAhead: 3 * DAY });
    await eventually(() => page.locator('#countdown').textContent()).toMatch(/^Boarding in 23 h 4[45] min$/);
    expect(await page.getByLabel('Add photos and videos').isVisible()).toBe(false);
  });

  it('is not set back by an answer that was on its way while the phone slept', async () => {
    const page = await open({ prepare: (opened) => opened.addInitScript(SLEEP_BEFORE_THE_ANSWER) });
    await page.evaluate('answered');
    await moveTo(1, page);
    await page.evaluate('wake()');
    expect(await page.locator('#countdown').isVisible()).toBe(false);
    expect(await page.locator('main > section').first().getAttribute('id')).toBe('photos');
  });

  it('says all without a script, with absolute times', async () => {
    const page = await open({ javaScriptEnabled: false });
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Welcome aboard');
    expect(await photos(page).innerText()).toMatch(
      /from \w+day, \w+ \d+, 11:00 AM to \w+day, \w+ \d+, 3:00 PM\./,
    );
    expect(await section(page, 'What to bring').isVisible()).toBe(true);
    expect(await section(page, 'Weather and tide at the dock').isVisible()).toBe(false);
  });

  it('shows weather and tide once they are known, and nothing where they are not', async () => {
    const conditions = (page: Page) => section(page, 'Weather and tide at the dock');
    const page = await open();
    await conditions(page).waitFor();
    expect(await conditions(page).innerText()).toMatch(
      /°F[\s\S]*(High|Low) tide \d+:\d\d [AP]M, -?\d\.\d ft/,
    );

    const without = await browser.newPage();
    await without.route('**/conditions', (route) => route.abort('timedout'));
    await without.goto(address());
    await without.waitForLoadState('networkidle');
    expect(await conditions(without).isVisible()).toBe(false);
  });

  it('puts the charter into the guest’s calendar, and a later version in place of it', async () => {
    const sequences: unknown[] = [];
    for (const start of ['12:00 PM', '1:00 PM']) {
      if (start !== '12:00 PM') {
        await desk.edit(bookingId, { Start: start });
        await desk.publish(bookingId);
      }
      const page = await open();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Add to calendar' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('charter.ics');
      const text = await readFile(await download.path(), 'utf8');
      const event = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
      expect(event?.getFirstPropertyValue('uid')).toBe(`${bookingId.toLowerCase()}@queenofsandiego.com`);
      sequences.push(event?.getFirstPropertyValue('sequence'));
    }
    expect(sequences[1]).toBeGreaterThan(Number(sequences[0]));
  });

  it('lets the browser talk to nobody but its own site and the bucket', async () => {
    const page = await open();
    const violations = await page.evaluate<string[]>(`(async () => {
      const blocked = [];
      document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
      await fetch('https://elsewhere.example/').catch(() => {});
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
      const image = new Image();
      const failed = new Promise((resolve) => image.addEventListener('error', resolve));
      image.src = 'https://elsewhere.example/x.png';
      await failed;
      return blocked;
    })()`);
    expect(violations.sort()).toEqual(['connect-src', 'img-src', 'script-src-elem']);
  });
});

describe('photos', () => {
  const choose = (page: Page, ...files: Parameters<ReturnType<Page['getByLabel']>['setInputFiles']>[0][]) =>
    page.getByLabel('Add photos and videos').setInputFiles(files.flat() as ReturnType<typeof photoFile>[]);
  const lines = (page: Page) => page.getByRole('list', { name: 'Uploads' }).getByRole('listitem');
  const gallery = (page: Page) =>
    page.getByRole('list', { name: 'Photos of this charter' }).getByRole('listitem');
  const uploaded = (page: Page) => lines(page).filter({ hasText: 'Uploaded' });

  it('go up several at once, and show to everybody with the page', async () => {
    await moveTo(1);
    const page = await open();
    await choose(
      page,
      photoFile(1),
      { name: 'IMG_2.HEIC', mimeType: 'image/heic', buffer: Buffer.from('no browser here draws it') },
      photoFile(3, { name: 'clip.mov', mimeType: 'video/quicktime' }),
    );
    await eventually(() => uploaded(page).count()).toBe(3);
    expect((await stored()).map((key) => key.split('.').at(-1)).sort()).toEqual(['heic', 'mov', 'png']);
    expect(await page.locator('.thumbnail img').count()).toBe(1);
    await eventually(() => gallery(page).count()).toBe(3);

    const others = await open();
    await eventually(() => gallery(others).count()).toBe(3);
    await others.getByRole('img', { name: /^Photo \d$/ }).waitFor();
    // What it can't draw, and videos, stand there by their names.
    const names = (await gallery(others).allInnerTexts()).map((name) => name.replace(/\d/, '').trim());
    expect(names.sort()).toEqual(['', 'Photo', 'Video']);
  });

  it('ten of them survive a connection that drops in between, and none is there twice', async () => {
    await moveTo(1);
    const page = await open();
    let posts = 0;
    await page.route(new RegExp(deployment.photos.bucket), async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      posts += 1;
      // The fourth arrives, and its answer is lost; then there is no network for a while.
      if (posts === 4) {
        await route.fetch();
        await page.context().setOffline(true);
        return route.abort('connectionreset');
      }
      return route.continue();
    });
    await choose(page, ...Array.from({ length: 10 }, (_, index) => photoFile(index)));
    await eventually(() => page.evaluate('navigator.onLine')).toBe(false);
    // Longer than it tries by itself.
    await eventually(async () => {
      await page.clock.runFor(20_000);
      return lines(page).filter({ hasText: 'Nothing is lost' }).count();
    }).toBeGreaterThanOrEqual(2);
    await page.context().setOffline(false);
    await eventually(async () => {
      await page.clock.runFor(5000);
      return uploaded(page).count();
    }).toBe(10);
    expect(await stored()).toHaveLength(10);
    expect(posts).toBeGreaterThan(10);
    await eventually(() => gallery(page).count()).toBe(10);
  });

  it('of another kind, empty or too large are refused before anything is sent', async () => {
    await moveTo(1);
    const page = await open();
    await choose(
      page,
      { name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') },
      { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) },
    );
    // Made there, for it would take long to get there.
    await page.evaluate(`(() => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(25_000_001)], 'huge.png', { type: 'image/png' }));
      const input = document.querySelector('#files');
      input.files = files.files;
      input.dispatchEvent(new Event('change'));
    })()`);
    await eventually(() => lines(page).allInnerTexts()).toEqual([
      expect.stringContaining('no photo or video that we can take'),
      expect.stringContaining('This file is empty'),
      expect.stringContaining('Too large: 26 MB, and we take 25 MB for a photo'),
    ]);
    expect(await stored()).toEqual([]);
  });

  it('are refused in words once the window has closed, whatever the page thinks', async () => {
    await moveTo(1);
    const page = await open();
    await eventually(() => page.getByLabel('Add photos and videos').isVisible()).toBe(true);
    await moveTo(3 + 169);
    await choose(page, photoFile(1));
    await eventually(() => lines(page).allInnerTexts()).toEqual([expect.stringMatching(/closed/i)]);
    expect(await stored()).toEqual([]);
  });

  it('go up by plain forms, one by one, without a script', async () => {
    await moveTo(1);
    const page = await open({ javaScriptEnabled: false });
    await page.getByLabel('What would you like to add?').selectOption('image/png');
    await page.getByRole('button', { name: 'Choose the file' }).click();
    await page.locator('input[type=file]').setInputFiles(photoFile(1));
    await page.locator('form:has(input[type=file]) button').click();
    await page.waitForURL(/\/g\/presign\?booking_id=/);
    expect(await stored()).toHaveLength(1);
    await eventually(() => page.locator('img').count()).toBe(1);
    await page
      .getByRole('link', { name: /charter|page/i })
      .first()
      .click();
    expect(page.url()).toBe(address());
  });
});
