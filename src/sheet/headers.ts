import type { Cell } from '../booking/cells.ts';

/** Headers are the same when they read the same: case and spaces around them don't count. */
export function sameHeader(cell: Cell | undefined, header: string): boolean {
  return (
    String(cell ?? '')
      .trim()
      .toLowerCase() === header.toLowerCase()
  );
}

/** The column that the header stands over, counted from 1; 0 when it stands nowhere. The first one counts. */
export function columnOf(headerRow: readonly Cell[], header: string): number {
  return headerRow.findIndex((cell) => sameHeader(cell, header)) + 1;
}
