import type { Model, Tab } from './model.ts';
import type { Place } from './navigation.ts';
import { cellDataOf, ROW_HEIGHT, sheetConfig } from './sheet-config.ts';
import type { UniverCanvas } from './univer-canvas.ts';
import { UniverCells } from './univer-cell.ts';

const WRAP = 3;

/** The tabs as they were drawn: each when it is first shown, and from then on cell by cell. */
export class Drawing {
  private readonly canvas: UniverCanvas;
  private cells = new UniverCells({});
  private readonly heights = new Map<number, Map<number, number>>();

  constructor(canvas: UniverCanvas) {
    this.canvas = canvas;
  }

  /** From now on these tabs are drawn, all of them anew. */
  start(model: Model): void {
    for (const id of this.heights.keys()) this.forget(id);
    this.cells = new UniverCells(model.looks);
  }

  /** Puts the tab in front. */
  show(tab: Tab): void {
    const isDrawn = this.heights.has(tab.id);
    if (!isDrawn) {
      this.heights.set(tab.id, new Map());
      this.put(tab, cellDataOf(tab, this.cells));
    }
    this.canvas.show(String(tab.id));
    this.fit(tab, new Set(isDrawn ? [] : tab.places().map(({ row }) => row)));
    this.canvas.freeze();
  }

  /** The tab will be drawn anew when it is shown. */
  forget(id: number): void {
    if (this.heights.delete(id)) this.canvas.remove(String(id));
  }

  /** Draws some cells of a tab again, and its rows and columns if they are others now. */
  update(tab: Tab, places: readonly Place[], isLayoutNew: boolean): void {
    if (!this.heights.has(tab.id)) return;
    for (const { row, column } of places) {
      this.canvas.setCell(String(tab.id), { row, column }, this.cells.cell(tab.cell(row, column)));
    }
    if (this.canvas.shown !== String(tab.id)) {
      // Heights are measured in what is shown.
      if (isLayoutNew || places.length > 0) this.forget(tab.id);
      return;
    }
    if (isLayoutNew) {
      const data = this.canvas.config(String(tab.id))?.cellData ?? {};
      this.put(tab, data as never);
      this.canvas.show(String(tab.id));
    }
    const rows = new Set(places.map(({ row }) => row));
    this.fit(tab, rows);
    if (isLayoutNew || [...rows].some((row) => row <= tab.layout.frozenRows)) this.canvas.freeze();
  }

  private put(tab: Tab, data: ReturnType<typeof cellDataOf>): void {
    this.canvas.put(sheetConfig(tab, data, this.heights.get(tab.id) ?? new Map(), this.cells));
  }

  /** Rows of the tab in front grow with their text, as in Sheets; those whose height somebody chose don't. */
  private fit(tab: Tab, rows: ReadonlySet<number>): void {
    const heights = this.heights.get(tab.id);
    for (const row of rows) {
      if (tab.layout.rowHeights[row] !== undefined || row > tab.layout.rows) continue;
      const needed = tab
        .columnsIn(row)
        .filter((column) => this.isTall(tab, row, column))
        .map((column) => this.canvas.neededHeight({ row, column }));
      const height = Math.ceil(Math.max(ROW_HEIGHT, ...needed));
      if (height === (heights?.get(row) ?? ROW_HEIGHT)) continue;
      heights?.set(row, height);
      this.canvas.setRowHeight(String(tab.id), row, height);
    }
    this.canvas.redraw();
  }

  private isTall(tab: Tab, row: number, column: number): boolean {
    const { text, runs, look } = tab.cell(row, column);
    const { tb, fs = 0 } = this.cells.lookOf(look);
    return text !== '' && (tb === WRAP || runs.length > 0 || text.includes('\n') || fs > 12);
  }
}
