import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { deployment } from '../local/deployment.ts';
import { SCRIPT_SECRETS } from '../src/booking/script-secrets.ts';
import { SETTINGS, type SettingDefinition } from '../src/booking/setting-definitions.ts';
import { ABOUT_SETTINGS } from '../src/booking/setting-words.ts';
import type { Settings } from '../src/booking/settings.ts';
import { accessibilityViolations } from './support/accessibility.ts';
import { Desk } from './support/desk.ts';
import { type DialogOptions, openDialog } from './support/dialog-page.ts';

const definitions = Object.entries(SETTINGS) as [keyof Settings, SettingDefinition][];

let browser: Browser;
let desk: Desk;
let page: Page;
let untouched: Record<string, string>;

beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
  desk.add({ 'Booking ID': 'SEAL-1', Status: 'Draft' });
  await desk.run('onEdit');
  untouched = settings();
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});
beforeEach(() => {
  for (const [name, value] of Object.entries(untouched)) desk.set(name, value);
  properties().delete(Object.keys(properties().all()));
});

const properties = () => desk.system.project.properties.store('script', desk.system.captain);
/** The values in the sheet, by name. */
const settings = (): Record<string, string> =>
  Object.fromEntries(desk.rows('Settings').map(({ Setting = '', Value = '' }) => [Setting, Value]));
const settingOf = (name: string) => settings()[name];

const rowOf = (name: string) => desk.rows('Settings').findIndex(({ Setting }) => Setting === name) + 2;

async function open(options: DialogOptions = {}): Promise<void> {
  page = await openDialog(browser, desk, 'settings', { page, ...options });
  await page.waitForFunction("document.getElementById('status').textContent !== 'Loading …'");
}

const field = (name: string): Locator => page.getByLabel(name, { exact: true });
const fieldOf = (name: string): Locator => page.locator('.field', { has: field(name) });
const status = () => page.getByRole('status').textContent();
const saying = (words: string | RegExp) => page.getByRole('status').filter({ hasText: words }).waitFor();
const save = () => page.getByRole('button', { name: 'Save' }).click();
const isFocused = (name: string) => field(name).evaluate((one) => one.ownerDocument.activeElement === one);

/** What those who listen are told beside the control. */
async function descriptionOf(name: string): Promise<string> {
  const ids = (await field(name).getAttribute('aria-describedby'))?.split(' ') ?? [];
  const texts = await Promise.all(ids.map((id) => page.locator(`#${id}`).innerText()));
  return texts.filter(Boolean).join(' ');
}

describe('the form', () => {
  it('has every setting, as the sheet has it, with what it is about and its default', async () => {
    await open();
    for (const [key, { name, kind, initial }] of definitions) {
      expect(await descriptionOf(name)).toBe(ABOUT_SETTINGS[key]);
      if (kind === 'checkbox') expect(await field(name).isChecked()).toBe(settingOf(name) === 'TRUE');
      else {
        expect(await field(name).inputValue()).toBe(settingOf(name));
        expect(await field(name).getAttribute('placeholder')).toBe(String(initial));
      }
    }
    expect(await fieldOf('Live wait seconds').innerText()).toMatch(/seconds$/);
    expect(await field('Summary to').getAttribute('type')).toBe('email');
  });

  it('checks as one types, by the rules of the sheet', async () => {
    await open();
    for (const [name, text, advice] of [
      ['Crew extra hours', '25', 'Write a number from 0 to 24.'],
      ['Crew extra hours', 'two', 'Write a number from 0 to 24.'],
      ['Summary to', 'sam@', 'Write one email address, such as sam@example.com.'],
      ['Guest page key', 'g/page.html', 'Write a key that holds {slug} once'],
      ['Crew URL', 'http://crew.example', 'Write a base URL that begins with https://'],
    ] as const) {
      await field(name).fill(text);
      expect(await descriptionOf(name)).toContain(advice);
      expect(await field(name).getAttribute('aria-invalid')).toBe('true');
    }
    await field('Crew extra hours').fill('1.5');
    expect(await field('Crew extra hours').getAttribute('aria-invalid')).toBe('false');
    expect(await descriptionOf('Crew extra hours')).toBe(ABOUT_SETTINGS.crewExtraMinutes);
    await field('Crew extra hours').fill('');
    expect(await field('Crew extra hours').getAttribute('aria-invalid')).toBe('false');
  });

  it('says what publishing lacks, and leads there', async () => {
    desk.set('Crew URL', '');
    desk.set('Crew extra hours', 'many');
    desk.set('Crew key sent as hash', 'perhaps');
    await open();
    expect(await status()).toBe('Nothing can be published before these are mended:');
    expect(await page.locator('#faults').getByRole('button').allTextContents()).toEqual([
      'Crew extra hours',
      'Crew URL',
      'Crew key sent as hash',
    ]);
    await page.locator('#faults').getByRole('button', { name: 'Crew URL' }).click();
    expect(await isFocused('Crew URL')).toBe(true);
  });
});

