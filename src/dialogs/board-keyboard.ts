import type { Lane } from '../projections/kanban.ts';
import { titleOf } from './board-card.ts';
import { cardAt, focusCard, laneLists } from './board-lanes.ts';
import { type BoardState, type Card, lanesFor } from './board-state.ts';
import { byId, say } from './page.ts';

interface Hands {
  redraw(): void;
  move(bookingId: string, to: Lane): void;
}

/** Space takes a card up, arrows carry it from lane to lane, Space puts it down. Arrows alone go from card to card. */
export function liftCards(state: BoardState, { redraw, move }: Hands): void {
  const lanes = byId('lanes');

  function lift(card: Card): void {
    if (lanesFor(card).length === 1) {
      say(`“${titleOf(card)}” stays here: its booking is ${card.status}.`);
      return;
    }
    state.lifted = { bookingId: card.bookingId, lane: card.lane };
    redraw();
    say(`Picked up “${titleOf(card)}”. Arrow keys choose a lane, Space puts it down, Escape puts it back.`);
  }

  function carry(card: Card, step: 1 | -1): void {
    const open = lanesFor(card);
    const lane = open[open.indexOf(card.lane) + step];
    if (!lane) {
      say(`${card.lane} is the last lane on that side.`);
      return;
    }
    state.lifted = { bookingId: card.bookingId, lane };
    redraw();
    focusCard(card.bookingId);
    say(`${lane}: Space puts it down here.`);
  }

  function putDown({ bookingId, lane }: Card): void {
    state.lifted = undefined;
    if (state.find(bookingId)?.lane !== lane) move(bookingId, lane);
    else putBack();
  }

  function putBack(): void {
    state.lifted = undefined;
    redraw();
    say('Put back.');
  }

  lanes.addEventListener('click', (event) => {
    const card = liftable(state, event.target);
    // A pointer drags. A click without one is a key's, or a screen reader's.
    if (!card || event.detail > 0) return;
    if (card.isLifted) putDown(card);
    else lift(card);
  });

  lanes.addEventListener('keydown', (event) => {
    const card = liftable(state, event.target);
    const step = STEPS[event.key];
    if (!card) return;
    if (event.key === 'Escape' && card.isLifted) putBack();
    else if (!step) return;
    else if (card.isLifted) carry(card, step.forward ? 1 : -1);
    else focusNext(card, step);
    event.preventDefault();
  });

  lanes.addEventListener('focusout', () => {
    // Afterwards: what is drawn anew loses the focus for a moment.
    setTimeout(() => {
      if (state.lifted && !liftable(state, document.activeElement)?.isLifted) putBack();
    });
  });
}

interface Step {
  forward: boolean;
  across: boolean;
}

const STEPS: Partial<Record<string, Step>> = {
  ArrowLeft: { forward: false, across: true },
  ArrowRight: { forward: true, across: true },
  ArrowUp: { forward: false, across: false },
  ArrowDown: { forward: true, across: false },
};

function liftable(state: BoardState, target: EventTarget | null): Card | undefined {
  const isTitle = target instanceof Element && target.closest('.lift') !== null;
  return isTitle ? state.find(cardAt(target)) : undefined;
}

/** The next card of the lane, or the one beside it in the next lane that has any. */
function focusNext({ bookingId }: Card, { forward, across }: Step): void {
  const table = laneLists.map((list) => [...list.children].map(cardAt)).filter((lane) => lane.length > 0);
  const column = table.findIndex((lane) => lane.includes(bookingId));
  const row = table[column]?.indexOf(bookingId) ?? 0;
  const by = forward ? 1 : -1;
  const lane = table[across ? column + by : column];
  const next = lane?.[across ? Math.min(row, lane.length - 1) : row + by];
  if (next) focusCard(next);
}
