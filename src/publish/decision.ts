import { PROJECTION_NAMES, type ProjectionName } from '../projections/projection.ts';
import type { Journal } from './journal.ts';

/** Something that left and may or may not have arrived, which only the captain can find out. */
export interface OpenDecision {
  bookingId: string;
  projection: ProjectionName;
  /** Epoch milliseconds at which it left. */
  since: number;
}

/** What waits for the captain's word: nothing that a run is still busy with, or that the timer resolves by itself. */
export function openDecisions(journal: Journal): OpenDecision[] {
  return journal
    .all()
    .filter(({ progress, lease }) => progress === 'attention' && lease === undefined)
    .flatMap(({ bookingId, records }) =>
      PROJECTION_NAMES.flatMap((projection) => {
        const record = records[projection];
        return record?.state === 'sending' ? [{ bookingId, projection, since: record.since }] : [];
      }),
    );
}

/**
 * The captain says whether it arrived. What did not goes out again, and what did is taken as done, by the next
 * tick of the timer or the next publish.
 */
export function decide(
  journal: Journal,
  { bookingId, projection }: Omit<OpenDecision, 'since'>,
  arrived: boolean,
): void {
  const entry = journal.find(bookingId);
  const record = entry?.records[projection];
  if (!entry || record?.state !== 'sending') return;
  const { fingerprint, memory, previous } = record;
  const id = previous && previous.state !== 'removed' ? previous.id : '';
  const done = { state: 'done', id, fingerprint, ...(memory === undefined ? {} : { memory }) } as const;
  journal.record(bookingId, projection, arrived ? done : previous);
  journal.put({ ...entry, records: journal.find(bookingId)?.records ?? {}, progress: 'unfinished' });
}
