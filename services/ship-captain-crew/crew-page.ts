import page from '../../templates/crew/page.hbs';
import { payWords, whenWords } from './charter-words.ts';
import { type CrewEvent, type Invitation, type Person, people } from './crew-event.ts';
import { LINK_HOURS } from './magic-link.ts';

/** What the page says about its reader's place on the charter. */
export type PageState =
  | 'open'
  | 'confirmed'
  | 'declined'
  /** The link is older than 48 hours, or a newer invitation has replaced it. */
  | 'expired'
  | 'link-mailed'
  | 'ended'
  | 'cancelled'
  | 'removed';

interface Action {
  answer: 'confirm' | 'decline' | 'link';
  label: string;
  primary: boolean;
}

interface Words {
  tone: 'ask' | 'good' | 'plain' | 'stop';
  heading: string;
  message: string;
  actions: Action[];
}

const confirm: Action = { answer: 'confirm', label: 'Confirm', primary: true };
const decline: Action = { answer: 'decline', label: 'Can’t make it', primary: false };

const words: Record<PageState, Words> = {
  open: {
    tone: 'ask',
    heading: 'Can you crew this charter?',
    message: 'Please answer below. Nothing is confirmed until you do.',
    actions: [confirm, decline],
  },
  confirmed: {
    tone: 'good',
    heading: 'You’re confirmed',
    message: 'Thank you. If something comes up, tell us here as early as you can.',
    actions: [decline],
  },
  declined: {
    tone: 'plain',
    heading: 'You can’t make it',
    message: 'Thanks for telling us. If that changes, you can still confirm.',
    actions: [{ ...confirm, label: 'I can make it after all' }],
  },
  expired: {
    tone: 'plain',
    heading: 'This link has expired',
    message: `Links work for ${LINK_HOURS} hours, and only the newest one does. We can mail you a new one, to the address we have for you.`,
    actions: [{ answer: 'link', label: 'Mail me a new link', primary: true }],
  },
  'link-mailed': {
    tone: 'good',
    heading: 'A new link is on its way',
    message: 'Look in your mail, and in the spam folder if it isn’t there within a few minutes.',
    actions: [],
  },
  ended: {
    tone: 'plain',
    heading: 'This charter is over',
    message: 'There is nothing left to answer.',
    actions: [],
  },
  cancelled: {
    tone: 'stop',
    heading: 'This charter was cancelled',
    message: 'You don’t need to come.',
    actions: [],
  },
  removed: {
    tone: 'stop',
    heading: 'You are no longer on this charter',
    message: 'The crew has changed and you don’t need to come. Ask the captain if that surprises you.',
    actions: [],
  },
};

/** What somebody with an old link must still learn at a glance. */
const standing: Partial<Record<Invitation['reply'], string>> = {
  confirmed: 'You have confirmed that you are coming.',
  declined: 'You have said that you can’t make it.',
};

export interface CrewPage {
  event: CrewEvent;
  crewId: string;
  state: PageState;
  token: string;
  /** Lets the page's own style through its content security policy. */
  nonce: string;
  timeZone: string;
}

/**
 * The page behind a magic link, complete without a script. It shows its reader's own pay and nobody else's;
 * to someone who has been taken off, only which charter it was.
 */
export function crewPage({ event, crewId, state, token, nonce, timeZone }: CrewPage): string {
  const everyone = people(event);
  const reader = everyone.find(({ crew_id }) => crew_id === crewId);
  const when = whenWords(event, timeZone);
  return page({
    ...words[state],
    nonce,
    token,
    standing: state === 'expired' ? (standing[event.replies[crewId]?.reply ?? 'invited'] ?? null) : null,
    charter: {
      eventName: event.event_name,
      when,
      details: reader && state !== 'removed' ? details(event, reader, everyone) : null,
    },
  });
}

function details(event: CrewEvent, reader: Person, everyone: Person[]) {
  return {
    name: reader.name,
    role: reader.role,
    pay: payWords(reader),
    boat: event.boat,
    location: event.location,
    guest: event.guest_name,
    notes: event.notes,
    colleagues: everyone
      .filter(({ crew_id }) => crew_id !== reader.crew_id)
      .map(({ name, role }) => ({ name, role })),
  };
}

/** The page for a link that is none of ours, or was altered on its way. */
export function badLinkPage(kind: 'malformed' | 'foreign', nonce: string): string {
  return messagePage(
    kind === 'malformed' ? 'This link is not complete' : 'This link doesn’t work',
    'Open the link in your newest mail again, or copy all of it. If that doesn’t help, ask the captain.',
    nonce,
  );
}

export function troublePage(nonce: string): string {
  return messagePage(
    'Something went wrong',
    'Please open the link in your mail again in a few minutes, and see whether your answer is there.',
    nonce,
  );
}

function messagePage(heading: string, message: string, nonce: string): string {
  return page({
    tone: 'stop',
    heading,
    message,
    actions: [],
    nonce,
    token: '',
    standing: null,
    charter: null,
  });
}
