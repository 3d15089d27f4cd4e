import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { deployment } from '../local/deployment.ts';
import { drag } from './support/mouse.ts';
import { columnOf, ServedWorkbench, Visitor } from './support/workbench-visitor.ts';

let browser: Browser;
let workbench: ServedWorkbench;
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
  [browser, workbench] = await Promise.all([launchChromium(), ServedWorkbench.open()]);
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

  it('is led to the settings by Set up, and told there what can’t be so, before it is saved', async () => {
    await captain.choose('Set up');
    const guide = captain.dialog('Set up');
    await guide.getByRole('status').filter({ hasText: 'Next: ' }).waitFor();
    await captain.picture('workbench-set-up');
    await guide.getByRole('button', { name: 'Open Settings' }).click();
    const form = captain.dialog('Settings');
    await form.getByLabel('Summary to', { exact: true }).fill('captain@');
    await form.getByText('Write one email address, such as sam@example.com.').waitFor();
    await form.getByLabel('Summary to', { exact: true }).fill(deployment.mail.captain);
    await form.getByLabel('Region', { exact: true }).fill('us-east-1');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
    await form.getByRole('button', { name: 'Close' }).click();
  });

  it('learns from the check of connections that the region is the wrong one, and mends it', async () => {
    await captain.choose('Check connections');
    const check = captain.dialog('Check connections');
    await check.getByText('Set “Region” in Settings to us-west-2.').first().waitFor();
    await captain.picture('workbench-connections');
    await check.getByRole('button', { name: 'Close' }).click();

    await captain.choose('Settings');
    const form = captain.dialog('Settings');
    await form.getByLabel('Region', { exact: true }).fill('us-west-2');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
    await form.getByRole('button', { name: 'Close' }).click();

    await captain.choose('Check connections');
    await check
      .getByRole('status')
      .filter({ hasText: /^Nothing to mend/ })
      .waitFor();
    await check.getByRole('button', { name: 'Close' }).click();
  });

  it('publishes it by the menu, and sees each system come into line', async () => {
    await captain.tab('Bookings');
    await captain.goTo('A2');
    await captain.choose('Publish booking');
    const progress = captain.dialog('Publishing');
    await progress.getByText('All systems agree').first().waitFor();
    await captain.picture('workbench');
    const [guest] = await Promise.all([
      captain.page.waitForEvent('popup'),
      progress.getByRole('link', { name: 'Open the guest page' }).click(),
    ]);
    await guest.getByRole('heading', { level: 1 }).waitFor();
    await guest.close();
    await progress.getByRole('button', { name: 'Close' }).click();
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

  it('learns that one of the crew confirms, from the mail that stands in the outbox', async () => {
    await captain.page.getByRole('link', { name: 'Outbox' }).click();
    const beside = captain.page.frameLocator('iframe[title="Outbox"]');
    await beside.getByRole('link', { name: /To sam@crew\.example/ }).click();
    await beside.getByRole('heading', { level: 1 }).waitFor();
    await captain.picture('workbench-outbox');
    const [crewPage] = await Promise.all([
      captain.page.waitForEvent('popup'),
      beside
        .getByRole('list')
        .getByRole('link', { name: /crew\/confirm/ })
        .click(),
    ]);
    await crewPage.getByRole('button', { name: 'Confirm' }).click();
    await crewPage.getByRole('heading', { name: 'You’re confirmed' }).waitFor();
    expect(await crewPage.locator('body').innerText()).not.toMatch(/840|289/);
    await crewPage.close();
    await captain.choose('Refresh crew replies');
    await reads('Bookings', 'Crew replies', '1 of 3 confirmed');
    await reads('Kanban', 'Crew replies', '1 of 3 confirmed');
  });

  it('drags its card to another lane of the board', async () => {
    await captain.choose('Kanban board');
    const board = captain.dialog('Kanban board');
    const card = board.getByText('Boatsetter — May 30 (3h)').first();
    await card.waitFor();
    await captain.picture('workbench-board');
    await drag(captain.page, card, board.getByRole('list', { name: 'Crew Confirmed' }));
    await until(
      async () => workbench.system.workbook.sheetNamed('Kanban')?.cell(2, 1)?.value,
      (lane) => expect(lane).toBe('Crew Confirmed'),
    );
    await captain.page.getByRole('button', { name: 'Close Kanban board' }).click();
    await reads('Kanban', 'Lane', 'Crew Confirmed');
  });

  it('reschedules it, and the same guest page says the new time', async () => {
    await captain.tab('Bookings');
    await captain.type(cellOf('Bookings', 'Start'), ['10:30 AM']);
    await reads('Bookings', 'State', 'Changed');
    await captain.choose('Preview changes');
    const preview = captain.dialog('Preview changes');
    await preview.getByText(/start 09:00 → 10:30/).waitFor();
    await preview.getByRole('button', { name: 'Close' }).click();
    await captain.choose('Publish booking');
    await reads('Bookings', 'State', 'Published');
    await reads('Bookings', 'Crew replies', '0 of 3 confirmed');
    const guestPages = workbench.system.cloud.endpoints.guestSite;
    const guest = await captain.page.context().newPage();
    await guest.goto(`${guestPages}/g/xhqgmdh`);
    expect(await guest.locator('body').innerText()).toContain('10:30 AM');
    await guest.close();
  });

  it('cancels it, having been asked, and the guest page says so', async () => {
    await captain.tab('Bookings');
    await captain.goTo('A2');
    await captain.choose('Cancel booking');
    const question = captain.page.getByRole('dialog').filter({ hasText: 'Cancel XHQGMDH' });
    await question.waitFor();
    await captain.picture('workbench-cancel');
    await question.getByRole('button', { name: 'Yes' }).click();
    await reads('Bookings', 'State', 'Removed');
    await reads('Kanban', 'Lane', 'Cancelled');
    const guest = await captain.page.context().newPage();
    await guest.goto(`${workbench.system.cloud.endpoints.guestSite}/g/xhqgmdh`);
    await guest.getByRole('heading', { name: /cancelled/i }).waitFor();
    await guest.close();
  });
});

