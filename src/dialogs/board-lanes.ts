import { LANES, type Lane, laneShown } from '../projections/kanban.ts';
import { amount, cardElement } from './board-card.ts';
import type { Card } from './board-state.ts';
import { byId, element } from './page.ts';

const lanes = LANES.map((lane, index) => {
  const count = element('span', { className: 'soft' });
  const heading = element('h2', { id: `lane-${index}` }, lane, ' ', count);
  const totals = element('dl', {});
  const list = element('ul', { className: 'bare' });
  list.dataset.lane = lane;
  list.setAttribute('aria-labelledby', heading.id);
  byId('lanes').append(
    element('section', { className: 'lane' }, element('header', {}, heading, totals), list),
  );
  return { lane, count, totals, list };
});

/** What was made of each card as it stands: whatever doesn't change keeps its place, its open menu and the focus. */
let made = new Map<string, HTMLLIElement>();

/** Where cards lie, a list a lane: its `data-lane` names it. */
export const laneLists: readonly HTMLUListElement[] = lanes.map(({ list }) => list);

export function showLanes(cards: readonly Card[], move: (bookingId: string, to: Lane) => void): void {
  const focused = cardAt(document.activeElement);
  const before = made;
  made = new Map();
  for (const { lane, count, totals, list } of lanes) {
    const shown = laneShown(lane, cards);
    count.textContent = String(shown.cards.length);
    totals.replaceChildren(...amount('Gross', shown.grossCents), ...amount('Net', shown.netCents));
    const items = shown.cards.map((card) => {
      const key = JSON.stringify(card);
      const item = before.get(key) ?? cardElement(card, (to) => move(card.bookingId, to));
      made.set(key, item);
      return item;
    });
    const isThere =
      list.children.length === items.length && items.every((item, index) => list.children[index] === item);
    if (!isThere) list.replaceChildren(...items);
  }
  // What scrolls can be reached by the keyboard: by its cards, or else itself.
  byId('lanes').tabIndex = cards.length === 0 ? 0 : -1;
  if (focused && cardAt(document.activeElement) !== focused) focusCard(focused);
}

/** The booking whose card holds this element. */
export function cardAt(inside: Element | EventTarget | null): string | undefined {
  const card = inside instanceof Element ? inside.closest<HTMLElement>('[data-booking]') : null;
  return card?.dataset.booking;
}

export function focusCard(bookingId: string): void {
  const card = laneLists.flatMap((list) => [...list.children]).find((one) => cardAt(one) === bookingId);
  card?.querySelector<HTMLElement>('.lift')?.focus();
}
