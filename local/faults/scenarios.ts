import { FaultDesk, OFFSET } from './fault-desk.ts';
import { openPublished } from './published-desk.ts';
import type { Services } from './services.ts';

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
  /** A local system in which these bookings are, or are to come. */
  open(services: Services, bookingIds: readonly string[]): Promise<FaultDesk>;
  /** Brings some of them to where the click finds them. */
  begin(desk: FaultDesk, bookingIds: readonly string[]): void;
  expected(date: string): Expected;
}

const INVITED = 'You are invited to crew';

export const FIRST_PUBLISH: Scenario = {
  name: 'first publish',
  open: (services) => FaultDesk.open(services),
  begin: (desk, bookingIds) => desk.add(bookingIds),
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
  open: openPublished,
  begin(desk, bookingIds) {
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
  open: openPublished,
  begin(desk, bookingIds) {
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
