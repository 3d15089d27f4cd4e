import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { deployment } from '../local/deployment.ts';
import type { System } from '../src/commands/connection-findings.ts';
import { accessibilityViolations } from './support/accessibility.ts';
import { Desk } from './support/desk.ts';
import { openDialog } from './support/dialog-page.ts';
import { holdAt, sends } from './support/hold.ts';

const { calendarApi, crewApi, guest, mail } = deployment;
const apiUrl = (id: string) => `https://${id}.execute-api.us-west-2.amazonaws.com/prod`;
const CALENDAR_URL = apiUrl(calendarApi.id);
const CREW_URL = apiUrl(crewApi.id);

let browser: Browser;
let desk: Desk;
/** In which one dialog after the other opens. */
let left: Page | undefined;
beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

const open = async (look: { width?: number; dark?: boolean } = {}): Promise<Page> => {
  left = await openDialog(browser, desk, 'connections', { page: left, ...look });
  await left.getByRole('status').filter({ hasText: 'Checked' }).waitFor();
  return left;
};
const line = (page: Page, system: System) => page.locator(`#${system}`);

async function expectVisible(page: Page, system: System, words: string): Promise<void> {
  const text = line(page, system).getByText(words);
  await text.waitFor();
  expect(await text.isVisible()).toBe(true);
}

describe('the dialog of connections', () => {
  it('shows a set-up with four faults in words, on a phone and on a laptop, light and dark', async () => {
    const { distribution } = desk.system.cloud;
    const { guestPath } = distribution;
    distribution.guestPath = undefined;
    desk.set('Calendar URL', `https://${guest.host}`);
    desk.set('Summary from', 'me@elsewhere.example');
    desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: undefined });
    await desk.run('checkConnections');
    for (const look of [{ width: 300 }, { width: 300, dark: true }, { width: 480 }]) {
      const page = await open(look);
      expect(await page.getByRole('status').textContent()).toMatch(/^5 of 12 to mend\. Checked /);
      await expectVisible(page, 'calendar', 'goes through CloudFront, which strips the header');
      await expectVisible(page, 'crew', 'SERVICE_KEY_HASH is not set on its function');
      await expectVisible(page, 'mail', 'SES has not verified me@elsewhere.example');
      await expectVisible(page, 'site', "The distribution doesn't rewrite guest paths");
      expect(await line(page, 'bucket').getByText('It was stored.').isVisible()).toBe(false);
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
    const { serviceKey } = await desk.outside.secrets();
    const hash = createHash('sha256').update(serviceKey).digest('hex');
    desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: hash });
    distribution.guestPath = guestPath;
    desk.set('Calendar URL', CALENDAR_URL);
    desk.set('Summary from', mail.sender);
  });

  it('names the wrong region, and finds nothing to mend once it is put right and asked again', async () => {
    desk.set('Region', 'us-east-1');
    await desk.run('checkConnections');
    const page = await open();
    await expectVisible(page, 'bucket', 'Set “Region” in Settings to us-west-2.');
    desk.set('Region', 'us-west-2');
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('status').filter({ hasText: 'Nothing to mend.' }).waitFor();
    expect(await line(page, 'bucket').textContent()).toContain('good');
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.evaluate('isDialogClosed')).toBe(true);
  });

  it('offers the address of the crew system that it found, and one tap sets it', async () => {
    desk.set('Crew URL', `https://${guest.host}`);
    await desk.run('checkConnections');
    const page = await open({ width: 360 });
    await expectVisible(page, 'apis', `“Crew URL” is https://${guest.host}, and there is ${CREW_URL}.`);
    await page.getByRole('button', { name: `Set “Crew URL” to ${CREW_URL}` }).click();
    await page.getByRole('status').filter({ hasText: 'Nothing to mend.' }).waitFor();
    expect(desk.rows('Settings').find(({ Setting }) => Setting === 'Crew URL')?.Value).toBe(CREW_URL);
    expect(await line(page, 'crew').textContent()).toContain('good');
  });

  it('does not set what somebody else changed meanwhile', async () => {
    desk.set('Crew URL', `https://${guest.host}`);
    await desk.run('checkConnections');
    const page = await open();
    desk.set('Crew URL', 'https://elsewhere.example/prod');
    await page.getByRole('button', { name: `Set “Crew URL” to ${CREW_URL}` }).click();
    await page.getByRole('status').filter({ hasText: 'Somebody changed “Crew URL” meanwhile.' }).waitFor();
    expect(desk.rows('Settings').find(({ Setting }) => Setting === 'Crew URL')?.Value).toBe(
      'https://elsewhere.example/prod',
    );
    desk.set('Crew URL', CREW_URL);
  });

  it('shows each line as it comes in while the check runs', async () => {
    const { onBridgeCall, reached, release } = holdAt(sends('post https://cloudfront.'));
    const running = desk.run('checkConnections', { onBridgeCall });
    // Before that, the dialog would show the check that was last.
    await reached;
    const page = await openDialog(browser, desk, 'connections', { page: left });
    await line(page, 'identity').filter({ hasText: 'good' }).waitFor();
    expect(await line(page, 'site').textContent()).toContain('asking');
    expect(await page.getByRole('status').textContent()).toMatch(/^Checking: \d+ of 12 done\.$/);
    expect(await page.getByRole('button', { name: 'Check again' }).isDisabled()).toBe(true);
    expect(await accessibilityViolations(page)).toEqual([]);
    release();
    await running;
    await page.getByRole('status').filter({ hasText: 'Nothing to mend.' }).waitFor();
    expect(await page.getByRole('progressbar').isVisible()).toBe(false);
  });
});
