import type { SetUpShown } from '../commands/set-up.ts';
import { button, byId, disableButtons, element, given, say, sayError } from './page.ts';
import { call, closeDialog } from './script.ts';
import { type Step, stepsOf } from './set-up-steps.ts';

const STATES: Record<Step['state'], [mark: string, words: string, className: string]> = {
  done: ['✓', 'done', 'good'],
  'to do': ['→', 'to do', 'warning'],
  'to mend': ['✗', 'to mend', 'trouble'],
  later: ['–', 'later', 'soft'],
};

function item({ title, state, says, facts = [], opens }: Step): Node {
  const [mark, words, className] = STATES[state];
  return element(
    'li',
    { className: 'card' },
    element(
      'h2',
      {},
      element('span', { className, ariaHidden: 'true' }, `${mark} `),
      title,
      ' – ',
      element('span', { className }, words),
    ),
    ...says.map((words) => element('p', {}, words)),
    ...(facts.length > 0 ? [factList(facts)] : []),
    ...(opens ? [opener(opens, 'quiet')] : []),
  );
}

function factList(facts: readonly [label: string, value: string][]): Node {
  return element(
    'dl',
    {},
    ...facts.flatMap(([label, value]) => [
      element('dt', {}, label),
      element('dd', {}, element('code', { className: 'whole' }, value)),
    ]),
  );
}

/** What it opens takes the place of this dialog. */
function opener({ label, by }: NonNullable<Step['opens']>, className = ''): HTMLButtonElement {
  return button(
    label,
    () => {
      disableButtons(true);
      call(by)
        .catch(sayError)
        .finally(() => disableButtons(false));
    },
    className,
  );
}

const steps = stepsOf(given<SetUpShown>());
const next = steps.find(({ state }) => state === 'to do' || state === 'to mend');
byId('steps').append(...steps.map(item));
if (next) say(`Next: ${next.title}. Charter → Set up comes back here.`);
else say('All is in place: a booking can be published.', 'good');
if (next?.opens) byId('ends').append(opener(next.opens));
byId('close').onclick = closeDialog;
