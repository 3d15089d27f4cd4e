import { element } from '../../../src/dialogs/page.ts';
import type { ShownToast } from '../live/message.ts';

/** Notes in the corner: a new one takes the place of the last, as in Sheets. */
export class Toasts {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly place: HTMLElement) {}

  show({ title, message, seconds }: ShownToast): void {
    clearTimeout(this.timer);
    const close = element('button', { type: 'button', ariaLabel: 'Close this note' }, '×');
    close.onclick = () => this.place.replaceChildren();
    this.place.replaceChildren(
      element('div', { className: 'toast' }, element('strong', {}, title), close, element('p', {}, message)),
    );
    if (seconds >= 0) this.timer = setTimeout(() => this.place.replaceChildren(), seconds * 1000);
  }
}
