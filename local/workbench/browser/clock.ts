/** The time of the local system, which may be another than this machine's. */
export class ShownClock {
  private ahead = 0;
  private readonly format: Intl.DateTimeFormat;

  constructor(
    private readonly place: HTMLElement,
    timeZone: string,
  ) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      month: 'short',
      day: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
    });
    setInterval(() => this.draw(), 1000);
  }

  /** Epoch milliseconds. */
  set(now: number): void {
    this.ahead = now - Date.now();
    this.draw();
  }

  private draw(): void {
    const words = this.format.format(Date.now() + this.ahead);
    if (this.place.textContent !== words) this.place.textContent = words;
  }
}
