import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

/** Publishes a booking, and gives the id of its crew event. */
async function published(bookingId: string, crewNotes = ''): Promise<string> {
  desk.add({ 'Booking ID': bookingId, 'Guest notes': 'Sunset sail.', 'Crew notes': crewNotes });
  await desk.publish(bookingId);
  expect(desk.row(bookingId).State).toBe('Published');
  const { crewEventId } = await desk.describe(bookingId);
  return crewEventId ?? '';
}

const operations = (run: Awaited<ReturnType<Desk['publish']>>) =>
  run.requests.filter(({ service }) => service === 'dynamodb').map(({ operation }) => operation);

describe('figures in the crew notes of a row', () => {
  it('reach neither crew nor calendar, and what is not the charter’s money does', async () => {
    const eventId = await published(
      'NOTES-1',
      'Revenue: $840.75\nBring $40 for parking; net of tips we make 289.41.\nPort fee 18% = 151.34\nIce is aboard.',
    );
    const clean = expect.stringMatching(/^Sunset sail\.\n\nBring \$40 for parking;[^\n]*\nIce is aboard\.$/);
    expect(await desk.outside.storedEvent(eventId)).toMatchObject({ notes: clean });
    expect(await desk.outside.calendarEntries('NOTES-1')).toMatchObject([{ notes: clean }]);
    const link = desk.outside
      .mailsTo('sam@crew.example')
      .at(-1)
      ?.links.find((one) => one.includes('token='));
    const { pathname, search } = new URL(link ?? '');
    const { text } = await desk.outside.visit(pathname + search);
    expect(text).toContain('Bring $40 for parking');
    for (const told of [text, JSON.stringify(await desk.outside.storedEvent(eventId))]) {
      expect(told).not.toMatch(/840\.75|289\.41|151\.34|Revenue/);
    }
    // The captain still sees what the captain wrote.
    expect(desk.outside.mailsTo(desk.system.captain).at(-1)?.text).toContain('Revenue: $840.75');
  });

  it('reach them by no other cell either, nor the subject of an invitation', async () => {
    desk.add({ 'Booking ID': 'CELLS-1', Source: 'Boatsetter $840.75', Guest: 'Dana Reyes ($840.75 gross)' });
    await desk.publish('CELLS-1');
    const { crewEventId } = await desk.describe('CELLS-1');
    const name = expect.stringMatching(/^Boatsetter — \w+ \d+ \(3h\)$/);
    const told = { event_name: name, guest_name: 'Dana Reyes (gross)' };
    expect(await desk.outside.storedEvent(crewEventId ?? '')).toMatchObject(told);
    expect(await desk.outside.calendarEntries('CELLS-1')).toMatchObject([told]);
    const invitation = desk.outside.mailsTo('sam@crew.example').at(-1);
    expect(invitation?.subject).toContain('Boatsetter — ');
    expect(invitation?.subject).not.toContain('840.75');
  });

  it('are taken out before they leave, so that nothing has to be taken back', async () => {
    desk.add({ 'Booking ID': 'NOTES-2', 'Crew notes': 'Gross $840.75, and cash for ice.' });
    expect(operations(await desk.publish('NOTES-2'))).toEqual(['GetItem']);
  });
});

describe('figures that somebody wrote into the crew event', () => {
  it('go at the next publish that touches the booking, and the rest stays byte for byte', async () => {
    const eventId = await published('TABLE-1');
    const before = await desk.outside.storedEvent(eventId);
    await desk.outside.writeNotes(
      eventId,
      'Meet at gate B.  Two coolers.\nRevenue: $840.75\nGuests paid $900.00 in all.\nbring $40 for parking',
    );
    // The crew event doesn't change with the gross: only its notes are looked at.
    desk.change('TABLE-1', { Gross: '900' });
    const run = await desk.publish('TABLE-1');
    expect(operations(run)).toEqual(['GetItem', 'UpdateItem']);
    expect(run.requests.map(({ operation }) => operation)).not.toContain('PATCH /events/{id}');
    expect(desk.row('TABLE-1')).toMatchObject({ State: 'Published', Problem: '' });
    expect(await desk.outside.storedEvent(eventId)).toEqual({
      ...before,
      notes: 'Meet at gate B.  Two coolers.\nGuests paid in all.\nbring $40 for parking',
    });
  });

  it('are taken out of what somebody else writes at that very moment, and their words are not lost', async () => {
    const eventId = await published('TABLE-2');
    await desk.outside.writeNotes(eventId, 'Revenue: $840.75\nFirst words.');
    desk.outside.before('dynamodb', 'UpdateItem', 1, () =>
      desk.outside.writeNotes(eventId, 'Revenue: $840.75\nFirst words.\nSecond words, net: 300.00'),
    );
    desk.change('TABLE-2', { Gross: '901' });
    expect(operations(await desk.publish('TABLE-2'))).toEqual([
      'GetItem',
      'UpdateItem',
      'GetItem',
      'UpdateItem',
    ]);
    expect(desk.row('TABLE-2')).toMatchObject({ State: 'Published', Problem: '' });
    expect(await desk.outside.storedEvent(eventId)).toMatchObject({ notes: 'First words.\nSecond words' });
  });

  it('are reported where others write faster than we do, and go once they stop', async () => {
    const eventId = await published('TABLE-3');
    await desk.outside.writeNotes(eventId, 'Revenue: $840.75');
    let writes = 0;
    desk.outside.before('dynamodb', 'UpdateItem', 3, () => {
      writes += 1;
      return desk.outside.writeNotes(eventId, `Revenue: $840.75\nWords ${writes}.`);
    });
    desk.change('TABLE-3', { Gross: '902' });
    await desk.publish('TABLE-3');
    expect(desk.row('TABLE-3')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(/^Crew-visible notes: others changed the crew event .* 3 attempts/),
    });
    const summaries = desk.outside.mailsTo(desk.system.captain).length;

    await desk.publish('TABLE-3');
    expect(desk.row('TABLE-3')).toMatchObject({ State: 'Published', Problem: '' });
    expect(await desk.outside.storedEvent(eventId)).toMatchObject({ notes: 'Words 3.' });
    expect(desk.outside.mailsTo(desk.system.captain)).toHaveLength(summaries + 1);
  });
});
