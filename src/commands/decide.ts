import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { timeZone } from '../google/time-zone.ts';
import { showDialog } from '../google/ui.ts';
import { decide, type OpenDecision, openDecisions } from '../publish/decision.ts';
import { openJournal } from './workshop.ts';

/** What the dialog shows of one open decision. */
export interface DecisionShown extends Omit<OpenDecision, 'action'> {
  /** What happened, and what to do now. */
  words: string;
  /** The two answers, in words. */
  arrived: string;
  missing: string;
}

/** What the dialog sends back. */
export interface DecisionTaken extends Pick<OpenDecision, 'bookingId' | 'projection' | 'since'> {
  word: 'arrived' | 'missing' | 'later';
}

const WHERE_TO_LOOK: Record<string, string> = {
  'captain summary': 'Look into the mailbox that “Summary to” in Settings names.',
  'crew event': 'Look into ShipCaptainCrew, or ask one of the crew for the invitation.',
  'calendar entry': 'Look into the calendar, on the day of the charter.',
};

/** One dialog for all that is left to the captain. */
export function showDecisions(): void {
  showDialog('decide', 'These need you', { width: 420, height: 460 });
}

export function decisionsToShow(): DecisionShown[] {
  const spreadsheet = activeSpreadsheet();
  const zone = timeZone(spreadsheet.getSpreadsheetTimeZone());
  return openDecisions(openJournal(spreadsheet)).map(({ action, ...open }) => ({
    ...open,
    ...(open.question === 'did it arrive'
      ? {
          words: `The connection broke while it was on its way, ${zone.format(open.since, 'MMM d, h:mm a')}. ${WHERE_TO_LOOK[open.projection] ?? ''}`,
          arrived: 'It arrived',
          missing: 'It did not: send it again',
        }
      : BY_HAND[action === 'remove' ? 'remove' : 'update']),
  }));
}

const BY_HAND = {
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

/** What is left open by `later`, or was decided by somebody else meanwhile, is not touched. */
export function takeDecisions(taken: readonly DecisionTaken[]): void {
  documentLock().holding(() => {
    const journal = openJournal(activeSpreadsheet());
    for (const { word, ...open } of taken) if (word !== 'later') decide(journal, open, word === 'arrived');
    journal.flush();
  });
}
