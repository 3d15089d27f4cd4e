import type { AlertRequest, ButtonName, DialogRequest, UserInterface } from './apps-script/index.ts';

/**
 * What the add-on says to whoever sits at a terminal: toasts and alerts as lines of text. A message is acknowledged;
 * a question gets no answer, for nobody there has seen it.
 */
export class Messages implements UserInterface {
  private readonly lines: string[] = [];

  add(line: string): void {
    this.lines.push(line);
  }

  /** All since the last time, oldest first. */
  take(): string[] {
    return this.lines.splice(0);
  }

  async alert({ title, message, buttons }: AlertRequest): Promise<ButtonName> {
    this.add([title, message].filter(Boolean).join(': '));
    return buttons === 'OK' || buttons === 'OK_CANCEL' ? 'OK' : 'CLOSE';
  }

  async prompt({ title, message }: AlertRequest): Promise<{ button: ButtonName; text: string }> {
    this.add([title, message].filter(Boolean).join(': '));
    return { button: 'CLOSE', text: '' };
  }

  toast({ title, message }: { title: string; message: string }): void {
    this.add([title, message].filter(Boolean).join(': '));
  }

  showDialog({ kind, title }: DialogRequest): void {
    // What stands beside the sheet is there to look at: toasts say it as well.
    if (kind === 'modal') this.add(`${title}: a dialog, which a terminal can't show`);
  }
}
