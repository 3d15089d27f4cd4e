import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';
import { ownForm, part, Workbench } from './support/workbench.ts';

let desk: Desk;
let workbench: Workbench;

beforeAll(async () => {
  desk = await Desk.open();
  workbench = new Workbench(desk.system);
});
afterAll(() => desk.close());

const localTime = () =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'America/Los_Angeles',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(desk.system.clock.now());

describe('the clock', () => {
  const set = (moment: string) => workbench.submit('/clock', { moment });
  const move = (name: string) => workbench.submit(`/clock/${name}`);

  it('shows the time in the workbook’s zone, and can be set to another', async () => {
    expect(await workbench.page('/clock')).toContain('Saturday, May 1, 2027, 12:00:');
    const response = await set('2027-06-15T08:30');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/clock']);
    const page = await workbench.page('/clock');
    expect(page).toContain('Tuesday, Jun 15, 2027, 8:30:');
    expect(page).toContain('value="2027-06-15T08:30"');
  });

  it.each(['', 'noon', '2027-02-30T08:00', '2027-05-01T24:00', '1999-05-01T08:00', '2027-05-01T08:00Z"><b>'])(
    'is not set to “%s”, and says so beside the field',
    async (moment) => {
      const before = localTime();
      const response = await set(moment);
      expect(response.status).toBe(422);
      const page = await response.text();
      expect(page).toMatch(/<input[^>]*aria-describedby="moment-hint moment-error"[^>]*aria-invalid="true"/);
      expect(page).toContain('<p class="error" id="moment-error">Write a date and a time');
      expect(page).not.toContain('Z"><b>');
      expect(localTime()).toBe(before);
    },
  );

  it('moves on by a quarter of an hour, an hour, and to the same time of the next day', async () => {
    await set('2027-11-06T10:00');
    await move('quarter');
    expect(localTime()).toBe('2027-11-06 10:15');
    await move('hour');
    expect(localTime()).toBe('2027-11-06 11:15');
    // The night has an hour more.
    await move('day');
    expect(localTime()).toBe('2027-11-07 11:15');
  });

  it('lets the timer run when its time has come, and tells what happened', async () => {
    desk.system.timerRuns.length = 0;
    const due = desk.system.project.triggers.all().flatMap((trigger) => trigger.due ?? []);
    desk.add({ 'Booking ID': 'WAITS', Status: 'Ready', Date: '2027-12-24' });
    await move('timer');
    expect(desk.system.clock.now()).toBeGreaterThanOrEqual(Math.min(...due));
    expect(desk.row('WAITS').State).toBe('Published');
    const page = await workbench.page('/clock');
    expect(page).toMatch(/Since then:\s+1 timer run, <a href="\/outbox">4 mails<\/a>/);
    expect(page).toMatch(/<span class="status">completed<\/span>\s*<span class="operation"><b>onTimer<\/b>/);
  });

  it('goes to the morning of the next day with a charter, past those that are cancelled', async () => {
    await set('2028-05-02T12:00');
    desk.add(
      { 'Booking ID': 'SAME-DAY', Date: '2028-05-02' },
      { 'Booking ID': 'OFF', Date: '2028-05-03', Status: 'Cancelled' },
      { 'Booking ID': 'NEXT', Date: '2028-05-04' },
    );
    expect(await workbench.page('/clock')).toContain('next charter day <small>May 4, 2028, 6:00:00');
    await move('charter');
    expect(localTime()).toBe('2028-05-04 06:00');
  });

  it('says where there is nothing to move to', async () => {
    await set('2098-01-01T00:00');
    expect(await workbench.page('/clock')).toContain(
      'To the morning of the next charter day: there is none.',
    );
    for (const name of ['charter', 'nowhere']) expect((await move(name)).status).toBe(404);
  });
});

