import type { Cell, Reading } from './cells.ts';
import { accept, andThen, readEmail, readLine, readPattern, readSwitch, refuse } from './cells.ts';
import { readCents } from './money.ts';
import type { Entry } from './rows.ts';
import { findEntry, idKey, readRows, shortened } from './rows.ts';

/** One row of the `Crew` tab. */
export interface CrewMember {
  /** As the tab writes it; compared without regard to case. */
  crewId: string;
  name: string;
  /** `captain`, `deckhand`, …: as the tab says, in lower case. */
  role: string;
  email: string;
  phone: string;
  /** Cents an hour. */
  hourlyRateCents: number;
  active: boolean;
}

/** One member of the crew on one charter. */
export interface CrewAssignment {
  member: CrewMember;
  /** Paid minutes: the row's crew hours for crew, the charter's own length for the captain. */
  paidMinutes: number;
}

/** The headers of the `Crew` tab, in order. */
export const CREW_COLUMNS = ['Crew ID', 'Name', 'Role', 'Email', 'Phone', 'Hourly rate', 'Active'] as const;
export type CrewColumn = (typeof CREW_COLUMNS)[number];

/** $10,000 an hour: beyond it, somebody's phone number stands in the wrong column. */
const GREATEST_RATE_CENTS = 1_000_000;

/** The calendar and the crew system take no more. */
const MOST_CREW = 40;
/** Of one list: more would fill the row's Problem and leave other columns no room. */
const MOST_ADVICE = 12;

const readCrewId = readPattern(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/,
  () => 'Write an id of at most 40 letters (A–Z), digits, dots, hyphens and underscores, such as sam.',
);
const readName = readLine({ advice: "Write the crew member's name.", maximum: 100 });
const readRole = andThen(
  readLine({ advice: 'Write a role, such as captain or deckhand.', maximum: 40 }),
  (role) => accept(role.toLowerCase()),
);
const readPhone = readLine({ maximum: 40 });
const readRate = readCents(GREATEST_RATE_CENTS);

/** The `Crew` tab from its second row on. A row with problems stays in: it matters only to the bookings that name it. */
export function readCrew(rows: readonly Readonly<Record<CrewColumn, Cell>>[]): Entry<CrewMember>[] {
  return readRows(rows, CREW_COLUMNS, (row) =>
    row.finish({
      crewId: row.read('Crew ID', readCrewId),
      name: row.read('Name', readName),
      role: row.read('Role', readRole),
      email: row.read('Email', readEmail),
      phone: row.read('Phone', readPhone),
      hourlyRateCents: row.read('Hourly rate', readRate),
      active: row.read('Active', readSwitch),
    }),
  );
}

interface Lookup {
  crew: readonly Entry<CrewMember>[];
  /** False for a charter that is over or off: whoever left since then was there all the same. */
  mustBeActive: boolean;
}

/** One crew id. */
export function findCrewMember(id: string, { crew, mustBeActive }: Lookup): Reading<CrewMember> {
  const found = findEntry(crew, id, 'Crew');
  if (found.ok && mustBeActive && !found.value.active) {
    return refuse(
      `${found.value.crewId} is not active in the Crew tab: choose someone else, or tick Active there.`,
    );
  }
  return found;
}

/** Crew ids between commas, none twice. None at all is a charter that its captain sails alone. */
export function findCrewMembers(list: string, lookup: Lookup): Reading<CrewMember[]> {
  const ids = list
    .split(/[,;]/)
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const different = new Map<string, string>();
  const repeated = new Map<string, string>();
  for (const id of ids) {
    const first = different.get(idKey(id));
    if (first === undefined) different.set(idKey(id), id);
    else repeated.set(idKey(id), first);
  }

  if (different.size > MOST_CREW) {
    return refuse(`Write at most ${MOST_CREW} crew ids: these are ${different.size}.`);
  }

  const members: CrewMember[] = [];
  const advice = [...repeated.values()].map(
    (id) => `${shortened(id)} stands there more than once: name each crew member once.`,
  );
  for (const id of different.values()) {
    const found = findCrewMember(id, lookup);
    if (found.ok) members.push(found.value);
    else advice.push(...found.error);
  }
  if (advice.length > MOST_ADVICE) {
    advice.splice(MOST_ADVICE, advice.length, 'There are more problems of this kind: mend these first.');
  }
  return advice.length === 0 ? accept(members) : refuse(...advice);
}
