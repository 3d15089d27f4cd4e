import type { OnBridgeCall } from '../apps-script/index.ts';
import type { Fault, Mishap as Kind } from '../cloud/faults.ts';
import type { CloudRequest } from '../cloud/http-message.ts';
import { deployment } from '../deployment.ts';
import type { FaultDesk } from './fault-desk.ts';
import type { Operation } from './operations.ts';
import type { Services } from './services.ts';

/** Something that goes wrong at an operation. */
export type Mishap = {
  name: string;
  /** What it leaves open: a `refused` write did not happen, `nothing` is known of any other. */
  leaves: 'nothing' | 'refused';
  /** No answer came at all, which costs the whole round its answers. */
  isSilent: boolean;
} & (
  | { how: 'fault'; fault: Kind /** Until the click is over, and not once only. */; lasts: boolean }
  | { how: 'kill'; at: 'before the round' | 'after its effect' | 'before the journal' }
  | { how: 'crew system dies' }
);

const fault = (
  name: string,
  kind: Kind,
  about: { leaves?: Mishap['leaves']; isSilent?: boolean; lasts?: boolean } = {},
): Mishap => ({
  name,
  leaves: about.leaves ?? 'nothing',
  isSilent: about.isSilent ?? false,
  lasts: about.lasts ?? false,
  how: 'fault',
  fault: kind,
});
const kill = (name: string, at: (Mishap & { how: 'kill' })['at']): Mishap => ({
  name,
  leaves: 'nothing',
  isSilent: true,
  how: 'kill',
  at,
});

const STRANGE = '{"message":"a page of the hotel\'s Wi-Fi, which nobody asked for"}';

export const MISHAPS: readonly Mishap[] = [
  fault('connection refused all along', { kind: 'connection-refused' }, { isSilent: true, lasts: true }),
  fault('time-out before the effect', { kind: 'timeout', when: 'before' }, { isSilent: true }),
  fault('reset after the effect', { kind: 'reset-after' }, { isSilent: true }),
  fault('reset after it all along', { kind: 'reset-after' }, { isSilent: true, lasts: true }),
  fault('500 before the effect', { kind: 'status', status: 500, when: 'before' }),
  fault('500 after it all along', { kind: 'status', status: 500, when: 'after' }, { lasts: true }),
  fault(
    '429 with Retry-After',
    { kind: 'status', status: 429, when: 'before', headers: { 'retry-after': '7' } },
    { leaves: 'refused' },
  ),
  fault(
    '429 all along',
    { kind: 'status', status: 429, when: 'before', headers: { 'retry-after': '7' } },
    { leaves: 'refused', lasts: true },
  ),
  fault(
    '403',
    { kind: 'status', status: 403, when: 'before', body: '{"message":"Forbidden"}' },
    { leaves: 'refused', lasts: true },
  ),
  fault('a strange body', { kind: 'status', status: 200, when: 'after', body: STRANGE }),
  kill('killed before sending', 'before the round'),
  kill('killed after the effect', 'after its effect'),
  kill('killed before the journal', 'before the journal'),
  { name: 'crew system dies', leaves: 'nothing', isSilent: false, how: 'crew system dies' },
];

/** Whether it can happen at the operation: only its own requests can kill a crew system, and only ours is there to be killed. */
export function canHappen(mishap: Mishap, { service }: Operation, services: Services): boolean {
  return mishap.how !== 'crew system dies' || (services === 'ours' && service === deployment.crewApi.name);
}

/** A mishap that waits for its click. */
export interface Armed {
  onBridgeCall?: OnBridgeCall;
  /** Whether it took place, once the click is over. */
  happened: () => boolean;
}

/** Gets a mishap ready for one click. */
export function arm(desk: FaultDesk, mishap: Mishap, operation: Operation): Armed {
  let isMet = false;
  switch (mishap.how) {
    case 'fault': {
      const isDue = fromOccurrence(operation.occurrence);
      desk.faults.inject({
        service: operation.service,
        operation: operation.operation,
        times: mishap.lasts ? Number.POSITIVE_INFINITY : 1,
        match: (request) => {
          const isIt = isDue(request);
          isMet ||= isIt;
          return isIt;
        },
        ...mishap.fault,
      } satisfies Fault);
      return { happened: () => isMet };
    }
    case 'kill':
      return killer(mishap.at, operation.round);
    case 'crew system dies':
      desk.faults.inject({
        service: 'dynamodb',
        operation: 'TransactWriteItems',
        match: (request) => !isScriptsRequest(request),
        kind: 'interference',
        when: 'after',
        work: async () => {
          isMet = true;
          await desk.system.cloud.functions.get(deployment.crewApi.functionName)?.crash();
        },
      });
      return { happened: () => isMet };
  }
}

function fromOccurrence(first: number): (request: CloudRequest) => boolean {
  let count = 0;
  return (request) => {
    if (!isScriptsRequest(request)) return false;
    count += 1;
    return count >= first;
  };
}

function isScriptsRequest({ authority }: CloudRequest): boolean {
  return !authority.startsWith('127.0.0.1');
}

/** Ends the script around its n-th round. */
function killer(at: (Mishap & { how: 'kill' })['at'], round: number): Armed {
  let rounds = 0;
  let isMet = false;
  const kill = (verdict: 'kill-before' | 'kill-after') => {
    isMet = true;
    return verdict;
  };
  return {
    happened: () => isMet,
    onBridgeCall: ({ service }) => {
      if (service === 'UrlFetchApp') rounds += 1;
      if (rounds < round) return 'continue';
      if (at === 'before the journal') {
        return service === 'PropertiesService' ? kill('kill-before') : 'continue';
      }
      return kill(at === 'before the round' ? 'kill-before' : 'kill-after');
    },
  };
}
