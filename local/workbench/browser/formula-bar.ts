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
    this.content.onkeydown = (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      if (event.key === 'Escape') this.content.value = this.text;
      actions.leave();
    };
    this.content.onchange = () => {
      if (this.content.value !== this.text) actions.edit(this.cell, this.content.value);
    };
  }

  show({ cell, ranges }: Selection, active: ActiveCell): void {
    this.cell = cell;
    this.text = active.editText;
    this.place.value = ranges.at(-1) ?? cell;
    this.place.setCustomValidity('');
    this.content.value = active.editText;
    this.choices.replaceChildren(...(active.choices ?? []).map((value) => element('option', { value })));
    this.about.replaceChildren(...aboutCell(active));
  }
}

function aboutCell({ link, note, protections }: ActiveCell): Node[] {
  const open = link ? [element('a', { href: link, target: '_blank', rel: 'noopener' }, 'Open the link')] : [];
  const words = [...(note ? [note] : []), ...protections.map(({ description }) => description)];
  return [...open, ...words.map((text) => element('span', {}, text))];
}
