import { type FaultDesk, OFFSET } from './fault-desk.ts';

/** What a booking's systems should hold once all is through. */
export interface Expected {
  state: 'Published' | 'Removed';
  /** As the calendar and the crew system write it; null: they hold nothing. */
  startTime: string | null;
  /** What only the right page says. */
  pageSays: string;
  lane: string;
  /** The subjects, up to the colon, of what each crew member got. */
  crewMails: readonly string[];
  /** The same for the captain. */
  summaries: readonly string[];
}

/** One thing that a captain does to bookings with one click. */
export interface Scenario {
  name: 'first publish' | 're-publish' | 'cancellation';
  /** Brings bookings that aren't there yet to where the click finds them. */
  prepare(desk: FaultDesk, bookingIds: readonly string[]): Promise<void>;
  expected(date: string): Expected;
}

const INVITED = 'You are invited to crew';

export const FIRST_PUBLISH: Scenario = {
  name: 'first publish',
  async prepare(desk, bookingIds) {
    desk.add(bookingIds);
  },
  expected: (date) => ({
    state: 'Published',
    startTime: `${date}T09:00:00${OFFSET}`,
    pageSays: '>9:00 AM<',
    lane: 'New Bookings',
    crewMails: [INVITED],
    summaries: ['Published'],
  }),
};

const again: Scenario = {
  name: 're-publish',
  async prepare(desk, bookingIds) {
    await publishAll(desk, bookingIds);
    for (const bookingId of bookingIds) desk.change(bookingId, 'Start', '10:30 AM');
  },
  expected: (date) => ({
    state: 'Published',
    startTime: `${date}T10:30:00${OFFSET}`,
    pageSays: '>10:30 AM<',
    lane: 'Crew Invited',
    crewMails: [INVITED, 'The time has changed'],
    summaries: ['Published', 'Changed'],
  }),
};

const cancel: Scenario = {
  name: 'cancellation',
  async prepare(desk, bookingIds) {
    await publishAll(desk, bookingIds);
    for (const bookingId of bookingIds) desk.change(bookingId, 'Status', 'Cancelled');
  },
  expected: () => ({
    state: 'Removed',
    startTime: null,
    pageSays: 'This charter was cancelled',
    lane: 'Cancelled',
    crewMails: [INVITED, 'Charter cancelled'],
    summaries: ['Published', 'Cancelled'],
  }),
};

export const SCENARIOS: readonly Scenario[] = [FIRST_PUBLISH, again, cancel];

/** What a captain publishes with one click: the local crew system answers all of it in one process. */
const BATCH = 20;

/** All of them, and every mail is out, before anything goes wrong. */
async function publishAll(desk: FaultDesk, bookingIds: readonly string[]): Promise<void> {
  desk.add(bookingIds);
  for (let first = 0; first < bookingIds.length; first += BATCH) {
    await desk.publish(bookingIds.slice(first, first + BATCH));
  }
  await desk.rest();
  const left = desk.rows('Bookings').filter(({ State }) => State !== 'Published' && State !== 'Removed');
  const ours = left.filter((row) => bookingIds.includes(row['Booking ID'] ?? ''));
  if (ours.length > 0) throw new Error(`Not published at the outset: ${JSON.stringify(ours[0])}`);
}
