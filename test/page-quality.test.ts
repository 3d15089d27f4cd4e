import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { deployment } from '../local/deployment.ts';
import { Desk } from './support/desk.ts';
import { appearanceFaults, keyboardFaults } from './support/page-faults.ts';
import { photoFile } from './support/photo-file.ts';
import { Phones, picture } from './support/pictures.ts';

const HOUR = 3_600_000;
const START = Date.parse('2027-05-08T09:00:00-07:00');
const SAIL = { 'Booking ID': 'SAIL', Date: '2027-05-08', Start: '9:00 AM', Hours: '3' };
const BRUNCH = { 'Booking ID': 'BRUNCH', Boat: 'Day Star', Crew: 'leo', Captain: 'dana' };

let browser: Browser;
let desk: Desk;
let page: Page;
/** By the state of the page. */
let faults: Record<string, string[]> = {};

beforeAll(async () => {
  [browser, desk] = await Promise.all([launchChromium(), Desk.open()]);
  page = await browser.newPage();
  desk.add(SAIL, BRUNCH);
  await desk.publish(['SAIL', 'BRUNCH']);
});
afterAll(async () => {
  await browser?.close();
  await desk?.close();
});
afterEach(() => {
  faults = {};
});

const at = (hours: number) => desk.system.clock.set(START + hours * HOUR);
const site = () => desk.system.cloud.endpoints.guestSite;
const guestPage = (booking = 'sail') => `${site()}/g/${booking}`;
const uploads = (booking = 'sail') => `${site()}/g/presign?booking_id=${booking}`;

/** The newest link that was mailed to one of the crew. */
function crewPage(name: string): string {
  const links = desk.outside.mailsTo(`${name}@crew.example`).flatMap((mail) => mail.links);
  const link = links.findLast((one) => one.includes('/crew/confirm?token='));
  if (!link) throw new Error(`No link was mailed to ${name}.`);
  return desk.system.cloud.forBrowser(link);
}

async function look(state: string): Promise<void> {
  faults[state] = [...(await appearanceFaults(page)), ...(await keyboardFaults(page))];
  await picture(page, state);
}

async function lookAt(state: string, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  await look(state);
}

/** The newest mail to somebody whose subject begins so. */
async function lookAtMail(state: string, to: string, subject: string): Promise<void> {
  const mail = desk.outside.mailsTo(to).findLast((one) => one.subject.startsWith(subject));
  if (!mail?.html) throw new Error(`${to} has no mail “${subject}…”.`);
  await page.goto('about:blank');
  await page.setContent(mail.html);
  faults[state] = await appearanceFaults(page);
  await picture(page, state);
}

const nothingWrong = () =>
  expect(faults).toEqual(Object.fromEntries(Object.keys(faults).map((state) => [state, []])));

