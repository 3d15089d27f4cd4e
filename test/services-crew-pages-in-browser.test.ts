import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { CrewWorld } from './services-crew-world.ts';

const SITE = 'https://queenofsandiego.com';

let browser: Browser;
let world: CrewWorld;
let id: string;
/** Whether requests of a page reach the service. */
let connection: 'up' | 'down' | 'bad gateway';
const phone = { viewport: { width: 360, height: 640 }, hasTouch: true };

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  world = await CrewWorld.start();
  id = await world.createEvent();
  connection = 'up';
  return () => world.stop();
});

async function visit(path: string, options: BrowserContextOptions = phone): Promise<Page> {
  const page = await browser.newPage(options);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route('**/*', async (route) => {
    const request = route.request();
    const { origin, pathname, search } = new URL(request.url());
    if (connection === 'down' || origin !== SITE) return route.abort('internetdisconnected');
    if (connection === 'bad gateway') return route.fulfill({ status: 502, body: '<html>Bad gateway</html>' });
    const answer = await world.visit(pathname + search, {
      method: request.method(),
      headers: await request.allHeaders(),
      ...(request.postData() === null ? {} : { body: request.postData() }),
    });
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    });
  });
  await page.goto(`${SITE}${path}`);
  expect(errors).toEqual([]);
  return page;
}

const crewPage = (name = 'ana', options?: BrowserContextOptions) =>
  visit(`/crew/confirm?token=${world.token(`${name}@example.com`)}`, options);
const box = (page: Page, name: RegExp) => page.getByRole('checkbox', { name });
const told = (page: Page, words: string) =>
  page.getByRole('status').getByText(words, { exact: true }).waitFor();
const stored = async () => (await world.dump('scc-checklists')).map(({ ticked }) => ticked);

describe('the crew page', () => {
  it('shows when, where and both answers on the first screen of a small phone; confirming is one tap', async () => {
    const page = await crewPage();
    for (const text of ['Sunday, May 30, 2027', '9:00 AM – 12:00 PM PDT', 'Sheraton Marina, Dock B']) {
      expect(await page.getByText(text).boundingBox()).toMatchObject({ x: expect.any(Number) });
      const area = await page.getByText(text).boundingBox();
      expect((area?.y ?? 640) + (area?.height ?? 0)).toBeLessThan(640);
    }
    for (const name of ['Confirm', 'Can’t make it']) {
      const area = await page.getByRole('button', { name }).boundingBox();
      expect((area?.y ?? 640) + (area?.height ?? 0)).toBeLessThan(640);
      expect(area?.height).toBeGreaterThanOrEqual(44);
      expect(area?.width).toBeGreaterThanOrEqual(44);
    }
    await page.getByRole('button', { name: 'Confirm' }).tap();
    await page.getByRole('heading', { name: 'You’re confirmed' }).waitFor();
    expect(await world.replies(id)).toMatchObject({ ana: 'confirmed' });
    await page.close();
  });

  it('saves each tick as it is made, and says so', async () => {
    const page = await crewPage();
    expect(await page.getByRole('button', { name: 'Save' }).isHidden()).toBe(true);
    await box(page, /^Deck rinsed/).tap();
    await told(page, 'Saved.');
    expect(await stored()).toEqual([new Set(['deck'])]);
    await page.reload();
    expect(await box(page, /^Deck rinsed/).isChecked()).toBe(true);
    await box(page, /^Deck rinsed/).tap();
    await told(page, 'Saved.');
    expect(await stored()).toEqual([undefined]);
    await page.close();
  });

  it.each([
    ['down', 'Not saved: there is no connection.'],
    ['bad gateway', 'Not saved. Please try again in a minute.'],
  ] as const)(
    'says when a tick could not be saved (%s), and saves it with the next one',
    async (state, words) => {
      const page = await crewPage();
      connection = state;
      await box(page, /^Deck rinsed/).tap();
      await told(page, words);
      expect(await box(page, /^Deck rinsed/).isChecked()).toBe(true);
      expect(await stored()).toEqual([]);
      connection = 'up';
      await box(page, /^Ice, water/).tap();
      await told(page, 'Saved.');
      expect(await stored()).toEqual([new Set(['cooler', 'deck'])]);
      await page.close();
    },
  );

  it('saves what is left when its button is pressed, or when the connection is back', async () => {
    const page = await crewPage();
    const again = page.getByRole('button', { name: 'Try again' });
    connection = 'down';
    await box(page, /^Deck rinsed/).tap();
    await again.waitFor();
    connection = 'up';
    await again.tap();
    await told(page, 'Saved.');
    expect(await again.isHidden()).toBe(true);
    connection = 'down';
    await box(page, /^Ice, water/).tap();
    await again.waitFor();
    connection = 'up';
    await page.evaluate(`window.dispatchEvent(new Event('online'))`);
    await told(page, 'Saved.');
    expect(await stored()).toEqual([new Set(['cooler', 'deck'])]);
    await page.close();
  });

  it('says why when the checklist is closed meanwhile', async () => {
    const page = await crewPage();
    await world.call('DELETE', `/events/${id}`);
    await box(page, /^Deck rinsed/).tap();
    await told(page, 'Not saved. This charter has no checklist for you any more.');
    await page.close();
  });

  it('without a script is saved by its button', async () => {
    const page = await crewPage('ana', { ...phone, javaScriptEnabled: false });
    await box(page, /^Deck rinsed/).tap();
    await box(page, /^Ice, water/).tap();
    await page.getByRole('button', { name: 'Save' }).tap();
    await told(page, 'Saved.');
    expect(await box(page, /^Deck rinsed/).isChecked()).toBe(true);
    expect(await stored()).toEqual([new Set(['cooler', 'deck'])]);
    await page.close();
  });

  it('fills in weather and tide when they come, and shows nothing of them when they don’t', async () => {
    const without = await crewPage();
    await without.waitForLoadState('networkidle');
    expect(await without.getByRole('heading', { name: 'Weather and tide' }).isHidden()).toBe(true);
    await without.close();

    world.restart();
    world.fetch = (url) =>
      Promise.resolve(
        String(url).includes('datagetter')
          ? Response.json({ predictions: [{ t: '2027-05-30 16:57', v: '3.904', type: 'H' }] })
          : new Response('', { status: 503 }),
      );
    const page = await crewPage();
    await page.getByText('High tide 9:57 AM, 3.9 ft').waitFor();
    await page.close();
  });
});
