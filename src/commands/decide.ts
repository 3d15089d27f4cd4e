import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { timeZone } from '../google/time-zone.ts';
import { showDialog } from '../google/ui.ts';
import { decide, type OpenDecision, openDecisions } from '../publish/decision.ts';
import { openJournal } from './workshop.ts';

/** What the dialog shows of one open decision. */
export interface DecisionShown extends Omit<OpenDecision, 'action'> {
  /** When it left, in words, local. */
  when: string;
  hint: string;
  /** The two answers, in words. */
  arrived: string;
  missing: string;
}

/** What the dialog sends back. */
export interface DecisionTaken extends Omit<OpenDecision, 'action'> {
  word: 'arrived' | 'missing' | 'later';
}

const HINTS: Record<string, string> = {
  'captain summary': 'Look into the mailbox that “Summary to” in Settings names.',
  'crew event': 'Look into ShipCaptainCrew, or ask one of the crew for the invitation.',
  'calendar entry': 'Look into the calendar, on the day of the charter.',
};

/** One dialog for all that may or may not have arrived. */
export function showDecisions(): void {
  showDialog('decide', 'Did these arrive?', { width: 420, height: 460 });
}

export function decisionsToShow(): DecisionShown[] {
  const spreadsheet = activeSpreadsheet();
  const zone = timeZone(spreadsheet.getSpreadsheetTimeZone());
  return openDecisions(openJournal(spreadsheet)).map(({ action, ...open }) => ({
    ...open,
    when: zone.format(open.since, 'MMM d, h:mm a'),
    hint: HINTS[open.projection] ?? '',
    ...(action === 'remove'
      ? { arrived: 'It is gone', missing: 'It still stands: try again' }
      : { arrived: 'It arrived', missing: 'It did not: send it again' }),
  }));
}

/** What is left open by `later`, or was decided by somebody else meanwhile, is not touched. */
export function takeDecisions(taken: readonly DecisionTaken[]): void {
  documentLock().holding(() => {
    const journal = openJournal(activeSpreadsheet());
    for (const { word, ...open } of taken) if (word !== 'later') decide(journal, open, word === 'arrived');
    journal.flush();
  });
}
