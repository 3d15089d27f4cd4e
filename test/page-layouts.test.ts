import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roleOf } from '../local/cloud/deployed.ts';
import { deployedStack } from '../local/deployed-stack.ts';
import { deployment } from '../local/deployment.ts';
import { Desk } from './support/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

describe.each([
  { key: 'g/{slug}.html', url: 'https://queenofsandiego.com/g/{slug}', folder: '/g/', id: 'IN-G' },
  { key: '{slug}.html', url: 'https://queenofsandiego.com/{slug}', folder: '/', id: 'AT-ROOT' },
])('guest pages at $url', ({ key, url, folder, id }) => {
  const slug = id.toLowerCase();
  const objectKey = key.replace('{slug}', slug);
  const address = url.replace('{slug}', slug);
  const spellings = [slug, id, `${slug}/`, `${slug}.html`, `${id}.HTML`].map((name) => folder + name);

  beforeAll(async () => {
    const role = deployedStack({ PagePrefix: key.replace(/\{.*/, '') }).resources.get('AddOn/Role');
    Object.assign(desk.system.cloud.addOnRole, roleOf(role?.properties ?? {}));
    desk.system.project.evictCaches();
    desk.set('Guest page key', key);
    desk.set('Guest page URL', url);
    desk.add({ 'Booking ID': id });
    await desk.publish(id);
  });

  it('are published there, and the row, the crew and the captain are told so', async () => {
    expect(desk.row(id)).toMatchObject({ State: 'Published', 'Guest page': address, Problem: '' });
    expect(await desk.describe(id)).toMatchObject({ guestPageUrl: address });
    expect(await desk.outside.object(objectKey)).toMatchObject({ Metadata: { booking: slug } });
    expect(await desk.outside.crewEvents(id)).toMatchObject([{ guest_page_url: address }]);
    expect(desk.outside.mailsTo(desk.system.captain).at(-1)?.text).toContain(address);
  });

  it('answer to every spelling of their address, before and after a change', async () => {
    for (const path of spellings) {
      const { status, text } = await desk.outside.visit(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).toContain('9:00 AM');
    }
    desk.change(id, { Start: '2:15 PM' });
    await desk.publish(id);
    expect(desk.row(id)).toMatchObject({ State: 'Published', 'Guest page': address });
    for (const path of spellings) expect((await desk.outside.visit(path)).text).toContain('2:15 PM');
  });

  it('are forgotten by the edge under the object’s path and the clean one', async () => {
    expect((await desk.outside.invalidatedPaths()).sort()).toEqual([
      `${folder}${slug}`,
      `${folder}${slug}.html`,
    ]);
  });

  it('have an older site lead to them, by redirection and by the page itself', async () => {
    const { status, headers } = await desk.outside.get(`http://sailjada.com/${objectKey}`);
    expect([status, headers.location]).toEqual([301, address]);
    const legacy = await desk.outside.object(objectKey, deployment.legacy.bucket);
    expect(legacy).toMatchObject({
      ContentType: 'text/html; charset=utf-8',
      WebsiteRedirectLocation: address,
      Metadata: { booking: slug },
    });
    expect(legacy?.text).toContain(`<meta http-equiv="refresh" content="0; url=${address}">`);
    expect(legacy?.text).toContain(`<a href="${address}">`);
  });
});

describe('an object that somebody else put where a page should go', () => {
  beforeAll(() => {
    desk.set('Guest page key', 'g/{slug}.html');
    desk.set('Guest page URL', 'https://queenofsandiego.com/g/{slug}');
  });

  it('is not overwritten; the row says so, and nobody is invited to a page that is not there', async () => {
    await desk.outside.putObject('g/foreign.html', 'Somebody’s own page');
    desk.add({ 'Booking ID': 'FOREIGN' });
    const mails = desk.system.cloud.outbox.mails.length;
    await desk.publish('FOREIGN');
    expect((await desk.outside.object('g/foreign.html'))?.text).toBe('Somebody’s own page');
    expect(desk.row('FOREIGN')).toMatchObject({
      State: 'Needs attention',
      'Guest page': '',
      Problem: expect.stringMatching(
        /^Guest page: s3:\/\/queenofsandiego\.com\/g\/foreign\.html exists already/,
      ),
    });
    expect(await desk.outside.crewEvents('FOREIGN')).toEqual([]);
    expect(desk.system.cloud.outbox.mails).toHaveLength(mails);
    // What doesn't wait for the page is done.
    expect(await desk.outside.calendarEntries('FOREIGN')).toHaveLength(1);
  });

  it('stops nothing once it is gone', async () => {
    await desk.outside.removeObject('g/foreign.html');
    await desk.publish('FOREIGN');
    expect(desk.row('FOREIGN')).toMatchObject({ State: 'Published', Problem: '' });
    expect((await desk.outside.visit('/g/foreign')).text).toContain('<bdi>Avery</bdi>');
    expect(await desk.outside.calendarEntries('FOREIGN')).toHaveLength(1);
    expect(await desk.outside.crewEvents('FOREIGN')).toHaveLength(1);
  });
});

describe('without an older site', () => {
  it('nothing is put there', async () => {
    desk.set('Legacy bucket', '');
    desk.add({ 'Booking ID': 'NO-LEGACY' });
    const { requests } = await desk.publish('NO-LEGACY');
    expect(desk.row('NO-LEGACY').State).toBe('Published');
    expect(requests.filter(({ operation }) => operation === 'PutObject')).toHaveLength(1);
    expect(await desk.outside.object('g/no-legacy.html', deployment.legacy.bucket)).toBeUndefined();
  });
});
