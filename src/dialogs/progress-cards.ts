import type { PublishBegun } from '../commands/progress.ts';
import { byId, element } from './page.ts';
import type { Line } from './progress-line.ts';
import { type BookingView, called } from './progress-view.ts';

const SIGNS: Record<Line['state'], string> = {
  waiting: '○',
  'under way': '◐',
  done: '✓',
  nothing: '–',
  later: '◔',
  failed: '✕',
  yours: '!',
};

/** One booking: a line that unfolds into its steps. */
export class Card {
  private readonly whole: HTMLDetailsElement;
  private readonly headline = element('span', { className: 'soft' });
  private readonly body = element('div', {});
  private shown = '';
  private standing = '';

  constructor(booking: PublishBegun['bookings'][number], isOpen: boolean) {
    const summary = element('summary', {}, element('strong', {}, called(booking)), ' ', this.headline);
    this.whole = element('details', { className: 'card', open: isOpen }, summary, this.body);
    byId('bookings').append(this.whole);
  }

  show(booking: BookingView): void {
    const shown = JSON.stringify(booking);
    // What is as it was stays untouched, for it may have the focus.
    if (shown === this.shown) return;
    this.shown = shown;
    this.headline.textContent = booking.headline;
    this.body.replaceChildren(...contentOf(booking));
    const isTrouble = booking.standing === 'yours' || booking.standing === 'faulty';
    if (isTrouble && booking.standing !== this.standing) this.whole.open = true;
    this.standing = booking.standing;
  }
}

function contentOf({ lines, problems, warnings, guestPageUrl }: BookingView): Node[] {
  return [
    ...list('bare', lines.map(step)),
    ...list(
      'bare problems',
      problems.map((problem) => element('li', {}, problem)),
    ),
    ...list(
      '',
      warnings.map((warning) => element('li', { className: 'warning' }, warning)),
    ),
    ...(guestPageUrl
      ? [element('a', { href: guestPageUrl, target: '_blank', rel: 'noopener' }, 'Open the guest page')]
      : []),
  ];
}

function step({ name, state, words }: Line): HTMLLIElement {
  const sign = element('span', { className: 'sign', ariaHidden: 'true' }, SIGNS[state]);
  const text = element('span', {}, element('b', {}, name), ' ', element('small', {}, words));
  return element('li', { className: `step ${state.replace(' ', '-')}` }, sign, text);
}

function list(className: string, items: readonly HTMLLIElement[]): Node[] {
  return items.length === 0 ? [] : [element('ul', { className }, ...items)];
}
