import { capitalised } from '../booking/capitalised.ts';
import type { BookingPreview } from '../commands/preview.ts';
import { byId, element, say, sayError } from './page.ts';
import { call, closeDialog } from './script.ts';

function show(bookings: readonly BookingPreview[]): void {
  say(
    bookings.length === 0
      ? 'No booking is selected any more.'
      : 'This is what publishing would do. Nothing was sent or changed.',
  );
  byId('bookings').append(...bookings.map(card));
}

function card({ bookingId, summary, problems, changes, steps }: BookingPreview): Node {
  return element(
    'section',
    { className: 'card' },
    element('h2', {}, bookingId || 'A row without Booking ID'),
    element('p', {}, summary),
    ...part(
      'To be mended',
      'problems',
      problems.map(({ message }) => message),
    ),
    ...part('Changed since it was last published', '', changes),
    ...(steps.length === 0
      ? []
      : [
          element('h3', { className: 'soft' }, 'What publishing does'),
          element(
            'dl',
            {},
            ...steps.flatMap(({ projection, words }) => [
              element('dt', {}, capitalised(projection)),
              element('dd', {}, words),
            ]),
          ),
        ]),
  );
}

function part(title: string, className: string, lines: readonly string[]): Node[] {
  if (lines.length === 0) return [];
  return [
    element('h3', { className: 'soft' }, title),
    element('ul', { className: `bare ${className}` }, ...lines.map((line) => element('li', {}, line))),
  ];
}

byId('close').onclick = closeDialog;
call('previewSelected').then(show).catch(sayError);