describe('the faults', () => {
  afterEach(() => desk.system.cloud.faults.clear());
  const inject = (fields: Record<string, string>) =>
    workbench.submit('/faults', { target: 's3 PutObject', mishap: '503-before', times: '1', ...fields });
  const pending = () => desk.system.cloud.faults.all();

  it('can be chosen for each operation of each service', async () => {
    const page = await workbench.page('/faults');
    for (const [service, names] of desk.system.cloud.operations) {
      const group = part(page, `<optgroup label="${service}">`, 'optgroup');
      for (const name of [...names, `any call to ${service}`]) expect(group).toContain(`>${name}</option>`);
    }
  });

  it('wait until they are met', async () => {
    const response = await inject({ target: 'guest-site', mishap: 'connection-refused', times: '2' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/faults']);
    const { guestSite } = desk.system.cloud.endpoints;
    await expect(fetch(`${guestSite}/g/waits`)).rejects.toThrow();
    const page = await workbench.page('/faults');
    expect(page).toContain('<h3>guest-site (any call)</h3>');
    expect(page).toContain('Connection refused: the call never arrives. 1 time more.');
    await expect(fetch(`${guestSite}/g/waits`)).rejects.toThrow();
    expect((await fetch(`${guestSite}/g/waits`)).status).toBe(200);
    expect(await workbench.page('/faults')).toContain('Every call goes its way.');
  });

  it('meet what a publish does, and leave the words of their status in its log', async () => {
    desk.add({ 'Booking ID': 'MEETS' });
    await inject({ target: 'ship-captain-crew POST /events', mishap: '503-after' });
    const { requests } = await desk.publish('MEETS');
    const posts = requests.filter(({ operation }) => operation === 'POST /events');
    expect(posts.map(({ status }) => status)).toEqual([503, 201]);
    expect(desk.row('MEETS').State).toBe('Published');
  });

  it('are taken back one by one, or all at once', async () => {
    for (const target of ['s3 PutObject', 'ses SendEmail', 'dynamodb']) await inject({ target });
    const page = await workbench.page('/faults');
    const [second] = /\/faults\/\d+\/take-back/.exec(part(page, '<h3>ses SendEmail</h3>', 'li')) ?? [];
    expect((await workbench.submit(second ?? '')).status).toBe(303);
    expect(pending().map(({ fault }) => fault.service)).toEqual(['s3', 'dynamodb']);
    // It is gone by then, in another window.
    expect((await workbench.submit(second ?? '')).status).toBe(303);
    await workbench.submit('/faults/clear');
    expect(pending()).toEqual([]);
  });

  it.each([
    ['target', '', 'Choose the call that is to fail.'],
    ['target', 's3 Nonsense', 'Choose the call that is to fail.'],
    ['target', 'nobody', 'Choose the call that is to fail.'],
    ['mishap', '', 'Choose what goes wrong.'],
    ['mishap', 'interference', 'Choose what goes wrong.'],
    ['times', '0', 'Write a whole number from 1 to 1000.'],
    ['times', '1.5', 'Write a whole number from 1 to 1000.'],
    ['times', '1001', 'Write a whole number from 1 to 1000.'],
    ['times', '"><b>', 'Write a whole number from 1 to 1000.'],
  ])('are refused with %s “%s”, beside the field, and the rest stays chosen', async (name, value, words) => {
    const response = await inject({ [name]: value });
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain(`<p class="error" id="${name}-error">${words}</p>`);
    expect(page.match(/class="error"/g)).toHaveLength(1);
    expect(page.match(/ selected>/g) ?? []).toHaveLength(name === 'times' ? 2 : 1);
    expect(page).not.toContain('value=""><b>');
    expect(pending()).toEqual([]);
  });
});

describe('a form', () => {
  const fields = { target: 's3 PutObject', mishap: 'reset-after', times: '1' };
  const refusals: [string, Record<string, string>][] = [
    ['another site’s', { ...ownForm, origin: 'https://evil.example' }],
    ['another port’s', { ...ownForm, origin: 'http://127.0.0.1:9999' }],
    ['nobody’s', { ...ownForm, origin: 'null' }],
    ['one without an origin', { 'sec-fetch-site': 'same-origin' }],
    ['one that the browser doesn’t vouch for', { origin: ownForm.origin }],
    ['a neighbouring site’s', { ...ownForm, 'sec-fetch-site': 'same-site' }],
  ];

  it.each(refusals)('is refused when it is %s', async (_, headers) => {
    for (const [path, sent] of [
      ['/faults', fields],
      ['/clock', { moment: '2027-06-15T08:30' }],
      ['/clock/day', {}],
      ['/faults/clear', {}],
    ] as const) {
      expect((await workbench.submit(path, sent, headers)).status).toBe(403);
    }
    expect(desk.system.cloud.faults.all()).toEqual([]);
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', ''])('is refused as “%s”', async (type) => {
    expect((await workbench.submit('/faults', fields, { ...ownForm, 'content-type': type })).status).toBe(
      415,
    );
  });
});
