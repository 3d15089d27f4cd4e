import { plainText } from '../booking/cells.ts';
import { dollars } from '../booking/money.ts';
import { shortened } from '../booking/rows.ts';
import type { Lane } from '../projections/kanban.ts';
import { type Card, lanesFor, onlyLooksCancelled } from './board-state.ts';
import { button, element } from './page.ts';

const LONGEST_TITLE = 150;

/** As far as people left it as it was written. */
export function titleOf({ title, bookingId }: Card): string {
  return shortened(plainText(title), LONGEST_TITLE) || bookingId;
}

export function cardElement(card: Card, move: (to: Lane) => void): HTMLLIElement {
  const { grossCents, crewCents, captainCents, portFeeCents, netCents, isLifted, isMoving } = card;
  const lift = element('button', { type: 'button', className: 'lift' }, titleOf(card));
  lift.setAttribute('aria-pressed', String(isLifted));
  lift.setAttribute('aria-describedby', 'how');
  const item = element(
    'li',
    { className: ['card', isLifted ? 'lifted' : '', isMoving ? 'moving' : ''].join(' ').trim() },
    element('h3', {}, lift),
    element('small', {}, dateInWords(card.date)),
    element('dl', {}, ...amount('Gross', grossCents)),
    element(
      'small',
      {},
      `crew ${dollars(crewCents)} · captain ${dollars(captainCents)} · port ${dollars(portFeeCents)}`,
    ),
    element('dl', {}, ...amount('Net', netCents)),
    ...line(shortened(plainText(card.crewReplies))),
    ...guestPage(card),
    ...(onlyLooksCancelled(card)
      ? [element('small', { className: 'warning' }, 'Not cancelled: Charter → Cancel booking.')]
      : []),
    menu(card, move),
  );
  item.dataset.booking = card.bookingId;
  return item;
}

export function amount(label: string, cents: number): Node[] {
  return [
    element('dt', {}, label),
    element('dd', { className: `${label.toLowerCase()} ${cents < 0 ? 'trouble' : ''}` }, dollars(cents)),
  ];
}

function line(words: string): Node[] {
  return words === '' ? [] : [element('small', {}, words)];
}

/** Anybody can type into that column. */
function guestPage({ guestPageUrl }: Card): Node[] {
  if (!guestPageUrl.startsWith('https://')) return [];
  return [element('a', { href: guestPageUrl, target: '_blank', rel: 'noopener' }, 'Guest page')];
}

/** What dragging does, without dragging. */
function menu(card: Card, move: (to: Lane) => void): Node {
  const others = lanesFor(card).filter((lane) => lane !== card.lane);
  if (others.length === 0) return element('small', {}, `Stays here: its booking is ${card.status}.`);
  return element(
    'details',
    {},
    element('summary', {}, 'Move to …', element('span', { className: 'unseen' }, ` (${titleOf(card)})`)),
    ...others.map((lane) => button(lane, () => move(lane), 'quiet')),
  );
}

/** `Sun, May 30, 2027`, as in Kanban. */
function dateInWords(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return shortened(date);
  return day.toLocaleDateString('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  });
}
