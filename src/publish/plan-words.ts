import type { Projection, Subject } from '../projections/projection.ts';
import { type JournalEntry, placedIn } from './journal.ts';
import { type Action, type PlannedStep, planOf } from './plan.ts';

/** A step that does something, and what people would see of it: a sentence without its subject. */
export interface StepInWords extends PlannedStep {
  words: string;
}

export function planInWords(
  projections: readonly Projection[],
  subject: Subject,
  entry: JournalEntry | undefined,
): StepInWords[] {
  return projections.flatMap((projection) =>
    planOf([projection], subject, entry)
      .filter(({ action }) => action !== 'nothing')
      .map((step) => ({ ...step, words: actionInWords(projection, subject, step.action, entry) })),
  );
}

const RESOLVING = {
  repeat: 'finishes what an earlier publish began',
  find: 'looks whether what was sent arrived, and sends it if it did not',
  ask: 'asks you whether the last one arrived',
};

function actionInWords(
  projection: Projection,
  subject: Subject,
  action: Action,
  entry: JournalEntry | undefined,
): string {
  const { name, afterUnknownCreation } = projection;
  const placed = placedIn(entry, name);
  const drift = placed?.state === 'done' ? placed.drift : undefined;
  const write = (kind: 'create' | 'update' | 'remove') =>
    // What was put there is not what stands there after a drift.
    projection.inWords?.(subject, kind, placed && drift ? { id: placed.id } : placed) ||
    `${kind}s the ${name}`;
  switch (action) {
    case 'nothing':
      return '';
    case 'settle':
      return 'looks whether the public sees it by now';
    case 'resolve':
      return RESOLVING[afterUnknownCreation];
    case 'replace':
      return `makes sure that the earlier one is gone, then ${write('create')}`;
    default:
      return drift ? `${write(action)}; it was changed over there: ${drift.join('; ')}` : write(action);
  }
}
