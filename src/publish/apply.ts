import type { Clock } from '../clients/clock.ts';
import type { Projection, Subject } from '../projections/projection.ts';
import type { Journal } from './journal.ts';
import type { StepOutcome } from './outcome.ts';
import { Step } from './step.ts';

/**
 * Applies the plan of one booking. Each step starts when those it waits for are through; what doesn't depend on
 * each other runs side by side, so that its requests share rounds.
 * `projections` stand in an order in which each comes after those it waits for.
 */
export async function applyPlan(
  projections: readonly Projection[],
  subject: Subject,
  journal: Journal,
  clock: Clock,
): Promise<Map<string, StepOutcome>> {
  const started = new Map<string, Promise<StepOutcome>>();
  for (const projection of projections) {
    const step = new Step(projection, subject, journal, clock);
    // What goes away goes at once: nobody must wait for a page to be told that a charter is off.
    const before = step.action === 'remove' ? [] : projection.waitsFor;
    started.set(
      projection.name,
      runAfter(before, started, step).then((outcome) => {
        journal.note(subject.booking.bookingId, projection.name, outcome);
        return outcome;
      }),
    );
  }
  const outcomes = new Map<string, StepOutcome>();
  for (const [name, outcome] of started) outcomes.set(name, await outcome);
  return outcomes;
}

async function runAfter(
  before: readonly string[],
  started: ReadonlyMap<string, Promise<StepOutcome>>,
  step: Step,
): Promise<StepOutcome> {
  for (const name of before) {
    const outcome = await started.get(name);
    if (outcome && outcome.kind !== 'done' && outcome.kind !== 'nothing')
      return { kind: 'waiting', for: name };
  }
  return step.run();
}
