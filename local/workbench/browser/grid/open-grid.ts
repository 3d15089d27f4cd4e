import { parseA1, type Rectangle, toA1 } from '../../../apps-script/workbook/a1-notation.ts';
import type { GridChange, GridSnapshot } from '../../grid/grid-message.ts';
import { fitted, parseTabSeparated, tabSeparated } from '../../grid/tab-separated.ts';
import { Drawing } from './drawing.ts';
import type { ActiveCell, Grid, GridActions, Selection } from './grid.ts';
import { editCommand, type GridCommand, gridCommand, type PlainCommand } from './keyboard.ts';
import { Model, type Tab } from './model.ts';
import {
  activeRange,
  clamped,
  cycled,
  type Direction,
  extended,
  farCorner,
  type Ground,
  jumped,
  type Place,
  type Selected,
  single,
  stepped,
} from './navigation.ts';
import { Overlay } from './overlay.ts';
import { UniverCanvas } from './univer-canvas.ts';

/** Fills `container`, whose size is the grid's, with a grid that is empty until it is told a workbook. */
export async function openGrid(container: HTMLElement, actions: GridActions): Promise<Grid> {
  const overlay = new Overlay(container);
  const canvas = await UniverCanvas.open(overlay.canvasParent, { id: 'none', rowCount: 1, columnCount: 1 });
  return new UniverGrid(overlay, canvas, actions);
}

class UniverGrid implements Grid {
  private readonly actions: GridActions;
  private readonly model = new Model();
  private readonly canvas: UniverCanvas;
  private readonly drawing: Drawing;
  private readonly overlay: Overlay;
  private readonly selections = new Map<number, Selected>();
  private shown: Tab | undefined;
  /** The cell whose text is being edited, and what it was before. */
  private edited: { tab: Tab; place: Place; before: string } | undefined;
  /** Tab came to `place` from the column `start`: Enter goes on below that. */
  private line: { start: number; place: Place } | undefined;
  private isLeaving = false;
  /** The selection and the active cell that were last told. */
  private told = '';

  constructor(overlay: Overlay, canvas: UniverCanvas, actions: GridActions) {
    this.actions = actions;
    this.overlay = overlay;
    this.canvas = canvas;
    overlay.listen({
      enter: () => this.begin(''),
      typed: () => this.offerChoices(this.overlay.input.text),
      choose: (text) => this.finish(text, null),
      openChoices: () => this.openChoices(),
    });
    this.drawing = new Drawing(this.canvas);
    this.canvas.onSelect(() => this.selectionChanged());
    this.canvas.onMove(() => this.overlay.place(this.activeBox()));
    this.listen();
  }

  private listen(): void {
    const { element } = this.overlay.input;
    element.addEventListener('keydown', (event) => this.keyDown(event));
    element.addEventListener('blur', () => this.commit(null));
    element.addEventListener('focus', () => {
      this.isLeaving = false;
    });
    element.addEventListener('copy', (event) => this.copy(event));
    element.addEventListener('cut', (event) => {
      if (this.copy(event)) this.clear();
    });
    element.addEventListener('paste', (event) => this.paste(event));
    const { canvasParent } = this.overlay;
    canvasParent.addEventListener('pointerdown', () => this.commit(null), { capture: true });
    // The input keeps the focus, whatever the pointer does on the canvas.
    canvasParent.addEventListener('mousedown', (event) => {
      event.preventDefault();
      this.focus();
    });
    canvasParent.addEventListener('click', (event) => this.clicked(event));
    canvasParent.addEventListener('dblclick', (event) => {
      if (this.overlay.isOver(event, this.activeBox())) this.edit();
    });
  }

  load(snapshot: GridSnapshot): void {
    const name = this.shown?.layout.name;
    this.cancel();
    this.model.load(snapshot);
    this.drawing.start(this.model);
    this.bring(this.model.named(name ?? '') ?? this.model.tabs[0]);
  }

  apply(change: GridChange): void {
    const { fresh, changed } = this.model.apply(change);
    for (const { tab, places, isLayoutNew } of changed) this.drawing.update(tab, places, isLayoutNew);
    for (const { id } of fresh) this.drawing.forget(id);
    const shown = this.model.tabs.find((tab) => tab.id === this.shown?.id);
    if (this.edited && this.edited.tab !== shown) this.cancel();
    if (shown !== this.shown || changed.some(({ tab, isLayoutNew }) => isLayoutNew && tab === shown)) {
      this.bring(shown ?? this.model.tabs[0]);
    } else this.refresh();
  }

