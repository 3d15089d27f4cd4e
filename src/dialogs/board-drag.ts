import Sortable from 'sortablejs';
import type { Lane } from '../projections/kanban.ts';
import { cardAt, laneLists } from './board-lanes.ts';

interface Dragging {
  start(): void;
  /** Over, in this lane, which may be the one that it began in. */
  drop(bookingId: string, to: Lane): void;
}

/** By mouse, and by touch: there a finger that rests takes the card, and one that moves on scrolls. */
export function dragCards({ start, drop }: Dragging): void {
  for (const list of laneLists) {
    Sortable.create(list, {
      group: 'cards',
      draggable: '.card',
      filter: 'a, summary, details button',
      preventOnFilter: false,
      // Where it lies in its lane is by date, as on Board.
      sort: false,
      delay: 180,
      delayOnTouchOnly: true,
      touchStartThreshold: 8,
      // The browsers' own dragging knows no touch, and differs between them.
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 4,
      scrollSensitivity: 60,
      onStart: start,
      onEnd: ({ item, to }) => drop(cardAt(item) ?? '', to.dataset.lane as Lane),
    });
  }
}
