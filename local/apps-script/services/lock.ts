import type { Caller } from '../caller.ts';
import type { PropertyScope } from './properties.ts';

interface Waiter {
  execution: string;
  acquired: () => void;
}

interface Lock {
  holder: string | null;
  /** First come, first served. */
  waiters: Waiter[];
}

/** The locks of one script, each held by at most one execution. */
export class Locks {
  private readonly locks = new Map<string, Lock>();
  private readonly sleep: (milliseconds: number) => Promise<void>;

  constructor(sleep: (milliseconds: number) => Promise<void>) {
    this.sleep = sleep;
  }

  private lock(name: string): Lock {
    const lock = this.locks.get(name) ?? { holder: null, waiters: [] };
    this.locks.set(name, lock);
    return lock;
  }

  holds(name: string, execution: string): boolean {
    return this.lock(name).holder === execution;
  }

  /** Whether the execution holds the lock once it was free or the time was over. */
  async acquire(name: string, execution: string, timeoutMilliseconds: number): Promise<boolean> {
    const lock = this.lock(name);
    lock.holder ??= execution;
    if (lock.holder === execution) return true;
    await Promise.race([
      new Promise<void>((acquired) => lock.waiters.push({ execution, acquired })),
      this.sleep(timeoutMilliseconds),
    ]);
    lock.waiters = lock.waiters.filter((waiter) => waiter.execution !== execution);
    return this.holds(name, execution);
  }

  release(name: string, execution: string): void {
    const lock = this.lock(name);
    if (lock.holder !== execution) return;
    const next = lock.waiters.shift();
    lock.holder = next?.execution ?? null;
    next?.acquired();
  }

  /** What the end of an execution does, however it came. */
  releaseAll(execution: string): void {
    for (const [name, lock] of this.locks) {
      lock.waiters = lock.waiters.filter((waiter) => waiter.execution !== execution);
      this.release(name, execution);
    }
  }
}

export function lockService(caller: Caller, locks: Locks) {
  const name = (scope: PropertyScope) => (scope === 'user' ? `user:${caller.effectiveUser}` : scope);
  return {
    /** A web app has no document, hence no document lock. */
    exists: (scope: PropertyScope) => !(scope === 'document' && caller.context === 'webapp'),
    tryLock: (scope: PropertyScope, milliseconds: number) =>
      locks.acquire(name(scope), caller.id, milliseconds),
    hasLock: (scope: PropertyScope) => locks.holds(name(scope), caller.id),
    releaseLock(scope: PropertyScope): void {
      locks.release(name(scope), caller.id);
    },
  };
}
