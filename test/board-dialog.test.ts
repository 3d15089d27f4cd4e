import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import type { Lane } from '../src/projections/kanban.ts';
import { accessibilityViolations } from './support/accessibility.ts';
import { Desk } from './support/desk.ts';
import { type DialogOptions, openDialog } from './support/dialog-page.ts';
import { drag, middleOf, type Point } from './support/mouse.ts';

let browser: Browser;
let desk: Desk;
let page: Page;
/** For all but touch. */
let mousePage: Page | undefined;

beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
  desk.add(
    { 'Booking ID': 'SEAL-1', Source: 'Boatsetter', Status: 'Ready' },
    { 'Booking ID': 'SEAL-2', Source: 'Airbnb', Gross: '100', Status: 'Draft' },
    { 'Booking ID': 'SEAL-3', Source: 'GetMyBoat', Status: 'Ready' },
  );
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});
beforeEach(async () => {
  for (const [bookingId, Status] of [
    ['SEAL-1', 'Ready'],
    ['SEAL-2', 'Draft'],
    ['SEAL-3', 'Ready'],
  ] as const)
    desk.change(bookingId, { Status });
  await desk.run('onEdit');
  for (const bookingId of ['SEAL-1', 'SEAL-2', 'SEAL-3']) inSheet(bookingId, 'New Bookings');
});
afterEach(async () => {
  if (page !== mousePage) await page.close();
});

/** Somebody changes the lane of a card in the sheet. */
function inSheet(bookingId: string, lane: Lane): void {
  desk.sheet('Kanban').type(rowOf(bookingId), 1, lane);
}

function rowOf(bookingId: string): number {
  return desk.rows('Kanban').findIndex((row) => row['Booking ID'] === bookingId) + 2;
}

async function open(options: DialogOptions = {}): Promise<void> {
  page = await openDialog(browser, desk, 'board', {
    width: 1100,
    page: options.touch ? undefined : mousePage,
    ...options,
  });
  if (!options.touch) mousePage = page;
  await card('Airbnb').waitFor();
}

const laneOf = (lane: Lane): Locator =>
  page.locator('section.lane', { has: page.getByRole('heading', { name: lane, level: 2 }) });
const card = (source: string): Locator => page.getByRole('listitem').filter({ hasText: source });
const title = (source: string): Locator => page.getByRole('button', { name: new RegExp(`^${source} —`) });
const status = () => page.getByRole('status').textContent();
const saying = (words: string | RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor();
const headOf = async (lane: Lane) => (await laneOf(lane).locator('header').innerText()).replace(/\s+/g, ' ');
const titlesIn = (lane: Lane) => laneOf(lane).getByRole('heading', { level: 3 }).allTextContents();

/** Once the sheet has the card there: the screen is ahead of it. */
async function arrival(bookingId: string, lane: Lane): Promise<void> {
  await page.waitForFunction("!document.querySelector('.card.moving')");
  expect(desk.card(bookingId)?.Lane).toBe(lane);
}

const dragByMouse = (source: string, lane: Lane) => drag(page, title(source), laneOf(lane).getByRole('list'));

/** A real touch, which also scrolls, as the browser would make of a finger. */
async function fingerOn(source: string) {
  const session = await page.context().newCDPSession(page);
  const from = await middleOf(title(source));
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', [from]);
  return {
    async moveTo(to: Point): Promise<void> {
      for (let part = 1 / 8; part <= 1; part += 1 / 8) {
        await send('touchMove', [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }]);
      }
      await send('touchEnd', []);
    },
  };
}

