import type { Lock } from '../publish/lock.ts';

/** Another execution held the document lock for too long. Nothing was done. */
export class LockTimeout extends Error {
  override readonly name = 'LockTimeout';

  constructor() {
    super('Charter Desk is writing to this spreadsheet in another run. Please try again in a moment.');
  }
}

/** Held for moments only, so whoever waits this long meets something that hangs. */
export function documentLock(waitMilliseconds = 15_000): Lock {
  return {
    holding(work) {
      // Null in a web app, which belongs to no document.
      const lock: GoogleAppsScript.Lock.Lock | null = LockService.getDocumentLock();
      if (!lock) throw new Error('There is no document to lock: this must run inside the spreadsheet.');
      if (!lock.tryLock(waitMilliseconds)) throw new LockTimeout();
      try {
        return work();
      } finally {
        try {
          // Writes are buffered: without this the next holder could still read the old cells.
          SpreadsheetApp.flush();
        } finally {
          lock.releaseLock();
        }
      }
    },
  };
}
