import { isDay } from '../calendar-day.ts';
import type { Table } from './csv-table.ts';

/**
 * A table whose `Date` cells say `2027-05-30` where they said `today`, `today+3`, `today-1` or `next 05-30` (the first
 * such day after today), so that examples never grow old. Whatever else a cell says stays.
 */
export function withDatesFrom(today: string, table: Table): Table {
  const column = table.columns.indexOf('Date');
  const rows = table.rows.map(({ line, cells }) => ({
    line,
    cells: cells.map((cell, index) => (index === column ? absoluteDate(cell, today) : cell)),
  }));
  return { ...table, rows };
}

function absoluteDate(cell: string, today: string): string {
  const text = cell.trim().toLowerCase();
  const distance = /^today(?:\s*([+-])\s*(\d{1,4}))?$/.exec(text);
  if (distance) return addDays(today, Number(`${distance[1] ?? '+'}${distance[2] ?? 0}`));
  const monthAndDay = /^next (\d\d-\d\d)$/.exec(text)?.[1];
  return monthAndDay === undefined ? cell : (nextDay(monthAndDay, today) ?? cell);
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Undefined for a day that no year has. February 29 may be up to eight years away. */
function nextDay(monthAndDay: string, today: string): string | undefined {
  const year = Number(today.slice(0, 4));
  return Array.from({ length: 9 }, (_, index) => `${year + index}-${monthAndDay}`).find(
    (date) => date > today && isDay(date),
  );
}
