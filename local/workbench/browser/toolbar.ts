import { byId } from '../../../src/dialogs/page.ts';
import { parseA1, type Rectangle } from '../../apps-script/workbook/a1-notation.ts';
import type { Edits } from './edits.ts';
import type { Selection } from './grid/grid.ts';

/** A column as tall as a spreadsheet can be, and a row as wide. */
const EXTENT = { rows: 10_000_000, columns: 18_278 };

/** What is done to whole rows, and what takes it back. */
export function wireToolbar(edits: Edits, selection: () => Selection | null): void {
  const on = (id: string, act: (tab: string, rectangle: Rectangle) => void) => {
    byId(id).onclick = () => {
      const selected = selection();
      const rectangle = parseA1(selected?.ranges.at(-1) ?? '', EXTENT)?.rectangle;
      if (selected && rectangle) act(selected.tab, rectangle);
    };
  };
  byId('undo').onclick = () => edits.undo();
  byId('redo').onclick = () => edits.redo();
  on('insert-rows', (tab, { row, rows }) => edits.insertRows(tab, row, rows));
  on('delete-rows', (tab, { row, rows }) => edits.deleteRows(tab, row, rows));
  on('sort-ascending', (tab, { column }) => edits.sort(tab, column, true));
  on('sort-descending', (tab, { column }) => edits.sort(tab, column, false));
}
