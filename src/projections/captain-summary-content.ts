import summaryHtml from '../../templates/captain-summary.hbs';
import summaryText from '../../templates/captain-summary.txt.hbs';
import type { Booking } from '../booking/booking.ts';
import type { CrewAssignment } from '../booking/crew.ts';
import { divideRoundHalfAway, dollars } from '../booking/money.ts';
import { durationInWords, timeRange, twelveHourTime, weekdayMonthAndDay } from '../booking/schedule-words.ts';
import type { Settings } from '../booking/settings.ts';
import type { CrewReply } from '../clients/ship-captain-crew.ts';
import { boardingTime } from './boarding-time.ts';
import { type Change, shortDate } from './summary-facts.ts';

export { type Change, cellsOf, type SummaryFacts, summaryChanges, summaryFacts } from './summary-facts.ts';

/** Why the captain gets this mail. */
export type SummaryNews =
  | { kind: 'new' }
  | { kind: 'changed'; changes: Change[] }
  | { kind: 'cancelled' }
  /** Somebody of the crew can't come, or all can: in words. */
  | { kind: 'crew'; words: string };

/** What is known only once the other systems were told. Ids are empty where there is none. */
export interface Published {
  guestPageUrl: string;
  calendarEntryId: string;
  crewEventId: string;
  /** Things that stop nothing, such as an overlap with another charter. */
  warnings: readonly string[];
  /** As far as they are known. */
  replies: readonly CrewReply[];
}

/** Everything about a booking, in words, money and private notes included: for the captain alone. */
export type CaptainSummaryContent = {
  bookingId: string;
  source: string;
  boat: string;
  guest: string;
  party: string;
  /** `Sun May 30, 9:00 AM` */
  departure: string;
  date: string;
  times: string;
  duration: string;
  boards: string;
  location: string;
  address: string;
  money: { label: string; amount: string }[];
  net: string;
  loss: boolean;
  /** `state` is empty where it isn't known. */
  crew: {
    name: string;
    role: string;
    email: string;
    phone: string;
    pay: string;
    terms: string;
    state: string;
  }[];
  notes: { label: string; text: string }[];
  guestPageUrl: string;
  records: { label: string; id: string }[];
  warnings: string[];
};

export function captainSummaryContent(
  booking: Booking,
  settings: Pick<Settings, 'boardingMinutesBefore'>,
  published: Published,
): CaptainSummaryContent {
  const { schedule, revenue, location, party } = booking;
  return {
    bookingId: booking.bookingId,
    source: booking.source,
    boat: booking.boat,
    guest: booking.guest,
    party: `${party} ${party === 1 ? 'guest' : 'guests'}`,
    departure: `${shortDate(schedule.date)}, ${twelveHourTime(schedule.start)}`,
    date: weekdayMonthAndDay(schedule.date),
    times: timeRange(schedule),
    duration: durationInWords(schedule.durationMinutes),
    boards: boardingTime(schedule, settings.boardingMinutesBefore),
    location: location.name,
    address: location.address,
    money: [
      { label: 'Gross', amount: dollars(revenue.grossCents) },
      { label: 'Crew cost', amount: dollars(-revenue.crewCents) },
      { label: 'Captain cost', amount: dollars(-revenue.captainCents) },
      {
        label: `Port fee (${location.feePartsPerMillion / 10_000}%)`,
        amount: dollars(-revenue.portFeeCents),
      },
    ],
    net: dollars(revenue.netCents),
    loss: revenue.netCents < 0,
    crew: [booking.captain, ...booking.crew].map((one) => payslip(one, published.replies)),
    notes: [
      { label: 'Guest notes', text: booking.guestNotes },
      { label: 'Crew notes', text: booking.crewNotes },
      { label: 'Private notes', text: booking.privateNotes },
    ].filter(({ text }) => text !== ''),
    guestPageUrl: published.guestPageUrl,
    records: [
      { label: 'Calendar entry', id: published.calendarEntryId },
      { label: 'Crew event', id: published.crewEventId },
    ].filter(({ id }) => id !== ''),
    warnings: [...published.warnings],
  };
}

/** The mail, as HTML and as plain text that is good on its own. */
export function renderCaptainSummary(
  content: CaptainSummaryContent,
  news: SummaryNews,
): { subject: string; html: string; text: string } {
  const headline = news.kind === 'crew' ? news.words : HEADLINES[news.kind];
  const subject = `${headline}: ${content.bookingId} · ${content.source} · ${content.departure}`;
  const data = {
    ...content,
    headline,
    cancelled: news.kind === 'cancelled',
    changes: news.kind === 'changed' ? news.changes : [],
  };
  return {
    subject: oneLine(subject),
    html: summaryHtml(data),
    text: summaryText({ ...data, moneyTable: moneyTable(content) }),
  };
}

const STATES: Record<string, string> = {
  invited: 'Not answered yet',
  confirmed: 'Confirmed',
  declined: 'Can’t make it',
};

const HEADLINES = { new: 'Published', changed: 'Changed', cancelled: 'Cancelled' } as const;

function payslip(
  { member, paidMinutes }: CrewAssignment,
  replies: readonly CrewReply[],
): CaptainSummaryContent['crew'][number] {
  const { crewId, name, role, email, phone, hourlyRateCents } = member;
  const reply = replies.find(({ crew_id }) => crew_id === crewId)?.reply || '';
  return {
    name,
    role,
    email,
    phone,
    pay: dollars(divideRoundHalfAway(hourlyRateCents * paidMinutes, 60)),
    terms: `${durationInWords(paidMinutes)} × ${dollars(hourlyRateCents)}`,
    state: STATES[reply] || '',
  };
}

function moneyTable({ money, net }: CaptainSummaryContent): string {
  const rows = [...money, { label: 'Net', amount: net }];
  const labels = Math.max(...rows.map(({ label }) => label.length));
  const amounts = Math.max(...rows.map(({ amount }) => amount.length));
  return rows.map(({ label, amount }) => `  ${label.padEnd(labels)}  ${amount.padStart(amounts)}`).join('\n');
}

/** A line break in a subject would begin a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
