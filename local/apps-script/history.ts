import { ScriptVisibleError } from './errors.ts';

/** Something that a person did, and how to take it back and do it again. */
export interface Step<Result> {
  /** Whether things still stand as doing it left them, or taking it back did. */
  stands(): boolean;
  undo(): Result;
  redo(): Result;
}

const MOST_STEPS = 100;

/** What one person did, for undo and redo. A step that others have built upon since is not taken back: their work would go with it. */
export class History<Result> {
  private done: Step<Result>[] = [];
  private undone: Step<Result>[] = [];

  add(step: Step<Result>): void {
    this.done = [...this.done, step].slice(-MOST_STEPS);
    this.undone = [];
  }

  /** Null when there is nothing to undo. Throws when it can't be undone any more. */
  undo(): Result | null {
    return this.move(this.done, this.undone, 'undo');
  }

  /** Null when there is nothing to redo. Throws when it can't be done again. */
  redo(): Result | null {
    return this.move(this.undone, this.done, 'redo');
  }

  private move(from: Step<Result>[], to: Step<Result>[], way: 'undo' | 'redo'): Result | null {
    const step = from.pop();
    if (!step) return null;
    if (!step.stands()) {
      throw new ScriptVisibleError(`Can’t ${way}: the cells were changed since.`);
    }
    to.push(step);
    return step[way]();
  }
}