describe('Save', () => {
  it('writes what was changed and nothing else, as what it is', async () => {
    await open();
    await field('Boat').fill('  Queen  of San Diego ');
    await field('Live wait seconds').fill('45');
    await field('Crew key sent as hash').check();
    await field('Region').fill('eu-west-1');
    await field('Region').fill('us-west-2');
    desk.set('Contact', 'changed elsewhere');
    await save();
    await saying('Saved.');
    const cellOf = (name: string) => desk.sheet('Settings').cell(rowOf(name), 2)?.value;
    expect(cellOf('Boat')).toBe('Queen of San Diego');
    expect(cellOf('Live wait seconds')).toBe(45);
    expect(cellOf('Crew key sent as hash')).toBe(true);
    expect(Object.keys(untouched).filter((name) => settingOf(name) !== untouched[name])).toEqual([
      'Boat',
      'Contact',
      'Live wait seconds',
      'Crew key sent as hash',
    ]);
    expect(await field('Contact').inputValue()).toBe('changed elsewhere');
    await save();
    expect(await status()).toBe('There is nothing to save: nothing was changed.');
  });

  it('is followed by the money, as an edit in the sheet would be', async () => {
    await open();
    await field('Crew extra hours').fill('3');
    await save();
    await saying('Saved.');
    expect(desk.card('SEAL-1')?.['Crew cost']).toBe('$300.00');
  });

  it('saves nothing while anything that was changed is faulty, and leads to the first', async () => {
    await open();
    await field('Boat').fill('Queen');
    await field('Summary to').fill('nobody');
    await field('Crew URL').fill('crew');
    await save();
    expect(await status()).toBe('Nothing is saved yet. To be mended:');
    expect(await page.locator('#faults').getByRole('button').allTextContents()).toEqual([
      'Summary to',
      'Crew URL',
    ]);
    expect(await isFocused('Summary to')).toBe(true);
    expect(settings()).toEqual(untouched);
  });

  it('says what somebody else changed meanwhile, and overwrites it only when asked again', async () => {
    await open();
    await field('Boat').fill('Mine');
    await field('Contact').fill('Mine too');
    desk.set('Boat', 'Theirs');
    await save();
    await saying('somebody changed this too, meanwhile');
    expect(settingOf('Boat')).toBe('Theirs');
    expect(settingOf('Contact')).not.toBe('Mine too');
    expect(await descriptionOf('Boat')).toContain(
      'Somebody changed this to “Theirs” in the sheet meanwhile.',
    );
    expect(await field('Boat').inputValue()).toBe('Mine');
    expect(await isFocused('Boat')).toBe(true);
    await save();
    await saying('Saved.');
    expect([settingOf('Boat'), settingOf('Contact')]).toEqual(['Mine', 'Mine too']);
    expect(await descriptionOf('Boat')).toBe(ABOUT_SETTINGS.boat);
  });

  it('takes what somebody else wrote, when that is wanted', async () => {
    await open();
    await field('Boat').fill('Mine');
    desk.set('Boat', 'Theirs');
    desk.set('Contact', 'Theirs too');
    await page.evaluate("dispatchEvent(new Event('focus'))");
    await fieldOf('Boat').getByRole('button', { name: 'Take theirs' }).click();
    expect(await field('Boat').inputValue()).toBe('Theirs');
    expect(await field('Contact').inputValue()).toBe('Theirs too');
    await save();
    expect(await status()).toBe('There is nothing to save: nothing was changed.');
  });

  it('adds a row that is missing as Set up does', async () => {
    desk.sheet('Settings').deleteRows(rowOf('Contact'), 1);
    await open();
    expect(await field('Contact').inputValue()).toBe('');
    await field('Contact').fill('619-555-0100');
    await save();
    await saying('Saved.');
    expect(desk.rows('Settings').find(({ Setting }) => Setting === 'Contact')).toEqual({
      Setting: 'Contact',
      Value: '619-555-0100',
      About: ABOUT_SETTINGS.contact,
    });
  });

  it('loses nothing when it fails', async () => {
    await open();
    await field('Boat').fill('Mine');
    const sheet = desk.sheet('Settings');
    sheet.data.name = 'Other';
    await save();
    await saying('The tab "Settings" is missing. Charter → Set up repairs it.');
    sheet.data.name = 'Settings';
    expect(await field('Boat').inputValue()).toBe('Mine');
    await save();
    await saying('Saved.');
    expect(settingOf('Boat')).toBe('Mine');
  });

  it('is asked for before a dialog with changes closes', async () => {
    await open();
    await field('Boat').fill('Mine');
    const close = page.getByRole('button', { name: 'Close' });
    await close.click();
    expect(await status()).toBe('One change is not saved. Close once more to drop it.');
    expect(await page.evaluate('isDialogClosed')).toBe(false);
    await close.click();
    expect(await page.evaluate('isDialogClosed')).toBe(true);
  });
});

