import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { CrewWorld, charter } from './services-crew-world.ts';

const HOUR = 3_600_000;
const startsAt = Date.parse(charter.start_time);
let world: CrewWorld;
beforeEach(async () => {
  world = await CrewWorld.start();
  return () => world.stop();
});

/** Dollars with cents that no style, size or date has. */
const dollars = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((tens) => Number(`${tens}.${(tens % 9) + 1}${(tens % 7) + 1}`));
const member = fc.record({
  role: fc.constantFrom('deckhand', 'steward', 'Cook'),
  rate: dollars(11, 199),
  hours: fc.constantFrom(2, 3.5, 5, 7.25),
});
const situations = fc.record({
  captainRate: dollars(200, 299),
  crew: fc.array(member, { minLength: 2, maxLength: 4 }),
  gross: dollars(10_000, 90_000),
  answer: fc.constantFrom('confirm', 'decline', 'none'),
  /** When the pages are read: before, on charter day with an old link, after it. */
  readAt: fc.constantFrom(startsAt - 20 * 24 * HOUR, startsAt - HOUR, startsAt + 5 * HOUR),
});

/** What one is paid, in the figures that would show it: rate, and rate times hours. */
function figures(rate: number, hours: number): string[] {
  const cents = Math.round(rate * 100);
  return [cents, Math.round(cents * hours)].map((amount) => (amount / 100).toFixed(2));
}

function shows(text: string, figure: string): boolean {
  const plain = text.replace(/(\d),(?=\d{3}(?!\d))/g, '$1');
  const cents = figure.replace('.', '');
  return new RegExp(`(?<![\\w.])(?:${figure.replace('.', '\\.')}|${cents})(?!\\w)`).test(plain);
}

it('shows its reader’s own pay at most, and never what the charter earns, whoever reads what and when', async () => {
  let bookings = 0;
  await fc.assert(
    fc.asyncProperty(situations, async ({ captainRate, crew, gross, answer, readAt }) => {
      const booking_id = `BOOKING-${++bookings}`;
      const people = crew.map((one, index) => ({
        ...one,
        crew_id: `c${index}`,
        name: `Crew ${'ABCD'[index]}`,
        email: `${booking_id}-${index}@example.com`.toLowerCase(),
      }));
      const captain = {
        crew_id: 'cap',
        name: 'Captain',
        email: `${booking_id}-cap@example.com`.toLowerCase(),
      };
      const pay: Record<string, string[]> = { [captain.email]: figures(captainRate, 3) };
      for (const { email, rate, hours } of people) pay[email] = figures(rate, hours);
      const all = [...Object.values(pay).flat(), gross.toFixed(2)];
      fc.pre(new Set(all).size === all.length);

      world.now = startsAt - 20 * 24 * HOUR - 60_000;
      world.takeMails();
      const id = await world.createEvent({
        booking_id,
        captain: { ...captain, rate: captainRate },
        crew: people,
        // What a careless caller might add.
        gross,
        revenue: { gross },
        net: gross,
      });
      const read: Record<string, string[]> = {};
      for (const email of Object.keys(pay)) {
        const token = world.token(email);
        world.now = readAt - (readAt % 60_000);
        if (answer !== 'none') await world.press(token, answer);
        const answers = [
          await world.open(token),
          await world.press(token, 'link'),
          await world.postJson('/crew/checklist', { token, item: 'notes', ticked: true }),
          await world.postForm('/crew/checklist', { token, ticked: 'notes' }),
        ];
        read[email] = await Promise.all(answers.map((one) => one.text()));
      }
      await world.call('PATCH', `/events/${id}`, { notes: 'Changed', duration_hours: 3 });
      await world.call('DELETE', `/events/${id}`);
      for (const { to, subject, html, text } of world.takeMails()) read[to]?.push(subject, html, text);

      for (const [email, texts] of Object.entries(read)) {
        const text = texts.join('\n');
        const foreign = all.filter((figure) => !pay[email]?.includes(figure));
        expect(foreign.filter((figure) => shows(text, figure))).toEqual([]);
        // Each invitation says it, so the search does find figures.
        expect(pay[email]?.filter((figure) => shows(text, figure))).toEqual(pay[email]);
      }
    }),
    { numRuns: 12 },
  );
});

it('shows guests no pay, no crew and no guest’s name with the photos and the conditions', async () => {
  world.now = startsAt + HOUR;
  const id = await world.createEvent({ gross: 840.75 });
  const form = { booking_id: charter.booking_id, content_type: 'image/jpeg' };
  const answers = [
    await world.visit('/g/XHQGMDH/photo'),
    await world.visit('/g/XHQGMDH/conditions'),
    await world.visit('/g/presign?booking_id=XHQGMDH'),
    await world.postForm('/g/presign', form),
    await world.postJson('/g/presign', { ...form, size: 1 }),
    await world.postJson('/g/XHQGMDH/photo', { ...form, size: 99_000_000 }),
  ];
  for (const answer of answers) {
    expect(await answer.text()).not.toMatch(/Ana|Ben|Cora|Grace|25\.00|31\.5|840\.75|ice and sunscreen/);
  }
  expect(JSON.stringify(world.log)).not.toMatch(/Ana|Ben|Cora|Grace|XHQGMDH|@/);
  expect((await world.event(id)).status).toBe('live');
});
