import type { DriftShown } from '../commands/drift-dialog.ts';
import { button, byId, disableButtons, element, say, sayError } from './page.ts';
import { call } from './script.ts';

const AGAIN_MILLISECONDS = 3000;

/** The call may come back before its work is done, so what stands is asked for until nobody works on it. */
function ask(words: string, work: () => Promise<void>): void {
  say(words);
  disableButtons(true);
  work().then(load).catch(fail);
}

function fail(error: unknown): void {
  sayError(error);
  disableButtons(false);
}

function load(): void {
  call('driftFound').then(show).catch(fail);
}

function show(found: DriftShown): void {
  fill('drifted', [...found.drifted.map(drifted), ...repairAll(found.drifted)]);
  fill('missing', found.missing.map(missing));
  const unseen = byId('unseen');
  unseen.hidden = found.unseen.length === 0;
  unseen.querySelector('ul')?.replaceChildren(...found.unseen.map((line) => element('li', {}, line)));
  const unsettled = byId('unsettled');
  unsettled.hidden = found.unsettled.length === 0;
  unsettled.textContent = `Not compared, for they are not through: ${found.unsettled.join(', ')}. See the column Problem.`;
  sayWhatWasFound(found);
  if (found.drifted.some(({ isBusy }) => isBusy)) setTimeout(load, AGAIN_MILLISECONDS);
}

function fill(id: string, cards: Node[]): void {
  byId(id).hidden = cards.length === 0;
  byId(id)
    .querySelector('div')
    ?.replaceChildren(...cards);
}

function drifted({ bookingId, differences, isBusy }: DriftShown['drifted'][number]): Node {
  const repair = button(isBusy ? 'Repairing …' : 'Repair', () =>
    ask(`Repairing ${bookingId} …`, () => call('repairDrift', [bookingId])),
  );
  repair.disabled = isBusy;
  return element(
    'article',
    { className: 'card' },
    element('h3', {}, bookingId),
    element('ul', {}, ...differences.map((difference) => element('li', {}, difference))),
    element('div', { className: 'row' }, repair),
  );
}

function repairAll(all: DriftShown['drifted']): Node[] {
  if (all.length < 2) return [];
  const ids = all.map(({ bookingId }) => bookingId);
  return [button(`Repair all ${all.length}`, () => ask('Repairing …', () => call('repairDrift', ids)))];
}

function missing({ bookingId, charter }: DriftShown['missing'][number]): Node {
  const bringBack = (words: string, cancelled: boolean) => () =>
    ask(words, () => call('bringBackRows', [{ bookingId, cancelled }]));
  return element(
    'article',
    { className: 'card' },
    element('h3', {}, bookingId),
    element('p', {}, charter),
    element(
      'div',
      { className: 'row' },
      button('Put the row back', bringBack(`Putting the row of ${bookingId} back …`, false)),
      button('Cancel the booking', bringBack(`Cancelling ${bookingId} …`, true), 'quiet'),
    ),
  );
}

function sayWhatWasFound({ checked, bookings, drifted, missing, unsettled, unseen }: DriftShown): void {
  if (!checked) {
    say('Nothing was looked at yet.');
    return;
  }
  const isGood = [drifted, missing, unsettled, unseen].every((list) => list.length === 0) && bookings > 0;
  const looked = `Looked at ${bookings} ${bookings === 1 ? 'booking' : 'bookings'}, ${checked}.`;
  say(isGood ? `All systems hold what the sheet says. ${looked}` : looked, isGood ? 'good' : '');
}

load();
