import { capitalised } from '../booking/capitalised.ts';
import { messageOf } from '../clients/remote-error.ts';
import { fingerprint } from '../projections/fingerprint.ts';
import type { Inspection, Json, Projection, Subject } from '../projections/projection.ts';
import type { Journal, JournalEntry, ProjectionRecord } from './journal.ts';

/** What a look at one projection of one booking told. */
export interface Look {
  bookingId: string;
  projection: string;
  /** The record that it was held against. */
  record: ProjectionRecord;
  inspection: Inspection;
}

const LONGEST_DRIFT = 5;

/**
 * Looks at all that was put outside for a booking, all at once. What the row wants changed by now is not looked at:
 * nobody knows any more what should stand there.
 */
export async function lookAtRemotes(
  projections: readonly Projection[],
  subject: Subject,
  entry: JournalEntry,
): Promise<Look[]> {
  const looks = projections.map(async (projection): Promise<Look[]> => {
    const record = entry.records[projection.name];
    const desired = projection.desired(subject);
    if (record?.state !== 'done' || desired === null || !projection.inspect) return [];
    if (record.fingerprint !== fingerprint(desired)) return [];
    const inspection = await inspect(projection, subject, desired, record);
    return [{ bookingId: entry.bookingId, projection: projection.name, record, inspection }];
  });
  return (await Promise.all(looks)).flat();
}

async function inspect(
  projection: Projection,
  subject: Subject,
  desired: Json,
  record: ProjectionRecord & { state: 'done' },
): Promise<Inspection> {
  try {
    const inspection = await projection.inspect?.(subject, desired, record);
    return inspection || { kind: 'seen', differences: [] };
  } catch (error) {
    return { kind: 'cannot be asked', why: messageOf(error) };
  }
}

/** Puts on record what was found, where nothing was published since. It becomes durable by the journal's flush. */
export function recordDrift(journal: Journal, looks: readonly Look[]): void {
  for (const { bookingId, projection, record, inspection } of looks) {
    if (inspection.kind === 'cannot be asked') continue;
    const entry = journal.find(bookingId);
    const current = entry?.records[projection];
    if (!entry || entry.lease || current?.state !== 'done') continue;
    if (JSON.stringify(current) !== JSON.stringify(record)) continue;
    const { drift: before, ...held } = current;
    const differences = inspection.kind === 'gone' ? ['it is not there any more'] : inspection.differences;
    if (differences.length > 0) {
      journal.record(bookingId, projection, { ...held, drift: differences.slice(0, LONGEST_DRIFT) });
    } else if (before) journal.record(bookingId, projection, held);
  }
}

/** One sentence for each projection of a booking that no longer holds what was put there. */
export function driftOf({ records }: JournalEntry): string[] {
  return Object.entries(records).flatMap(([projection, record]) => {
    if (record.state !== 'done' || !record.drift) return [];
    return [`${capitalised(projection)}, changed over there: ${record.drift.join('; ')}.`];
  });
}
