/** The spreadsheet lacks a tab or a column. The message tells the captain which, and the way out. */
export class SheetError extends Error {
  override readonly name = 'SheetError';

  constructor(
    readonly tab: string,
    /** Empty when the whole tab is missing. */
    readonly columns: readonly string[] = [],
  ) {
    super(`${whatIsMissing(tab, columns)} Charter → Set up repairs it.`);
  }
}

function whatIsMissing(tab: string, columns: readonly string[]): string {
  if (columns.length === 0) return `The tab "${tab}" is missing.`;
  const names = columns.map((column) => `"${column}"`).join(', ');
  return `The tab "${tab}" has no column ${names}.`;
}
