import type { Rectangle } from './a1-notation.ts';
import type { Cell, SheetData } from './workbook-data.ts';

type Axis = 'row' | 'column';

/** Where a line (a row or column number) stands after `count` lines were inserted (or, negative, deleted) at `at`. */
function movedLine(line: number, at: number, count: number): number | null {
  if (line < at) return line;
  if (count < 0 && line < at - count) return null;
  return line + count;
}

function movedRectangle(rectangle: Rectangle, axis: Axis, at: number, count: number): Rectangle | null {
  const size = axis === 'row' ? 'rows' : 'columns';
  const first = rectangle[axis];
  const end = first + rectangle[size];
  const move = (edge: number) => (edge <= at ? edge : count < 0 ? Math.max(at, edge + count) : edge + count);
  const movedFirst = first < at ? first : count < 0 ? Math.max(at, first + count) : first + count;
  const extent = move(end) - movedFirst;
  return extent > 0 ? { ...rectangle, [axis]: movedFirst, [size]: extent } : null;
}

function movedSizes(sizes: Record<number, number>, at: number, count: number): Record<number, number> {
  const moved: Record<number, number> = {};
  for (const [line, size] of Object.entries(sizes)) {
    const to = movedLine(Number(line), at, count);
    if (to !== null) moved[to] = size;
  }
  return moved;
}

function movedLines(lines: number[], at: number, count: number): number[] {
  return lines.flatMap((line) => movedLine(line, at, count) ?? []);
}

function moveRanges(sheet: SheetData, axis: Axis, at: number, count: number): void {
  const move = (rectangle: Rectangle) => movedRectangle(rectangle, axis, at, count);
  const moveAll = (rectangles: Rectangle[]) => rectangles.flatMap((rectangle) => move(rectangle) ?? []);
  sheet.merges = moveAll(sheet.merges);
  sheet.protections = sheet.protections.flatMap((protection) => {
    const range = protection.range && move(protection.range);
    if (protection.range && !range) return [];
    return [{ ...protection, range, unprotected: moveAll(protection.unprotected) }];
  });
  sheet.conditionalFormatRules = sheet.conditionalFormatRules
    .map((rule) => ({ ...rule, ranges: moveAll(rule.ranges) }))
    .filter((rule) => rule.ranges.length > 0);
}

/** Inserted lines look like one of their neighbours: the one before them, or the one that follows. */
export type Neighbour = 'before' | 'after';

/** What an inserted cell takes over: its formats and what it lets one choose from, and nothing that was written there. */
function lookOf(cell: Cell | null | undefined): Cell | null {
  if (!cell) return null;
  const { format, numberFormat, validation } = cell;
  if (!format && !numberFormat && !validation) return null;
  return {
    value: '',
    ...(format && { format }),
    ...(numberFormat && { numberFormat }),
    ...(validation && { validation }),
  };
}

/** The index of the neighbour of a line that is inserted at `at`; the first line has none before it, the last none after. */
function neighbourIndex(at: number, like: Neighbour, available: number): number {
  const wanted = like === 'before' ? at - 2 : at - 1;
  return Math.min(Math.max(wanted, 0), available - 1);
}

/** Inserts `count` rows before row `at`, or deletes `-count` rows from it; what stands on them moves along. */
export function changeRows(sheet: SheetData, at: number, count: number, like: Neighbour = 'after'): void {
  if (count < 0) sheet.cells.splice(at - 1, -count);
  else {
    const look = (sheet.cells[neighbourIndex(at, like, sheet.rows)] ?? []).map(lookOf);
    while (look.some(Boolean) && sheet.cells.length < at - 1) sheet.cells.push([]);
    if (at <= sheet.cells.length + 1) {
      sheet.cells.splice(at - 1, 0, ...Array.from({ length: count }, () => [...look]));
    }
  }
  sheet.rows += count;
  sheet.rowHeights = movedSizes(sheet.rowHeights, at, count);
  sheet.hiddenRows = movedLines(sheet.hiddenRows, at, count);
  const frozenGone = count < 0 ? Math.max(0, Math.min(sheet.frozenRows, at - 1 - count) - (at - 1)) : 0;
  sheet.frozenRows -= frozenGone;
  moveRanges(sheet, 'row', at, count);
}

/** As `changeRows`, for columns. */
export function changeColumns(sheet: SheetData, at: number, count: number, like: Neighbour = 'after'): void {
  const neighbour = neighbourIndex(at, like, sheet.columns);
  for (const row of sheet.cells) {
    if (count < 0) row.splice(at - 1, -count);
    else {
      const look = lookOf(row[neighbour]);
      while (look && row.length < at - 1) row.push(null);
      if (at <= row.length + 1) row.splice(at - 1, 0, ...Array.from({ length: count }, () => look));
    }
  }
  sheet.columns += count;
  sheet.columnWidths = movedSizes(sheet.columnWidths, at, count);
  sheet.hiddenColumns = movedLines(sheet.hiddenColumns, at, count);
  const frozenGone = count < 0 ? Math.max(0, Math.min(sheet.frozenColumns, at - 1 - count) - (at - 1)) : 0;
  sheet.frozenColumns -= frozenGone;
  moveRanges(sheet, 'column', at, count);
}
