/** How one step of a publish ended. */
export type StepOutcome =
  | { kind: 'done' }
  | { kind: 'nothing' }
  /** The timer goes on with it by itself. */
  | { kind: 'later'; why: string }
  /** A refusal: the captain mends something and publishes again. */
  | { kind: 'failed'; why: string }
  /** Only the captain can tell whether it arrived. */
  | { kind: 'undecided'; why: string }
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
    const subject = name.charAt(0).toUpperCase() + name.slice(1);
    if (outcome.kind === 'failed') {
      isNeeded = true;
      problems.push(`${subject}: ${withoutStop(outcome.why)}. Mend it, then publish again.`);
    } else if (outcome.kind === 'undecided') {
      isNeeded = true;
      problems.push(
        `${subject}: it may or may not have arrived (${withoutStop(outcome.why)}). Look, then publish again to say which.`,
      );
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

/** What a remote said may be a sentence already. */
function withoutStop(why: string): string {
  return why.replace(/\.+$/, '');
}
