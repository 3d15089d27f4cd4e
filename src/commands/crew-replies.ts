import { idKey } from '../booking/rows.ts';
import type { RemoteError } from '../clients/remote-error.ts';
import type { CrewReply, RepliedEvent } from '../clients/ship-captain-crew.ts';
import { scriptClock } from '../google/clock.ts';
import { documentLock } from '../google/lock.ts';
import { remember, remembered } from '../google/properties.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { toast } from '../google/ui.ts';
import { isMailing, laneAfter, repliesInWords } from '../projections/crew-replies.ts';
import { type Journal, type JournalEntry, placedId } from '../publish/journal.ts';
import { PATIENCE_MILLISECONDS } from '../publish/outcome.ts';
import type { BookingChange } from '../sheet/bookings.ts';
import { KanbanTab } from '../sheet/kanban.ts';
import { writeCards } from './cards.ts';
import { mailCrewNews } from './crew-news-mails.ts';
import { Desk } from './desk.ts';
import { openWorkshop } from './workshop.ts';

/** How it stands with asking for replies. Epoch milliseconds, each absent where it doesn't apply. */
interface Asking {
  /** What had changed before this stands in the sheet. */
  since?: number;
  /** When the crew system turned out not to know the question. */
  unknownAt?: number;
  /** Since when it gives no answer. */
  failingSince?: number;
}

/** What the crew of a booking answered. */
interface Answer {
  /** As it stood before they were asked for. */
  entry: JournalEntry;
  replies: readonly CrewReply[];
  words: string;
}

const ASKING = 'crew-replies/asking';
const NO_NEWS = 'No new crew replies.';
const DAY_MILLISECONDS = 24 * 3_600_000;
const MOST_MILLISECONDS = 30 * DAY_MILLISECONDS;
/** Clocks differ, and what was changed in the last moments may be missing in an answer. */
const OVERLAP_MILLISECONDS = 2 * 60_000;
/** Statuses and a code. 200: it answers in words of another contract. The last is API Gateway's own. */
const UNKNOWN_ROUTE: unknown[] = [200, 400, 404, 405, 'MissingAuthenticationTokenException'];

/** Charter → Refresh crew replies: what the timer does, now. */
export async function refreshCrewReplies(): Promise<void> {
  toast((await ask(new Desk(activeSpreadsheet()), asking())).words, 15);
}

/** The standing timer's. Answers what goes wrong for so long that it doesn't pass by itself; empty when nothing does. */
export async function followCrewReplies(desk: Desk): Promise<string> {
  const before = asking();
  const now = scriptClock.now();
  if (!desk.hasSettings() || now - (before.unknownAt || 0) < DAY_MILLISECONDS) return '';
  const { words, failingSince = now } = await ask(desk, before);
  return now - failingSince < PATIENCE_MILLISECONDS ? '' : words;
}

function asking(): Asking {
  return remembered(ASKING) || {};
}

/** Asks once what changed, if there is anybody who may answer, and puts it into the sheet. */
async function ask(desk: Desk, { since = 0, failingSince }: Asking): Promise<Asking & { words: string }> {
  const now = scriptClock.now();
  const workshop = openWorkshop(desk);
  const { journal, remotes } = workshop;
  const entries = journal.all();
  if (!entries.some((entry) => entry.endsAt > now && placedId(entry, 'crew event'))) {
    return { words: NO_NEWS };
  }
  const outcome = (words: string, asking: Asking) => {
    remember(ASKING, asking);
    return { words, ...asking };
  };
  let events: RepliedEvent[];
  try {
    const from = Math.max(since - OVERLAP_MILLISECONDS, now - MOST_MILLISECONDS);
    events = await remotes.crewSystem.changedSince(from);
  } catch (error) {
    const { status, code, message } = error as Error & Partial<RemoteError>;
    return [status, code].some((one) => UNKNOWN_ROUTE.includes(one))
      ? outcome('This crew system can’t be asked for replies: look there.', { since, unknownAt: now })
      : outcome(`Crew replies could not be read: ${message}`, { since, failingSince: failingSince || now });
  }

  const answers = answersIn(events, entries.filter(isAtRest));
  const news = answers.filter((answer) => !isSaid(answer, desk));
  const written = news.length > 0 ? write(news, desk, journal) : [];
  // What is still under way is asked for again.
  const isAll =
    written.length === news.length &&
    entries.every(isAtRest) &&
    !events.some(({ replies }) => isMailing(replies));
  const words = written.length > 0 ? `New crew replies: ${written.join(', ')}.` : NO_NEWS;
  const trouble = await mailCrewNews(answers, desk, workshop);
  return trouble === ''
    ? outcome(words, { since: isAll ? now : since })
    : outcome(words + trouble, { since, failingSince: failingSince || now });
}

/** A publish under way may be about to reset the replies, in the crew system or on the card. */
function isAtRest({ lease, progress }: JournalEntry): boolean {
  return !lease && progress !== 'unfinished';
}

function answersIn(events: readonly RepliedEvent[], entries: readonly JournalEntry[]): Answer[] {
  return entries.flatMap((entry) => {
    const id = placedId(entry, 'crew event');
    const event = events.find((one) => one.id === id);
    return event ? [{ entry, replies: event.replies, words: repliesInWords(event.replies) }] : [];
  });
}

function isSaid({ entry, words }: Answer, { rows }: Desk): boolean {
  return rows.some(
    ({ bookingId, outputs }) =>
      outputs['Crew replies'] === words && idKey(bookingId) === idKey(entry.bookingId),
  );
}

/**
 * Puts news into the cards and, after them, into the rows: what a row says tells the next run that its card has it.
 * What was published since it was asked for is left out. Answers the bookings that weren't.
 */
function write(
  news: readonly Answer[],
  { spreadsheet, zone, bookingsTab }: Desk,
  journal: Journal,
): string[] {
  return documentLock().holding(() => {
    journal.reload();
    const kanban = new KanbanTab(spreadsheet, zone);
    const changes = new Map<string, BookingChange>();
    for (const { entry, replies, words } of news) {
      const { bookingId, revision } = entry;
      if (journal.find(bookingId)?.revision !== revision) continue;
      changes.set(bookingId, { outputs: { crewReplies: words } });
      const card = kanban.find(bookingId);
      if (card) kanban.put({ ...card, crewReplies: words, lane: laneAfter(replies, card.lane) });
    }
    writeCards(kanban, spreadsheet);
    bookingsTab.write(changes);
    return [...changes.keys()];
  });
}
