import type { Person } from './crew-event.ts';

export interface ChecklistItem {
  /** What a tick is stored under: it stays when the words change. */
  id: string;
  text: string;
}

export interface ChecklistPart {
  title: string;
  items: readonly ChecklistItem[];
}

export type Checklist = readonly ChecklistPart[];

const BEFORE = 'Before the guests come';
const ABOARD = 'With the guests aboard';
const AFTER = 'When they have left';

const captain: Checklist = [
  {
    title: BEFORE,
    items: [
      { id: 'forecast', text: 'Forecast, wind and tide looked at, and a plan B for bad weather' },
      { id: 'engine', text: 'Engine, fuel, bilge and batteries checked' },
      {
        id: 'safety-gear',
        text: 'Life jackets for everyone, fire extinguishers, flares, horn and first-aid kit in place',
      },
      { id: 'radio', text: 'VHF tested and on channel 16' },
      { id: 'papers', text: 'Boat’s papers and licence aboard' },
      { id: 'crew-brief', text: 'Crew briefed: who does what, and what if' },
    ],
  },
  {
    title: ABOARD,
    items: [
      { id: 'count', text: 'Guests counted, and no more than the boat may carry' },
      { id: 'guest-brief', text: 'Safety briefing given before casting off' },
    ],
  },
  {
    title: AFTER,
    items: [
      { id: 'count-off', text: 'Everyone ashore, counted again' },
      { id: 'secured', text: 'Boat secured, shore power on, seacocks closed' },
      { id: 'log', text: 'Engine hours, fuel and whatever broke written down' },
    ],
  },
];

const deckhand: Checklist = [
  {
    title: BEFORE,
    items: [
      { id: 'deck', text: 'Deck rinsed and clear, lines coiled' },
      { id: 'fenders', text: 'Fenders and dock lines ready for both sides' },
      { id: 'life-jackets', text: 'Life jackets laid out, children’s sizes too' },
      { id: 'cooler', text: 'Ice, water and cups aboard' },
      { id: 'head', text: 'Head clean, working and stocked' },
      { id: 'notes', text: 'Notes for the crew read' },
    ],
  },
  {
    title: ABOARD,
    items: [
      { id: 'boarding', text: 'A hand for every guest who boards, shoes and bags stowed' },
      { id: 'lookout', text: 'Lookout kept, nobody on the foredeck while manoeuvring' },
    ],
  },
  {
    title: AFTER,
    items: [
      { id: 'ashore', text: 'A hand for every guest who leaves' },
      { id: 'left-behind', text: 'Cabin and deck searched for what was left behind' },
      { id: 'clean', text: 'Boat rinsed, trash ashore, cooler empty' },
      { id: 'lines', text: 'Dock lines doubled, fenders at the right height' },
    ],
  },
];

const other: Checklist = [
  {
    title: BEFORE,
    items: [
      { id: 'place', text: 'Meeting point and the captain’s number known' },
      { id: 'notes', text: 'Notes for the crew read' },
      { id: 'station', text: 'My own gear and place ready' },
      { id: 'life-jackets', text: 'Life jackets and fire extinguishers found' },
    ],
  },
  {
    title: AFTER,
    items: [
      { id: 'clean', text: 'My place clean, trash ashore' },
      { id: 'left-behind', text: 'What guests left behind given to the captain' },
    ],
  },
];

export function checklistFor({ role }: Pick<Person, 'role'>): Checklist {
  switch (role.trim().toLowerCase()) {
    case 'captain':
      return captain;
    case 'deckhand':
      return deckhand;
    default:
      return other;
  }
}

export function itemIds(checklist: Checklist): Set<string> {
  return new Set(checklist.flatMap(({ items }) => items.map(({ id }) => id)));
}
