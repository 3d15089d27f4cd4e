import { byId } from '../../../src/dialogs/page.ts';

/** Where there is room for two: below it, a link leads where it says. */
const WIDE = '(min-width: 62rem)';

/** What the others see, in a pane beside the sheet. */
export function openBeside(links: Iterable<HTMLAnchorElement>): void {
  const pane = byId('beside');
  const frame = byId<HTMLIFrameElement>('beside-frame');
  const all = [...links];
  const show = (shown: HTMLAnchorElement | null) => {
    pane.hidden = shown === null;
    for (const link of all) {
      if (link === shown) link.ariaCurrent = 'true';
      else link.ariaCurrent = null;
    }
    if (shown) {
      frame.src = shown.href;
      frame.title = shown.textContent ?? '';
    }
  };
  for (const link of all) {
    link.addEventListener('click', (event) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
      if (!isPlain || !matchMedia(WIDE).matches) return;
      event.preventDefault();
      show(link.ariaCurrent === 'true' ? null : link);
    });
  }
  byId('beside-close').onclick = () => show(null);
}
