import type { Front } from './front.ts';
import type { GridCommand } from './keyboard.ts';
import {
  activeRange,
  cycled,
  type Direction,
  extended,
  farCorner,
  jumped,
  type Place,
  single,
  stepped,
} from './navigation.ts';

type Move = Extract<GridCommand, { kind: 'move' }>;
type Corner = Extract<GridCommand, { kind: 'corner' }>;

/** What keys do to the selection. */
export class Movement {
  private readonly front: Front;
  private readonly rowsInView: () => number;
  /** Tab came to `place` from the column `start`: Enter goes on below that. */
  private line: { start: number; place: Place } | undefined;

  constructor(front: Front, rowsInView: () => number) {
    this.front = front;
    this.rowsInView = rowsInView;
  }

  move({ direction, by, extends: isLonger }: Move): void {
    const { ground } = this.front;
    const from = this.from(isLonger);
    const count = by === 'page' ? this.rowsInView() : 1;
    const to = by === 'jump' ? jumped(ground, from, direction) : stepped(ground, from, direction, count);
    this.goTo(to, isLonger);
  }

  toCorner({ of, end, extends: isLonger }: Corner): void {
    const { tab } = this.front;
    if (!tab) return;
    const from = this.from(isLonger);
    const row = of === 'row' ? from.row : end === 'first' ? 1 : tab.lastRow();
    const column = end === 'first' ? 1 : tab.lastColumn(of === 'row' ? row : null);
    this.goTo({ row: Math.max(1, row), column: Math.max(1, column) }, isLonger);
  }

  private from(isLonger: boolean): Place {
    return isLonger ? farCorner(this.front.selected) : this.front.active;
  }

  private goTo(to: Place, isLonger: boolean): void {
    this.front.select(isLonger ? extended(this.front.selected, to) : single(to), to);
  }

  /** Tab and Enter: round within a block, else on. */
  next(direction: Direction): void {
    const { selected, active, ground } = this.front;
    const { rows, columns } = activeRange(selected);
    if (rows * columns > 1) {
      const turned = cycled(selected, direction);
      this.front.select(turned, turned.active);
      return;
    }
    const isOn = this.line?.place.row === active.row && this.line.place.column === active.column;
    const start = isOn ? (this.line?.start ?? active.column) : active.column;
    const from = direction === 'down' ? { row: active.row, column: start } : active;
    const to = stepped(ground, from, direction);
    this.line = direction === 'right' ? { start, place: to } : undefined;
    this.goTo(to, false);
  }

  selectAll(): void {
    const { rows, columns } = this.front.ground;
    this.front.select({ ranges: [{ row: 1, column: 1, rows, columns }], active: this.front.active });
  }
}
