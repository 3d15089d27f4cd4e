import { element } from '../../../src/dialogs/page.ts';

/** The workbook's tabs, below the grid. */
export class Tabs {
  constructor(
    private readonly place: HTMLElement,
    private readonly choose: (tab: string) => void,
  ) {}

  show(tabs: readonly { name: string; color: string | null }[], front: string | undefined): void {
    const buttons = tabs.map(({ name, color }) => {
      const button = element('button', { type: 'button', ariaPressed: String(name === front) }, name);
      if (color) button.style.setProperty('--colour', color);
      button.onclick = () => this.choose(name);
      return button;
    });
    // Drawn only when something differs: the focus may be on one of them.
    const isSame =
      this.place.childElementCount === buttons.length &&
      buttons.every((button, index) => button.isEqualNode(this.place.children[index] ?? null));
    if (!isSame) this.place.replaceChildren(...buttons);
  }
}
