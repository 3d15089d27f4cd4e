import type { Reply } from '../live/message.ts';
import { ask, tell } from './modal.ts';

/** Asks the workbook for something. */
export type Request = (what: string, body?: object) => Promise<Reply>;

/** What a person changes, sent in the order in which it was done. What isn't taken is shown as it was. */
export class Edits {
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly request: Request,
    private readonly revert: () => void,
  ) {}

  edit(tab: string, range: string, texts: string[][]): void {
    this.send('edit', { tab, range, texts, isMeant: false });
  }

  undo(): void {
    this.send('undo');
  }

  redo(): void {
    this.send('redo');
  }

  insertRows(tab: string, first: number, count: number): void {
    this.send('insert-rows', { tab, first, count });
  }

  deleteRows(tab: string, first: number, count: number): void {
    this.send('delete-rows', { tab, first, count });
  }

  sort(tab: string, column: number, ascending: boolean): void {
    this.send('sort', { tab, column, ascending });
  }

  private send(what: string, body: object = {}): void {
    this.last = this.last.then(() =>
      this.attempt(what, body).catch(async (error: Error) => {
        this.revert();
        await tell('That didn’t work', error.message);
      }),
    );
  }

  private async attempt(what: string, body: object): Promise<void> {
    const reply = await this.request(what, body);
    if (reply.outcome === 'done') return;
    if (reply.outcome === 'warned' && (await this.isMeant(reply.message))) {
      return this.attempt(what, { ...body, isMeant: true });
    }
    this.revert();
    if (reply.outcome === 'refused') await tell('That isn’t possible', reply.message);
  }

  private isMeant(protection: string): Promise<boolean> {
    return new Promise((answer) => {
      ask(
        {
          title: 'Edit this anyway?',
          message: `This part of the sheet is protected against accidents: ${protection}`,
          choices: [
            { value: false, label: 'Leave it as it was' },
            { value: true, label: 'Edit anyway' },
          ],
          otherwise: false,
        },
        answer,
      );
    });
  }
}
