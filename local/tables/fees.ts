import type { Table } from './csv-table.ts';

/**
 * A bare number in a file is what a cell would hold, as Sheets takes it from a file: 0.18 is 18 %, and 18 is 1800 %,
 * which the add-on refuses. Typed into a percentage cell, it would be 0.18 %.
 */
export function withFees(table: Table): Table {
  const column = table.columns.indexOf('Fee %');
  if (column < 0) return table;
  const rows = table.rows.map(({ line, cells }) => ({
    line,
    cells: cells.map((text, index) => (index === column ? asPercentage(text) : text)),
  }));
  return { ...table, rows };
}

function asPercentage(text: string): string {
  return /^\s*(\d+\.?\d*|\.\d+)\s*$/.test(text) ? `${Number((Number(text) * 100).toFixed(8))}%` : text;
}
