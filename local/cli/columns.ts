/** Lines of cells under each other. Columns named in `right` are aligned at their ends; the last is never padded. */
export function alignColumns(lines: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines.map((line) =>
    line
      .map((cell, column) => {
        if (right.includes(column)) return cell.padStart(widths[column] ?? 0);
        return column === line.length - 1 ? cell : cell.padEnd(widths[column] ?? 0);
      })
      .join('  ')
      .trimEnd(),
  );
}
