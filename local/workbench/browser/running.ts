import { element } from '../../../src/dialogs/page.ts';
import type { ShownExecution } from '../live/message.ts';

/** What is over sooner isn't worth a flicker. */
const SHOWN_AFTER_MILLISECONDS = 400;

/** The scripts that run, each with a way to stop it. */
export class RunningScripts {
  private executions: readonly ShownExecution[] = [];
  private readonly since = new Map<string, number>();

  constructor(
    private readonly place: HTMLElement,
    private readonly captionOf: (functionName: string) => string,
    private readonly stop: (execution: string) => void,
  ) {}

  show(executions: readonly ShownExecution[]): void {
    this.executions = executions;
    const now = performance.now();
    const ids = new Set(executions.map(({ id }) => id));
    for (const id of this.since.keys()) if (!ids.has(id)) this.since.delete(id);
    for (const id of ids) if (!this.since.has(id)) this.since.set(id, now);
    this.draw();
    setTimeout(() => this.draw(), SHOWN_AFTER_MILLISECONDS);
  }

  private draw(): void {
    const now = performance.now();
    const lasting = this.executions.filter(
      ({ id }) => now - (this.since.get(id) ?? now) >= SHOWN_AFTER_MILLISECONDS,
    );
    const shown = new Set([...this.place.children].map((line) => (line as HTMLElement).dataset.id));
    const isSame = shown.size === lasting.length && lasting.every(({ id }) => shown.has(id));
    // Drawn only when something differs: a button that is about to be pressed must stay.
    if (!isSame) this.place.replaceChildren(...lasting.map((execution) => this.line(execution)));
  }

  private line({ id, functionName }: ShownExecution): HTMLElement {
    const caption = this.captionOf(functionName);
    const stop = element('button', { type: 'button', ariaLabel: `Stop ${caption}` }, 'Stop');
    stop.onclick = () => {
      stop.disabled = true;
      this.stop(id);
    };
    const line = element('p', {}, `Running ${caption} …`, stop);
    line.dataset.id = id;
    return line;
  }
}
