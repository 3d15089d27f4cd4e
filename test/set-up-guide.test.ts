import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DialogRequest } from '../local/apps-script/index.ts';
import { launchChromium } from '../local/chromium.ts';
import { subjectOf } from '../local/cloud/google-identity.ts';
import { deployment } from '../local/deployment.ts';
import { accessibilityViolations } from './support/accessibility.ts';
import { Desk } from './support/desk.ts';
import { openDialog } from './support/dialog-page.ts';
import { dialogsShown } from './support/dialogs-shown.ts';

const MATE = 'mate@queenofsandiego.com';

let browser: Browser;
let desk: Desk;
let dialogs: DialogRequest[];
let page: Page | undefined;
beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
  dialogs = dialogsShown(desk);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

/** Chooses Charter → Set up, and opens the dialog that it shows. */
async function setUp({
  user,
  ...look
}: {
  user?: string;
  width?: number;
  dark?: boolean;
} = {}): Promise<Page> {
  dialogs.splice(0);
  const { status, error } = await desk.run('setUp', user === undefined ? {} : { user });
  if (status !== 'completed') throw error ?? new Error(status);
  const [shown] = dialogs;
  if (shown?.title !== 'Set up') throw new Error('No guide was shown.');
  page = await openDialog(browser, desk, 'set-up', { html: shown.html, page, ...look });
  return page;
}

/** What the guide says, step by step. */
const steps = async (guide: Page) =>
  Object.fromEntries(
    await Promise.all(
      (await guide.getByRole('listitem').all()).map(async (step) => {
        const [title = '', state = ''] = (await step.getByRole('heading').innerText()).split(' – ');
        return [title.replace(/^\W+/, ''), `${state}: ${await step.locator('p').allInnerTexts()}`] as const;
      }),
    ),
  );
const status = (guide: Page) => guide.getByRole('status').innerText();
const step = (guide: Page, title: string) => guide.getByRole('listitem').filter({ hasText: title });

