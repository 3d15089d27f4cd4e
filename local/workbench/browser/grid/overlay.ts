import { CellInput } from './cell-input.ts';
import { ChoiceList } from './choice-list.ts';
import type { ActiveCell } from './grid.ts';
import type { Box } from './univer-view.ts';

export interface OverlayActions {
  enter(): void;
  typed(): void;
  choose(text: string): void;
  openChoices(): void;
}

const LIST_HEIGHT = 224;

/** What stands over the drawn cells: the active cell's input, its list of choices, its link. */
export class Overlay {
  readonly canvasParent = element('div', 'grid-canvas');
  readonly input: CellInput;
  readonly choices: ChoiceList;
  private readonly container: HTMLElement;
  private readonly over = element('div', 'grid-overlay');
  private readonly arrow = element('button', 'grid-arrow');
  private readonly link = element('a', 'grid-link');
  private readonly spoken = element('div', 'grid-spoken');

  constructor(container: HTMLElement) {
    this.container = container;
    container.classList.add('grid');
    // A picture of the cells: what is in the active one is said by the input.
    this.canvasParent.ariaHidden = 'true';
    this.spoken.ariaLive = 'polite';
    this.arrow.type = 'button';
    this.arrow.tabIndex = -1;
    this.arrow.textContent = '▼';
    this.arrow.ariaLabel = 'Choices';
    this.arrow.addEventListener('mousedown', (event) => event.preventDefault());
    this.link.target = '_blank';
    this.link.rel = 'noopener';
    this.link.tabIndex = -1;
    this.input = new CellInput(this.over);
    this.choices = new ChoiceList(this.over, this.input.element);
    this.over.append(this.arrow, this.link);
    const keys = element('div', 'grid-spoken');
    keys.id = 'grid-keys';
    keys.textContent = 'Type or press F2 to edit. Escape and then Tab leaves the grid.';
    container.append(this.canvasParent, this.over, keys, this.spoken);
  }

  listen({ enter, typed, choose, openChoices }: OverlayActions): void {
    this.input.listen(enter, typed);
    this.choices.listen(choose);
    this.arrow.addEventListener('click', openChoices);
  }

  /** Says what the active cell is. */
  describe(name: string, cell: ActiveCell): void {
    const isEdited = this.input.mode !== 'rest';
    this.input.element.ariaLabel = name;
    this.arrow.hidden = cell.choices === null;
    this.link.hidden = cell.link === null || isEdited;
    if (cell.link !== null) {
      this.link.href = cell.link;
      this.link.textContent = cell.link;
    }
    if (!isEdited && this.input.text !== cell.text) this.input.rest(cell.text);
    this.say(`${name}: ${cell.text || 'empty'}`);
  }

  /** Puts everything where the active cell is; null: it is out of view. */
  place(box: Box | null): void {
    this.input.moveTo(box);
    this.arrow.style.visibility = box ? 'visible' : 'hidden';
    this.link.style.visibility = box ? 'visible' : 'hidden';
    if (!box) return;
    const right = box.left + box.width;
    const edge = this.over.clientWidth;
    this.arrow.style.left = `${Math.min(right, edge) - 21}px`;
    this.arrow.style.top = `${box.top + 1}px`;
    this.arrow.style.height = `${Math.min(20, box.height - 1)}px`;
    this.link.style.left = `${Math.max(0, Math.min(box.left, edge - 320))}px`;
    this.link.style.top = `${box.top + box.height + 4}px`;
  }

  offer(values: readonly string[], box: Box | null): void {
    if (!box || values.length === 0) {
      this.choices.close();
      return;
    }
    const below = box.top + box.height + 2;
    const isBelow = below + LIST_HEIGHT <= this.over.clientHeight || box.top < LIST_HEIGHT;
    this.choices.open(
      values,
      { left: box.left, top: isBelow ? below : box.top - LIST_HEIGHT, width: box.width },
      this.input.text,
    );
  }

  /** Nothing is edited any more. */
  rest(text: string): void {
    this.choices.close();
    if (this.input.mode !== 'rest') this.input.rest(text);
  }

  follow(): void {
    if (!this.link.hidden) this.link.click();
  }

  setDark(isDark: boolean): void {
    this.container.style.colorScheme = isDark ? 'dark' : 'light';
  }

  say(text: string): void {
    if (this.spoken.textContent !== text) this.spoken.textContent = text;
  }

  isOver({ clientX, clientY }: MouseEvent, box: Box | null): boolean {
    if (!box) return false;
    const { left, top } = this.canvasParent.getBoundingClientRect();
    const [x, y] = [clientX - left - box.left, clientY - top - box.top];
    return x >= 0 && y >= 0 && x < box.width && y < box.height;
  }
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
