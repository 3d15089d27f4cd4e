import type { DecisionShown, DecisionTaken } from '../commands/decide.ts';
import { byId, disableButtons, element, say, sayError } from './page.ts';
import { call, closeDialog } from './script.ts';

/** What happened, and what to do now; and the two answers. */
interface Words {
  words: string;
  arrived: string;
  missing: string;
}

const WHERE_TO_LOOK: Record<string, string> = {
  'captain summary': 'Look into the mailbox that “Summary to” in Settings names.',
  'crew event': 'Look into ShipCaptainCrew, or ask one of the crew for the invitation.',
  'calendar entry': 'Look into the calendar, on the day of the charter.',
};

const BY_HAND: Record<'update' | 'remove', Words> = {
  update: {
    words: 'That system can’t be changed from here. Change it there by hand, to what the row says.',
    arrived: 'I changed it there',
    missing: 'Try again from here',
  },
  remove: {
    words: 'Nothing can be removed in that system from here. Remove it there by hand.',
    arrived: 'It is gone there',
    missing: 'Try again from here',
  },
};

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

function wordsFor({ action, question, projection, sent }: DecisionShown): Words {
  if (question === 'do it by hand') return BY_HAND[action === 'remove' ? 'remove' : 'update'];
  return {
    words: `The connection broke while it was on its way, ${sent}. ${WHERE_TO_LOOK[projection] ?? ''}`,
    arrived: 'It arrived',
    missing: 'It did not: send it again',
  };
}

function question(decision: DecisionShown, index: number): Node {
  const { bookingId, projection } = decision;
  const { words, arrived, missing } = wordsFor(decision);
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