  tabs(): { name: string; color: string | null }[] {
    return this.model.tabs.map(({ layout }) => ({ name: layout.name, color: layout.tabColor }));
  }

  show(name: string): void {
    const tab = this.model.named(name);
    if (!tab || tab === this.shown) return;
    this.commit(null);
    this.bring(tab);
  }

  private bring(tab: Tab | undefined): void {
    this.shown = tab;
    if (!tab) return;
    this.drawing.show(tab);
    const known = this.selections.get(tab.id) ?? single({ row: 1, column: 1 });
    this.canvas.select(clamped(known, this.ground(tab)));
  }

  selection(): Selection | null {
    const selected = this.selected();
    if (!this.shown || !selected) return null;
    return {
      tab: this.shown.layout.name,
      ranges: selected.ranges.map(toA1),
      cell: toA1({ ...selected.active, rows: 1, columns: 1 }),
    };
  }

  activeCell(): ActiveCell | null {
    const tab = this.shown;
    const place = this.selected()?.active;
    if (!tab || !place) return null;
    const { text, link, note, choice } = tab.cell(place.row, place.column);
    return {
      text,
      editText: tab.editText(place.row, place.column),
      link,
      note,
      protections: tab.protectionsOver(place.row, place.column),
      choices: choice?.kind === 'list' ? choice.values : null,
    };
  }

  moveTo(name: string, range: string): boolean {
    const tab = this.model.named(name);
    const rectangle = tab && parseA1(range, tab.layout)?.rectangle;
    if (!rectangle) return false;
    const { rows, columns } = tab.layout;
    if (rectangle.row > rows || rectangle.column > columns) return false;
    this.show(name);
    this.select(clamped({ ranges: [rectangle], active: rectangle }, this.ground(tab)), {
      row: rectangle.row,
      column: rectangle.column,
    });
    return true;
  }

  revert(): void {
    for (const tab of this.model.tabs) this.drawing.update(tab, tab.forgetGuesses(), false);
    this.refresh();
  }

  setDark(isDark: boolean): void {
    this.overlay.setDark(isDark);
    this.canvas.setDark(isDark);
  }

  focus(): void {
    this.overlay.input.focus();
  }

  private selected(): Selected | null {
    return this.shown ? (this.selections.get(this.shown.id) ?? null) : null;
  }

  private ground(tab: Tab): Ground {
    const { rows, columns, hiddenRows, hiddenColumns } = tab.layout;
    return {
      rows,
      columns,
      isHidden: (axis, line) => (axis === 'row' ? hiddenRows : hiddenColumns).includes(line),
      isFilled: (row, column) => tab.isFilled(row, column),
    };
  }

  private select(selected: Selected, reveal: Place): void {
    this.canvas.select(selected);
    this.canvas.reveal(reveal);
  }

  private selectionChanged(): void {
    const selected = this.canvas.selected();
    if (!this.shown || !selected || this.canvas.shown !== String(this.shown.id)) return;
    this.selections.set(this.shown.id, selected);
    this.refresh();
  }

  private activeBox() {
    const place = this.edited?.place ?? this.selected()?.active;
    return place ? this.canvas.boxOf(place) : null;
  }

  /** Brings all beside the cells up to date with the active one, and tells of it. */
  private refresh(): void {
    const selection = this.selection();
    const cell = this.activeCell();
    if (!selection || !cell || !this.shown) return;
    const column = this.selected()?.active.column ?? 0;
    const header = this.shown.header(column);
    this.overlay.describe({
      name: `${header} ${selection.cell}`.trim(),
      cell,
      isEdited: this.edited !== undefined,
    });
    this.overlay.place(this.activeBox());
    const told = JSON.stringify([selection, cell]);
    if (told === this.told) return;
    this.told = told;
    this.actions.select(selection);
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (this.overlay.input.mode !== 'rest') {
      this.keyInText(event);
      return;
    }
    const command = gridCommand(event);
    if (!command) return;
    // After Escape, Tab goes where it goes on any page.
    if (this.isLeaving && command.kind === 'next' && event.key === 'Tab') return;
    if (command.kind === 'tick' && !this.isBox()) return;
    this.isLeaving = command.kind === 'leave';
    event.preventDefault();
    this.obey(command);
  }

