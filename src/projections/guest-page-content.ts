import guestPage from '../../templates/guest-page.hbs';
import cancelledPage from '../../templates/guest-page-cancelled.hbs';
import legacyRedirect from '../../templates/legacy-redirect.hbs';
import type { Booking } from '../booking/booking.ts';
import { capitalised } from '../booking/capitalised.ts';
import type { CrewAssignment } from '../booking/crew.ts';
import { durationInWords, timeRange, twelveHourTime, weekdayMonthAndDay } from '../booking/schedule-words.ts';
import type { Settings } from '../booking/settings.ts';
import { boardingTime } from './boarding-time.ts';
import { type ContactLink, contactLinks } from './contact-links.ts';
import { firstName } from './first-name.ts';
import { scrubMoney } from './scrub.ts';

/** Raise it with every change of a page's template, so that pages which stand already are published again. */
const TEMPLATE_VERSION = 1;

/**
 * All that a guest may see of a booking, in words: the page shows this and nothing else. No money, no crew
 * notes, no private notes, first names only.
 */
export type GuestPageContent = {
  templateVersion: number;
  boat: string;
  firstName: string;
  date: string;
  /** Empty when guests board at departure. */
  boards: string;
  departs: string;
  returns: string;
  /** RFC 3339, for machines that read the page. */
  startsAt: string;
  duration: string;
  party: string;
  /** `mapLink` is an https address or empty. */
  location: { name: string; address: string; directions: { label: string; text: string }[]; mapLink: string };
  notes: string;
  crew: { name: string; initial: string; role: string; captain: boolean }[];
  source: string;
  contact: string;
  contactLinks: ContactLink[];
};

/** What a guest finds at the same address after a cancellation. */
export type CancelledPageContent = Pick<
  GuestPageContent,
  'templateVersion' | 'boat' | 'firstName' | 'date' | 'departs' | 'source' | 'contact' | 'contactLinks'
>;

export function guestPageContent(
  booking: Booking,
  settings: Pick<Settings, 'contact' | 'boardingMinutesBefore'>,
): GuestPageContent {
  const { schedule, location, party } = booking;
  const shown = (text: string): string => scrubMoney(text, booking.revenue);
  const [, returns = ''] = timeRange(schedule).split(' – ');
  return {
    ...cancelledPageContent(booking, settings),
    boards: boardingTime(schedule, settings.boardingMinutesBefore),
    returns,
    startsAt: schedule.startsAtRfc3339,
    duration: durationInWords(schedule.durationMinutes),
    party: `${party} ${party === 1 ? 'guest' : 'guests'}`,
    location: {
      name: shown(location.name),
      address: shown(location.address),
      directions: [
        { label: 'Meeting point', text: shown(location.meetingPoint) },
        { label: 'Parking', text: shown(location.parking) },
      ].filter(({ text }) => text !== ''),
      mapLink: httpsOnly(location.mapLink),
    },
    notes: shown(booking.guestNotes),
    crew: [introduction(booking.captain, true), ...booking.crew.map((member) => introduction(member, false))],
  };
}

export function cancelledPageContent(
  booking: Booking,
  settings: Pick<Settings, 'contact'>,
): CancelledPageContent {
  const shown = (text: string): string => scrubMoney(text, booking.revenue);
  return {
    templateVersion: TEMPLATE_VERSION,
    boat: shown(booking.boat),
    firstName: firstName(shown(booking.guest)) || 'guest',
    date: weekdayMonthAndDay(booking.schedule.date),
    departs: twelveHourTime(booking.schedule.start),
    source: shown(booking.source),
    contact: settings.contact,
    contactLinks: contactLinks(settings.contact),
  };
}

/** The whole page; it carries the fingerprint of its content, so that a look at it tells which content is live. */
export function renderGuestPage(content: GuestPageContent, fingerprint: string): string {
  return guestPage({ ...content, fingerprint });
}

export function renderCancelledPage(content: CancelledPageContent, fingerprint: string): string {
  return cancelledPage({ ...content, fingerprint });
}

/** A page that leads to the guest page, for an older site whose links guests still hold. */
export function renderLegacyRedirect(url: string): string {
  return legacyRedirect({ url });
}

function introduction({ member }: CrewAssignment, captain: boolean): GuestPageContent['crew'][number] {
  const name = firstName(member.name) || 'Crew';
  const role = captain ? 'captain' : member.role;
  return { name, initial: initialOf(name), role: capitalised(role), captain };
}

function initialOf(name: string): string {
  return (Array.from(name)[0] || '').toUpperCase();
}

/** A link in a cell is text until it proves to be one: `javascript:` and the like never become clickable. */
function httpsOnly(link: string): string {
  return /^https:\/\/[^\s"'<>\\]+$/i.test(link) ? link : '';
}
