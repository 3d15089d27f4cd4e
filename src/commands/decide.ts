import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { timeZoneOf } from '../google/time-zone.ts';
import { showDialog } from '../google/ui.ts';
import { decide, type OpenDecision, openDecisions } from '../publish/decision.ts';
import { openJournal } from './workshop.ts';

/** What the dialog shows of one open decision. */
export interface DecisionShown extends OpenDecision {
  /** When it left, in words, local. */
  sent: string;
}

/** What the dialog sends back. */
export interface DecisionTaken extends Pick<OpenDecision, 'bookingId' | 'projection' | 'since'> {
  word: 'arrived' | 'missing' | 'later';
}

/** One dialog for all that is left to the captain. */
export function showDecisions(): void {
  showDialog('decide', 'These need you', { width: 420, height: 460 });
}

export function decisionsToShow(): DecisionShown[] {
  const spreadsheet = activeSpreadsheet();
  const zone = timeZoneOf(spreadsheet);
  return openDecisions(openJournal(spreadsheet)).map((open) => ({
    ...open,
    sent: zone.format(open.since, 'MMM d, h:mm a'),
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
