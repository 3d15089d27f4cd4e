import ICAL from 'ical.js';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { deployment } from '../local/deployment.ts';
import { Desk } from './support/desk.ts';
import { type DialogOptions, openDialog } from './support/dialog-page.ts';
import { dialogsShown } from './support/dialogs-shown.ts';

const NAMES = [
  '<script>alert(1)</script>',
  '"><img/src=x/onerror=alert(1)>',
  `Zoë "Z" O'Hara & Søn`,
  'שרה כהן',
  'أحمد علي',
  '👩‍👩‍👧 family',
];

let browser: Browser;
let desk: Desk;
let page: Page;
/** In which one dialog after the other opens. */
let dialogPage: Page | undefined;
/** What ran that was only a name. */
const alerts: string[] = [];

beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
  page = await browser.newPage();
  watch(page);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});

function watch(watched: Page): void {
  watched.on('dialog', (dialog) => {
    alerts.push(dialog.message());
    void dialog.dismiss();
  });
}

/** What stands on a page, as written; styles may show it in capitals. */
const textOf = async (shown: Page) => (await shown.locator('body').textContent()) ?? '';

async function textAt(address: string): Promise<string> {
  await page.goto(address);
  return textOf(page);
}

async function textOfHtml(html: string): Promise<string> {
  await page.goto('about:blank');
  await page.setContent(html);
  return textOf(page);
}

/** What a dialog says once it is there. */
async function textOfDialog(
  name: string,
  ready: (dialog: Page) => Locator,
  options: DialogOptions = {},
): Promise<string> {
  const dialog = await openDialog(browser, desk, name, { page: dialogPage, ...options });
  if (dialog !== dialogPage) watch(dialog);
  dialogPage = dialog;
  await ready(dialog).waitFor();
  return textOf(dialog);
}

const firstOf = (name: string) => name.split(/[\s(]/)[0] ?? '';

describe.each(NAMES.map((name, index) => ({ name, id: `NAME-${index}`, crewId: `n-${index}` })))(
  '$name is a text',
  ({ name, id, crewId }) => {
    const slug = id.toLowerCase();
    const address = `${crewId}@crew.example`;
    const site = () => desk.system.cloud.endpoints.guestSite;
    const mailTo = (to: string) => {
      const mail = desk.outside.mailsTo(to).at(-1);
      if (!mail?.html || !mail.text) throw new Error(`No mail went to ${to}.`);
      return { ...mail, html: mail.html, text: mail.text };
    };

    beforeAll(async () => {
      desk.paste('crew', {
        'Crew ID': crewId,
        Name: name,
        Role: 'deckhand',
        Email: address,
        Phone: '',
        'Hourly rate': '25',
        Active: 'TRUE',
      });
      desk.add({
        'Booking ID': id,
        Boat: name,
        Guest: name,
        'Guest notes': name,
        Source: name,
        Crew: crewId,
      });
      await desk.publish(id);
      expect(desk.row(id)).toMatchObject({ State: 'Published', Boat: name, Guest: name });
    });

    it('in the mails, their subjects and both of their forms', async () => {
      const [invitation, summary] = [mailTo(address), mailTo(deployment.mail.captain)];
      expect(invitation.subject).toContain(name);
      for (const { html, text } of [invitation, summary]) {
        expect(text).toContain(name);
        expect(await textOfHtml(html)).toContain(name);
      }
    });

    it('on the guest page, in its calendar entries and on the upload page', async () => {
      const text = await textAt(`${site()}/g/${slug}`);
      expect(text).toContain(name);
      expect(text).toContain(firstOf(name));
      const link = (await page.getByRole('link', { name: 'Add to calendar' }).getAttribute('href')) ?? '';
      const file = decodeURIComponent(link.replace(/^[^,]*,/, ''));
      const event = new ICAL.Component(ICAL.parse(file)).getFirstSubcomponent('vevent');
      expect(event?.getFirstPropertyValue('summary')).toContain(name);
      const google = await page.getByRole('link', { name: 'Google Calendar' }).getAttribute('href');
      expect(new URL(google ?? '').searchParams.get('text')).toContain(name);
      expect(await textAt(`${site()}/g/presign?booking_id=${slug}`)).toContain(name);
    });

    it('on the crew page', async () => {
      const link = mailTo(address).links.find((one) => one.includes('/crew/confirm'));
      const text = await textAt(desk.system.cloud.forBrowser(link ?? ''));
      // As the boat, the guest and whose page it is.
      expect(text.split(name).length).toBeGreaterThan(3);
    });

    it('in the dialogs', async () => {
      const selection = desk.rowsOf([id]);
      const heading = (dialog: Page) => dialog.getByRole('heading', { name: id });
      const [entry] = await desk.outside.calendarEntries(id);
      await desk.outside.changeEntry(String(entry?.entry_id), { boat: `not ${name}` });
      await desk.run('checkForDrift');
      expect(await textOfDialog('drift', heading)).toContain(`boat “not ${name}” in place of “${name}”`);
      await desk.fromDialog('repairDrift', [id]);

      expect(await textOfDialog('board', (board) => board.locator(`[data-booking=${id}]`))).toContain(name);
      await desk.edit(id, { Boat: 'Gull' });
      expect(await textOfDialog('preview', heading, { selection })).toContain(`boat ${name} → Gull`);
      await desk.edit(id, { Boat: name });
    });

    it('where a booking is cancelled', async () => {
      const shown = dialogsShown(desk);
      const question = vi.spyOn(desk.system.messages, 'alert').mockResolvedValue('YES');
      await desk.run('cancelSelected', { selection: desk.rowsOf([id]) });
      expect(question.mock.calls[0]?.[0].message).toContain(name);
      question.mockRestore();
      expect(desk.row(id)).toMatchObject({ State: 'Removed' });
      expect(
        await textOfDialog('progress', (progress) => progress.getByText(id).first(), {
          html: shown[0]?.html ?? '',
        }),
      ).toContain(id);
      expect(await textAt(`${site()}/g/${slug}`)).toContain(name);
      expect(mailTo(address).subject).toContain(name);
    });
  },
);

it('nothing of a name ever ran', () => {
  expect(alerts).toEqual([]);
});
