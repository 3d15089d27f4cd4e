import type { DecisionShown, DecisionTaken } from '../commands/decide.ts';
import { byId, disableButtons, element, say, sayError } from './page.ts';
import { call, closeDialog } from './script.ts';

const form = byId<HTMLFormElement>('decisions');

function show(decisions: readonly DecisionShown[]): void {
  say(decisions.length === 0 ? 'There is nothing to decide any more.' : '');
  if (decisions.length === 0) return;
  form.append(...decisions.map(question), element('button', {}, 'Done'));
  form.onsubmit = (event) => {
    event.preventDefault();
    void take(decisions);
  };
}

function question({ bookingId, projection, words, arrived, missing }: DecisionShown, index: number): Node {
  const choice = (value: DecisionTaken['word'], label: string) => {
    const input = element('input', { type: 'radio', name: nameOf(index), value, checked: value === 'later' });
    return element('label', { className: 'choice' }, input, label);
  };
  return element(
    'fieldset',
    {},
    element('legend', {}, `${bookingId}: ${projection}`),
    element('small', {}, words),
    choice('arrived', arrived),
    choice('missing', missing),
    choice('later', 'Decide later'),
  );
}

function nameOf(index: number): string {
  return `decision-${index}`;
}

async function take(decisions: readonly DecisionShown[]): Promise<void> {
  disableButtons(true);
  say('Saving …');
  const answers = new FormData(form);
  try {
    await call(
      'decide',
      decisions.map(({ bookingId, projection, since }, index) => ({
        bookingId,
        projection,
        since,
        word: answers.get(nameOf(index)) as DecisionTaken['word'],
      })),
    );
    closeDialog();
  } catch (error) {
    disableButtons(false);
    sayError(error);
  }
}

call('openDecisions').then(show).catch(sayError);
