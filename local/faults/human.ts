import { deployment } from '../deployment.ts';
import type { Mishap } from './mishaps.ts';
import type { Operation } from './operations.ts';
import type { Scenario } from './scenarios.ts';
import type { Services } from './services.ts';

export interface Circumstances {
  mishap: Mishap;
  operation: Operation;
  operations: readonly Operation[];
  scenario: Scenario;
  services: Services;
}

/** Whether a person was needed only where the design lets one be needed. */
export function isExpected(
  { asked, clicked }: { asked: boolean; clicked: boolean },
  circumstances: Circumstances,
): boolean {
  return (!asked || mayBeAsked(circumstances)) && (!clicked || mayHaveToClick(circumstances));
}

/** Whether it arrived, of what nobody else can be asked about. */
function mayBeAsked({ mishap, operation, operations, scenario, services }: Circumstances): boolean {
  const isForeign = ({ service }: Operation) =>
    services === 'foreign' &&
    (service === deployment.calendarApi.name || service === deployment.crewApi.name);
  // Foreign systems know neither changes nor removals: a person does them over there.
  if (services === 'foreign' && scenario.name !== 'first publish') return true;
  if (mishap.leaves === 'refused') return false;
  const hit = mishap.isSilent ? operations.filter(({ round }) => round === operation.round) : [operation];
  return hit.some((one) => isMail(one) || (isForeign(one) && one.operation.startsWith('POST')));
}

/** A refusal is mended by a person, who then publishes again. */
function mayHaveToClick({ mishap }: Circumstances): boolean {
  return mishap.name === '403';
}

function isMail({ service }: Operation): boolean {
  return service === 'ses';
}
