/** The values that a cell offers, below it. The cell's input keeps the focus; this says which one is meant. */
export class ChoiceList {
  private readonly element = document.createElement('ul');
  private readonly input: HTMLElement;
  private values: readonly string[] = [];
  private active = -1;

  constructor(parent: HTMLElement, input: HTMLElement) {
    this.input = input;
    this.element.className = 'grid-choices';
    this.element.id = 'grid-choices';
    this.element.role = 'listbox';
    this.element.ariaLabel = 'Choices';
    this.element.hidden = true;
    // The input would lose the focus, and with it what was typed.
    this.element.addEventListener('mousedown', (event) => event.preventDefault());
    parent.append(this.element);
  }

  listen(choose: (value: string) => void): void {
    this.element.addEventListener('click', ({ target }) => {
      const option = target instanceof Element ? target.closest('li') : null;
      if (option) choose(option.textContent);
    });
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** The value that the arrow keys came to. */
  get chosen(): string | null {
    return this.isOpen ? (this.values[this.active] ?? null) : null;
  }

  /** Shows these values at a place; `current` is the one to begin with. */
  open(
    values: readonly string[],
    place: { left: number; top: number; width: number },
    current: string,
  ): void {
    this.values = values;
    this.element.replaceChildren(
      ...values.map((value, index) => {
        const option = document.createElement('li');
        option.role = 'option';
        option.id = `grid-choice-${index}`;
        option.textContent = value;
        return option;
      }),
    );
    this.element.hidden = values.length === 0;
    this.element.style.left = `${place.left}px`;
    this.element.style.top = `${place.top}px`;
    this.element.style.minWidth = `${place.width}px`;
    this.input.setAttribute('aria-controls', this.element.id);
    this.activate(values.indexOf(current));
  }

  close(): void {
    this.element.hidden = true;
    this.input.removeAttribute('aria-controls');
    this.activate(-1);
  }

  move(by: 1 | -1): void {
    const count = this.values.length;
    if (count > 0) this.activate(this.active < 0 && by < 0 ? count - 1 : (this.active + by + count) % count);
  }

  private activate(index: number): void {
    this.active = index;
    [...this.element.children].forEach((option, position) => {
      option.ariaSelected = String(position === index);
      if (position === index) option.scrollIntoView({ block: 'nearest' });
    });
    if (index < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `grid-choice-${index}`);
  }
}