describe('the add-on trusts no dialog:', () => {
  const wanted = (name: string, to: unknown) => ({
    settings: [
      { name: 'Boat', from: settingOf('Boat'), to: 'Forged' },
      { name, from: settingOf(name) ?? '', to },
    ],
    secrets: {},
  });

  it.each([
    ['Summary to', 'nobody'],
    ['Live wait seconds', 1000],
    ['Crew key sent as hash', 'perhaps'],
    ['No such setting', 'x'],
  ])('%s “%s” is refused with all that came along', async (name, to) => {
    await expect(desk.fromDialog('saveSettings', wanted(name, to))).rejects.toThrow('Nothing was saved');
    expect(settings()).toEqual(untouched);
  });

  it.each([
    ['SERVICE_KEY', 'two words-of-a-secret'],
    ['SERVICE_KEY', 'two\nlines-of-a-secret'],
    ['AWS_ACCESS_KEY_ID', 'BKIAIOSFODNN7EXAMPLE'],
    ['AWS_ACCESS_KEY_ID', 'AKIASHORT'],
    ['DISTRIBUTION_ID', 'not-an-id-of-a-secret'],
    ['INSTALLED_BY', 'me-and-no-secret'],
  ])('%s “%s” is refused, and not quoted', async (name, secret) => {
    const saving = desk.run('saveSettings', {
      context: 'dialog',
      arguments: [{ settings: [], secrets: { [name]: secret } }],
    });
    const { status, error, logs } = await saving;
    expect(status).toBe('failed');
    expect(JSON.stringify([error, logs])).not.toContain(secret.split(/\s/).at(-1));
    expect(properties().all()).toEqual({});
  });
});

