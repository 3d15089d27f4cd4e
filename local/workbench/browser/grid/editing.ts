import { type Rectangle, toA1 } from '../../../apps-script/workbook/a1-notation.ts';
import type { Front } from './front.ts';
import type { GridActions } from './grid.ts';
import type { Tab } from './model.ts';
import type { Place } from './navigation.ts';
import type { Overlay } from './overlay.ts';

/** Every way in which a person changes cells. Each ends in an edit that is told, and shown until it is answered. */
export class Editing {
  private readonly front: Front;
  private readonly overlay: Overlay;
  private readonly tell: GridActions['edit'];
  /** The cell whose text is being edited, and what it was before. */
  private edited: { tab: Tab; place: Place; before: string } | undefined;

  constructor(front: Front, overlay: Overlay, tell: GridActions['edit']) {
    this.front = front;
    this.overlay = overlay;
    this.tell = tell;
  }

  get tab(): Tab | undefined {
    return this.edited?.tab;
  }

  /** The input has begun to take a text for the active cell. */
  begin(before: string): void {
    const { tab, active } = this.front;
    if (!tab) return;
    this.edited = { tab, place: active, before };
    this.front.reveal(active);
  }

  /** Begins with what stands in the active cell. */
  edit(): void {
    const text = this.front.activeCell()?.editText ?? '';
    this.begin(text);
    this.overlay.input.edit(text);
    this.front.refresh();
  }

  /** Ends with a text. */
  finish(text: string): void {
    const edited = this.end();
    if (edited && text !== edited.before) {
      this.send(edited.tab, { ...edited.place, rows: 1, columns: 1 }, [[text]]);
    }
  }

  commit(): void {
    if (this.edited) this.finish(this.overlay.input.text);
  }

  cancel(): void {
    this.end();
    this.front.refresh();
  }

  private end() {
    const { edited } = this;
    this.edited = undefined;
    this.overlay.rest(this.front.activeCell()?.text ?? '');
    return edited;
  }

  openChoices(): void {
    if (!this.front.activeCell()?.choices) return;
    this.edit();
    this.offerChoices('');
  }

  /** Those that a text may become. */
  offerChoices(typed: string): void {
    const values = this.front.activeCell()?.choices ?? [];
    const fitting = values.filter((value) => value.toLowerCase().includes(typed.toLowerCase()));
    this.overlay.offer(fitting, this.front.activeBox());
  }

  get isBox(): boolean {
    return this.front.cell?.choice?.kind === 'checkbox';
  }

  tick(): void {
    const { tab, cell, active } = this.front;
    if (!tab || cell?.choice?.kind !== 'checkbox') return;
    const { ticked, unticked } = cell.choice;
    const next = cell.value === ticked ? unticked : ticked;
    this.send(tab, { ...active, rows: 1, columns: 1 }, [[String(next).toUpperCase()]]);
  }

  /** As F2 and Enter do, with what the cell has for it. */
  open(): void {
    if (this.isBox) this.tick();
    else if (this.front.activeCell()?.choices) this.openChoices();
    else this.edit();
  }

  clear(): void {
    for (const range of this.filledRanges()) {
      this.put(
        range,
        Array.from({ length: range.rows }, () => Array.from({ length: range.columns }, () => '')),
      );
    }
  }

  /** What is selected, without the empty rows below all that is filled. */
  filledRanges(): Rectangle[] {
    const lastRow = this.front.tab?.lastRow() ?? 0;
    return this.front.selected.ranges
      .map((range) => ({ ...range, rows: Math.min(range.rows, lastRow - range.row + 1) }))
      .filter(({ rows }) => rows > 0);
  }

  put(range: Rectangle, texts: string[][]): void {
    if (this.front.tab) this.send(this.front.tab, range, texts);
  }

  private send(tab: Tab, range: Rectangle, texts: string[][]): void {
    const places = texts.flatMap((line, r) =>
      line.map((text, c) => {
        const place = { row: range.row + r, column: range.column + c };
        tab.guess(place, text);
        return place;
      }),
    );
    this.front.redraw(tab, places);
    this.tell(tab.layout.name, toA1(range), texts);
  }
}
