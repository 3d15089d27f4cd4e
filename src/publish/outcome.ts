import { capitalised } from '../booking/capitalised.ts';
import type { Question } from './journal.ts';

/** How one step of a publish ended. */
export type StepOutcome =
  | { kind: 'done' }
  | { kind: 'nothing' }
  /** The timer goes on with it by itself. */
  | { kind: 'later'; why: string }
  /** A refusal: the captain mends something and publishes again. */
  | { kind: 'failed'; why: string }
  /** Only the captain can go on with it. */
  | { kind: 'asked'; question: Question; why: string }
  | { kind: 'waiting'; for: string };

/** What takes longer than this is the captain's business. */
export const PATIENCE_MILLISECONDS = 15 * 60_000;

export interface Verdict {
  state: 'Publishing' | 'Published' | 'Needs attention' | 'Removed';
  progress: 'unfinished' | 'attention' | 'settled';
  /** One sentence a problem. */
  problems: string[];
}

/** What the steps of one booking, by the projections' names, come to. */
export function verdictOf(
  outcomes: ReadonlyMap<string, StepOutcome>,
  isCancelled: boolean,
  isOverdue: boolean,
): Verdict {
  const problems: string[] = [];
  let isUnfinished = false;
  let isNeeded = false;
  for (const [name, outcome] of outcomes) {
    const subject = capitalised(name);
    if (outcome.kind === 'failed') {
      isNeeded = true;
      problems.push(`${subject}: ${withoutStop(outcome.why)}. Mend it, then publish again.`);
    } else if (outcome.kind === 'asked') {
      isNeeded = true;
      problems.push(`${subject}: ${QUESTIONS[outcome.question](withoutStop(outcome.why))}`);
    } else if (outcome.kind === 'later') {
      isUnfinished = true;
      isNeeded ||= isOverdue;
      problems.push(`${subject}: not through yet (${withoutStop(outcome.why)}); it goes on by itself.`);
    }
  }
  const through = isCancelled ? 'Removed' : 'Published';
  return {
    state: isNeeded ? 'Needs attention' : isUnfinished ? 'Publishing' : through,
    progress: isUnfinished ? 'unfinished' : isNeeded ? 'attention' : 'settled',
    problems,
  };
}

const QUESTIONS: Record<Question, (why: string) => string> = {
  'did it arrive': (why) => `it may or may not have arrived (${why}). Look, then publish again to say which.`,
  'do it by hand': (why) =>
    `this can only be done by hand over there (${why}). Do it, then publish again to say so.`,
};

/** What a remote said may be a sentence already. */
function withoutStop(why: string): string {
  return why.replace(/\.+$/, '');
}
