import { fingerprint } from '../projections/fingerprint.ts';
import type { Json, Projection, Subject } from '../projections/projection.ts';
import type { JournalEntry, ProjectionRecord } from './journal.ts';

/**
 * What has to be done about one projection.
 *
 *   create, update, remove, nothing
 *   settle    placed already; the outside world has yet to see it
 *   resolve   a creation (or a mail) left and its outcome is unknown
 *   replace   a removal left and its outcome is unknown, but now something is wanted again
 */
export type Action = 'create' | 'update' | 'remove' | 'nothing' | 'settle' | 'resolve' | 'replace';

export interface PlannedStep {
  projection: string;
  action: Action;
}

/** The difference between desired and recorded, projection by projection. */
export function planOf(
  projections: readonly Projection[],
  subject: Subject,
  entry?: JournalEntry,
): PlannedStep[] {
  return projections.map((projection) => ({
    projection: projection.name,
    action: actionFor(projection, wanted(projection, subject, entry), entry?.records[projection.name]),
  }));
}

/** A cancelled booking of which nothing was ever published leaves nothing to do, not even a "cancelled" page. */
export function wanted(projection: Projection, subject: Subject, entry?: JournalEntry): Json | null {
  const record = entry?.records[projection.name];
  const untouched = record === undefined || record.state === 'removed';
  if (subject.booking.status === 'Cancelled' && untouched) return null;
  return projection.desired(subject);
}

export function actionFor(
  projection: Projection,
  desired: Json | null,
  record: ProjectionRecord | undefined,
): Action {
  switch (record?.state) {
    case undefined:
    case 'removed':
      return desired === null ? 'nothing' : 'create';
    case 'sending':
      if (record.action === 'create' || projection.afterUnknownCreation === 'ask') return 'resolve';
      if (desired === null) return 'remove';
      return record.action === 'remove' ? 'replace' : 'update';
    case 'settling':
      if (desired === null) return 'remove';
      return record.fingerprint === fingerprint(desired) ? 'settle' : 'update';
    case 'done':
      if (desired === null) return 'remove';
      return record.fingerprint === fingerprint(desired) && !record.drift ? 'nothing' : 'update';
  }
}

export function acts(steps: readonly PlannedStep[]): boolean {
  return steps.some(({ action }) => action !== 'nothing');
}
