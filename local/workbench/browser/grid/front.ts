import { toA1 } from '../../../apps-script/workbook/a1-notation.ts';
import type { Drawing } from './drawing.ts';
import type { ActiveCell, Selection } from './grid.ts';
import type { Cell, Tab } from './model.ts';
import { clamped, type Ground, type Place, type Selected, single } from './navigation.ts';
import type { Overlay } from './overlay.ts';
import type { UniverCanvas } from './univer-canvas.ts';
import type { Box } from './univer-view.ts';

/** The tab in front, and what is selected in it. The other tabs' selections wait until they are in front again. */
export class Front {
  private readonly canvas: UniverCanvas;
  private readonly drawing: Drawing;
  private readonly overlay: Overlay;
  private readonly tell: (selection: Selection) => void;
  private readonly selections = new Map<number, Selected>();
  private shown: Tab | undefined;
  /** The selection and the active cell that were last told. */
  private told = '';

  constructor(
    canvas: UniverCanvas,
    drawing: Drawing,
    overlay: Overlay,
    tell: (selection: Selection) => void,
  ) {
    this.canvas = canvas;
    this.drawing = drawing;
    this.overlay = overlay;
    this.tell = tell;
    canvas.onSelect(() => this.selectionChanged());
    canvas.view.onMove(() => overlay.place(this.activeBox()));
  }

  get tab(): Tab | undefined {
    return this.shown;
  }

  get selected(): Selected {
    const known = this.shown && this.selections.get(this.shown.id);
    return known ?? single({ row: 1, column: 1 });
  }

  get active(): Place {
    return this.selected.active;
  }

  get cell(): Cell | undefined {
    return this.shown?.cell(this.active.row, this.active.column);
  }

  get ground(): Ground {
    const tab = this.shown;
    const { rows = 1, columns = 1, hiddenRows = [], hiddenColumns = [] } = tab?.layout ?? {};
    return {
      rows,
      columns,
      isHidden: (axis, line) => (axis === 'row' ? hiddenRows : hiddenColumns).includes(line),
      isFilled: (row, column) => tab?.isFilled(row, column) ?? false,
    };
  }

  bring(tab: Tab | undefined): void {
    this.shown = tab;
    if (!tab) return;
    this.drawing.show(tab);
    this.canvas.select(clamped(this.selected, this.ground));
    this.refresh();
  }

  select(selected: Selected, reveal?: Place): void {
    this.canvas.select(clamped(selected, this.ground));
    if (reveal) this.reveal(reveal);
  }

  reveal(place: Place): void {
    this.canvas.view.reveal(place);
  }

  private selectionChanged(): void {
    const selected = this.canvas.selected();
    if (!this.shown || !selected || this.canvas.shown !== String(this.shown.id)) return;
    this.selections.set(this.shown.id, selected);
    this.refresh();
  }

  activeBox(): Box | null {
    return this.shown ? this.canvas.view.boxOf(this.active) : null;
  }

  selection(): Selection | null {
    if (!this.shown) return null;
    return {
      tab: this.shown.layout.name,
      ranges: this.selected.ranges.map(toA1),
      cell: toA1({ ...this.active, rows: 1, columns: 1 }),
    };
  }

  activeCell(): ActiveCell | null {
    const { shown: tab, cell } = this;
    const { row, column } = this.active;
    if (!tab || !cell) return null;
    const { text, link, note, choice } = cell;
    return {
      text,
      editText: tab.editText(row, column),
      link,
      note,
      protections: tab.protectionsOver(row, column),
      choices: choice?.kind === 'list' ? choice.values : null,
    };
  }

  /** Draws some cells of a tab again. */
  redraw(tab: Tab, places: readonly Place[]): void {
    this.drawing.update(tab, places, false);
    this.refresh();
  }

  /** Brings all beside the cells up to date with the active one, and tells of it. */
  refresh(): void {
    const selection = this.selection();
    const cell = this.activeCell();
    if (!selection || !cell) return;
    this.overlay.describe(`${this.shown?.header(this.active.column)} ${selection.cell}`.trim(), cell);
    this.overlay.place(this.activeBox());
    const told = JSON.stringify([selection, cell]);
    if (told === this.told) return;
    this.told = told;
    this.tell(selection);
  }
}
