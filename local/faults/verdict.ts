import { deployment } from '../deployment.ts';
import { boatOf } from './fault-desk.ts';
import type { Expected } from './scenarios.ts';
import type { Services } from './services.ts';
import type { World } from './world.ts';

const CREW = ['kit@crew.example', 'sam@crew.example', 'mia@crew.example'];

/** What stops nothing and may stand beside a booking that is through. */
const WARNINGS: Record<Services, readonly RegExp[]> = {
  ours: [/^The calendar could not be asked whether boat and crew are free\.$/],
  foreign: [
    /^The calendar could not be asked whether boat and crew are free\.$/,
    /^The crew event’s id is not known, so its notes could not be checked for money\.$/,
  ],
};

/** All that isn't as it should be with one booking, in words; nothing when each system holds just what it should. */
export async function faultsOf(
  world: World,
  bookingId: string,
  expected: Expected,
  services: Services,
): Promise<string[]> {
  return [
    ...sheetFaults(world, bookingId, expected, services),
    ...journalFaults(world, bookingId),
    ...(await pageFaults(world, bookingId, expected)),
    ...entryFaults(world, bookingId, expected),
    ...mailFaults(world, bookingId, expected, services),
  ];
}

function sheetFaults(world: World, bookingId: string, expected: Expected, services: Services): string[] {
  const row = rowOf(world, bookingId);
  const cards = world.cards.filter((card) => card['Booking ID'] === bookingId);
  const left = (row.Problem ?? '')
    .split('\n')
    .filter((line) => line !== '' && !WARNINGS[services].some((warning) => warning.test(line)));
  return [
    ...differs('State', row.State, expected.state),
    ...left.map((line) => `Problem says “${line}”`),
    ...differs(
      'Guest page',
      row['Guest page'],
      `https://${deployment.guest.host}/g/${bookingId.toLowerCase()}`,
    ),
    ...(row.Published === '' ? ['Published is empty'] : []),
    ...differs('Crew replies', row['Crew replies'], '0 of 3 confirmed'),
    ...differs('number of kanban cards', cards.length, 1),
    ...differs('lane', cards[0]?.Lane, expected.lane),
    ...differs('net on the card', cards[0]?.Net, '$289.41'),
  ];
}

/** Whoever is through holds no lease, leaves nothing to the timer, and knows of everything whether it arrived. */
function journalFaults({ journal }: World, bookingId: string): string[] {
  const kept = journal.get(bookingId.toLowerCase());
  const open = Object.entries(kept?.records ?? {}).filter(
    ([, { state }]) => state !== 'done' && state !== 'removed',
  );
  return [
    ...differs('progress', kept?.progress, 'settled'),
    ...(kept?.lease ? ['it is still leased'] : []),
    ...open.map(([projection, { state }]) => `${projection} is still ${state}`),
  ];
}

async function pageFaults(world: World, bookingId: string, expected: Expected): Promise<string[]> {
  const slug = bookingId.toLowerCase();
  const pages = world.pages.filter((key) => key.toLowerCase().includes(slug));
  const shown = await world.visit(`/g/${slug}`);
  return [
    ...differs('pages', pages.join(), `g/${slug}.html`),
    ...(world.redirects.includes(`g/${slug}.html`) ? [] : ['the older address does not lead to the page']),
    ...(shown.includes(expected.pageSays) ? [] : [`the public page does not say “${expected.pageSays}”`]),
  ];
}

function entryFaults(world: World, bookingId: string, { startTime }: Expected): string[] {
  const own = ({ booking_id }: Record<string, unknown>) => booking_id === bookingId;
  const entries = world.calendarEntries.filter(own);
  const events = world.crewEvents.filter(own);
  const count = startTime === null ? 0 : 1;
  const counts = [
    ...differs('number of calendar entries', entries.length, count),
    ...differs('number of crew events', events.length, count),
  ];
  if (startTime === null) return counts;
  const notes = world.notes.get(String(events[0]?.event_id)) ?? '';
  return [
    ...counts,
    ...differs('the entry’s start', entries[0]?.start_time, startTime),
    ...differs('the event’s start', events[0]?.start_time, startTime),
    ...differs('people on the event', (events[0]?.crew as unknown[] | undefined)?.length, CREW.length - 1),
    ...(notes.includes('840.75') ? ['the crew can read what the charter earns'] : []),
    ...(notes.includes('Safety talk') ? [] : ['the crew’s notes are gone']),
  ];
}

function mailFaults(world: World, bookingId: string, expected: Expected, services: Services): string[] {
  const ours = world.mails.filter(({ text }) => text?.includes(boatOf(bookingId)));
  const subjects = (address: string) =>
    ours.filter(({ to }) => to.includes(address)).map(({ subject }) => subject.split(':', 1)[0] ?? '');
  // What foreign crew systems mail about a change that a person made there is their business.
  const crewMails = services === 'foreign' ? expected.crewMails.slice(0, 1) : expected.crewMails;
  return [
    ...CREW.flatMap((address) => differs(`mails to ${address}`, subjects(address).join(), crewMails.join())),
    ...differs('mails to the captain', subjects(deployment.mail.captain).join(), expected.summaries.join()),
  ];
}

function differs(what: string, is: unknown, wanted: unknown): string[] {
  return is === wanted ? [] : [`${what}: ${String(is)} in place of ${String(wanted)}`];
}

export function rowOf({ rows }: World, bookingId: string): Record<string, string> {
  return rows.find((row) => row['Booking ID'] === bookingId) ?? {};
}