describe('Charter → Set up', () => {
  it('leads from a new spreadsheet to connections that are good', async () => {
    const names = ['Summary to', 'Summary from', 'Calendar URL', 'Crew URL'];
    const values = Object.fromEntries(
      desk.rows('Settings').map(({ Setting = '', Value = '' }) => [Setting, Value]),
    );
    for (const name of names) desk.set(name, '');

    let guide = await setUp();
    expect(await status(guide)).toBe('Next: Settings. Charter → Set up comes back here.');
    expect(await steps(guide)).toMatchObject({
      Authorise: expect.stringMatching(/^done: The AWS role must trust both of these/),
      Tabs: 'done: All are in place.',
      Settings: `to do: Nothing is published before these are filled in: ${names.map((name) => `“${name}”`).join(', ')}.`,
      Connections: 'later: They can be checked once the settings are filled in.',
      Automation: `done: It follows edits and finishes what was begun, every five minutes, as ${desk.system.captain}.`,
    });
    dialogs.splice(0);
    await guide.getByRole('contentinfo').getByRole('button', { name: 'Open Settings' }).click();
    await expect.poll(() => dialogs.map(({ title }) => title)).toEqual(['Settings']);

    for (const name of names) desk.set(name, values[name] ?? '');
    guide = await setUp();
    expect(await steps(guide)).toMatchObject({
      Settings: 'done: All can be read.',
      Connections: 'to do: They were never checked.',
    });
    dialogs.splice(0);
    const check = { name: 'Check connections' };
    await step(guide, 'Connections').getByRole('button', check).click();
    await step(guide, 'Connections')
      .getByRole('button', { ...check, disabled: false })
      .waitFor();
    expect(dialogs.map(({ title }) => title)).toEqual(['Check connections']);

    guide = await setUp();
    expect(await status(guide)).toBe('All is in place: a booking can be published.');
    expect((await steps(guide)).Connections).toMatch(
      /^done: Nothing to mend\. Checked Sat May 1, 12:0\d PM\.$/,
    );
    await guide.getByRole('button', { name: 'Close' }).click();
    expect(await guide.evaluate('isDialogClosed')).toBe(true);
  });

  it('names what the AWS role must trust, each to be copied whole', async () => {
    const facts = step(await setUp(), 'Authorise').getByRole('code');
    expect(await facts.allInnerTexts()).toEqual([deployment.oauthClientId, subjectOf(desk.system.captain)]);
  });

  it('says what it made and mended', async () => {
    const sheet = desk.sheet('Crew');
    const { columns } = sheet.contentExtent();
    const headers = sheet.displayValues({ row: 1, column: 1, rows: 1, columns })[0] ?? [];
    sheet.type(1, headers.indexOf('Phone') + 1, '');
    desk.system.workbook.deleteSheet(desk.sheet('Log'));
    const [trigger] = desk.system.project.triggers.all();
    if (trigger) desk.system.project.triggers.delete(trigger.owner, trigger.id);
    const { Tabs, Automation } = await steps(await setUp());
    expect(Tabs).toBe('done: Made the tab “Log”.,Gave “Crew” what it lacked: “Phone”.');
    expect(Automation).toContain('Installed its trigger: edit.');
  });

  it('names the systems that are not good yet, and asks for another check once settings were changed', async () => {
    desk.set('Events table', 'no-such-table');
    await desk.run('checkConnections');
    const guide = await setUp();
    expect(await status(guide)).toMatch(/^Next: Connections\./);
    expect((await steps(guide)).Connections).toMatch(
      /^to mend: Not good yet: “Crew events table”\. Checked /,
    );
    desk.set('Events table', deployment.eventsTable);
    expect((await steps(await setUp())).Connections).toMatch(/^to do: Settings were changed since they were/);
  });

  it('asks everybody for a check of their own', async () => {
    await desk.run('checkConnections');
    expect((await steps(await setUp({ user: MATE }))).Connections).toMatch(
      /^to do: They were checked by somebody else/,
    );
  });

  it('without an identity token says what to take away and agree to anew', async () => {
    vi.spyOn(desk.system.cloud.identity, 'issue').mockRejectedValueOnce(new Error('not authorised'));
    const guide = await setUp();
    expect(await status(guide)).toMatch(/^Next: Authorise\./);
    expect((await steps(guide)).Authorise).toMatch(
      /^to mend: Google gave no identity token, .*myaccount\.google\.com\/connections/,
    );
  });

  it('wants no token where keys stand in Script Properties', async () => {
    desk.set('Role ARN', '');
    vi.spyOn(desk.system.cloud.identity, 'issue').mockRejectedValueOnce(new Error('not authorised'));
    expect((await steps(await setUp())).Authorise).toBe('done: Keys in Script Properties let it into AWS.');
    desk.set('Role ARN', deployment.role.arn);
  });

  it('says whose automation does not run', async () => {
    desk.system.clock.advance(20 * 60_000);
    expect((await steps(await setUp({ user: MATE }))).Automation).toBe(
      `to mend: It does not run as it should: the first line of Board says more. Let ${desk.system.captain} choose Set up, or choose it yourself and take it over.`,
    );
    expect((await steps(await setUp())).Automation).toMatch(/^done: .*Installed its trigger: timer\.$/);
  });

  it('leaves another person’s automation to that person, and says whose it is', async () => {
    const { Automation } = await steps(await setUp({ user: MATE }));
    expect(Automation).toContain(`as ${desk.system.captain}.`);
    expect(Automation).not.toContain('Installed');
  });

  it.each([{ width: 300 }, { width: 300, dark: true }, { width: 480 }])(
    'can be read and used by all: %j',
    async (look) => {
      const guide = await setUp(look);
      expect(await accessibilityViolations(guide)).toEqual([]);
      expect(await guide.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    },
  );
});
