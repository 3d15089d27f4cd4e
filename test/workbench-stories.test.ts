import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { columnOf, Visitor, Workbench } from './support/workbench-visitor.ts';

let browser: Browser;
let workbench: Workbench;
let captain: Visitor;

const until = <Value>(read: () => Promise<Value>, expected: (value: Value) => void) =>
  vi.waitFor(async () => expected(await read()), { timeout: 30_000, interval: 50 });

/** What the captain reads in a cell of the booking in row 2, or of its card. */
const cellOf = (tab: string, header: string) => `${columnOf(workbench, tab, header)}2`;
const reads = async (tab: string, header: string, expected: string) => {
  await captain.tab(tab);
  await until(
    () => captain.content(cellOf(tab, header)),
    (text) => expect(text).toBe(expected),
  );
};

beforeAll(async () => {
  [browser, workbench] = await Promise.all([launchChromium(), Workbench.open()]);
  captain = await Visitor.to(workbench, browser);
});
afterAll(async () => {
  await captain?.close();
  await browser?.close();
  await workbench?.close();
});

// One story, told in order: a booking from its first keystroke to its cancellation.
describe('a captain with nothing but the page', () => {
  it('types a booking and sees what it earns', async () => {
    await captain.tab('Bookings');
    await captain.type('A2', [
      'XHQGMDH',
      'Boatsetter',
      '',
      'Avery Lindqvist',
      '6',
      '5/30/2027',
      '9:00 AM',
      '3',
      'Sheraton Marina',
      '840.75',
      'sam, mia',
      'kit',
    ]);
    await reads('Kanban', 'Net', '289.41');
    await reads('Kanban', 'Lane', 'New Bookings');
  });

  it('publishes it by the menu, and sees each system come into line', async () => {
    await captain.tab('Bookings');
    await captain.goTo('A2');
    await captain.choose('Publish booking');
    await captain.page.getByRole('dialog', { name: /Publish/ }).waitFor();
    await reads('Bookings', 'State', 'Published');
    await reads('Bookings', 'Crew replies', '0 of 3 confirmed');
  });

  it('opens the guest page from the row', async () => {
    await captain.tab('Bookings');
    await captain.goTo(cellOf('Bookings', 'Guest page'));
    const [guest] = await Promise.all([
      captain.page.waitForEvent('popup'),
      captain.page.getByRole('link', { name: 'Open the link' }).click(),
    ]);
    await guest.getByRole('heading', { level: 1 }).waitFor();
    const text = await guest.locator('body').innerText();
    expect(text).toContain('Avery');
    expect(text).not.toContain('Lindqvist');
    expect(text).not.toMatch(/840|289/);
    await guest.close();
  });
});
