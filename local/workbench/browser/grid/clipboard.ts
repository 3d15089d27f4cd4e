import { fitted, parseTabSeparated, tabSeparated } from '../../grid/tab-separated.ts';
import type { Editing } from './editing.ts';
import type { Front } from './front.ts';
import { activeRange } from './navigation.ts';

/** Cells on the clipboard, in plain text: what other programs take and give. */
export function listenToClipboard(
  input: HTMLElement,
  front: Front,
  editing: Editing,
  isResting: () => boolean,
): void {
  const copy = (event: ClipboardEvent): boolean => {
    const range = editing.filledRanges().at(-1);
    const { tab } = front;
    if (!isResting() || !range || !tab) return false;
    event.preventDefault();
    const lines = Array.from({ length: range.rows }, (_, r) =>
      Array.from({ length: range.columns }, (_, c) => tab.cell(range.row + r, range.column + c).text),
    );
    event.clipboardData?.setData('text/plain', tabSeparated(lines));
    return true;
  };
  input.addEventListener('copy', copy);
  input.addEventListener('cut', (event) => {
    if (copy(event)) editing.clear();
  });
  input.addEventListener('paste', (event) => {
    if (!isResting()) return;
    event.preventDefault();
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '') return;
    const { row, column, rows, columns } = activeRange(front.selected);
    const texts = fitted(parseTabSeparated(text), rows, columns);
    const range = { row, column, rows: texts.length, columns: texts[0]?.length ?? 1 };
    editing.put(range, texts);
    front.select({ ranges: [range], active: { row, column } });
  });
}
