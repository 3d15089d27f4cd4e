import { afterEach, expect, it } from 'vitest';
import { Desk } from './support/desk.ts';

let desk: Desk;
afterEach(() => desk.close());

it('a crew event whose id was never told stays when its charter is over', async () => {
  desk = await Desk.open(
    { 'Calendar honours idempotency keys': 'FALSE', 'Crew honours idempotency keys': 'FALSE' },
    { foreignServices: true },
  );
  desk.add({ 'Booking ID': 'NAMELESS', Date: '5/3/2027' });
  const { faults, foreign } = desk.system.cloud;
  faults.inject({ service: 'ship-captain-crew', operation: 'POST /events', kind: 'reset-after' });
  await desk.publish('NAMELESS');
  await desk.timer(20);
  const open = (await desk.fromDialog('openDecisions')) as object[];
  expect(open).toMatchObject([{ projection: 'crew event', question: 'did it arrive' }]);
  await desk.fromDialog(
    'decide',
    open.map((one) => ({ ...one, word: 'arrived' })),
  );
  await desk.timer(6);
  expect(desk.row('NAMELESS').State).toBe('Published');

  desk.system.clock.set(Date.parse('2027-05-04T12:00:00-07:00'));
  desk.change('NAMELESS', { Status: 'Completed' });
  await desk.publish('NAMELESS');
  expect(desk.row('NAMELESS')).toMatchObject({ State: 'Published' });
  expect(await desk.fromDialog('openDecisions')).toEqual([]);
  expect(foreign?.crewSystem.held.size).toBe(1);
});
