import page from '../../templates/crew/page.hbs';
import { payWords, whenWords } from './charter-words.ts';
import { checklistFor } from './checklist.ts';
import { type CrewEvent, type Invitation, type Person, people } from './crew-event.ts';
import type { BadLink, Standing, StandingState } from './crew-standing.ts';
import { guestPageUrl } from './guest-page-url.ts';
import { LINK_HOURS } from './magic-link.ts';

/** Raise it with every change of the template or its script, so that a page says which one it was made by. */
const TEMPLATE_VERSION = 2;

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
const freshLink: Action = { answer: 'link', label: 'Mail me a new link', primary: true };
const linkRule = `Links work for ${LINK_HOURS} hours, and only the newest one does`;

const words: Record<Exclude<StandingState, 'expired'>, Words> = {
  open: {
    tone: 'ask',
    heading: 'Can you crew this charter?',
    message: 'Nothing is confirmed until you answer.',
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

/** With an old link, what its reader answered comes first: that it is old matters to who wants to answer. */
const wordsForOldLink: Record<Invitation['reply'], Words> = {
  invited: {
    tone: 'plain',
    heading: 'This link has expired',
    message: `${linkRule}. We can mail you a new one to answer with, to the address we have for you.`,
    actions: [freshLink],
  },
  confirmed: {
    tone: 'good',
    heading: 'You’re confirmed',
    message: `${linkRule}: to change your answer, have a new one mailed to the address we have for you.`,
    actions: [{ ...freshLink, primary: false }],
  },
  declined: {
    tone: 'plain',
    heading: 'You can’t make it',
    message: `${linkRule}: to change your answer, have a new one mailed to the address we have for you.`,
    actions: [{ ...freshLink, primary: false }],
  },
  removed: words.removed,
};

const linkMailed: Words = {
  tone: 'good',
  heading: 'A new link is on its way',
  message: 'Look in your mail, and in the spam folder if it isn’t there within a few minutes.',
  actions: [],
};

/** What the page says of the press of a button that it answers. */
export type Notice = 'link-mailed' | 'ticks-saved';

export interface CrewPage {
  standing: Standing;
  /** The ids of what is ticked on the checklist. */
  ticked: ReadonlySet<string>;
  token: string;
  notice: Notice | null;
  /** Lets the page's own style and script through its content security policy. */
  nonce: string;
  timeZone: string;
}

/**
 * The page behind a magic link, complete without a script. It shows its reader's own pay and nobody else's;
 * to someone who has been taken off, only which charter it was.
 */
export function crewPage({ standing, ticked, token, notice, nonce, timeZone }: CrewPage): string {
  const { event, crewId, state, onDuty } = standing;
  const everyone = people(event);
  const reader = state === 'removed' ? undefined : everyone.find(({ crew_id }) => crew_id === crewId);
  const isComing = onDuty !== null && state !== 'ended';
  return page({
    ...(notice === 'link-mailed' ? linkMailed : wordsFor(standing)),
    templateVersion: TEMPLATE_VERSION,
    nonce,
    token,
    charter: {
      eventName: event.event_name,
      when: whenWords(event, timeZone),
      location: reader ? event.location : '',
      details: reader ? details(event, reader, everyone) : null,
    },
    conditions: isComing && { from: `../g/${event.booking_id}/conditions`, timeZone },
    duty: onDuty && {
      parts: checklistFor(onDuty).map(({ title, items }) => ({
        title,
        items: items.map((item) => ({ ...item, isTicked: ticked.has(item.id) })),
      })),
      isSaved: notice === 'ticks-saved',
      token,
    },
  });
}

function wordsFor({ state, invitation, onDuty }: Standing): Words {
  if (state === 'expired') return wordsForOldLink[invitation.reply];
  if (state === 'ended' && onDuty) {
    return { ...words.ended, message: 'Thank you for crewing. Your checklist stays here for a day.' };
  }
  return words[state];
}

function details(event: CrewEvent, reader: Person, everyone: Person[]) {
  return {
    name: reader.name,
    role: reader.role,
    pay: payWords(reader),
    boat: event.boat,
    guest: event.guest_name,
    guestPage: event.status === 'live' ? guestPageUrl(event) : null,
    notes: event.notes,
    colleagues: everyone
      .filter(({ crew_id }) => crew_id !== reader.crew_id)
      .map(({ name, role }) => ({ name, role })),
  };
}

/** The page for a link that is none of ours, or was altered on its way. */
export function badLinkPage(kind: BadLink, nonce: string): string {
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
    templateVersion: TEMPLATE_VERSION,
    nonce,
    token: '',
    charter: null,
    conditions: null,
    duty: null,
  });
}
