import { idKey } from '../booking/rows.ts';
import { messageOf, RemoteError } from '../clients/remote-error.ts';
import type { CrewReply } from '../clients/ship-captain-crew.ts';
import { scriptClock } from '../google/clock.ts';
import { documentLock } from '../google/lock.ts';
import { crewNews, crewNewsInWords } from '../projections/crew-news.ts';
import type { Journal, JournalEntry } from '../publish/journal.ts';
import { subjectOf } from '../publish/publisher.ts';
import type { Desk } from './desk.ts';
import type { Workshop } from './workshop.ts';

/** What the crew of a booking answered by now. */
interface Answer {
  entry: Pick<JournalEntry, 'bookingId' | 'endsAt'>;
  replies: readonly CrewReply[];
}

/**
 * Mails the captain who can't make it, and that all can, once for each time of a charter. It counts as told before it leaves:
 * a mail that may have arrived is never sent again, and the row says the same. What certainly didn't leave is sent later.
 * Answers what went wrong, in words; empty when nothing did.
 */
export async function mailCrewNews(
  answers: readonly Answer[],
  desk: Desk,
  workshop: Workshop,
): Promise<string> {
  const troubles = await Promise.all(answers.map((one) => mailNewsOf(one, desk, workshop)));
  return troubles.join('');
}

async function mailNewsOf(
  { entry: { bookingId, endsAt }, replies }: Answer,
  desk: Desk,
  { journal, summary }: Workshop,
): Promise<string> {
  const row = desk.bookings.find((one) => idKey(one.bookingId) === idKey(bookingId));
  const news = crewNews(replies);
  // A charter at another time asks its crew anew.
  const named = news.map((one) => `${one} ${endsAt}`);
  if (!row?.result.ok || !tell(journal, bookingId, named)) return '';
  const booking = row.result.value;
  const words = crewNewsInWords(news, [booking.captain, ...booking.crew]);
  try {
    await summary.send(subjectOf(booking, journal, scriptClock.now()), { kind: 'crew', words }, replies);
    return '';
  } catch (error) {
    if (!(error instanceof RemoteError && error.outcome === 'unknown')) tell(journal, bookingId, []);
    return ` The mail about ${bookingId} failed: ${messageOf(error)}.`;
  }
}

/** Puts on record what the captain is told. Whether there was anything new in it: who thought better of it is no news. */
function tell(journal: Journal, bookingId: string, news: readonly string[]): boolean {
  const told = () => journal.find(bookingId)?.crewTold || [];
  if (String(told()) === String(news)) return false;
  return documentLock().holding(() => {
    journal.reload();
    const entry = journal.find(bookingId);
    const before = told();
    if (!entry) return false;
    journal.put({ ...entry, crewTold: news });
    journal.flush();
    return news.some((one) => !before.includes(one));
  });
}
