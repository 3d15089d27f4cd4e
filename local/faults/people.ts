import { deployment } from '../deployment.ts';
import { boatOf, type FaultDesk, type OpenQuestion } from './fault-desk.ts';
import type { Expected } from './scenarios.ts';
import type { World } from './world.ts';

/**
 * What an honest captain does about an open question: looks, does by hand what only a person can do over there, and
 * says what is so. Answers whether it arrived.
 */
export function lookAfter(
  desk: FaultDesk,
  world: World,
  { bookingId, projection, question }: OpenQuestion,
  expected: Expected,
): boolean {
  if (projection === 'captain summary') return isSummaryThere(world, bookingId, expected);
  const { foreign } = desk.system.cloud;
  if (!foreign)
    throw new Error(`Our own services can be asked, and nobody needs to look for a ${projection}.`);
  const system = projection === 'calendar entry' ? foreign.calendar : foreign.crewSystem;
  if (question === 'did it arrive') return system.ofBooking(bookingId).length > 0;
  if (expected.startTime === null) system.removeByHand(bookingId);
  else system.changeByHand(bookingId, { start_time: expected.startTime });
  return true;
}

function isSummaryThere({ mails }: World, bookingId: string, { summaries }: Expected): boolean {
  const received = mails.filter(
    ({ to, text }) => to.includes(deployment.mail.captain) && text?.includes(boatOf(bookingId)),
  );
  return received.length === summaries.length;
}
