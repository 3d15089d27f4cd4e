import type { ProjectionName } from '../projections/projection.ts';

/** How one step of a publish ended. `since` is in epoch milliseconds. */
export type StepOutcome =
  | { kind: 'done' }
  | { kind: 'nothing' }
  /** The timer goes on with it by itself. */
  | { kind: 'later'; why: string; since: number }
  /** A refusal: the captain mends something and publishes again. */
  | { kind: 'failed'; why: string }
  /** Only the captain can tell whether it arrived. */
  | { kind: 'undecided'; why: string }
  | { kind: 'waiting'; for: ProjectionName };

/** What takes longer than this is the captain's business. */
const PATIENCE_MILLISECONDS = 15 * 60_000;

export type Verdict = {
  state: 'Publishing' | 'Published' | 'Needs attention' | 'Removed';
  progress: 'unfinished' | 'attention' | 'settled';
  /** One sentence a problem. */
  problems: string[];
};

/** What the steps of one booking come to. */
export function verdictOf(
  outcomes: ReadonlyMap<ProjectionName, StepOutcome>,
  cancelled: boolean,
  now: number,
): Verdict {
  const problems: string[] = [];
  let unfinished = false;
  let needed = false;
  for (const [name, outcome] of outcomes) {
    if (outcome.kind === 'failed') {
      needed = true;
      problems.push(`${sentenceStart(name)}: ${withoutStop(outcome.why)}. Mend it, then publish again.`);
    } else if (outcome.kind === 'undecided') {
      needed = true;
      problems.push(
        `${sentenceStart(name)}: it may or may not have arrived (${withoutStop(outcome.why)}). Look, then publish again to say which.`,
      );
    } else if (outcome.kind === 'later') {
      unfinished = true;
      problems.push(
        `${sentenceStart(name)}: not through yet (${withoutStop(outcome.why)}); it goes on by itself.`,
      );
      if (now - outcome.since > PATIENCE_MILLISECONDS) needed = true;
    }
  }
  const state = needed ? 'Needs attention' : unfinished ? 'Publishing' : cancelled ? 'Removed' : 'Published';
  return { state, progress: unfinished ? 'unfinished' : needed ? 'attention' : 'settled', problems };
}

function sentenceStart(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What a remote said may be a sentence already. */
function withoutStop(why: string): string {
  return why.replace(/\.+$/, '');
}
