import type { Booking } from '../booking/booking.ts';
import { shortened } from '../booking/rows.ts';
import type { Settings } from '../booking/settings.ts';
import { guestPageUrl } from '../booking/slug.ts';
import { boardingTime } from './boarding-time.ts';
import type { CalendarEvent } from './calendar-event.ts';
import { scrubMoney } from './scrub.ts';

/** A page is to stay small, and the event stands in it twice. */
const LONGEST_TEXT = 100;

/** The charter for a guest's own calendar: where to be and when, and the page that says the rest. */
export function guestEvent(
  booking: Booking,
  settings: Pick<Settings, 'boardingMinutesBefore' | 'guestPageUrl'>,
): CalendarEvent {
  const { schedule, location, slug } = booking;
  const shown = (text: string): string => scrubMoney(text, booking.revenue);
  const url = guestPageUrl(settings, slug);
  const [, host = ''] = /^https:\/\/([^/:]+)/.exec(url) || [];
  const boards = boardingTime(schedule, settings.boardingMinutesBefore);
  return {
    uid: `${slug}@${host}`,
    title: `Charter on ${shown(booking.boat)}`,
    location: shortened(
      [shown(location.name), shown(location.address)].filter(Boolean).join(', '),
      LONGEST_TEXT,
    ),
    description: [boards && `Boarding ${boards}`, shortened(shown(location.meetingPoint), LONGEST_TEXT), url]
      .filter(Boolean)
      .join('\n'),
    url,
    startsAt: schedule.startsAt,
    endsAt: schedule.endsAt,
    isCancelled: booking.status === 'Cancelled',
  };
}
