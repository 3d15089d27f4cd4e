import type { Booking } from '../booking/booking.ts';
import type { InputColumn } from '../booking/booking-row.ts';
import type { Cell } from '../booking/cells.ts';
import type { CrewAssignment } from '../booking/crew.ts';
import { dollars } from '../booking/money.ts';
import { monthAndDay, shortDuration, weekdayMonthAndDay } from '../booking/schedule-words.ts';
import { fingerprint } from './fingerprint.ts';
import { firstName } from './first-name.ts';

/** A crew id, and the first name for words about it. */
type Person = [crewId: string, name: string];

/**
 * What the captain was last told about a booking: a few hundred bytes, for the journal keeps them. Long texts are
 * cut or stand as a hash. Private notes and crew replies are no part of it: a change of those is no news.
 */
export type SummaryFacts = {
  source: string;
  boat: string;
  guest: string;
  party: number;
  date: string;
  start: string;
  minutes: number;
  location: string;
  captain: Person;
  /** Sorted by crew id: their order is no news. */
  crew: Person[];
  crewMinutes: number;
  grossCents: number;
  crewCents: number;
  captainCents: number;
  portFeeCents: number;
  /** Hashes; empty when there are none. */
  guestNotes: string;
  crewNotes: string;
};

/** One change in words, for example `start 15:30 → 16:30`. */
export type Change = string;

const LONGEST_TEXT = 32;
const LONGEST_LOCATION = 100;

export function summaryFacts(booking: Booking): SummaryFacts {
  const { schedule, revenue } = booking;
  return {
    source: shortened(booking.source),
    boat: shortened(booking.boat),
    guest: shortened(booking.guest),
    party: booking.party,
    date: schedule.date,
    start: schedule.start,
    minutes: schedule.durationMinutes,
    // As long as a location's name may be: a row that is put back finds its location by it.
    location: shortened(booking.location.name, LONGEST_LOCATION),
    captain: person(booking.captain),
    crew: booking.crew.map(person).sort(([a], [b]) => (a < b ? -1 : 1)),
    crewMinutes: booking.crew[0]?.paidMinutes || 0,
    grossCents: revenue.grossCents,
    crewCents: revenue.crewCents,
    captainCents: revenue.captainCents,
    portFeeCents: revenue.portFeeCents,
    guestNotes: hash(booking.guestNotes),
    crewNotes: hash(booking.crewNotes),
  };
}

/** The row that such facts came from, as it may be typed; notes are not among them, and cut texts stay cut. */
export function cellsOf(facts: SummaryFacts): Partial<Record<InputColumn, Cell>> {
  return {
    Source: uncut(facts.source),
    Boat: uncut(facts.boat),
    Guest: uncut(facts.guest),
    Party: facts.party,
    Date: facts.date,
    Start: facts.start,
    Hours: facts.minutes / 60,
    Location: facts.location,
    Gross: facts.grossCents / 100,
    Crew: facts.crew.map(([crewId]) => crewId).join(', '),
    Captain: facts.captain[0],
    'Crew hours': facts.crewMinutes === 0 ? '' : facts.crewMinutes / 60,
  };
}

/** What differs, in the order in which a captain asks; none if and only if the facts are the same. */
export function summaryChanges(before: SummaryFacts, after: SummaryFacts): Change[] {
  const moved = <Key extends keyof SummaryFacts>(
    key: Key,
    words: (value: SummaryFacts[Key]) => string = String,
    what: string = key,
  ): Change[] => (before[key] === after[key] ? [] : [`${what} ${words(before[key])} → ${words(after[key])}`]);
  return [
    ...moved('date', shortDate),
    ...moved('start'),
    ...moved('minutes', shortDuration, 'hours'),
    ...moved('boat'),
    ...moved('location'),
    ...moved('guest'),
    ...moved('party'),
    ...captainChange(before.captain, after.captain),
    ...crewChange(before.crew, after.crew),
    ...moved('crewMinutes', crewHours, 'crew hours'),
    ...moved('source'),
    ...moved('grossCents', dollars, 'gross'),
    ...moved('crewCents', dollars, 'crew cost'),
    ...moved('captainCents', dollars, 'captain cost'),
    ...moved('portFeeCents', dollars, 'port fee'),
    ...netChange(netCents(before), netCents(after)),
    ...(before.guestNotes === after.guestNotes ? [] : ['guest notes changed']),
    ...(before.crewNotes === after.crewNotes ? [] : ['crew notes changed']),
  ];
}

/** `2027-05-30` as `Sun May 30`. */
export function shortDate(date: string): string {
  return `${weekdayMonthAndDay(date).slice(0, 3)} ${monthAndDay(date)}`;
}

function captainChange(before: Person, after: Person): Change[] {
  if (same(before, after)) return [];
  const [from, to] = before[1] === after[1] ? [before[0], after[0]] : [before[1], after[1]];
  return [`captain ${from} → ${to}`];
}

function crewChange(before: Person[], after: Person[]): Change[] {
  const joined = after.filter((member) => !before.some((other) => same(member, other)));
  const left = before.filter((member) => !after.some((other) => same(member, other)));
  const words = [...joined.map(([, name]) => `+ ${name}`), ...left.map(([, name]) => `− ${name}`)];
  return words.length === 0 ? [] : [`crew: ${words.join(', ')}`];
}

function netChange(before: number, after: number): Change[] {
  return before === after ? [] : [`net ${dollars(before)} → ${dollars(after)}`];
}

function same(a: Person, b: Person): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function crewHours(minutes: number): string {
  return minutes === 0 ? 'none' : shortDuration(minutes);
}

function netCents({ grossCents, crewCents, captainCents, portFeeCents }: SummaryFacts): number {
  return grossCents - crewCents - captainCents - portFeeCents;
}

function person({ member }: CrewAssignment): Person {
  return [member.crewId, shortened(firstName(member.name) || member.crewId)];
}

/** Cut texts end in a hash of the whole, so that a change behind the cut is seen. */
function shortened(text: string, longest = LONGEST_TEXT): string {
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  return `${characters.slice(0, longest - 9).join('')}…${hash(text)}`;
}

function uncut(text: string): string {
  return text.replace(/…[0-9a-f]{8}$/, '');
}

function hash(text: string): string {
  return text === '' ? '' : fingerprint(text).slice(0, 8);
}
