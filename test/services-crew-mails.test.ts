import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { type CapturedMail, CrewWorld, charter } from './services-crew-world.ts';
import { accessibilityViolations } from './support/accessibility.ts';

const names = [
  '<script>alert(1)</script>',
  'Zoë "Z" O\'Hara & Søn',
  'שלום כהן',
  '🐙 Ana 👩‍👩‍👧',
  '{{rate}} $1 $&',
] as const;

let world: CrewWorld;
beforeEach(async () => {
  world = await CrewWorld.start();
  return () => world.stop();
});

/** Every kind of mail that one crew member gets, in the order in which they come: a change of time, a fresh link, an end. */
async function mailsOf(changes: object): Promise<Record<string, CapturedMail>> {
  const mail = () => {
    const [mine] = world.takeMails().filter(({ to }) => to === 'ana@example.com');
    if (!mine) throw new Error('There is no mail to Ana');
    return mine;
  };
  const id = await world.createEvent(changes);
  const invitation = mail();
  await world.call('PATCH', `/events/${id}`, { start_time: '2027-06-01T10:00:00-07:00' });
  const change = mail();
  const token = change.text.match(/token=(\S+)/)?.[1] ?? '';
  world.now += 49 * 3_600_000;
  await world.press(token, 'link');
  const link = mail();
  await world.call('DELETE', `/events/${id}`);
  return { invitation, change, link, cancellation: mail() };
}

function named(name: string): object {
  return {
    event_name: `${name} — May 30 (3h)`,
    boat: name,
    location: name,
    crew: charter.crew.map((member) => ({ ...member, name, role: name.slice(0, 60) })),
  };
}

describe('every mail to crew', () => {
  it('says by its subject and its texts what it is about', async () => {
    const { invitation, change, link, cancellation } = await mailsOf({});
    expect([invitation, change, link, cancellation].map((mail) => mail?.subject)).toEqual([
      'You are invited to crew: Boatsetter — May 30 (3h), May 30, 9:00 AM',
      'The time has changed: Boatsetter — May 30 (3h), Jun 1, 10:00 AM',
      'Your new link: Boatsetter — May 30 (3h), Jun 1, 10:00 AM',
      'Charter cancelled: Boatsetter — May 30 (3h), Jun 1, 10:00 AM',
    ]);
    for (const text of [change?.text, change?.html]) {
      expect(text).toContain('It was Sunday, May 30, 2027, 9:00 AM – 12:00 PM PDT.');
      expect(text).toContain('Tuesday, June 1, 2027');
    }
    for (const text of [cancellation?.text, cancellation?.html]) {
      expect(text).toContain('You don’t need to come.');
      expect(text).not.toMatch(/https?:|\$/);
    }
  });

  it('names one link to answer and one guest page, the same in both of its texts, and no page that is not public', async () => {
    const { invitation, change, link } = await mailsOf({});
    for (const { html, text } of [invitation, change, link] as CapturedMail[]) {
      const links = text.match(/https?:\S+/g) ?? [];
      expect(links).toEqual([expect.stringContaining('/crew/confirm?token='), charter.guest_page_url]);
      const hrefs = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href?.replaceAll('&#x3D;', '='));
      expect(hrefs).toEqual(links);
    }
    const { invitation: other } = await mailsOf({ booking_id: 'X', guest_page_url: 'javascript:alert(1)' });
    expect(other?.html).not.toContain('javascript:');
    expect(other?.text).not.toMatch(/javascript:|guests see/);
  });

  it.each(names)('has %s as plain text wherever it stands', async (name) => {
    const escaped = name
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#x27;');
    for (const { html, text, subject } of Object.values(await mailsOf(named(name)))) {
      expect(subject).toContain(`: ${name} — May 30 (3h), `);
      expect(text).toContain(`Hello ${name},`);
      expect(html).toContain(`Hello <bdi>${escaped}</bdi>,`);
      expect(html).toContain(`<bdi>${escaped} — May 30 (3h)</bdi>`);
      expect(html).not.toContain('<script');
    }
  });

  it('says which template it was made by', async () => {
    for (const { html } of Object.values(await mailsOf({}))) {
      expect(html).toMatch(/<meta name="charter-desk-template" content="crew-mail \d+">/);
    }
  });
});

describe('read in a browser,', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it.each(['light', 'dark'] as const)('every mail has contrast and order in the %s', async (colorScheme) => {
    const page = await browser.newPage({ viewport: { width: 360, height: 720 }, colorScheme });
    const found: Record<string, string[]> = {};
    for (const [kind, { html }] of Object.entries(await mailsOf(named(names[1])))) {
      await page.setContent(html);
      found[kind] = await accessibilityViolations(page);
      if (await page.evaluate('document.documentElement.scrollWidth > innerWidth'))
        found[kind].push('too wide');
    }
    await page.close();
    expect(found).toEqual({ invitation: [], change: [], link: [], cancellation: [] });
  });
});
