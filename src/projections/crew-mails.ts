import type { CrewEvent } from '../clients/ship-captain-crew.ts';
import { enumerated } from './enumerated.ts';
import { fingerprint } from './fingerprint.ts';
import { firstName } from './first-name.ts';

/** `address` is a hash: enough to tell that it changed. */
type Person = [crewId: string, name: string, address: string];

/** Of a crew event, what decides whom the crew system mails when the event changes. */
export type CrewMemory = { when: string; people: Person[] };

export function crewMemory(event: CrewEvent): CrewMemory {
  return {
    when: `${event.start_time}/${event.duration_hours}`,
    people: [event.captain, ...event.crew].map(({ crew_id, name, email }) => [
      crew_id,
      firstName(name) || crew_id,
      fingerprint(email).slice(0, 4),
    ]),
  };
}

/** Whom the crew system would mail, and why. `before` is undefined when it is not known. */
export function crewMailsInWords(
  action: 'create' | 'update' | 'remove',
  before: CrewMemory | undefined,
  after: CrewMemory | null,
  isOver: boolean,
): string {
  if (action === 'create') return `invites ${names(after?.people)} by mail`;
  const change = action === 'remove' ? 'takes the event back' : 'changes the event';
  if (isOver) return `${change}; the charter is over, so nobody is mailed`;
  if (!after) return `${change} and tells ${names(before?.people)} by mail not to come`;
  if (!before) return `${change}; a new time asks all crew again by mail, and who is new is invited`;

  const sameIn = (people: Person[], [crewId]: Person) => people.find(([other]) => other === crewId);
  const staying = after.people.filter((person) => sameIn(before.people, person));
  const isRescheduled = before.when !== after.when;
  const mails = [
    { people: isRescheduled ? staying : [], words: (who: string) => `asks ${who} again by mail` },
    {
      people: after.people.filter((person) => !sameIn(before.people, person)),
      words: (who: string) => `invites ${who} by mail`,
    },
    {
      people: before.people.filter((person) => !sameIn(after.people, person)),
      words: (who: string) => `tells ${who} by mail not to come`,
    },
    {
      people: isRescheduled
        ? []
        : staying.filter((person) => sameIn(before.people, person)?.[2] !== person[2]),
      words: (who: string) => `mails ${who} at the new address if no answer came yet`,
    },
  ].filter(({ people }) => people.length > 0);
  if (mails.length === 0) return `${change}; nobody is mailed`;
  return mails.map(({ people, words }) => words(names(people))).join('; ');
}

function names(people: Person[] | undefined): string {
  return people ? enumerated(people.map(([, name]) => name)) : 'the crew';
}
