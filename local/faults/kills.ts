import type { Execution } from '../apps-script/index.ts';
import { FaultDesk } from './fault-desk.ts';
import { recover, required } from './recovery.ts';
import { FIRST_PUBLISH } from './scenarios.ts';

/** What became of a booking whose publish was ended right before one call of an Apps Script service. */
export interface KillCell {
  /** From 0, in the order in which the script makes them; nothing ended the last one's publish. */
  index: number;
  /** For example `SpreadsheetApp setValues`. */
  call: string;
  asked: boolean;
  faults: string[];
}

/** What the timer finishes in one go: the local crew system answers all of it in one process, which has its time limit. */
const TRIALS_AT_ONCE = 10;

interface Call {
  service: string;
  method: string;
}

/**
 * Ends a first publish right before each call that leaves the script, one booking a call, until one comes through; the
 * timer finishes the others.
 */
export async function tryKills(): Promise<KillCell[]> {
  const desk = await FaultDesk.open('ours');
  try {
    const trials: { bookingId: string; made: Call[] }[] = [];
    for (let isKilled = true; isKilled; ) {
      const bookingId = `K${trials.length}-TRIAL`;
      desk.add([bookingId]);
      const made: Call[] = [];
      const status = await publishUntil(desk, bookingId, made, trials.length);
      trials.push({ bookingId, made });
      isKilled = status === 'killed';
      if (trials.length % TRIALS_AT_ONCE === 0) await desk.rest();
    }
    const bookingIds = trials.map(({ bookingId }) => bookingId);
    const expected = (bookingId: string) => FIRST_PUBLISH.expected(desk.dayOf(bookingId));
    const recoveries = await recover(desk, bookingIds, expected, 'ours');
    const rounds = trials[trials.length - 1]?.made.filter(isRound).length ?? 0;
    return trials.map(({ bookingId, made }, index) => {
      const { faults, asked, clicked } = required(recoveries, bookingId);
      const isNeedless = clicked || (asked.length > 0 && !isMailOpen(made, rounds));
      const last = made[made.length - 1];
      return {
        index,
        call: `${last?.service} ${last?.method}`,
        asked: asked.length > 0,
        faults: isNeedless ? [...faults, 'the captain was needed where nobody should be'] : faults,
      };
    });
  } finally {
    await desk.close();
  }
}

/** Publishes with nothing cached and notes each call that is made; the one at `end` ends the script instead. */
async function publishUntil(
  desk: FaultDesk,
  bookingId: string,
  made: Call[],
  end: number,
): Promise<Execution['status']> {
  desk.system.project.evictCaches();
  const { status } = await desk.publish([bookingId], ({ service, method, index }) => {
    made.push({ service, method });
    return index === end ? 'kill-before' : 'continue';
  });
  return status;
}

/**
 * Whether nobody can know if the mail, which leaves in the last round, is on its way: since the journal noted that it
 * leaves, and until it notes what came of it. The last of the calls `made` did not take place any more.
 */
function isMailOpen(made: readonly Call[], rounds: number): boolean {
  const done = made.slice(0, -1);
  const sinceRound = done.slice(done.findLastIndex(isRound) + 1);
  const isNoted = sinceRound.some(isJournal);
  const left = done.filter(isRound).length;
  return (left === rounds - 1 && isNoted) || (left === rounds && !isNoted);
}

function isRound({ service }: Call): boolean {
  return service === 'UrlFetchApp';
}

function isJournal({ service, method }: Call): boolean {
  return service === 'PropertiesService' && method === 'set';
}
