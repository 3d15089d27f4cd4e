import type { Redaction } from '../clients/redaction.ts';
import type { RemoteError } from '../clients/remote-error.ts';
import type { CallRecord } from '../clients/rounds.ts';
import { userCache } from '../google/cache.ts';
import { scriptClock } from '../google/clock.ts';
import { identity } from '../google/identity.ts';
import { documentLock } from '../google/lock.ts';
import { documentProperties, documentProperty } from '../google/properties.ts';
import { random } from '../google/random.ts';
import { activeSpreadsheet } from '../google/spreadsheet.ts';
import { timeZoneOf } from '../google/time-zone.ts';
import { showDialog } from '../google/ui.ts';
import { fetchAll } from '../google/url-fetch.ts';
import { appendToLog } from '../sheet/log.ts';
import type { ConnectionCheck, ConnectionsShown, Finding } from './connection-findings.ts';
import { probeAll } from './connection-probes.ts';
import { Desk } from './desk.ts';
import { remotesFor, roundsFor } from './remotes.ts';
import { redactionFor } from './workshop.ts';

const LAST_CHECK = 'connections/last-check';

/** No execution lasts longer: a check that isn't over by then was killed. */
const LONGEST_MILLISECONDS = 6 * 60_000;

/** Charter → Check connections: the dialog opens at once, and shows what comes in. */
export async function openConnections(): Promise<void> {
  const desk = new Desk(activeSpreadsheet());
  // Without good ones there is nothing to ask: this says which they are.
  desk.settings();
  const checking = check(desk);
  showDialog('connections', 'Check connections', { width: 480, height: 560 });
  await checking;
}

export async function checkConnectionsAgain(): Promise<void> {
  await check(new Desk(activeSpreadsheet()));
}

export function connectionsToShow(): ConnectionsShown | null {
  const last = lastCheck();
  if (!last) return null;
  const { at, ...shown } = last;
  const zone = timeZoneOf(activeSpreadsheet());
  return { ...shown, checked: zone.format(at, 'EEE MMM d, h:mm a') };
}

function lastCheck(): ConnectionCheck | null {
  const text = documentProperty(LAST_CHECK);
  const last = text === null ? null : (JSON.parse(text) as ConnectionCheck);
  return last && { ...last, isOver: last.isOver || scriptClock.now() - last.at > LONGEST_MILLISECONDS };
}

/** Before anything leaves it is on record that it began. One that is under way already would take our page for an old one. */
async function check(desk: Desk): Promise<void> {
  if (lastCheck()?.isOver === false) return;
  const settings = desk.settings();
  const at = scriptClock.now();
  const asked: ConnectionCheck = {
    at,
    isOver: false,
    settings,
    ...identity(),
    skewMilliseconds: 0,
    findings: {},
  };
  const { findings } = asked;
  const remember = (isOver: boolean) =>
    documentProperties.set({ [LAST_CHECK]: JSON.stringify({ ...asked, isOver }) });
  remember(false);
  const calls: CallRecord[] = [];
  const redaction = redactionFor(desk);
  /** By URL without its query: clients don't pass them on. */
  const headers = new Map<string, Record<string, string>>();
  const rounds = roundsFor(
    (requests) => {
      const responses = fetchAll(requests);
      requests.forEach(({ url }, index) => {
        const heard = responses[index]?.headers || {};
        headers.set(url.replace(/\?.*/, ''), heard);
        if (url.includes('//sts.'))
          asked.skewMilliseconds = Date.parse(heard.date || '') - scriptClock.now() || 0;
      });
      return responses;
    },
    calls,
    redaction,
    () => remember(false),
  );
  // What is cached may be good no longer.
  const remotes = remotesFor(settings, rounds, redaction, { ...userCache, get: () => null });
  try {
    await probeAll(settings, remotes, `${at}-${random()}`, async (system, ask, url = '') => {
      const finding = await ask().then(
        (answer): Finding => ({ answer }),
        (error) => failure(error, redaction),
      );
      const heard = headers.get(url) || {};
      findings[system] = {
        ...finding,
        isFromEdge: 'x-amz-cf-id' in heard,
        bucketRegion: heard['x-amz-bucket-region'],
      };
      return finding.answer || null;
    });
  } finally {
    remember(true);
  }
  documentLock().holding(() =>
    appendToLog(
      desk.spreadsheet,
      calls.filter(({ outcome }) => outcome !== 'ok'),
    ),
  );
}

function failure(
  error: Error & Partial<RemoteError> & { refusal?: RemoteError },
  redaction: Redaction,
): Finding {
  const { operation, status, code } = error.refusal || error;
  return { error: error.name, message: redaction.clean(error.message), operation, status, code };
}
