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

function item({ title, state, says, facts = [], opens }: Step, isNext: boolean): Node {
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
    ...(opens ? [button(opens.label, () => open(opens.by), isNext ? '' : 'quiet')] : []),
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

/** Its dialog takes the place of this one. */
function open(by: 'showSettings' | 'checkConnections'): void {
  disableButtons(true);
  call(by)
    .catch(sayError)
    .finally(() => disableButtons(false));
}

const steps = stepsOf(given<SetUpShown>());
const next = steps.find(({ state }) => state === 'to do' || state === 'to mend');
byId('steps').append(...steps.map((step) => item(step, step === next)));
if (next) {
  document.querySelector('#steps button:not(.quiet)')?.closest('li')?.scrollIntoView({ block: 'nearest' });
  say(`Next: ${next.title}. Charter → Set up comes back here.`);
} else say('All is in place: a booking can be published.', 'good');
byId('close').onclick = closeDialog;
