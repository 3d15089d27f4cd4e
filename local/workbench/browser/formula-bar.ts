import { byId, element } from '../../../src/dialogs/page.ts';
import type { ActiveCell, Selection } from './grid/grid.ts';

export interface FormulaBarActions {
  /** False when there is no such place. */
  moveTo(place: string): boolean;
  edit(cell: string, text: string): void;
  /** Back to the grid. */
  leave(): void;
}

/** Where one is, and what stands there: the way to the cells for whoever doesn't use the grid itself. */
export class FormulaBar {
  private readonly place = byId<HTMLInputElement>('place');
  private readonly content = byId<HTMLInputElement>('content');
  /** In its place for a text of several lines, which an input would join. */
  private readonly lines = byId<HTMLTextAreaElement>('lines');
  private readonly choices = byId<HTMLDataListElement>('choices');
  private readonly about = byId('about-cell');
  private cell = '';
  private text = '';

  constructor(actions: FormulaBarActions) {
    this.place.onkeydown = (event) => {
      if (event.key !== 'Enter') return;
      // The key would go on to where the focus goes.
      event.preventDefault();
      const isThere = actions.moveTo(this.place.value);
      this.place.setCustomValidity(isThere ? '' : 'There is no such cell. Write one such as B2.');
      if (isThere) actions.leave();
      else this.place.reportValidity();
    };
    for (const field of [this.content, this.lines]) {
      field.onkeydown = (event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        if (event.key === 'Enter' && event.altKey) {
          this.breakLine(field);
          return;
        }
        if (event.key === 'Escape') this.put(this.text);
        actions.leave();
      };
      field.onblur = () => {
        if (field.hidden || field.value === this.text) return;
        this.text = field.value;
        actions.edit(this.cell, this.text);
      };
    }
  }

  /** Alt+Enter, as in Sheets. */
  private breakLine({ value, selectionStart, selectionEnd }: HTMLInputElement | HTMLTextAreaElement): void {
    const before = value.slice(0, selectionStart ?? value.length);
    this.put(`${before}\n${value.slice(selectionEnd ?? value.length)}`);
    this.lines.focus();
    this.lines.setSelectionRange(before.length + 1, before.length + 1);
  }

  private put(text: string): void {
    const isLong = text.includes('\n');
    this.content.hidden = isLong;
    this.lines.hidden = !isLong;
    this.content.value = text;
    this.lines.value = text;
  }

  show({ cell, ranges }: Selection, active: ActiveCell): void {
    this.cell = cell;
    this.text = active.editText;
    this.place.value = ranges.at(-1) ?? cell;
    this.place.setCustomValidity('');
    this.put(active.editText);
    this.choices.replaceChildren(...(active.choices ?? []).map((value) => element('option', { value })));
    this.about.replaceChildren(...aboutCell(active));
  }
}

function aboutCell({ link, note, protections }: ActiveCell): Node[] {
  const open = link ? [element('a', { href: link, target: '_blank', rel: 'noopener' }, 'Open the link')] : [];
  const words = [...(note ? [note] : []), ...protections.map(({ description }) => description)];
  return [...open, ...words.map((text) => element('span', {}, text))];
}
