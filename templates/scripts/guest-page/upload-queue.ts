import type { Upload } from './upload.ts';

/** A phone's connection is no faster with more, and each then takes longer to be safe. */
const AT_ONCE = 2;

/** Files leave in the order in which they were chosen, a few at a time. */
export class UploadQueue {
  private readonly waiting: Upload[] = [];
  private running = 0;

  constructor(private readonly finished: () => void) {
    window.addEventListener('beforeunload', (event) => {
      if (this.running > 0) event.preventDefault();
    });
  }

  add(...uploads: Upload[]): void {
    this.waiting.push(...uploads);
    while (this.running < AT_ONCE && this.waiting.length > 0) void this.next();
  }

  private async next(): Promise<void> {
    const upload = this.waiting.shift();
    if (!upload) return;
    this.running += 1;
    await upload.run();
    this.running -= 1;
    if (this.waiting.length > 0) void this.next();
    else if (this.running === 0) this.finished();
  }
}
