import { documentLock } from '../google/lock.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { timeZone } from '../google/time-zone.ts';
import { showDialog } from '../google/ui.ts';
import { PROJECTION_NAMES, type ProjectionName } from '../projections/projection.ts';
import { decide, openDecisions } from '../publish/decision.ts';
import { openJournal } from './workshop.ts';

/** What the dialog shows of one open decision. */
export interface DecisionShown {
  bookingId: string;
  projection: string;
  /** In words, local. */
  since: string;
  hint: string;
}

/** What the dialog sends back. */
export interface DecisionTaken {
  bookingId: string;
  projection: string;
  word: 'arrived' | 'send again' | 'later';
}

const HINTS: Partial<Record<ProjectionName, string>> = {
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
  return openDecisions(openJournal(spreadsheet)).map(({ bookingId, projection, since }) => ({
    bookingId,
    projection,
    since: zone.format(since, 'MMM d, h:mm a'),
    hint: HINTS[projection] ?? '',
  }));
}

/** What is left open by `later` is asked again after the next publish. */
export function takeDecisions(taken: readonly DecisionTaken[]): void {
  documentLock().holding(() => {
    const journal = openJournal(activeSpreadsheet());
    for (const { bookingId, projection, word } of taken) {
      const name = PROJECTION_NAMES.find((known) => known === projection);
      if (name && word !== 'later') decide(journal, { bookingId, projection: name }, word === 'arrived');
    }
    journal.flush();
  });
}
