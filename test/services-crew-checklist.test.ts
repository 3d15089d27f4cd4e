import { beforeEach, describe, expect, it } from 'vitest';
import { CrewWorld, charter } from './services-crew-world.ts';

const HOUR = 3_600_000;
const startsAt = Date.parse(charter.start_time);
const endsAt = startsAt + 3 * HOUR;
let world: CrewWorld;
let id: string;

beforeEach(async () => {
  world = await CrewWorld.start();
  id = await world.createEvent();
  return () => world.stop();
});

const token = (name = 'ana') => world.token(`${name}@example.com`);
/** Every box of a page: whether it is ticked, by id. */
const boxes = (page: string) =>
  Object.fromEntries(
    [...page.matchAll(/name="ticked" value="([\w-]+)"( checked)?/g)].map(([, item, ticked]) => [
      item,
      ticked !== undefined,
    ]),
  );
const opened = async (link = token()) => boxes(await (await world.open(link)).text());
const tickedOn = async (link = token()) =>
  Object.entries(await opened(link)).flatMap(([item, isTicked]) => (isTicked ? [item] : []));
const tick = (item: string, ticked = true, link = token()) =>
  world.postJson('/crew/checklist', { token: link, item, ticked });
const save = (items: string[], link = token()) =>
  world.postForm('/crew/checklist', [
    ['token', link],
    ...items.map((item): [string, string] => ['ticked', item]),
  ]);

/** What is left to do for the holder of `link`: nothing, whichever way they ask. */
async function expectNoChecklist(link: string) {
  expect(await opened(link)).toEqual({});
  const [ticked, saved] = [await tick('deck', true, link), await save(['deck'], link)];
  expect([ticked.status, saved.status]).toEqual([409, 409]);
  expect(await ticked.json()).toMatchObject({ error: { code: 'checklist_closed' } });
  expect(await world.dump('scc-checklists')).toEqual([]);
}

describe('the checklist', () => {
  it('is the captain’s for the captain, the deckhands’ for deckhands, and a short one for others', async () => {
    const cook = { crew_id: 'coo', role: 'Cook', name: 'Coo K', email: 'coo@example.com' };
    await world.createEvent({ booking_id: 'COOK', crew: [...charter.crew, cook] });
    expect(Object.keys(await opened(token('cora')))).toEqual(
      expect.arrayContaining(['forecast', 'count', 'log']),
    );
    expect(Object.keys(await opened(token('ana')))).toEqual(
      expect.arrayContaining(['deck', 'life-jackets', 'clean']),
    );
    expect(Object.keys(await opened(token('coo')))).toEqual(
      expect.arrayContaining(['place', 'station', 'left-behind']),
    );
    expect(Object.keys(await opened(token('ana')))).not.toContain('forecast');
  });

  it('stays ticked, each person’s apart, and is no change of the event', async () => {
    const before = await world.event(id);
    world.now += HOUR;
    const answer = await tick('deck');
    expect([answer.status, await answer.json()]).toEqual([200, { item: 'deck', ticked: true }]);
    await tick('life-jackets');
    await tick('deck', false);
    world.restart();
    expect(await tickedOn()).toEqual(['life-jackets']);
    expect(await tickedOn(token('ben'))).toEqual([]);
    expect(await world.event(id)).toEqual(before);
  });

  it('keeps what two devices tick at the same time, also while the charter is changed and answered', async () => {
    await Promise.all([
      tick('deck'),
      tick('life-jackets'),
      world.press(token(), 'confirm'),
      world.call('PATCH', `/events/${id}`, { notes: 'Other notes' }),
      tick('cooler'),
    ]);
    expect((await tickedOn()).sort()).toEqual(['cooler', 'deck', 'life-jackets']);
    expect(await world.replies(id)).toMatchObject({ ana: 'confirmed' });
  });

  it('without a script is saved as a whole, and the page says so', async () => {
    await tick('deck');
    const saved = await save(['life-jackets', 'cooler', 'captains-hat']);
    const note = '<p class="saved" role="status">Saved.</p>';
    expect([saved.status, (await saved.text()).includes(note)]).toEqual([200, true]);
    expect((await tickedOn()).sort()).toEqual(['cooler', 'life-jackets']);
    await save([]);
    expect(await tickedOn()).toEqual([]);
    expect(await (await world.open(token())).text()).not.toContain(note);
  });

  it('is there with a link of any age, from the invitation until a day after the charter', async () => {
    await world.press(token(), 'confirm');
    for (const now of [startsAt - 20 * 24 * HOUR, startsAt - HOUR, startsAt + HOUR, endsAt + 23.9 * HOUR]) {
      world.now = now;
      const item = now < endsAt ? 'deck' : 'clean';
      expect((await tick(item)).status).toBe(200);
      expect(await tickedOn()).toContain(item);
    }
    world.now = endsAt + 24 * HOUR;
    expect(await opened()).toEqual({});
    expect((await tick('lines')).status).toBe(409);
  });

  it('is the same behind every link of an invitation, older ones too, and starts anew with a new time', async () => {
    const first = token();
    await tick('deck');
    await world.call('PATCH', `/events/${id}`, { start_time: '2027-06-01T09:00:00-07:00' });
    expect(token()).not.toBe(first);
    expect(await tickedOn(token())).toEqual([]);
    expect((await tick('cooler', true, first)).status).toBe(200);
    expect(await tickedOn(token())).toEqual(['cooler']);
    expect(await tickedOn(first)).toEqual(['cooler']);
  });

  it('is none for who declined, was taken off, or has no charter any more', async () => {
    const ben = token('ben');
    await world.press(token(), 'decline');
    await expectNoChecklist(token());
    await world.call('PATCH', `/events/${id}`, { crew: [charter.crew[0]] });
    await expectNoChecklist(ben);
    const cora = token('cora');
    await world.call('DELETE', `/events/${id}`);
    await expectNoChecklist(cora);
  });

  it('opens to no altered or foreign token', async () => {
    for (const [bad, status] of [
      ['nonsense', 400],
      [`${token().slice(0, -4)}AAAA`, 403],
    ] as const) {
      const ticked = await tick('deck', true, bad);
      expect([ticked.status, await ticked.json()]).toMatchObject([403, { error: { code: 'link_unusable' } }]);
      const saved = await save(['deck'], bad);
      expect(saved.status).toBe(status);
      expect(await saved.text()).not.toMatch(/Boatsetter|Ana|<form/);
    }
    expect(await world.dump('scc-checklists')).toEqual([]);
  });

  it('takes its own items only', async () => {
    expect((await tick('forecast')).status).toBe(400);
    const answer = await world.postJson('/crew/checklist', { token: token(), item: 'deck' });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'invalid_request' } }]);
    expect(await world.dump('scc-checklists')).toEqual([]);
  });

  it('is kept a month after the charter', async () => {
    await tick('deck');
    await save(['deck'], token('ben'));
    const items = await world.dump('scc-checklists');
    expect(items.map(({ checklist_id }) => checklist_id).sort()).toEqual([`${id}#ana#1`, `${id}#ben#1`]);
    for (const { expires_at } of items) expect(expires_at).toBe(endsAt / 1000 + 30 * 86_400);
  });
});

it('asks for weather and tides as long as its reader is expected', async () => {
  const asks = async () => /data-from="([^"]+)"/.exec(await (await world.open(token())).text())?.[1];
  expect(await asks()).toBe('../g/XHQGMDH/conditions');
  await world.press(token(), 'decline');
  expect(await asks()).toBeUndefined();
});
