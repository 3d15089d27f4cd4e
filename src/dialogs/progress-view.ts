import type { BookingProgress, PublishBegun, PublishProgress } from '../commands/progress.ts';
import { type Line, linesOf } from './progress-line.ts';

/** Where publishing one booking stands. */
export type Standing =
  | 'to begin'
  | 'under way'
  /** Somebody else publishes it, or did so meanwhile. */
  | 'others'
  | 'by others'
  | 'through'
  /** The timer goes on with it. */
  | 'later'
  /** The script that published it was ended. */
  | 'stopped'
  | 'yours'
  | 'faulty'
  /** This publish is over, and did not take it. */
  | 'not taken';

export interface BookingView {
  bookingId: string;
  standing: Standing;
  headline: string;
  lines: Line[];
  /** What to mend, and what is good to know. */
  problems: readonly string[];
  warnings: readonly string[];
  /** Empty as long as no page stands there. */
  guestPageUrl: string;
}

export interface View {
  /** All in a sentence or two. */
  words: string;
  kind: '' | 'good' | 'trouble';
  bookings: BookingView[];
  /** Steps; none are known before the publish begins. */
  done: number;
  all: number;
}

/** Who else was seen to publish what, by the booking's id: when they are through, the record forgets them. */
export type Others = Map<string, string>;

const BEGINS_WITHIN_MILLISECONDS = 60_000;

export function viewOf(begun: PublishBegun, progress: PublishProgress, others: Others): View {
  const entries = new Map(progress.bookings.map((entry) => [entry.bookingId.toLowerCase(), entry]));
  const bookings = begun.bookings.map((booking) =>
    bookingView(booking, entries.get(booking.bookingId.toLowerCase()), begun, progress, others),
  );
  const acting = bookings.flatMap(({ lines }) => lines.filter(({ state }) => state !== 'nothing'));
  return {
    ...summaryOf(bookings, begun, progress),
    bookings,
    done: acting.filter(({ state }) => state === 'done').length,
    all: acting.length,
  };
}

function bookingView(
  { bookingId, guestPageUrl, problems }: PublishBegun['bookings'][number],
  entry: BookingProgress | undefined,
  { run }: PublishBegun,
  { result }: PublishProgress,
  others: Others,
): BookingView {
  const recorded = standingOf(entry, run, result !== null);
  if (recorded === 'others') others.set(bookingId, entry?.lease?.who ?? '');
  const isByOthers = recorded === 'not taken' && entry?.progress === 'settled' && others.has(bookingId);
  const standing = problems.length > 0 ? 'faulty' : isByOthers ? 'by others' : recorded;
  const isWatched = entry !== undefined && !['faulty', 'to begin', 'not taken'].includes(standing);
  const lines = isWatched ? linesOf(entry) : [];
  return {
    bookingId,
    standing,
    headline: headlineOf(standing, lines, entry, others.get(bookingId)),
    lines,
    problems: problems.map(({ message }) => message),
    warnings: standing === 'through' && entry ? entry.warnings : [],
    guestPageUrl: isWatched && entry.records['guest page'] === 'done' ? guestPageUrl : '',
  };
}

function standingOf(entry: BookingProgress | undefined, run: number, isOver: boolean): Standing {
  if (entry?.isHeld) return (entry.lease?.since ?? 0) < run ? 'others' : 'under way';
  if (!entry || entry.triedAt < run) return isOver ? 'not taken' : 'to begin';
  if (entry.lease) return 'stopped';
  return { settled: 'through', unfinished: 'later', attention: 'yours' }[entry.progress] as Standing;
}

function headlineOf(
  standing: Standing,
  lines: readonly Line[],
  entry: BookingProgress | undefined,
  other: string | undefined,
): string {
  const acting = lines.filter(({ state }) => state !== 'nothing');
  switch (standing) {
    case 'to begin':
      return 'about to begin';
    case 'under way':
      return `${acting.filter(({ state }) => state === 'done').length} of ${acting.length} steps through`;
    case 'others':
      return `being published by ${other} since ${clockTime(entry?.lease?.since ?? 0)}`;
    case 'by others':
      return `published by ${other} meanwhile`;
    case 'through':
      if (acting.length === 0) return 'nothing to do: all systems agree already';
      return entry?.status === 'Cancelled' ? 'taken back everywhere' : 'all systems agree';
    case 'later':
      return 'not through yet; it goes on by itself within five minutes';
    case 'stopped':
      return 'the script was stopped; it goes on by itself within five minutes';
    case 'yours':
      return 'needs you';
    case 'faulty':
      return 'not published before its row is mended';
    case 'not taken':
      return 'not published now';
  }
}

function summaryOf(
  bookings: readonly BookingView[],
  { run }: PublishBegun,
  { now, result }: PublishProgress,
): Pick<View, 'words' | 'kind'> {
  const named = (...standings: Standing[]) => {
    const ids = bookings.filter(({ standing }) => standings.includes(standing)).map(called);
    return ids.length > 5 ? `${ids.slice(0, 4).join(', ')} and ${ids.length - 4} more` : ids.join(', ');
  };
  // It speaks of all of them, and of what the record doesn't hold.
  if (named('not taken') && result) return { words: result, kind: '' };
  const through = named('through');
  const toBegin = named('to begin');
  const isLate = now - run > BEGINS_WITHIN_MILLISECONDS;
  const sentences = [
    named('under way') && `Publishing ${named('under way')} …`,
    toBegin && !isLate && `About to publish ${toBegin} …`,
    toBegin && isLate && `Nothing of ${toBegin} has begun for a minute: close this, and publish again.`,
    named('not taken') && `An error stopped this before it began: the sheet says which.`,
    ...bookings
      .filter(({ standing }) => standing === 'others' || standing === 'by others')
      .map(
        ({ bookingId, headline, standing }) =>
          `${bookingId} ${standing === 'others' ? 'is' : 'was'} ${headline}.`,
      ),
    through && `All systems agree on ${through}.`,
    named('stopped') &&
      `The script was stopped before it was through with ${named('stopped')}; it goes on by itself within five minutes.`,
    named('later') && `Not through yet, and going on by itself within five minutes: ${named('later')}.`,
    named('yours') && `Needs you, see below: ${named('yours')}.`,
    named('faulty') && `Not published before the row is mended: ${named('faulty')}.`,
  ].filter(Boolean);
  const isGood = bookings.every(({ standing }) => standing === 'through');
  const isTrouble = !through && Boolean(named('yours', 'faulty', 'not taken') || (toBegin && isLate));
  return { words: sentences.join(' '), kind: isGood ? 'good' : isTrouble ? 'trouble' : '' };
}

export function called({ bookingId }: { bookingId: string }): string {
  return bookingId || 'a row without Booking ID';
}

export function clockTime(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' });
}