  private keyInText(event: KeyboardEvent): void {
    const { input, choices } = this.overlay;
    const command = editCommand(event, {
      arrowsLeave: input.mode === 'entering',
      isChoosing: choices.isOpen,
    });
    if (!command) return;
    event.preventDefault();
    if (command.kind === 'cancel') this.cancel();
    else if (command.kind === 'line') document.execCommand('insertText', false, '\n');
    else if (command.kind === 'choice') choices.move(command.by);
    else this.finish(choices.chosen ?? input.text, command.direction);
  }

  private obey(command: GridCommand): void {
    const { shown } = this;
    const selected = this.selected();
    if (!shown || !selected) return;
    if (command.kind === 'move') this.move(shown, selected, command);
    else if (command.kind === 'corner') this.goToCorner(shown, selected, command);
    else if (command.kind === 'next') this.next(shown, selected, command.direction);
    else this.plainCommands[command.kind]();
  }

  private readonly plainCommands: Record<PlainCommand['kind'], () => void> = {
    all: () => this.selectAll(),
    open: () => this.open(),
    edit: () => this.edit(),
    tick: () => this.tick(),
    clear: () => this.clear(),
    undo: () => this.actions.undo(),
    redo: () => this.actions.redo(),
    choices: () => this.openChoices(),
    follow: () => this.overlay.follow(),
    leave: () => this.overlay.say('Tab leaves the grid.'),
  };

  private selectAll(): void {
    const active = this.selected()?.active;
    if (!this.shown || !active) return;
    const { rows, columns } = this.shown.layout;
    this.canvas.select({ ranges: [{ row: 1, column: 1, rows, columns }], active });
  }

  private open(): void {
    if (this.isBox()) this.tick();
    else if (this.activeCell()?.choices) this.openChoices();
    else this.edit();
  }

  private move(
    tab: Tab,
    selected: Selected,
    { direction, by, extends: extend }: GridCommand & { kind: 'move' },
  ): void {
    const ground = this.ground(tab);
    const from = extend ? farCorner(selected) : selected.active;
    const page = by === 'page' ? this.canvas.rowsInView() : 1;
    const to = by === 'jump' ? jumped(ground, from, direction) : stepped(ground, from, direction, page);
    this.goTo(selected, to, extend);
  }

  private goToCorner(
    tab: Tab,
    selected: Selected,
    { of, end, extends: extend }: GridCommand & { kind: 'corner' },
  ): void {
    const from = extend ? farCorner(selected) : selected.active;
    const lastRow = Math.max(1, tab.lastRow());
    const row = of === 'row' ? from.row : end === 'first' ? 1 : lastRow;
    const column = end === 'first' ? 1 : Math.max(1, tab.lastColumn(of === 'row' ? row : null));
    this.goTo(selected, { row, column }, extend);
  }

  private goTo(selected: Selected, to: Place, extend: boolean): void {
    this.select(extend ? extended(selected, to) : single(to), to);
  }

  private next(tab: Tab, selected: Selected, direction: Direction): void {
    const { rows, columns } = activeRange(selected);
    if (rows * columns > 1) {
      const turned = cycled(selected, direction);
      this.select(turned, turned.active);
      return;
    }
    const { active } = selected;
    const isOn = this.line?.place.row === active.row && this.line.place.column === active.column;
    const start = isOn ? (this.line?.start ?? active.column) : active.column;
    const from = direction === 'down' ? { row: active.row, column: start } : active;
    const to = stepped(this.ground(tab), from, direction);
    this.line = direction === 'right' ? { start, place: to } : undefined;
    this.select(single(to), to);
  }

  private clicked(event: MouseEvent): void {
    if (!this.overlay.isOver(event, this.activeBox())) return;
    if (event.ctrlKey || event.metaKey) this.overlay.follow();
    else if (this.isBox() && activeRange(this.selected() ?? single({ row: 1, column: 1 })).rows === 1)
      this.tick();
  }

  private isBox(): boolean {
    const place = this.selected()?.active;
    return place !== undefined && this.shown?.cell(place.row, place.column).choice?.kind === 'checkbox';
  }

