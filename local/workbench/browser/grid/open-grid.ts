import { parseA1 } from '../../../apps-script/workbook/a1-notation.ts';
import type { GridChange, GridSnapshot } from '../../grid/grid-message.ts';
import { listenToClipboard } from './clipboard.ts';
import { Drawing } from './drawing.ts';
import { Editing } from './editing.ts';
import { Front } from './front.ts';
import type { ActiveCell, Grid, GridActions, Selection } from './grid.ts';
import { listenToKeys } from './keys.ts';
import { Model } from './model.ts';
import { Movement } from './movement.ts';
import { Overlay } from './overlay.ts';
import { listenToPointer } from './pointer.ts';
import { UniverCanvas } from './univer-canvas.ts';

/** Fills `container`, whose size is the grid's, with a grid that is empty until it is told a workbook. */
export async function openGrid(container: HTMLElement, actions: GridActions): Promise<Grid> {
  const overlay = new Overlay(container);
  const canvas = await UniverCanvas.open(overlay.canvasParent, { id: 'none', rowCount: 1, columnCount: 1 });
  return new UniverGrid(overlay, canvas, actions);
}

class UniverGrid implements Grid {
  private readonly model = new Model();
  private readonly canvas: UniverCanvas;
  private readonly drawing: Drawing;
  private readonly overlay: Overlay;
  private readonly front: Front;
  private readonly editing: Editing;

  constructor(overlay: Overlay, canvas: UniverCanvas, actions: GridActions) {
    this.overlay = overlay;
    this.canvas = canvas;
    this.drawing = new Drawing(canvas);
    this.front = new Front(canvas, this.drawing, overlay, (selection) => actions.select(selection));
    this.editing = new Editing(this.front, overlay, (...edit) => actions.edit(...edit));
    const { front, editing } = this;
    const { input } = overlay;
    const movement = new Movement(front, () => canvas.view.rows());
    overlay.listen({
      enter: () => editing.begin(''),
      typed: () => editing.offerChoices(input.text),
      choose: (text) => editing.finish(text),
      openChoices: () => editing.openChoices(),
    });
    input.element.addEventListener('blur', () => editing.commit());
    listenToKeys({ overlay, editing, movement, actions });
    listenToPointer({ overlay, front, editing, view: canvas.view });
    listenToClipboard(input.element, front, editing, () => input.mode === 'rest');
  }

  load(snapshot: GridSnapshot): void {
    const name = this.front.tab?.layout.name;
    this.editing.cancel();
    this.model.load(snapshot);
    this.drawing.start(this.model);
    this.front.bring(this.model.named(name ?? '') ?? this.model.tabs[0]);
  }

  apply(change: GridChange): void {
    const { fresh, changed } = this.model.apply(change);
    for (const { tab, places, isLayoutNew } of changed) this.drawing.update(tab, places, isLayoutNew);
    for (const { id } of fresh) this.drawing.forget(id);
    const shown = this.model.tabs.find(({ id }) => id === this.front.tab?.id);
    if (this.editing.tab !== undefined && this.editing.tab !== shown) this.editing.cancel();
    const isOther = shown !== this.front.tab;
    if (isOther || changed.some(({ tab, isLayoutNew }) => isLayoutNew && tab === shown)) {
      this.front.bring(shown ?? this.model.tabs[0]);
    } else this.front.refresh();
  }

  tabs(): { name: string; color: string | null }[] {
    return this.model.tabs.map(({ layout }) => ({ name: layout.name, color: layout.tabColor }));
  }

  show(name: string): void {
    const tab = this.model.named(name);
    if (!tab || tab === this.front.tab) return;
    this.editing.commit();
    this.front.bring(tab);
  }

  selection(): Selection | null {
    return this.front.selection();
  }

  activeCell(): ActiveCell | null {
    return this.front.activeCell();
  }

  moveTo(name: string, range: string): boolean {
    const tab = this.model.named(name);
    const rectangle = tab && parseA1(range, tab.layout)?.rectangle;
    if (!rectangle || rectangle.row > tab.layout.rows || rectangle.column > tab.layout.columns) return false;
    this.editing.commit();
    this.show(name);
    const { row, column } = rectangle;
    this.front.select({ ranges: [rectangle], active: { row, column } }, { row, column });
    return true;
  }

  revert(): void {
    for (const tab of this.model.tabs) this.front.redraw(tab, tab.forgetGuesses());
  }

  setDark(isDark: boolean): void {
    this.overlay.setDark(isDark);
    this.canvas.setDark(isDark);
  }

  focus(): void {
    this.overlay.input.focus();
  }
}
