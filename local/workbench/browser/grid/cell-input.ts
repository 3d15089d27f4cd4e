import type { Box } from './univer-view.ts';

/**
 * `rest`: nothing is being edited, and typing begins to. `entering`: begun by typing, so that arrows leave the cell.
 * `editing`: what stood there is being changed, so that arrows move in the text.
 */
export type InputMode = 'rest' | 'entering' | 'editing';

/** The one element of the grid that has the focus: unseen over the active cell, and seen while its text is edited. */
export class CellInput {
  readonly element = document.createElement('textarea');
  private current: InputMode = 'rest';
  private box: Box | null = null;
  constructor(parent: HTMLElement) {
    const { element } = this;
    element.className = 'grid-input';
    element.spellcheck = false;
    element.autocomplete = 'off';
    element.rows = 1;
    element.setAttribute('aria-describedby', 'grid-keys');
    parent.append(element);
    this.rest('');
  }

  /** `entered`: somebody began to type over the cell; `typed`: the text is another. */
  listen(entered: () => void, typed: () => void): void {
    const enter = () => {
      if (this.current !== 'rest') return;
      this.setMode('entering');
      entered();
    };
    this.element.addEventListener('beforeinput', (event) => {
      // The Enter that brought the focus here, from the formula bar say, is no text.
      if (this.current === 'rest' && event.inputType === 'insertLineBreak') event.preventDefault();
    });
    this.element.addEventListener('compositionstart', enter);
    this.element.addEventListener('input', () => {
      enter();
      typed();
    });
  }

  get mode(): InputMode {
    return this.current;
  }

  get text(): string {
    return this.element.value;
  }

  /** Begins to change what stands there. */
  edit(text: string): void {
    this.setMode('editing');
    this.element.value = text;
    this.element.setSelectionRange(text.length, text.length);
    this.focus();
    this.fit();
  }

  /** What stands in the cell is selected: a screen reader reads it, and typing replaces it. */
  rest(text: string): void {
    this.setMode('rest');
    this.element.value = text;
    this.element.select();
    this.fit();
  }

  /** In the place of what is selected in the text. */
  insert(text: string): void {
    const { element } = this;
    element.setRangeText(text, element.selectionStart, element.selectionEnd, 'end');
  }

  private setMode(mode: InputMode): void {
    this.current = mode;
    this.element.dataset.mode = mode;
    // A tap on a cell is to select it; the keyboard of a phone comes with editing.
    this.element.inputMode = mode === 'rest' ? 'none' : 'text';
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  moveTo(box: Box | null): void {
    this.box = box ?? this.box;
    this.fit();
  }

  /** Takes the cell's place, and more as the text grows. */
  private fit(): void {
    const { style, parentElement } = this.element;
    const { left, top, width, height } = this.box ?? { left: 0, top: 0, width: 1, height: 1 };
    style.left = `${left}px`;
    style.top = `${top}px`;
    style.minWidth = `${width}px`;
    style.minHeight = `${height}px`;
    style.maxWidth = `${Math.max(width, (parentElement?.clientWidth ?? width) - left)}px`;
    style.maxHeight = `${Math.max(height, (parentElement?.clientHeight ?? height) - top)}px`;
  }
}
