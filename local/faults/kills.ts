import type { OnBridgeCall } from '../apps-script/index.ts';
import { FaultDesk } from './fault-desk.ts';
import { recover } from './recovery.ts';
import { FIRST_PUBLISH } from './scenarios.ts';

/** What became of a booking whose publish was ended right before one call of an Apps Script service. */
export interface KillCell {
  /** From 0, in the order in which the script makes them; the last one is its end. */
  index: number;
  /** For example `SpreadsheetApp setValues`. */
  call: string;
  asked: boolean;
  faults: string[];
}

interface Call {
  service: string;
  method: string;
}

/** Ends a first publish right before each call that leaves the script, one booking a call; the timer finishes it. */
export async function tryKills(): Promise<KillCell[]> {
  const desk = await FaultDesk.open('ours');
  try {
    await FIRST_PUBLISH.prepare(desk, ['SMOOTH']);
    const calls = await callsOf(desk, 'SMOOTH');
    const trials = calls.map((_, index) => `K${index}-TRIAL`);
    await FIRST_PUBLISH.prepare(desk, trials);
    for (const [index, bookingId] of trials.entries()) {
      desk.system.project.evictCaches();
      await desk.publish([bookingId], killBefore(index));
    }
    const expected = (bookingId: string) => FIRST_PUBLISH.expected(desk.dayOf(bookingId));
    const recoveries = await recover(desk, trials, expected, 'ours');
    const mail = mailWindow(calls);
    return trials.map((bookingId, index) => {
      const { faults = ['lost'], asked = false, clicked = false } = recoveries.get(bookingId) ?? {};
      const isNeeded = clicked || (asked && !(index > mail.recorded && index <= mail.settled));
      return {
        index,
        call: `${calls[index]?.service} ${calls[index]?.method}`,
        asked,
        faults: isNeeded ? [...faults, 'the captain was needed where nobody should be'] : faults,
      };
    });
  } finally {
    await desk.close();
  }
}

/** Every call of a publish that nothing disturbs, with nothing cached. */
async function callsOf(desk: FaultDesk, bookingId: string): Promise<Call[]> {
  const calls: Call[] = [];
  desk.system.project.evictCaches();
  const { status } = await desk.publish([bookingId], ({ service, method }) => {
    calls.push({ service, method });
    return 'continue';
  });
  if (status !== 'completed') throw new Error(`Undisturbed, the publish of ${bookingId} ${status}.`);
  return calls;
}

function killBefore(index: number): OnBridgeCall {
  return (call) => (call.index === index ? 'kill-before' : 'continue');
}

/**
 * Between which writes of the journal nobody can know whether the mail, which leaves last, is on its way: only there
 * may the captain be asked.
 */
function mailWindow(calls: readonly Call[]): { recorded: number; settled: number } {
  const isJournal = ({ service, method }: Call) =>
    service === 'PropertiesService' && method.startsWith('set');
  const left = calls.findLastIndex(({ service }) => service === 'UrlFetchApp');
  const recorded = calls.findLastIndex((call, index) => index < left && isJournal(call));
  const settled = calls.findIndex((call, index) => index > left && isJournal(call));
  return { recorded, settled };
}
