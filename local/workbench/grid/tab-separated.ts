const field = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*)/y;

/** A block of cells as Sheets and Excel put it on the clipboard: what has line breaks or quotes stands in quotes. */
export function parseTabSeparated(text: string): string[][] {
  const lines: string[][] = [[]];
  for (let at = 0; ; ) {
    field.lastIndex = at;
    const [found = '', quoted, bare] = field.exec(text) ?? [];
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    at += found.length;
    const end = /^(?:\t|\r\n|\n|\r)/.exec(text.slice(at, at + 2))?.[0];
    if (end === undefined) break;
    at += end.length;
    if (end !== '\t') {
      if (at === text.length) break;
      lines.push([]);
    }
  }
  return lines;
}

export function tabSeparated(lines: readonly (readonly string[])[]): string {
  const quoted = (text: string) => (/[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const text = lines.map((line) => line.map(quoted).join('\t')).join('\n');
  // A line break at the very end is read as Excel's, which ends every line with one.
  return text.endsWith('\n') ? `${text}\n` : text;
}

/**
 * The texts for a selection: one goes into all of its cells, a block that fits in a whole number of times is repeated,
 * and any other keeps its own size.
 */
export function fitted(block: string[][], rows: number, columns: number): string[][] {
  const height = block.length;
  const width = Math.max(...block.map((line) => line.length));
  const repeats = rows % height === 0 && columns % width === 0;
  return Array.from({ length: repeats ? rows : height }, (_, row) =>
    Array.from(
      { length: repeats ? columns : width },
      (_, column) => block[row % height]?.[column % width] ?? '',
    ),
  );
}