  private tick(): void {
    const place = this.selected()?.active;
    if (!this.shown || !place) return;
    const { value, choice } = this.shown.cell(place.row, place.column);
    if (choice?.kind !== 'checkbox') return;
    const next = value === choice.ticked ? choice.unticked : choice.ticked;
    this.send(this.shown, { ...place, rows: 1, columns: 1 }, [[String(next).toUpperCase()]]);
  }

  private begin(before: string): void {
    const place = this.selected()?.active;
    if (this.shown && place) this.edited = { tab: this.shown, place, before };
    if (place) this.canvas.reveal(place);
  }

  private edit(): void {
    const text = this.activeCell()?.editText ?? '';
    this.begin(text);
    this.overlay.input.edit(text);
    this.overlay.place(this.activeBox());
  }

  private openChoices(): void {
    if (!this.activeCell()?.choices) return;
    this.edit();
    this.offerChoices('');
  }

  private offerChoices(typed: string): void {
    const values = this.activeCell()?.choices ?? [];
    const fitting = values.filter((value) => value.toLowerCase().includes(typed.toLowerCase()));
    this.overlay.offer(fitting, this.activeBox(), this.overlay.input.text);
  }

  /** Ends editing with a text, and goes on to the next cell. */
  private finish(text: string, direction: Direction | null): void {
    const edited = this.end();
    if (edited && text !== edited.before) {
      this.send(edited.tab, { ...edited.place, rows: 1, columns: 1 }, [[text]]);
    }
    const selected = this.selected();
    if (this.shown && selected && direction) this.next(this.shown, selected, direction);
  }

  private commit(direction: Direction | null): void {
    if (this.edited) this.finish(this.overlay.input.text, direction);
  }

  private cancel(): void {
    this.end();
    this.refresh();
  }

  private end() {
    const { edited } = this;
    this.edited = undefined;
    this.overlay.rest(this.activeCell()?.text ?? '');
    return edited;
  }

  /** Shows the texts until the workbook answers, and tells them. */
  private send(tab: Tab, range: Rectangle, texts: string[][]): void {
    const places = texts.flatMap((line, r) =>
      line.map((text, c) => {
        const place = { row: range.row + r, column: range.column + c };
        tab.guess(place.row, place.column, text);
        return place;
      }),
    );
    this.drawing.update(tab, places, false);
    this.refresh();
    this.actions.edit(tab.layout.name, toA1(range), texts);
  }

  private clear(): void {
    const tab = this.shown;
    for (const range of this.filledRanges()) {
      const blank = Array.from({ length: range.rows }, () => Array.from({ length: range.columns }, () => ''));
      if (tab) this.send(tab, range, blank);
    }
  }

  /** What is selected, without the empty rows below all that is filled. */
  private filledRanges(): Rectangle[] {
    const lastRow = this.shown?.lastRow() ?? 0;
    return (this.selected()?.ranges ?? [])
      .map((range) => ({ ...range, rows: Math.min(range.rows, lastRow - range.row + 1) }))
      .filter(({ rows }) => rows > 0);
  }

  private copy(event: ClipboardEvent): boolean {
    const range = this.filledRanges().at(-1);
    const { shown } = this;
    if (this.overlay.input.mode !== 'rest' || !range || !shown) return false;
    event.preventDefault();
    const lines = Array.from({ length: range.rows }, (_, r) =>
      Array.from({ length: range.columns }, (_, c) => shown.cell(range.row + r, range.column + c).text),
    );
    event.clipboardData?.setData('text/plain', tabSeparated(lines));
    return true;
  }

  private paste(event: ClipboardEvent): void {
    const selected = this.selected();
    if (this.overlay.input.mode !== 'rest' || !this.shown || !selected) return;
    event.preventDefault();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '') return;
    const { row, column, rows, columns } = activeRange(selected);
    const texts = fitted(parseTabSeparated(text), rows, columns);
    const range = { row, column, rows: texts.length, columns: texts[0]?.length ?? 1 };
    this.send(this.shown, range, texts);
    const isInside =
      row + range.rows - 1 <= this.shown.layout.rows &&
      column + range.columns - 1 <= this.shown.layout.columns;
    if (isInside) this.canvas.select({ ranges: [range], active: { row, column } });
  }
}
