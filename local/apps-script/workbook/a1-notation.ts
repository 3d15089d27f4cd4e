/** A rectangle of cells; rows and columns count from 1. */
export interface Rectangle {
  row: number;
  column: number;
  rows: number;
  columns: number;
}

export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

export function toA1(rectangle: Rectangle): string {
  const { row, column, rows, columns } = rectangle;
  const first = `${columnLetters(column)}${row}`;
  if (rows === 1 && columns === 1) return first;
  return `${first}:${columnLetters(column + columns - 1)}${row + rows - 1}`;
}

/**
 * Reads `B2`, `B2:C9`, `A:C`, `2:5`, `B2:B`, with or without a sheet before `!`. Open ends reach to `extent`.
 * Null when the text is no range.
 */
export function parseA1(
  text: string,
  extent: { rows: number; columns: number },
): { sheetName: string | null; rectangle: Rectangle } | null {
  const match =
    /^(?:(?:'((?:[^']|'')+)'|([^!']+))!)?\$?([A-Za-z]{0,3})\$?(\d*)(?::\$?([A-Za-z]{0,3})\$?(\d*))?$/.exec(
      text,
    );
  if (!match) return null;
  const [, quoted, bare, startLetters = '', startRow = '', endLetters, endRow] = match;
  const isRange = endLetters !== undefined;
  if (!startLetters && !startRow) return null;
  if (!isRange && (!startLetters || !startRow)) return null;
  if (isRange && !endLetters && !endRow) return null;
  const top = startRow ? Number(startRow) : 1;
  const left = startLetters ? columnNumber(startLetters) : 1;
  const bottom = !isRange ? top : endRow ? Number(endRow) : extent.rows;
  const right = !isRange ? left : endLetters ? columnNumber(endLetters) : extent.columns;
  if (top < 1 || bottom < 1) return null;
  return {
    sheetName: quoted?.replaceAll("''", "'") ?? bare ?? null,
    rectangle: {
      row: Math.min(top, bottom),
      column: Math.min(left, right),
      rows: Math.abs(bottom - top) + 1,
      columns: Math.abs(right - left) + 1,
    },
  };
}
