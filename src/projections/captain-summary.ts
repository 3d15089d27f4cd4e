import type { Booking } from '../booking/booking.ts';
import type { InputColumn } from '../booking/booking-row.ts';
import type { Cell } from '../booking/cells.ts';
import type { Settings } from '../booking/settings.ts';
import { guestPageUrl } from '../booking/slug.ts';
import type { Attempt } from '../clients/request.ts';
import type { Ses } from '../clients/ses.ts';
import type { CrewReply, ShipCaptainCrew } from '../clients/ship-captain-crew.ts';
import {
  type Change,
  captainSummaryContent,
  cellsOf,
  renderCaptainSummary,
  type SummaryFacts,
  type SummaryNews,
  summaryChanges,
  summaryFacts,
} from './captain-summary-content.ts';
import type { Found, Json, Placed, Projection, Subject } from './projection.ts';

type Desired = { cancelled: boolean; facts: { [fact in keyof SummaryFacts]: SummaryFacts[fact] } };

export const CAPTAIN_SUMMARY = 'captain summary';

/** What of a booking differs from what its last summary told; nothing when that is not known. */
export function changesSince(memory: Json | undefined, booking: Booking): Change[] {
  const before = memory as Desired | undefined;
  return before ? summaryChanges(before.facts, summaryFacts(booking)) : [];
}

/** The mail that tells the captain what was published, what changed, or that it was cancelled. */
export class CaptainSummaryProjection implements Projection<Desired> {
  readonly name = CAPTAIN_SUMMARY;
  /** A mail can't be recalled and SES can't be asked whether it went. */
  readonly afterUnknownCreation = 'ask';

  constructor(
    private readonly mail: Ses,
    private readonly crewSystem: ShipCaptainCrew,
    private readonly settings: Settings,
    /** All that it tells about. */
    readonly waitsFor: readonly string[],
  ) {}

  /** Private notes and crew replies are no part of it: changing them sends nothing. */
  desired({ booking }: Subject): Desired {
    return { cancelled: booking.status === 'Cancelled', facts: { ...summaryFacts(booking) } };
  }

  memory(desired: Desired): Json {
    return desired as Json;
  }

  create(subject: Subject, desired: Desired, attempt: Attempt): Promise<{ id: string }> {
    return this.report(subject, desired.cancelled ? { kind: 'cancelled' } : { kind: 'new' }, attempt);
  }

  update(subject: Subject, desired: Desired, placed: Placed, attempt: Attempt): Promise<{ id: string }> {
    const before = placed.memory as Desired | undefined;
    if (desired.cancelled || !before || before.cancelled) return this.create(subject, desired, attempt);
    return this.report(
      subject,
      { kind: 'changed', changes: summaryChanges(before.facts, desired.facts) },
      attempt,
    );
  }

  async remove(): Promise<void> {
    // A cancelled booking's last mail says so: that is an update.
  }

  inWords({ booking }: Subject, action: string, placed: Placed | undefined): string {
    const before = placed?.memory as Desired | undefined;
    const isNew = action === 'create' || !before || before.cancelled;
    const news =
      booking.status === 'Cancelled' ? 'that it is cancelled' : isNew ? 'a summary' : 'what changed';
    return `mails ${news} to ${this.settings.summaryTo}`;
  }

  async find(): Promise<Found> {
    return { kind: 'cannot be asked', why: 'SES keeps no list of what it sent' };
  }

  /** Whoever was invited just now can't have answered; of the others the crew system knows. */
  private async repliesTo({ booking, idOf }: Subject, { kind }: SummaryNews): Promise<CrewReply[]> {
    const id = idOf('crew event');
    if (id === '' || kind === 'cancelled') return [];
    if (kind === 'new') {
      const crew = [booking.captain, ...booking.crew];
      return crew.map(({ member }) => ({ crew_id: member.crewId, reply: 'invited', mail: '' }));
    }
    try {
      return await this.crewSystem.replies(id, booking.bookingId);
    } catch {
      // The mail matters more than this part of it.
      return [];
    }
  }

  private warnOfCrewReading({ booking, warn }: Subject): void {
    const { summaryTo } = this.settings;
    const reader = booking.crew.find(({ member }) => member.email.toLowerCase() === summaryTo.toLowerCase());
    if (reader)
      warn(`The summary, with all money, goes to ${reader.member.crewId}: see “Summary to” in Settings.`);
  }

  private async report(subject: Subject, news: SummaryNews, { leaving }: Attempt): Promise<{ id: string }> {
    this.warnOfCrewReading(subject);
    return { id: await this.send(subject, news, await this.repliesTo(subject, news), leaving) };
  }

  /** `leaving` runs when the mail is about to leave. Gives its id. */
  send(
    subject: Subject,
    news: SummaryNews,
    replies: readonly CrewReply[],
    leaving?: () => void,
  ): Promise<string> {
    const { booking } = subject;
    const { summaryFrom, summaryTo } = this.settings;
    const content = captainSummaryContent(booking, this.settings, {
      guestPageUrl: guestPageUrl(this.settings, booking.slug),
      calendarEntryId: subject.idOf('calendar entry'),
      crewEventId: subject.idOf('crew event'),
      warnings: subject.warnings(),
      replies,
    });
    return this.mail.sendEmail(
      { from: summaryFrom, to: summaryTo, ...renderCaptainSummary(content, news) },
      { bookingId: booking.bookingId, ...(leaving && { leaving }) },
    );
  }
}

/** A booking's row as the captain was last told of it, from what its summary remembers; empty when nothing was told. */
export function toldCells(memory: Json | undefined): Partial<Record<InputColumn, Cell>> {
  return memory === undefined ? {} : cellsOf((memory as Desired).facts);
}