// One story, told in order: of a charter from its first publish until its uploads have closed, and of one that is called off.
describe('nothing is wrong for the eye, the thumb, the keyboard or a screen reader', () => {
  it('once a charter is published', async () => {
    const phones = new Phones();
    await lookAt('guest-before', guestPage());
    await phones.add(page, 'what the guest opens');
    await lookAt('crew-open', crewPage('mia'));
    await phones.add(page, 'what the crew answers');
    await lookAtMail('mail-captain-new', deployment.mail.captain, 'Published: SAIL');
    await phones.add(page, 'what the captain is mailed');
    await lookAtMail('mail-invitation', 'mia@crew.example', 'You are invited');
    await lookAt('upload-early', uploads());
    nothingWrong();
    await phones.picture(page, 'one-row');
  });

  it('without a script', async () => {
    const scripts = /<script[^>]*>[\s\S]*?<\/script>/g;
    await page.route(guestPage(), async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace(scripts, '') });
    });
    await lookAt('guest-without-script', guestPage());
    await page.unroute(guestPage());
    nothingWrong();
  });

  it('once crew have answered', async () => {
    for (const [name, button, heading] of [
      ['kit', 'Confirm', 'You’re confirmed'],
      ['sam', 'Can’t make it', 'You can’t make it'],
    ] as const) {
      await page.goto(crewPage(name));
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('heading', { name: heading }).waitFor();
      await look(button === 'Confirm' ? 'crew-confirmed' : 'crew-declined');
    }
    await desk.timer(6);
    await lookAtMail('mail-captain-crew-news', deployment.mail.captain, 'Sam can’t make it');
    nothingWrong();
  });

  it('once the time and the crew have changed', async () => {
    const answeredOld = crewPage('kit');
    await desk.edit('SAIL', { Start: '10:00 AM' });
    await desk.publish('SAIL');
    await lookAt('crew-expired', answeredOld);
    await lookAtMail('mail-change', 'mia@crew.example', 'The time has changed');
    await lookAtMail('mail-captain-changed', deployment.mail.captain, 'Changed');
    nothingWrong();
  });

  it('once somebody was taken off a charter, and once it is cancelled', async () => {
    await desk.edit('BRUNCH', { Crew: '' });
    await desk.publish('BRUNCH');
    await lookAt('crew-removed', crewPage('leo'));
    await lookAtMail('mail-removed', 'leo@crew.example', 'You are no longer');
    await desk.edit('BRUNCH', { Status: 'Cancelled' });
    await desk.publish('BRUNCH');
    await lookAt('guest-cancelled', guestPage('brunch'));
    await lookAt('crew-cancelled', crewPage('dana'));
    await lookAtMail('mail-cancellation', 'dana@crew.example', 'Charter cancelled');
    await lookAtMail('mail-captain-cancelled', deployment.mail.captain, 'Cancelled');
    nothingWrong();
  });

  it('where a link is too old, or none of ours', async () => {
    desk.system.clock.advance(49 * HOUR);
    await page.goto(crewPage('mia'));
    await page.getByRole('button', { name: 'Mail me a new link' }).click();
    await page.getByRole('heading', { name: 'A new link is on its way' }).waitFor();
    await look('crew-link-mailed');
    await lookAtMail('mail-fresh-link', 'mia@crew.example', 'Your new link');
    await lookAt('crew-foreign', `${site()}/crew/confirm?token=a.b.c`);
    await lookAt('crew-malformed', `${site()}/crew/confirm?token=abc`);
    await lookAt('upload-unknown', uploads('never'));
    nothingWrong();
  });

  it('on the day', async () => {
    at(2);
    await lookAt('crew-checklist', crewPage('mia'));
    await page.goto(uploads());
    await page.evaluate(`document.querySelector('select').options[0].value = 'text/plain'`);
    await page.getByRole('button', { name: 'Next: choose the file' }).click();
    await look('upload-refused');
    await page.goto(uploads());
    await page.getByRole('button', { name: 'Next: choose the file' }).click();
    await page.getByText('This form works until').waitFor();
    await look('upload-file');
    nothingWrong();
  });

  it('while guests upload', async () => {
    await page.clock.install({ time: desk.system.clock.now() });
    await page.goto(guestPage());
    const choose = page.getByLabel('Add photos and videos');
    const lines = page.getByRole('list', { name: 'Uploads' }).getByRole('listitem');
    const toTheBucket = new RegExp(`${deployment.photos.bucket}/?$`);
    await choose.setInputFiles([
      photoFile(1),
      photoFile(2),
      { name: 'IMG_2.HEIC', mimeType: 'image/heic', buffer: Buffer.from('no browser here draws it') },
      photoFile(3, { name: 'clip.mov', mimeType: 'video/quicktime' }),
    ]);
    await expect.poll(() => lines.filter({ hasText: 'Uploaded' }).count(), { timeout: 20_000 }).toBe(4);
    await lookAt('guest-under-way', guestPage());
    await lookAt('upload-open', uploads());

    await page.goto(guestPage());
    let answers: 'yes' | 'no' | 'nothing' = 'yes';
    await page.route(toTheBucket, async (route) => {
      if (route.request().method() !== 'POST' || answers === 'yes') return route.continue();
      if (answers === 'no') return route.abort('connectionreset');
    });
    await choose.setInputFiles([
      photoFile(4),
      { name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') },
    ]);
    await lines.filter({ hasText: 'Uploaded' }).waitFor();
    answers = 'no';
    await choose.setInputFiles(photoFile(5));
    await expect
      .poll(async () => {
        await page.clock.runFor(20_000);
        return lines.filter({ hasText: 'Nothing is lost' }).count();
      })
      .toBe(1);
    answers = 'nothing';
    await choose.setInputFiles([6, 7, 8].map((number) => photoFile(number)));
    await lines.filter({ hasText: 'Waiting' }).waitFor();
    await look('guest-uploading');
    expect(
      (
        await lines.evaluateAll((all) =>
          all.map((one) => (one as unknown as { dataset: { state: string } }).dataset.state),
        )
      ).sort(),
    ).toEqual(['done', 'refused', 'sending', 'sending', 'stopped', 'waiting']);
    nothingWrong();
  });

  it('afterwards', async () => {
    page = await browser.newPage();
    at(5);
    await lookAt('guest-over', guestPage());
    await lookAt('crew-over', crewPage('mia'));
    at(7 * 24 + 5);
    await lookAt('guest-closed', guestPage());
    await lookAt('upload-closed', uploads());
    nothingWrong();
  });
});
