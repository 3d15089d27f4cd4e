import { deployment } from '../deployment.ts';
import type { Mishap } from './mishaps.ts';
import type { Operation } from './operations.ts';
import type { Recovery } from './recovery.ts';
import type { Scenario } from './scenarios.ts';
import type { Services } from './services.ts';

export interface Circumstances {
  mishap: Mishap;
  operation: Operation;
  operations: readonly Operation[];
  scenario: Scenario;
  services: Services;
}

/** For what a person was needed though the design doesn't let one be needed, in words. */
export function needlessHelp(
  { asked, clicked }: Pick<Recovery, 'asked' | 'clicked'>,
  circumstances: Circumstances,
): string[] {
  return [
    ...asked
      .filter((one) => !mayBeAsked(one, circumstances))
      .map(({ projection, question }) => `the captain was asked needlessly: ${projection}, ${question}`),
    // A refusal is mended by a person, who then publishes again.
    ...(clicked && circumstances.mishap.name !== '403' ? ['the captain had to click again for nothing'] : []),
  ];
}

function mayBeAsked(
  { projection, question }: Recovery['asked'][number],
  { mishap, operation, operations, scenario, services }: Circumstances,
): boolean {
  const isMail = projection === 'captain summary';
  if (question === 'do it by hand') {
    // Foreign systems know neither changes nor removals.
    return services === 'foreign' && scenario.name !== 'first publish' && !isMail;
  }
  if (mishap.leaves === 'refused') return false;
  const hit = mishap.isSilent ? operations.filter(({ round }) => round === operation.round) : [operation];
  if (isMail) return hit.some(({ service }) => service === 'ses');
  const isForeignPost = ({ service, operation: name }: Operation) =>
    name.startsWith('POST') &&
    (service === deployment.calendarApi.name || service === deployment.crewApi.name);
  return services === 'foreign' && hit.some(isForeignPost);
}