describe('the board', () => {
  it('shows each lane with its cards and totals, and each card with its money, replies and guest page', async () => {
    inSheet('SEAL-3', 'Crew Invited');
    desk.sheet('Kanban').type(rowOf('SEAL-3'), 9, '2 of 3 confirmed');
    desk.sheet('Kanban').type(rowOf('SEAL-3'), 10, 'https://queenofsandiego.com/g/seal-3');
    desk.sheet('Kanban').type(rowOf('SEAL-1'), 10, 'javascript:alert(1)');
    await open();
    expect(await headOf('New Bookings')).toBe('New Bookings 2 Gross $940.75 Net -$28.59');
    expect(await headOf('Crew Invited')).toBe('Crew Invited 1 Gross $840.75 Net $289.41');
    expect(await headOf('Cancelled')).toBe('Cancelled 0 Gross $0.00 Net $0.00');
    expect((await card('GetMyBoat').innerText()).replace(/\s+/g, ' ')).toBe(
      'GetMyBoat — July 2 (3h) Fri, Jul 2, 2027 Gross $840.75 crew $250.00 · captain $150.00 · port $151.34 Net $289.41 2 of 3 confirmed Guest page Move to … (GetMyBoat — July 2 (3h))',
    );
    expect(await card('GetMyBoat').getByRole('link').getAttribute('href')).toBe(
      'https://queenofsandiego.com/g/seal-3',
    );
    expect(await card('Boatsetter').getByRole('link').count()).toBe(0);
  });

  it('is opened by the menu', async () => {
    await desk.run('onOpen');
    const menu = desk.system.project.menus.get('Charter');
    expect(menu?.entries).toContainEqual({
      kind: 'item',
      caption: 'Kanban board',
      functionName: 'showBoard',
    });
    desk.system.messages.take();
    await desk.run('showBoard');
    expect(desk.system.messages.take()).toEqual([expect.stringMatching(/^Kanban board: a dialog/)]);
  });
});

describe('a card is moved', () => {
  const expectMoved = async () => {
    expect(await headOf('New Bookings')).toBe('New Bookings 2 Gross $940.75 Net -$28.59');
    expect(await headOf('Crew Confirmed')).toBe('Crew Confirmed 1 Gross $840.75 Net $289.41');
    await arrival('SEAL-1', 'Crew Confirmed');
    expect(desk.board()['Crew Confirmed']?.join()).toContain('Boatsetter — June 30 (3h)');
    expect(desk.board()['New Bookings']?.join()).not.toContain('Boatsetter');
    expect(await status()).toContain('to Crew Confirmed');
  };

  it('by the mouse', async () => {
    await open();
    await dragByMouse('Boatsetter', 'Crew Confirmed');
    await expectMoved();
  });

  it('by a finger that rests on it first', async () => {
    await open({ touch: true });
    const finger = await fingerOn('Boatsetter');
    await page.locator('.sortable-chosen').waitFor();
    await finger.moveTo(await middleOf(laneOf('Crew Confirmed').getByRole('list')));
    await expectMoved();
  });

  it('by the keyboard alone', async () => {
    await open();
    await title('Boatsetter').focus();
    await page.keyboard.press('Space');
    expect(await status()).toMatch(/^Picked up “Boatsetter — June 30 \(3h\)”/);
    expect(await title('Boatsetter').getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await status()).toContain('Crew Confirmed');
    expect(desk.card('SEAL-1')?.Lane).toBe('New Bookings');
    await page.keyboard.press('Space');
    await expectMoved();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Boatsetter — June 30 (3h)');
  });

  it('by its menu, which needs no dragging', async () => {
    await open({ width: 300 });
    await card('Boatsetter').getByText('Move to …').click();
    await card('Boatsetter').getByRole('button', { name: 'Crew Confirmed' }).click();
    await expectMoved();
  });

  it('twice in a row, faster than the sheet follows', async () => {
    await open();
    await dragByMouse('Boatsetter', 'Crew Invited');
    await dragByMouse('Boatsetter', 'Crew Confirmed');
    await dragByMouse('GetMyBoat', 'Crew Invited');
    expect(await titlesIn('Crew Confirmed')).toEqual(['Boatsetter — June 30 (3h)']);
    await arrival('SEAL-3', 'Crew Invited');
    await arrival('SEAL-1', 'Crew Confirmed');
    expect(await titlesIn('Crew Confirmed')).toEqual(['Boatsetter — June 30 (3h)']);
  });

  it('in its own row, wherever that was sorted to, and nothing else is written', async () => {
    await open();
    const kanban = desk.sheet('Kanban');
    kanban.sort({ row: 2, column: 1, rows: 3, columns: 11 }, [{ column: 11, ascending: false }]);
    kanban.type(rowOf('SEAL-1'), 8, 'to be looked at');
    kanban.type(rowOf('SEAL-1'), 3, 'some day');
    await dragByMouse('Boatsetter', 'Completed');
    await arrival('SEAL-1', 'Completed');
    expect(desk.card('SEAL-1')).toMatchObject({ Net: 'to be looked at', Date: 'some day' });
    expect(desk.card('SEAL-2')?.Lane).toBe('New Bookings');
    expect(desk.card('SEAL-3')?.Lane).toBe('New Bookings');
  });
});