describe('a script that is stopped half-way', () => {
  it('goes on by itself when its time comes, and sends nothing twice', async () => {
    await captain.tab('Bookings');
    await captain.type('A3', [
      'SEAL-1',
      'Direct',
      '',
      'Noor Haddad',
      '4',
      '6/12/2027',
      '1:00 PM',
      '2',
      'Shelter Island',
      '500',
      'leo',
      'kit',
    ]);
    const { faults, outbox } = workbench.system.cloud;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const reached = new Promise<void>((resolve) => {
      faults.inject({
        kind: 'interference',
        when: 'before',
        service: deployment.crewApi.name,
        operation: 'POST /events',
        work: () => {
          resolve();
          return held;
        },
      });
    });
    const invitations = () => outbox.mails.filter(({ to }) => to.join().includes('leo@')).length;
    await captain.goTo('A3');
    await captain.choose('Publish booking');
    await reached;
    await captain.page.getByRole('button', { name: 'Stop Publish booking' }).click();
    await captain.page.getByText(/was stopped/).waitFor();
    letGo();
    const state = `${columnOf(workbench, 'Bookings', 'State')}3`;
    expect(await captain.content(state)).toBe('Publishing');

    await captain.page.getByRole('link', { name: 'Clock' }).click();
    const clock = captain.page.frameLocator('iframe[title="Clock"]');
    await clock.getByRole('button', { name: '+15 minutes' }).click();
    await until(
      () => captain.content(state),
      (text) => expect(text).toBe('Published'),
    );
    await until(
      async () => invitations(),
      (count) => expect(count).toBe(1),
    );
  });
});
