import type { Journal, Question, Sending } from './journal.ts';

/** Something that only the captain can find out, or do. */
export interface OpenDecision {
  bookingId: string;
  projection: string;
  action: Sending['action'];
  question: Question;
  /** Epoch milliseconds at which it left; with the names it tells which sending is meant. */
  since: number;
}

/** What waits for the captain's word. */
export function openDecisions(journal: Journal): OpenDecision[] {
  return journal
    .all()
    .filter(({ lease }) => lease === undefined)
    .flatMap(({ bookingId, records }) =>
      Object.entries(records).flatMap(([projection, record]) => {
        if (record.state !== 'sending' || !record.question) return [];
        const { action, question, since } = record;
        return [{ bookingId, projection, action, question, since }];
      }),
    );
}

/**
 * The captain says whether it arrived. What did not goes out again, and what did is taken as done, by the next
 * publish or the timer. False: it is no longer open, for somebody else decided, or a publish goes on with it.
 */
export function decide(
  journal: Journal,
  { bookingId, projection, since }: Pick<OpenDecision, 'bookingId' | 'projection' | 'since'>,
  arrived: boolean,
): boolean {
  const entry = journal.find(bookingId);
  const record = entry?.records[projection];
  if (!entry || entry.lease || record?.state !== 'sending') return false;
  if (!record.question || record.since !== since) return false;
  // From now on: what was waited for before is no reason to wait on.
  journal.put({ ...entry, progress: 'unfinished', unfinishedSince: entry.triedAt });
  journal.record(bookingId, projection, arrived ? arrivedRecord(record) : record.previous);
  return true;
}

function arrivedRecord({ action, fingerprint, memory, previous }: Sending) {
  if (action === 'remove') return { state: 'removed' } as const;
  const id = previous && previous.state !== 'removed' ? previous.id : '';
  return { state: 'done', id, fingerprint, memory } as const;
}
