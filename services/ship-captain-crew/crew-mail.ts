import cancellationHtml from '../../templates/crew/cancellation-mail.hbs';
import cancellationText from '../../templates/crew/cancellation-mail.txt.hbs';
import invitationHtml from '../../templates/crew/invitation-mail.hbs';
import invitationText from '../../templates/crew/invitation-mail.txt.hbs';
import { payWords, whenWords } from './charter-words.ts';
import type { CrewEvent, Person, Schedule } from './crew-event.ts';
import { guestPageUrl } from './guest-page-url.ts';
import { LINK_HOURS } from './magic-link.ts';
import type { Mail } from './mailer.ts';

/** Raise it with every change of these templates, so that a mail says which one it was made by. */
const TEMPLATE_VERSION = 2;

export interface InvitationMail {
  event: CrewEvent;
  person: Person;
  to: string;
  link: string;
  /** `change`: somebody who was invited before learns what is new. `link`: they asked for another link. */
  occasion: 'invitation' | 'change' | 'link';
  /** The schedule that a change replaces. */
  previous: Schedule | null;
  timeZone: string;
}

/**
 * A mail with its reader's own link and pay. Crew notes stand on the page behind the link only: there they can
 * still be corrected after they were written.
 */
export function invitationMail(mail: InvitationMail): Mail {
  const { event, person, link, occasion, previous, timeZone } = mail;
  const when = whenWords(event, timeZone);
  const before = occasion === 'change' && previous ? whenWords(previous, timeZone) : null;
  const title = {
    invitation: 'You are invited to crew',
    change: 'The time has changed',
    link: 'Your new link',
  }[occasion];
  const data = {
    ...charter(event),
    title,
    name: person.name,
    role: person.role,
    when,
    before: before && `${before.day}, ${before.time}`,
    again: occasion === 'change',
    pay: payWords(person),
    link,
    guestPage: guestPageUrl(event),
    linkHours: LINK_HOURS,
  };
  return {
    to: mail.to,
    subject: oneLine(`${title}: ${event.event_name}, ${when.short}`),
    html: invitationHtml(data),
    text: invitationText(data),
  };
}

export interface CancellationMail {
  event: CrewEvent;
  name: string;
  to: string;
  /** The schedule that its reader was invited to. */
  schedule: Schedule;
  timeZone: string;
}

/** Says that its reader is no longer needed: the charter is off, or goes without them. */
export function cancellationMail({ event, name, to, schedule, timeZone }: CancellationMail): Mail {
  const when = whenWords(schedule, timeZone);
  const off = event.status === 'cancelled';
  const title = off ? 'Charter cancelled' : 'You are no longer on this charter';
  const data = { ...charter(event), title, off, name, when };
  return {
    to,
    subject: oneLine(`${title}: ${event.event_name}, ${when.short}`),
    html: cancellationHtml(data),
    text: cancellationText(data),
  };
}

/** What any crew member may read of an event; everything else must be asked for by name. */
function charter({ event_name, boat, location }: CrewEvent) {
  return { templateVersion: TEMPLATE_VERSION, eventName: event_name, boat, location };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