describe('a finger that moves on at once', () => {
  it('scrolls the lane, and moves no card', async () => {
    await open({ touch: true, width: 300 });
    // However slow this machine is, the finger has not rested.
    await page.clock.pauseAt(Date.now() + 3_600_000);
    const { x, y } = await middleOf(title('Boatsetter'));
    const finger = await fingerOn('Boatsetter');
    await finger.moveTo({ x, y: y - 150 });
    const list = laneOf('New Bookings').getByRole('list');
    await expect.poll(() => list.evaluate((one) => one.scrollTop)).toBeGreaterThan(50);
    expect(await titlesIn('New Bookings')).toContain('Boatsetter — June 30 (3h)');
  });
});

describe('a card that the keyboard holds', () => {
  it.each([
    ['Escape', () => page.keyboard.press('Escape')],
    ['leaving it', () => page.keyboard.press('Tab')],
  ])('goes back by %s', async (_, leave) => {
    await open();
    await title('Boatsetter').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    expect(await titlesIn('Crew Invited')).toEqual(['Boatsetter — June 30 (3h)']);
    await leave();
    await saying('Put back.');
    expect(await titlesIn('Crew Invited')).toEqual([]);
    expect(desk.card('SEAL-1')?.Lane).toBe('New Bookings');
  });

  it('is none before Space: arrows go from card to card', async () => {
    inSheet('SEAL-3', 'Completed');
    await open();
    const focused = () => page.evaluate('document.activeElement.textContent');
    await title('Boatsetter').focus();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Airbnb — July 1 (3h)');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('GetMyBoat — July 2 (3h)');
    expect(desk.card('SEAL-1')?.Lane).toBe('New Bookings');
  });
});

describe('a move is refused, and the card is where the sheet has it,', () => {
  it('when somebody else moved it meanwhile', async () => {
    await open();
    inSheet('SEAL-1', 'Reconciled');
    await dragByMouse('Boatsetter', 'Crew Invited');
    await saying('Somebody moved “Boatsetter — June 30 (3h)” to Reconciled meanwhile.');
    expect(await titlesIn('Reconciled')).toEqual(['Boatsetter — June 30 (3h)']);
    expect(desk.card('SEAL-1')?.Lane).toBe('Reconciled');
  });

  it('when it is gone', async () => {
    desk.add({ 'Booking ID': 'GOING', Source: 'Viator' });
    await desk.run('onEdit');
    await open();
    desk.sheet('Bookings').deleteRows(desk.rowNumber('GOING'), 1);
    desk.sheet('Kanban').deleteRows(rowOf('GOING'), 1);
    await dragByMouse('Viator', 'Crew Invited');
    await saying('“Viator — July 3 (3h)” is gone');
    expect(await card('Viator').count()).toBe(0);
  });

  it('when its booking’s status would bring it back', async () => {
    desk.change('SEAL-1', { Status: 'Completed' });
    await desk.run('onEdit');
    await open();
    await dragByMouse('Boatsetter', 'Crew Invited');
    await saying('“Boatsetter — June 30 (3h)” goes back: its booking is Completed.');
    expect(await titlesIn('Completed')).toEqual(['Boatsetter — June 30 (3h)']);
    await card('Boatsetter').getByText('Move to …').click();
    expect(await card('Boatsetter').locator('details').getByRole('button').allTextContents()).toEqual([
      'Reconciled',
      'Cancelled',
    ]);
  });

  it('when it can’t be written', async () => {
    await open();
    const board = desk.sheet('Board');
    board.data.name = 'Bord';
    await dragByMouse('Boatsetter', 'Crew Invited');
    await saying('is back in New Bookings. The tab "Board" is missing. Charter → Set up repairs it.');
    board.data.name = 'Board';
    expect(await titlesIn('New Bookings')).toContain('Boatsetter — June 30 (3h)');
    expect(desk.card('SEAL-1')?.Lane).toBe('New Bookings');
  });
});

