import type { Reply, ScriptReply, WindowMessage } from '../live/message.ts';

type Told = { [Kind in WindowMessage['kind']]: (message: Extract<WindowMessage, { kind: Kind }>) => void };

const WINDOW = 'charter-desk-window';

/** The line between this window and the workbook. It comes back by itself, and then tells everything anew. */
export class Connection {
  /** A reload is the same window again; a duplicated tab, which copies what is stored, is another. */
  readonly window: string;
  private readonly events: EventSource;
  /** What came before anybody listened. */
  private readonly early: WindowMessage[] = [];

  constructor() {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const known = navigation?.type === 'reload' ? sessionStorage.getItem(WINDOW) : null;
    this.window = known ?? crypto.randomUUID();
    sessionStorage.setItem(WINDOW, this.window);
    this.events = new EventSource(`/live/events?window=${this.window}`);
    this.events.onmessage = ({ data }) => this.early.push(JSON.parse(data));
  }

  listen(told: Told, onBroken: (isBroken: boolean) => void): void {
    const tell = (message: WindowMessage) =>
      (told[message.kind] as (message: WindowMessage) => void)(message);
    for (const message of this.early.splice(0)) tell(message);
    this.events.onmessage = ({ data }) => tell(JSON.parse(data));
    this.events.onopen = () => onBroken(false);
    this.events.onerror = () => onBroken(true);
  }

  /** Rejects with what went wrong, in words. */
  async ask(what: string, body: object = {}): Promise<Reply> {
    return (await this.post(what, body)) as Reply;
  }

  async call(body: object): Promise<ScriptReply> {
    return (await this.post('call', body)) as ScriptReply;
  }

  private async post(what: string, body: object): Promise<unknown> {
    const response = await fetch(`/live/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ window: this.window, ...body }),
    }).catch(() => {
      throw new Error('The workbench does not answer. Is npm start still running?');
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    return answer;
  }
}