describe('secrets', () => {
  const standingOf = async (name: string) => (await fieldOf(name).locator('p').first().innerText()).trim();

  beforeEach(() => {
    desk.set('Secret id', '');
    desk.set('Role ARN', '');
  });

  it('are set, shown by their day alone, and removed', async () => {
    await open();
    expect(await standingOf('Crew service key')).toBe('Not set.');
    expect(await field('Crew service key').getAttribute('type')).toBe('password');
    expect(await field('Crew service key').getAttribute('autocomplete')).toBe('off');
    await field('Crew service key').fill('  key-of-the-crew ');
    await field('AWS access key id').fill('AKIAIOSFODNN7EXAMPLE');
    await save();
    await saying('Saved.');
    expect(properties().all()).toMatchObject({
      SERVICE_KEY: 'key-of-the-crew',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    });
    expect(await standingOf('Crew service key')).toBe('Set on 1 May 2027.');
    expect(await field('Crew service key').inputValue()).toBe('');

    await open();
    expect(await standingOf('Crew service key')).toBe('Set on 1 May 2027.');
    expect(await page.content()).not.toContain('key-of-the-crew');
    await field('Remove Crew service key when I save').check();
    await save();
    await saying('Saved.');
    expect(await standingOf('Crew service key')).toBe('Not set.');
    expect(Object.keys(properties().all()).join()).not.toContain('SERVICE_KEY');
    expect(properties().all().AWS_ACCESS_KEY_ID).toBe('AKIAIOSFODNN7EXAMPLE');
  });

  it('that were set by hand, or changed by hand since, are set nobody knows when', async () => {
    await desk.fromDialog('saveSettings', { settings: [], secrets: { SERVICE_KEY: 'first' } });
    properties().set({ SERVICE_KEY: 'second', DASHBOARD_TOKEN: 'by-hand' });
    await open();
    expect(await standingOf('Crew service key')).toBe('Set, nobody knows when.');
    expect(await standingOf('Calendar token')).toBe('Set, nobody knows when.');
  });

  it('are checked as one types, as far as their shape is known', async () => {
    await open();
    await field('AWS access key id').fill('AKIA-no');
    expect(await descriptionOf('AWS access key id')).toContain('it begins with AKIA or ASIA');
    await field('Distribution id beside the secrets').fill('abc');
    await field('Crew service key').fill('two words');
    await save();
    expect(await page.locator('#faults').getByRole('button').allTextContents()).toEqual([
      'Crew service key',
      'Distribution id beside the secrets',
      'AWS access key id',
    ]);
    expect(properties().all()).toEqual({});
  });

  it('with a line break inside are refused as they are pasted, and one at the end does no harm', async () => {
    await open();
    const paste = (text: string) =>
      field('Crew service key').evaluate((control, pasted) => {
        const { DataTransfer, ClipboardEvent } = globalThis as unknown as {
          DataTransfer: new () => { setData(type: string, text: string): void };
          ClipboardEvent: new (type: string, options: object) => Event;
        };
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        return (control as unknown as EventTarget).dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, cancelable: true }),
        );
      }, text);
    expect(await paste('one\ntwo')).toBe(false);
    expect(await descriptionOf('Crew service key')).toContain('No blanks or line breaks belong into it');
    await save();
    expect(await status()).toBe('Nothing is saved yet. To be mended:');
    expect(await paste('one\n')).toBe(true);
  });

  it('that come from AWS say so, and are asked for again as soon as they would not', async () => {
    properties().set({ DASHBOARD_TOKEN: 'left-over' });
    desk.set('Secret id', deployment.addOnSecretId);
    desk.set('Role ARN', deployment.role.arn);
    await open();
    const from = `Taken from the secret ${deployment.addOnSecretId} in AWS.`;
    expect(await standingOf('Crew service key')).toBe(from);
    expect(await field('Crew service key').isVisible()).toBe(false);
    expect(await standingOf('Calendar token')).toBe(`${from} The one that was set here is not used.`);
    expect(await standingOf('AWS access key id')).toBe('Not needed: “Role ARN” names a role.');
    await field('Secret id').fill('');
    await field('Role ARN').fill('');
    expect(await standingOf('Crew service key')).toBe('Not set.');
    expect(await field('Crew service key').isVisible()).toBe(true);
    expect(await field('AWS access key id').isVisible()).toBe(true);
  });

  it('that are cached are read anew after a save', async () => {
    desk.set('Secret id', deployment.addOnSecretId);
    desk.set('Role ARN', deployment.role.arn);
    const readings = async (bookingId: string) => {
      desk.add({ 'Booking ID': bookingId });
      const { requests } = await desk.publish(bookingId);
      return requests.filter(({ operation }) => operation === 'GetSecretValue').length;
    };
    expect(await readings('READ-1')).toBe(1);
    expect(await readings('READ-2')).toBe(0);
    await desk.fromDialog('saveSettings', { settings: [], secrets: { DASHBOARD_TOKEN: 'another' } });
    expect(await readings('READ-3')).toBe(1);
  });

  it('are told by no function, and stand in no tab, message or log', async () => {
    const marked = Object.fromEntries(
      SCRIPT_SECRETS.map((name) => [name, `E0MARKED0${name.replaceAll('_', '0')}`]),
    );
    properties().set(marked);
    properties().set({ AWS_ACCESS_KEY_ID: 'AKIA0MARKED0ID' });
    desk.system.messages.take();
    const given: Record<string, unknown[]> = {
      describeBookings: [['SEAL-1']],
      decide: [[]],
      repairDrift: [['SEAL-1']],
      bringBackRows: [[]],
      moveCard: [{ bookingId: 'SEAL-1', from: 'New Bookings', to: 'Completed' }],
      saveSettings: [{ settings: [], secrets: {} }],
    };
    const told: unknown[] = [];
    for (const name of desk.system.project.functions) {
      const execution = await desk.run(name, {
        context: 'dialog',
        arguments: given[name] ?? [],
        selection: desk.rowsOf(['SEAL-1']),
      });
      told.push([execution.result, execution.error, execution.logs]);
    }
    const tabs = desk.system.workbook.data.sheets.map(({ name }) => desk.rows(name));
    const everything = JSON.stringify([told, tabs, desk.system.messages.take()]);
    expect(everything).toContain('SEAL-1');
    expect(everything).not.toContain('0MARKED0');
  });
});

describe('the form’s page', () => {
  it.each([
    { width: 300, dark: false },
    { width: 300, dark: true },
    { width: 520, dark: false },
    { width: 520, dark: true },
  ])('has nothing for axe to find, nor to scroll sideways for, at $width px, dark: $dark', async (look) => {
    desk.set('Secret id', '');
    desk.set('Crew URL', '');
    properties().set({ SERVICE_KEY: 'by-hand' });
    await open(look);
    await field('Boat').fill('Mine');
    desk.set('Boat', 'Theirs');
    await page.evaluate("dispatchEvent(new Event('focus'))");
    await fieldOf('Boat').getByRole('button').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
});
