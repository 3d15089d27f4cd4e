import { occupancyOf } from '../booking/overlaps.ts';
import { idKey } from '../booking/rows.ts';
import type { Settings } from '../booking/settings.ts';
import { guestPageUrl } from '../booking/slug.ts';
import { InvalidationBatch } from '../clients/cloudfront.ts';
import { Redaction } from '../clients/redaction.ts';
import type { CallRecord } from '../clients/rounds.ts';
import { userCache } from '../google/cache.ts';
import { scriptClock } from '../google/clock.ts';
import { currentUserEmail } from '../google/identity.ts';
import { documentLock } from '../google/lock.ts';
import { documentProperties } from '../google/properties.ts';
import { flush } from '../google/spreadsheet.ts';
import { fetchAll } from '../google/url-fetch.ts';
import { CalendarEntryProjection } from '../projections/calendar-entry.ts';
import { CaptainSummaryProjection } from '../projections/captain-summary.ts';
import { CrewEventProjection } from '../projections/crew-event.ts';
import { CrewVisibleNotesProjection } from '../projections/crew-visible-notes.ts';
import { GuestPageProjection } from '../projections/guest-page.ts';
import { CardChanges } from '../projections/kanban.ts';
import { KanbanCardProjection } from '../projections/kanban-card.ts';
import type { Projection } from '../projections/projection.ts';
import { type Archive, Journal } from '../publish/journal.ts';
import { Publisher } from '../publish/publisher.ts';
import { ArchiveTab } from '../sheet/archive.ts';
import type { Desk } from './desk.ts';
import { type Remotes, remotesFor, roundsFor } from './remotes.ts';

/** All that one publish works with. */
export interface Workshop {
  publisher: Publisher;
  projections: readonly Projection[];
  summary: CaptainSummaryProjection;
  journal: Journal;
  remotes: Remotes;
  cards: CardChanges;
  /** Every remote call so far. */
  calls: readonly CallRecord[];
}

/** `chosen` are the keys of the bookings that are about to be published. */
export function openWorkshop(desk: Desk, chosen: ReadonlySet<string> = new Set()): Workshop {
  const settings = desk.settings();
  const calls: CallRecord[] = [];
  const cards = new CardChanges();
  const journal = openJournal(desk.spreadsheet);
  const redaction = redactionFor(desk);
  const rounds = roundsFor(fetchAll, calls, redaction, () => journal.flush());
  const remotes = remotesFor(settings, rounds, redaction, userCache);
  const others = projectionsFor(desk, chosen, settings, remotes, cards);
  const told = others.map(({ name }) => name);
  const summary = new CaptainSummaryProjection(remotes.ses, remotes.crewSystem, settings, told);
  const projections = [...others, summary];
  const who = currentUserEmail() || 'somebody';
  const lock = documentLock();
  const publisher = new Publisher({ projections, journal, lock, clock: scriptClock, who });
  return { publisher, projections, summary, journal, remotes, cards, calls };
}

export function openJournal(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): Journal {
  const tab = new ArchiveTab(spreadsheet);
  const archive: Archive = {
    find: (key) => tab.find(key),
    all: () => tab.all(),
    add: (entries) => {
      tab.add(entries);
      flush();
    },
  };
  return new Journal(documentProperties, archive);
}

/** Where a sixth outside system is listed; the summary, which tells of all, comes after them. In an order in which each comes after those it waits for. */
function projectionsFor(
  desk: Desk,
  chosen: ReadonlySet<string>,
  settings: Settings,
  remotes: Remotes,
  cards: CardChanges,
): Projection[] {
  const { s3, cloudFront, distributionId, guestSite, calendar, dynamoDb } = remotes;
  const crewEvent = new CrewEventProjection(remotes.crewSystem, settings);
  return [
    new KanbanCardProjection(cards, (slug) => guestPageUrl(settings, slug)),
    new GuestPageProjection({
      settings,
      s3,
      invalidations: new InvalidationBatch(cloudFront, distributionId),
      guestSite,
      timeZone: desk.zone,
    }),
    new CalendarEntryProjection({
      calendar,
      taken: desk.bookings.flatMap(({ result }) =>
        result.ok && (result.value.status === 'Ready' || chosen.has(idKey(result.value.bookingId)))
          ? [occupancyOf(result.value)]
          : [],
      ),
      timeZone: desk.zone,
    }),
    crewEvent,
    new CrewVisibleNotesProjection(dynamoDb, settings.eventsTable, (subject) => crewEvent.desired(subject)),
  ];
}

export function redactionFor(desk: Desk): Redaction {
  const redaction = new Redaction();
  for (const { result } of desk.bookings) {
    if (!result.ok) continue;
    const { guest, crew, captain } = result.value;
    redaction.addName(guest);
    for (const { member } of [captain, ...crew]) redaction.addName(member.name);
  }
  return redaction;
}
