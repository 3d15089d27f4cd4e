import type { Rectangle } from '../../../apps-script/workbook/a1-notation.ts';

export interface Place {
  row: number;
  column: number;
}

/** What is selected in a tab: the ranges, the active one last, and the cell in it that typing goes to. */
export interface Selected {
  ranges: Rectangle[];
  active: Place;
}

/** What moving must know of a tab. */
export interface Ground {
  rows: number;
  columns: number;
  isHidden(axis: 'row' | 'column', line: number): boolean;
  isFilled(row: number, column: number): boolean;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

const steps: Record<Direction, Place> = {
  up: { row: -1, column: 0 },
  down: { row: 1, column: 0 },
  left: { row: 0, column: -1 },
  right: { row: 0, column: 1 },
};

export function single(place: Place): Selected {
  return { ranges: [{ ...place, rows: 1, columns: 1 }], active: place };
}

export function activeRange({ ranges, active }: Selected): Rectangle {
  return ranges.at(-1) ?? { ...active, rows: 1, columns: 1 };
}

/** The next cell that shows, `count` cells on; the last one at the edge. */
export function stepped(ground: Ground, from: Place, direction: Direction, count = 1): Place {
  const step = steps[direction];
  const axis = step.row === 0 ? 'column' : 'row';
  let place = from;
  let next = from;
  for (let left = count; left > 0; ) {
    next = { row: next.row + step.row, column: next.column + step.column };
    if (!isInside(ground, next)) break;
    if (ground.isHidden(axis, next[axis])) continue;
    place = next;
    left -= 1;
  }
  return place;
}

/** As Ctrl with an arrow: to the end of what is filled, or over what is empty to the next that is filled. */
export function jumped(ground: Ground, from: Place, direction: Direction): Place {
  const filled = (place: Place) => ground.isFilled(place.row, place.column);
  let place = stepped(ground, from, direction);
  const runs = filled(from) && filled(place);
  for (;;) {
    const next = stepped(ground, place, direction);
    if (same(next, place) || (runs ? !filled(next) : filled(place))) return place;
    place = next;
  }
}

/** The corner of the active range that moves when it is extended: the one across from the active cell. */
export function farCorner(selected: Selected): Place {
  const { row, column, rows, columns } = activeRange(selected);
  const { active } = selected;
  return {
    row: active.row === row ? row + rows - 1 : row,
    column: active.column === column ? column + columns - 1 : column,
  };
}

/** The active range stretched from the active cell to `corner`. */
export function extended(selected: Selected, corner: Place): Selected {
  const { active, ranges } = selected;
  const range = {
    row: Math.min(active.row, corner.row),
    column: Math.min(active.column, corner.column),
    rows: Math.abs(active.row - corner.row) + 1,
    columns: Math.abs(active.column - corner.column) + 1,
  };
  return { ranges: [...ranges.slice(0, -1), range], active };
}

/** Enter and Tab within a selected block: round and round in it, the active cell alone moves. */
export function cycled(selected: Selected, direction: Direction): Selected {
  const range = activeRange(selected);
  const { row, column } = selected.active;
  const isAcross = direction === 'left' || direction === 'right';
  const [width, height] = isAcross ? [range.columns, range.rows] : [range.rows, range.columns];
  const at = isAcross
    ? (row - range.row) * width + column - range.column
    : (column - range.column) * width + row - range.row;
  const by = direction === 'right' || direction === 'down' ? 1 : -1;
  const to = (at + by + width * height) % (width * height);
  const [line, position] = [Math.floor(to / width), to % width];
  const active = isAcross
    ? { row: range.row + line, column: range.column + position }
    : { row: range.row + position, column: range.column + line };
  return { ...selected, active };
}

/** The selection as far as it is still there. */
export function clamped({ ranges, active }: Selected, { rows, columns }: Ground): Selected {
  const within = (place: Place) => ({
    row: Math.min(place.row, rows),
    column: Math.min(place.column, columns),
  });
  return {
    active: within(active),
    ranges: ranges.map((range) => {
      const first = within(range);
      return {
        ...first,
        rows: Math.max(1, Math.min(range.rows, rows - first.row + 1)),
        columns: Math.max(1, Math.min(range.columns, columns - first.column + 1)),
      };
    }),
  };
}

function isInside({ rows, columns }: Ground, { row, column }: Place): boolean {
  return row >= 1 && column >= 1 && row <= rows && column <= columns;
}

function same(a: Place, b: Place): boolean {
  return a.row === b.row && a.column === b.column;
}
