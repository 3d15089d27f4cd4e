import { element } from '../../../src/dialogs/page.ts';
import type { Menu, MenuEntry } from '../../apps-script/user-interface.ts';

/**
 * The menus that the script made, with the keys of a menu bar: arrows move, Escape closes, Enter chooses.
 * https://www.w3.org/WAI/ARIA/apg/patterns/menubar/
 */
export class MenuBar {
  private open: { button: HTMLButtonElement; list: HTMLElement } | null = null;

  constructor(
    private readonly bar: HTMLElement,
    private readonly choose: (functionName: string) => void,
  ) {
    document.addEventListener('pointerdown', ({ target }) => {
      if (!bar.contains(target as Node)) this.close();
    });
    bar.addEventListener('keydown', (event) => this.onKey(event));
  }

  show(menus: readonly Menu[]): void {
    this.close();
    this.bar.replaceChildren(...menus.map((menu) => this.menu(menu)));
  }

  private menu({ name, entries }: Menu): HTMLElement {
    const list = element('ul', { role: 'menu', hidden: true, ariaLabel: name });
    list.append(...this.items(entries));
    const button = element('button', { type: 'button', ariaHasPopup: 'menu', ariaExpanded: 'false' }, name);
    button.onclick = () => (this.open?.button === button ? this.close() : this.unfold(button, list));
    return element('div', { className: 'menu' }, button, list);
  }

  private items(entries: readonly MenuEntry[]): HTMLElement[] {
    return entries.flatMap((entry) => {
      if (entry.kind === 'separator') return element('li', { role: 'separator' });
      // A menu within a menu is shown as a part of it.
      if (entry.kind === 'menu') return this.items(entry.menu.entries);
      const item = element('li', { role: 'menuitem', tabIndex: -1 }, entry.caption);
      item.onclick = () => {
        this.close();
        this.choose(entry.functionName);
      };
      return item;
    });
  }

  private unfold(button: HTMLButtonElement, list: HTMLElement): void {
    this.close();
    this.open = { button, list };
    list.hidden = false;
    button.ariaExpanded = 'true';
    itemsOf(list)[0]?.focus();
  }

  private close(): void {
    if (!this.open) return;
    const { button, list } = this.open;
    this.open = null;
    list.hidden = true;
    button.ariaExpanded = 'false';
    if (list.contains(document.activeElement)) button.focus();
  }

  private onKey(event: KeyboardEvent): void {
    if (!this.open) {
      if (event.key === 'ArrowDown' && event.target instanceof HTMLButtonElement) event.target.click();
      return;
    }
    const items = itemsOf(this.open.list);
    const at = items.indexOf(document.activeElement as HTMLElement);
    const moves: Record<string, () => void> = {
      ArrowDown: () => items[(at + 1) % items.length]?.focus(),
      ArrowUp: () => items.at(at - 1)?.focus(),
      Home: () => items[0]?.focus(),
      End: () => items.at(-1)?.focus(),
      Escape: () => this.close(),
      Tab: () => this.close(),
      Enter: () => items[at]?.click(),
      ' ': () => items[at]?.click(),
    };
    const move = moves[event.key];
    if (!move) return;
    if (event.key !== 'Tab') event.preventDefault();
    move();
  }
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[role="menuitem"]')];
}