describe('the lane Cancelled', () => {
  it('cancels no booking, and says what does, on the card too', async () => {
    await open();
    await dragByMouse('Boatsetter', 'Cancelled');
    expect(await status()).toContain(
      'The booking itself is still on: to cancel it, choose Charter → Cancel booking.',
    );
    await arrival('SEAL-1', 'Cancelled');
    expect(desk.row('SEAL-1').Status).toBe('Ready');
    expect(await card('Boatsetter').innerText()).toContain('Not cancelled: Charter → Cancel booking.');
  });

  it('keeps the card of a booking that is cancelled', async () => {
    desk.change('SEAL-1', { Status: 'Cancelled' });
    await desk.run('onEdit');
    await open();
    expect(await card('Boatsetter').innerText()).toContain('Stays here: its booking is Cancelled.');
    expect(await card('Boatsetter').innerText()).not.toContain('Not cancelled');
  });
});

describe('what changed elsewhere', () => {
  it('shows when the dialog gets the focus', async () => {
    await open();
    inSheet('SEAL-2', 'Completed');
    await page.evaluate("dispatchEvent(new Event('focus'))");
    await saying('The board changed meanwhile');
    expect(await titlesIn('Completed')).toEqual(['Airbnb — July 1 (3h)']);
  });

  it('shows after a while by itself, and leaves alone what nothing happened to', async () => {
    await open();
    await card('GetMyBoat').getByText('Move to …').click();
    inSheet('SEAL-2', 'Completed');
    await page.clock.fastForward(20_000);
    await saying('The board changed meanwhile');
    expect(await titlesIn('Completed')).toEqual(['Airbnb — July 1 (3h)']);
    expect(await card('GetMyBoat').locator('details').getAttribute('open')).toBe('');
  });
});

describe('the board’s page', () => {
  const looks = [
    { width: 300, dark: false },
    { width: 300, dark: true },
    { width: 1100, dark: false },
    { width: 1100, dark: true },
  ];

  it.each(looks)('has nothing for axe to find at $width px, dark: $dark', async (look) => {
    inSheet('SEAL-1', 'Cancelled');
    await open(look);
    await card('GetMyBoat').getByText('Move to …').click();
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('has all lanes side by side where there is room', async () => {
    await open();
    const boxes = await Promise.all(
      (['New Bookings', 'Cancelled'] as const).map((lane) => laneOf(lane).boundingBox()),
    );
    expect(boxes[0]?.y).toBe(boxes[1]?.y);
    expect((boxes[1]?.x ?? 0) + (boxes[1]?.width ?? 0)).toBeLessThanOrEqual(1100);
  });

  it('has lanes that scroll sideways at 300 px, and is as good without a card', async () => {
    const empty = await Desk.open();
    page = await openDialog(browser, empty, 'board', { width: 300, page: mousePage });
    mousePage = page;
    await saying('No cards yet');
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await page.locator('#lanes').evaluate((one) => one.scrollWidth > one.clientWidth)).toBe(true);
    await empty.close();
  });
});
