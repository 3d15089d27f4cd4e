/** Events that may wait while a simple trigger runs; the facts are Google's: further ones are dropped. */
const maximumWaiting = 2;

/** Runs the events of one simple trigger one after another. */
export class SimpleTriggerQueue {
  private last: Promise<unknown> = Promise.resolve();
  private unfinished = 0;

  /** Null when the event was dropped. */
  async add<T>(run: () => Promise<T>): Promise<T | null> {
    if (this.unfinished > maximumWaiting) return null;
    this.unfinished++;
    const result = this.last.then(run);
    this.last = result
      .catch(() => {})
      .then(() => {
        this.unfinished--;
      });
    return result;
  }
}
