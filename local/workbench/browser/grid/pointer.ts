import type { Editing } from './editing.ts';
import type { Front } from './front.ts';
import { activeRange, single } from './navigation.ts';
import type { Overlay } from './overlay.ts';
import { listenToTouch } from './touch.ts';
import type { UniverView } from './univer-view.ts';

export interface PointerTargets {
  overlay: Overlay;
  front: Front;
  editing: Editing;
  view: UniverView;
}

/** What the pointer does beyond selecting, which is Univer's. */
export function listenToPointer({ overlay, front, editing, view }: PointerTargets): void {
  const { canvasParent: surface, input } = overlay;
  surface.addEventListener('pointerdown', () => editing.commit(), { capture: true });
  // The input keeps the focus, whatever the pointer does on the canvas.
  surface.addEventListener('mousedown', (event) => {
    event.preventDefault();
    input.focus();
  });
  listenToTouch(surface, {
    scrollBy: (x, y) => view.scrollBy(x, y),
    tap: (x, y) => {
      const place = view.cellAt(x, y);
      if (place) front.select(single(place));
    },
  });
  surface.addEventListener('click', (event) => {
    if (!overlay.isOver(event, front.activeBox())) return;
    if (event.ctrlKey || event.metaKey) overlay.follow();
    else if (isOne(front)) editing.tick();
  });
  surface.addEventListener('dblclick', (event) => {
    if (overlay.isOver(event, front.activeBox()) && !editing.isBox) editing.edit();
  });
}

function isOne(front: Front): boolean {
  const { rows, columns } = activeRange(front.selected);
  return rows * columns === 1;
}
