import type { Lane } from '../projections/kanban.ts';
import { titleOf } from './board-card.ts';
import { dragCards } from './board-drag.ts';
import { liftCards } from './board-keyboard.ts';
import { focusCard, showLanes } from './board-lanes.ts';
import { BoardState, type Card, lanesFor, onlyLooksCancelled } from './board-state.ts';
import { say, sayError } from './page.ts';
import { call } from './script.ts';

const LOOK_AGAIN_MILLISECONDS = 20_000;
const HOW_TO = 'Drag a card to another lane, or choose Move to … on it.';

const state = new BoardState();
/** As long as the pointer drags a card, the lists are the pointer's. */
let isDragging = false;
/** One after the other, so that no answer is older than the one before. */
let calls: Promise<void> = Promise.resolve();
let isLooking = false;

function redraw(): void {
  if (!isDragging) showLanes(state.cards, move);
}

/** Shows at once what the sheet will hold in a moment, and puts it back if that fails. */
function move(bookingId: string, to: Lane): void {
  const card = state.find(bookingId);
  if (!card || card.lane === to) {
    redraw();
    return;
  }
  if (!lanesFor(card).includes(to)) {
    say(`“${titleOf(card)}” goes back: its booking is ${card.status}.`, 'trouble');
    redraw();
    return;
  }
  const wanted = { bookingId, from: card.lane, to };
  state.begin(wanted);
  redraw();
  focusCard(bookingId);
  say(movedInWords(card, to));
  calls = calls
    .then(() => call('moveCard', wanted))
    .then((board) => {
      state.end(wanted);
      state.take(board);
      const lane = board.cards.find((one) => one.bookingId === bookingId)?.lane;
      if (!lane) say(`“${titleOf(card)}” is gone: its row was removed meanwhile.`, 'trouble');
      else if (lane !== to) say(`Somebody moved “${titleOf(card)}” to ${lane} meanwhile.`, 'trouble');
    })
    .catch((error) => {
      state.end(wanted);
      sayError(
        `“${titleOf(card)}” is back in ${card.lane}. ${error instanceof Error ? error.message : error}`,
      );
    })
    .then(redraw);
}

function movedInWords(card: Card, to: Lane): string {
  const words = `Moved “${titleOf(card)}” to ${to}.`;
  return onlyLooksCancelled({ ...card, lane: to })
    ? `${words} The booking itself is still on: to cancel it, choose Charter → Cancel booking.`
    : words;
}

/** What others did: people in the sheet, a publish, another window with this board. */
function look(): void {
  if (isLooking || document.visibilityState === 'hidden') return;
  isLooking = true;
  calls = calls
    .then(() => call('boardFound'))
    .then((board) => {
      const isFirst = state.isBlank;
      if (state.take(board)) say('The board changed meanwhile: this is how it stands.');
      if (isFirst) say(board.cards.length === 0 ? 'No cards yet: each row of Bookings makes one.' : HOW_TO);
      redraw();
    })
    .catch(sayError)
    .then(() => {
      isLooking = false;
    });
}

dragCards({
  start: () => {
    isDragging = true;
  },
  drop: (bookingId, to) => {
    isDragging = false;
    move(bookingId, to);
  },
});
liftCards(state, { redraw, move });
redraw();
look();
setInterval(look, LOOK_AGAIN_MILLISECONDS);
addEventListener('focus', look);
document.addEventListener('visibilitychange', look);
