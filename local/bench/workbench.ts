import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launchChromium } from '../chromium.ts';
import { Messages } from '../messages.ts';
import { LocalSystem } from '../system.ts';
import { readTables } from '../tables/example-tables.ts';
import { workbenchApp } from '../workbench/app.ts';
import { Windows } from '../workbench/live/windows.ts';
import { WorkbenchServer } from '../workbench/server.ts';
import { atMost, type Figure } from './figure.ts';
import { median } from './median.ts';
import { sampleBookings } from './sample-bookings.ts';

const MANY = 2000;
const MOST_REPETITIONS = 9;
const NOON = Date.parse('2027-05-01T12:00:00-07:00');

/** Where the gross of the first booking, and that of its card, stand. */
const GROSS_OF_BOOKING = 'J2';
const GROSS_OF_CARD = 'D2';

/**
 * How long a person waits before the workbench, in a real browser: for the page, for the cells, and from the last
 * keystroke of an edit until its kanban card shows the new sum in another window. Nothing where there is no browser.
 */
export async function workbenchFigures(root: string, repeat: number): Promise<Figure[]> {
  if (!chromiumPath()) return [];
  const repetitions = Math.min(repeat, MOST_REPETITIONS);
  const browser = await launchChromium();
  try {
    return [
      ...(await figuresOf(root, browser, repetitions, 'the examples', (system, { bookings }) => {
        system.paste('bookings', bookings);
      })),
      ...(await figuresOf(root, browser, repetitions, `${MANY} bookings`, (system, { bookings }) => {
        system.paste('bookings', sampleBookings(bookings, 0, MANY, 'Draft'));
      })),
    ];
  } finally {
    await browser.close();
  }
}

async function figuresOf(
  root: string,
  browser: Browser,
  repetitions: number,
  what: string,
  fill: (system: LocalSystem, examples: Awaited<ReturnType<typeof readTables>>) => void,
): Promise<Figure[]> {
  const server = await WorkbenchServer.open(0);
  const messages = new Messages();
  const windows = new Windows(messages);
  const ports = { aws: 0, guestSite: 0, crewApi: 0 };
  const system = await LocalSystem.start({ root, now: NOON, ports, messages, ui: windows });
  try {
    const examples = await readTables(root, {});
    system.pasteReferences(examples);
    fill(system, examples);
    // An edit is to be computed, not published.
    for (const { owner, id } of system.project.triggers.all()) system.project.triggers.delete(owner, id);
    server.serve(workbenchApp({ system, windows, root }));
    const openings = [];
    for (let index = 0; index < repetitions; index += 1) openings.push(await opening(browser, server.url));
    const edits = await editTimes(browser, server.url, repetitions);
    const isSmall = what === 'the examples';
    return [
      figure(
        `workbench with ${what}: first paint`,
        openings.map(({ paint }) => paint),
        isSmall ? 2000 : undefined,
      ),
      figure(
        `workbench with ${what}: cells on screen`,
        openings.map(({ cells }) => cells),
        isSmall ? 2000 : undefined,
      ),
      figure(`workbench with ${what}: edit to kanban card`, edits, isSmall ? 300 : undefined),
    ];
  } finally {
    await server.close();
    await system.stop();
  }
}

function figure(name: string, milliseconds: readonly number[], limit: number | undefined): Figure {
  const value = median(milliseconds);
  return { name, value, unit: 'ms', ...(limit !== undefined && { limit: atMost(limit) }) };
}

/** In a browser that has nothing stored yet; what measures is evaluated, which the page's own policy forbids. */
async function opening(browser: Browser, url: string): Promise<{ paint: number; cells: number }> {
  const context = await browser.newContext({ bypassCSP: true });
  try {
    const page = await openWorkbook(await context.newPage(), url);
    const at = async (name: string) =>
      Number(await page.evaluate(`performance.getEntriesByName('${name}')[0]?.startTime`));
    return { paint: await at('first-contentful-paint'), cells: await at('cells shown') };
  } finally {
    await context.close();
  }
}

/** The two windows are looked at every other millisecond, for only the one in front is drawn each frame. */
async function editTimes(browser: Browser, url: string, repetitions: number): Promise<number[]> {
  const context = await browser.newContext({ bypassCSP: true });
  try {
    const sheet = await openWorkbook(await context.newPage(), url);
    const board = await openWorkbook(await context.newPage(), url);
    await board.getByRole('group', { name: 'Tabs' }).getByRole('button', { name: 'Kanban' }).click();
    const times: number[] = [];
    // The first makes a card of each row.
    for (let index = 0; index <= repetitions; index += 1)
      times.push(await editTime(sheet, board, 1000 + index));
    return times.slice(1);
  } finally {
    await context.close();
  }
}

/** Both pages' clocks are this machine's. */
const NOW = 'performance.timeOrigin + performance.now()';

async function editTime(sheet: Page, board: Page, gross: number): Promise<number> {
  await goTo(board, GROSS_OF_CARD);
  await goTo(sheet, GROSS_OF_BOOKING);
  await sheet.keyboard.type(String(gross));
  await sheet.evaluate(
    `void addEventListener('keydown', () => { globalThis.pressedAt = ${NOW}; }, { capture: true, once: true })`,
  );
  const shown = board.waitForFunction(
    `document.querySelector('#content').value === '${gross}' && (${NOW})`,
    undefined,
    { polling: 2, timeout: 60_000 },
  );
  await sheet.keyboard.press('Enter');
  const shownAt = Number(await (await shown).jsonValue());
  return shownAt - Number(await sheet.evaluate('globalThis.pressedAt'));
}

async function openWorkbook(page: Page, url: string): Promise<Page> {
  await page.goto(url);
  await page.waitForFunction("performance.getEntriesByName('cells shown').length > 0");
  await page.getByRole('button', { name: 'Charter' }).waitFor();
  return page;
}

async function goTo(page: Page, place: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Place' });
  await box.fill(place);
  await box.press('Enter');
}
