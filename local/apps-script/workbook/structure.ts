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

/** Of the line whose look those inserted at `at` take; the first line has none before it, and the last none after. */
function neighbourIndex(at: number, like: Neighbour, available: number): number {
  const wanted = like === 'before' ? at - 2 : at - 1;
  return Math.min(Math.max(wanted, 0), available - 1);
}

/** Before row `at`; what stands there moves down. */
export function insertRows(sheet: SheetData, at: number, count: number, like: Neighbour = 'after'): void {
  const { cells } = sheet;
  const look = (cells[neighbourIndex(at, like, sheet.rows)] ?? []).map(lookOf);
  while (look.some(Boolean) && cells.length < at - 1) cells.push([]);
  if (at <= cells.length + 1) cells.splice(at - 1, 0, ...Array.from({ length: count }, () => [...look]));
  moveRows(sheet, at, count);
}

export function deleteRows(sheet: SheetData, first: number, count: number): void {
  sheet.cells.splice(first - 1, count);
  sheet.frozenRows -= frozenAmong(first, count, sheet.frozenRows);
  moveRows(sheet, first, -count);
}

/** Before column `at`; what stands there moves to the right. */
export function insertColumns(sheet: SheetData, at: number, count: number, like: Neighbour = 'after'): void {
  const neighbour = neighbourIndex(at, like, sheet.columns);
  for (const row of sheet.cells) {
    const look = lookOf(row[neighbour]);
    while (look && row.length < at - 1) row.push(null);
    if (at <= row.length + 1) row.splice(at - 1, 0, ...Array.from({ length: count }, () => look));
  }
  moveColumns(sheet, at, count);
}

export function deleteColumns(sheet: SheetData, first: number, count: number): void {
  for (const row of sheet.cells) row.splice(first - 1, count);
  sheet.frozenColumns -= frozenAmong(first, count, sheet.frozenColumns);
  moveColumns(sheet, first, -count);
}

/** How many of the first `frozen` lines are among `count` from `first` on. */
function frozenAmong(first: number, count: number, frozen: number): number {
  return Math.max(0, Math.min(frozen, first - 1 + count) - (first - 1));
}

/** All but the cells. */
function moveRows(sheet: SheetData, at: number, count: number): void {
  sheet.rows += count;
  sheet.rowHeights = movedSizes(sheet.rowHeights, at, count);
  sheet.hiddenRows = movedLines(sheet.hiddenRows, at, count);
  moveRanges(sheet, 'row', at, count);
}

function moveColumns(sheet: SheetData, at: number, count: number): void {
  sheet.columns += count;
  sheet.columnWidths = movedSizes(sheet.columnWidths, at, count);
  sheet.hiddenColumns = movedLines(sheet.hiddenColumns, at, count);
  moveRanges(sheet, 'column', at, count);
}
