import type { ConnectionsShown, System } from '../commands/connection-findings.ts';
import type { Offer, Said } from './connection-troubles.ts';

/** How the services' APIs are commonly called. */
const SERVICES: { system: System; setting: string; names: RegExp }[] = [
  { system: 'crew', setting: 'Crew URL', names: /crew|scc/i },
  { system: 'calendar', setting: 'Calendar URL', names: /calendar|jada/i },
];

/** What API Gateway has, `name https://…` each, and what of it Settings might have meant. */
export function apis(found: string[], shown: ConnectionsShown): Said {
  const offers = SERVICES.filter(({ system }) => shown.isOver && !isAnswered(system, shown)).flatMap(
    (service) => offerFor(service, found, shown),
  );
  if (offers.length === 0) {
    return { verdict: 'good', says: `There are ${found.length} APIs in this account and region.` };
  }
  return {
    verdict: 'warning',
    says: offers
      .map(({ name, from, to }) => `“${name}” is ${from || 'empty'}, and there is ${to}.`)
      .join(' '),
    mend: 'Use what was found, if it is the one that you mean; then check again.',
    offers,
  };
}

function isAnswered(system: System, { findings }: ConnectionsShown): boolean {
  const { answer } = findings[system] ?? {};
  return answer !== undefined && answer[0] !== 'cannot be asked';
}

function offerFor(
  { setting, names }: (typeof SERVICES)[number],
  found: string[],
  { settings }: ConnectionsShown,
): Offer[] {
  const from = setting === 'Crew URL' ? settings.crewUrl : settings.calendarUrl;
  const places = found.map((place) => place.split(/ (?=https:)/));
  const [, to] = places.find(([name = '', url]) => names.test(name) && url !== from) ?? [];
  return to ? [{ name: setting, from, to }] : [];
}
