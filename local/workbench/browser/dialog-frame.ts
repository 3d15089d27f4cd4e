import { element } from '../../../src/dialogs/page.ts';
import type { ScriptReply, ShownDialog } from '../live/message.ts';
import type { FromDialog, ToDialog } from './script-run.ts';

const DEFAULT_SIZE = { width: 600, height: 400 };
const SIDEBAR_WIDTH = 300;

export interface DialogActions {
  /** The address of a dialog's page. */
  address(id: string): string;
  call(functionName: string, given: unknown[]): Promise<ScriptReply>;
  close(id: string): void;
}

/** The dialog or sidebar that a script shows, in a frame that can do nothing but call the script. */
export class DialogFrame {
  private shown: { id: string; dialog: HTMLDialogElement; frame: HTMLIFrameElement } | null = null;

  constructor(private readonly actions: DialogActions) {
    addEventListener('message', (event: MessageEvent<FromDialog>) => {
      if (this.shown && event.source === this.shown.frame.contentWindow) void this.hear(event.data);
    });
  }

  show(wanted: ShownDialog | null): void {
    if (this.shown?.id === wanted?.id) return;
    this.shown?.dialog.remove();
    this.shown = null;
    if (!wanted) return;
    const { id, kind, title } = wanted;
    const frame = element('iframe', { title, src: this.actions.address(id) });
    frame.setAttribute(
      'sandbox',
      'allow-scripts allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox',
    );
    const close = element('button', { type: 'button', ariaLabel: `Close ${title}` }, '×');
    const bar = element('div', { className: 'bar' }, element('h2', {}, title), close);
    const dialog = element('dialog', { className: `frame ${kind}`, ariaLabel: title }, bar, frame);
    close.onclick = () => dialog.close();
    dialog.onclose = () => this.actions.close(id);
    // One that leaves the sheet usable leaves what is beside it in sight.
    (document.querySelector('main') ?? document.body).append(dialog);
    this.shown = { id, dialog, frame };
    if (kind === 'sidebar') this.resize({ width: SIDEBAR_WIDTH });
    else
      this.resize({
        width: wanted.width ?? DEFAULT_SIZE.width,
        height: wanted.height ?? DEFAULT_SIZE.height,
      });
    if (kind === 'modal') dialog.showModal();
    else dialog.show();
  }

  private resize({ width, height }: { width?: number; height?: number }): void {
    const style = this.shown?.dialog.style;
    if (width !== undefined) style?.setProperty('--width', `${width}px`);
    if (height !== undefined) style?.setProperty('--height', `${height}px`);
  }

  private async hear(message: FromDialog): Promise<void> {
    const { shown } = this;
    if (!shown) return;
    if (message.kind === 'close') shown.dialog.close();
    else if (message.kind === 'resize') this.resize(message);
    else {
      const reply = await this.actions
        .call(message.functionName, message.arguments)
        .catch((error: Error) => ({ error: error.message }));
      // The frame's origin is nobody's, so there is none to name.
      shown.frame.contentWindow?.postMessage({ id: message.id, ...reply } satisfies ToDialog, '*');
    }
  }
}
