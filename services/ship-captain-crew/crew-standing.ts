import { type CrewEvent, endsAt, type Invitation, type Person, people } from './crew-event.ts';
import type { EventStore } from './event-store.ts';
import type { MagicLinks } from './magic-link.ts';

/** Where the holder of a link stands with the charter. */
export type StandingState =
  | 'open'
  | 'confirmed'
  | 'declined'
  /** The link is older than 48 hours, or a newer invitation has replaced it. */
  | 'expired'
  | 'ended'
  | 'cancelled'
  | 'removed';

export interface Standing {
  event: CrewEvent;
  crewId: string;
  /** The one that stands, which need not be the link's. */
  invitation: Invitation;
  state: StandingState;
  /** The holder, as long as there is something to do for them aboard: then they have a checklist, whatever the link's age. */
  onDuty: Person | null;
}

export type BadLink = 'malformed' | 'foreign';

export type StandingOf = (token: string) => Promise<Standing | BadLink>;

/** The boat is put away on the evening, or on the morning after. */
const DUTY_AFTER_END = 24 * 60 * 60_000;

/** Reads tokens. One that is good but names no event of ours is another deployment's, or the data was lost: `foreign`. */
export function standingFinder(links: MagicLinks, events: EventStore, now: () => number): StandingOf {
  return async (token) => {
    const link = await links.read(token);
    if (!('holder' in link)) return link.state;
    const { eventId, crewId, number } = link.holder;
    const event = await events.get(eventId);
    const invitation = event?.replies[crewId];
    if (!event || !invitation) return 'foreign';
    const isCurrent = link.state === 'valid' && number === invitation.number;
    const state = stateOf(event, invitation, isCurrent, now());
    return { event, crewId, invitation, state, onDuty: onDuty(event, crewId, invitation, now()) };
  };
}

function stateOf(event: CrewEvent, { reply }: Invitation, isCurrent: boolean, now: number): StandingState {
  if (reply === 'removed') return 'removed';
  if (event.status === 'cancelled') return 'cancelled';
  if (endsAt(event) <= now) return 'ended';
  if (!isCurrent) return 'expired';
  return reply === 'invited' ? 'open' : reply;
}

function onDuty(event: CrewEvent, crewId: string, { reply }: Invitation, now: number): Person | null {
  if (event.status === 'cancelled' || reply === 'removed' || reply === 'declined') return null;
  if (now >= endsAt(event) + DUTY_AFTER_END) return null;
  return people(event).find(({ crew_id }) => crew_id === crewId) ?? null;
}
