import guestPage from '../../templates/guest-page.hbs';
import cancelledPage from '../../templates/guest-page-cancelled.hbs';
import legacyRedirect from '../../templates/legacy-redirect.hbs';
import type { Booking } from '../booking/booking.ts';
import { capitalised } from '../booking/capitalised.ts';
import type { CrewAssignment } from '../booking/crew.ts';
import { wallClock } from '../booking/local-time.ts';
import { durationInWords, timeRange, twelveHourTime, weekdayMonthAndDay } from '../booking/schedule-words.ts';
import type { Settings } from '../booking/settings.ts';
import type { TimeZone } from '../booking/time-zone.ts';
import { percentEncode } from '../clients/percent-encoding.ts';
import { boardingTime } from './boarding-time.ts';
import { type CalendarEvent, calendarFile, type Edition, googleCalendarUrl } from './calendar-event.ts';
import { type ContactLink, contactLinks } from './contact-links.ts';
import { firstName } from './first-name.ts';
import { guestEvent } from './guest-event.ts';
import { scrubMoney } from './scrub.ts';
import { uploadWindow } from './upload-window.ts';

/** Raise it with every change of a page's template, so that pages which stand already are published again. */
const TEMPLATE_VERSION = 2;

/** A moment of the page: for its script in epoch milliseconds, for people in words of the charter's time zone. */
type Moment = { at: number; words: string };

/**
 * All that a guest may see of a booking, in words: the page shows this and nothing else. No money, no crew
 * notes, no private notes, first names only.
 */
export type GuestPageContent = {
  templateVersion: number;
  bookingId: string;
  boat: string;
  firstName: string;
  date: string;
  /** Empty when guests board at departure. */
  boards: string;
  departs: string;
  returns: string;
  /** RFC 3339, for machines that read the page. */
  startsAt: string;
  /** When guests come on board, and when the charter ends; epoch milliseconds. */
  boardsAt: number;
  endsAt: number;
  timeZone: string;
  duration: string;
  party: string;
  /** `mapLink` is an https address or empty. */
  location: { name: string; address: string; directions: { label: string; text: string }[]; mapLink: string };
  notes: string;
  bring: string[];
  leaveAtHome: string[];
  safety: string[];
  weatherPolicy: string;
  /** Not shown where the marketplace has terms of its own. */
  cancellationPolicy: string;
  /** An https address, of the marketplace that the booking came from; empty when none is known. */
  termsUrl: string;
  event: CalendarEvent;
  googleCalendarUrl: string;
  uploads: Uploads | null;
  crew: { name: string; initial: string; role: string; captain: boolean }[];
  source: string;
  contact: string;
  contactLinks: ContactLink[];
};

type Uploads = {
  /** The only place besides the page's own that its browser may talk to. */
  bucketUrl: string;
  opens: Moment;
  closes: Moment;
};

/** What a guest finds at the same address after a cancellation. */
export type CancelledPageContent = Pick<
  GuestPageContent,
  | 'templateVersion'
  | 'boat'
  | 'firstName'
  | 'date'
  | 'departs'
  | 'source'
  | 'termsUrl'
  | 'contact'
  | 'contactLinks'
  | 'event'
>;

/** The settings that a guest page shows. */
export type GuestPageSettings = Pick<
  Settings,
  | 'contact'
  | 'boardingMinutesBefore'
  | 'guestPageUrl'
  | 'bring'
  | 'leaveAtHome'
  | 'safety'
  | 'weatherPolicy'
  | 'cancellationPolicy'
  | 'marketplaceTerms'
  | 'uploadBucket'
  | 'uploadOpensMinutesBefore'
  | 'uploadClosesMinutesAfter'
  | 'region'
>;

export function guestPageContent(
  booking: Booking,
  settings: GuestPageSettings,
  zone: TimeZone,
): GuestPageContent {
  const { schedule, location, party } = booking;
  const { bring, leaveAtHome, safety, weatherPolicy, cancellationPolicy, boardingMinutesBefore } = settings;
  const shown = (text: string): string => scrubMoney(text, booking.revenue);
  const [, returns = ''] = timeRange(schedule).split(' – ');
  const common = cancelledPageContent(booking, settings);
  return {
    ...common,
    bookingId: booking.bookingId,
    boards: boardingTime(schedule, boardingMinutesBefore),
    returns,
    startsAt: schedule.startsAtRfc3339,
    boardsAt: schedule.startsAt - boardingMinutesBefore * 60_000,
    endsAt: schedule.endsAt,
    timeZone: schedule.timeZone,
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
    bring,
    leaveAtHome,
    safety,
    weatherPolicy,
    cancellationPolicy,
    googleCalendarUrl: googleCalendarUrl(common.event),
    uploads: uploads(booking, settings, zone),
    crew: [introduction(booking.captain, true), ...booking.crew.map((member) => introduction(member, false))],
  };
}

export function cancelledPageContent(booking: Booking, settings: GuestPageSettings): CancelledPageContent {
  const shown = (text: string): string => scrubMoney(text, booking.revenue);
  return {
    templateVersion: TEMPLATE_VERSION,
    boat: shown(booking.boat),
    firstName: firstName(shown(booking.guest)) || 'guest',
    date: weekdayMonthAndDay(booking.schedule.date),
    departs: twelveHourTime(booking.schedule.start),
    source: shown(booking.source),
    termsUrl: termsUrl(booking, settings),
    event: guestEvent(booking, settings),
    contact: settings.contact,
    contactLinks: contactLinks(settings.contact),
  };
}

/**
 * The whole page; it carries the fingerprint of its content, so that a look at it tells which content is live. The edition
 * is no part of the content: it tells calendars which of two is the newer.
 */
export function renderGuestPage(content: GuestPageContent, fingerprint: string, edition: Edition): string {
  return guestPage({ ...content, fingerprint, calendarFile: calendarLink(content, edition) });
}

export function renderCancelledPage(
  content: CancelledPageContent,
  fingerprint: string,
  edition: Edition,
): string {
  return cancelledPage({ ...content, fingerprint, calendarFile: calendarLink(content, edition) });
}

function calendarLink({ event }: CancelledPageContent, edition: Edition): string {
  return `data:text/calendar;charset=utf-8,${percentEncode(calendarFile(event, edition))}`;
}

/** A page that leads to the guest page, for an older site whose links guests still hold. */
export function renderLegacyRedirect(url: string): string {
  return legacyRedirect({ url });
}

function uploads(booking: Booking, settings: GuestPageSettings, zone: TimeZone): Uploads | null {
  const { uploadBucket, region } = settings;
  if (uploadBucket === '') return null;
  const { opensAt, closesAt } = uploadWindow(booking.schedule, settings);
  const moment = (at: number): Moment => {
    const { date, time } = wallClock(at, zone);
    return { at, words: `${weekdayMonthAndDay(date)}, ${twelveHourTime(time)}` };
  };
  return {
    bucketUrl: `https://${uploadBucket}.s3.${region}.amazonaws.com/`,
    opens: moment(opensAt),
    closes: moment(closesAt),
  };
}

function termsUrl({ source }: Booking, { marketplaceTerms }: GuestPageSettings): string {
  return marketplaceTerms.find((terms) => terms.source.toLowerCase() === source.toLowerCase())?.url || '';
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
