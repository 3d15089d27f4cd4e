import type { Exchange } from './wire.ts';

/** Knows which requests of an exchange have no answer yet: whoever sent them may have ended, the cloud still works. */
export class PendingRequests {
  private readonly pending = new Set<Promise<unknown>>();
  private readonly next: Exchange;

  constructor(next: Exchange) {
    this.next = next;
  }

  readonly exchange: Exchange = async (request) => {
    const response = this.next(request);
    this.pending.add(response);
    try {
      return await response;
    } finally {
      this.pending.delete(response);
    }
  };

  /** Once all that was sent so far is answered, or has failed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.pending);
  }
}
