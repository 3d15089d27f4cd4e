import { occupancyOf } from '../booking/overlaps.ts';
import { idKey } from '../booking/rows.ts';
import type { Settings } from '../booking/settings.ts';
import { guestPageUrl } from '../booking/slug.ts';
import { Aws } from '../clients/aws.ts';
import { CloudFront, InvalidationBatch } from '../clients/cloudfront.ts';
import { type CredentialSource, StaticCredentials, WebIdentityCredentials } from '../clients/credentials.ts';
import { DynamoDb } from '../clients/dynamodb.ts';
import { GuestSite } from '../clients/guest-site.ts';
import { JadaCalendar } from '../clients/jada-calendar.ts';
import { Redaction } from '../clients/redaction.ts';
import type { Sender } from '../clients/request.ts';
import { type CallRecord, Rounds } from '../clients/rounds.ts';
import { S3 } from '../clients/s3.ts';
import { Secrets } from '../clients/secrets.ts';
import { SecretsManager } from '../clients/secrets-manager.ts';
import { Ses } from '../clients/ses.ts';
import { ShipCaptainCrew } from '../clients/ship-captain-crew.ts';
import { Sts } from '../clients/sts.ts';
import { userCache } from '../google/cache.ts';
import { scriptClock, startedAt } from '../google/clock.ts';
import { currentUserEmail, identityToken } from '../google/identity.ts';
import { documentLock } from '../google/lock.ts';
import { documentProperties, scriptProperty } from '../google/properties.ts';
import { random } from '../google/random.ts';
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

/** An execution has 6 minutes; no round starts later than this into it, which leaves time to write the sheet. */
const LATEST_START_MILLISECONDS = 4.5 * 60_000 - 60_000;

/** All that one publish works with. */
export interface Workshop {
  publisher: Publisher;
  projections: readonly Projection[];
  journal: Journal;
  cards: CardChanges;
  /** Every remote call so far. */
  calls: readonly CallRecord[];
}

/** `chosen` are the keys of the bookings that are about to be published. */
export function openWorkshop(desk: Desk, chosen: ReadonlySet<string>): Workshop {
  const settings = desk.settings();
  const calls: CallRecord[] = [];
  const cards = new CardChanges();
  const journal = openJournal(desk.spreadsheet);
  const redaction = redactionFor(desk);
  const sender = new Rounds({
    fetchAll,
    clock: scriptClock,
    random,
    latestStart: startedAt + LATEST_START_MILLISECONDS,
    beforeRound: () => journal.flush(),
    record: (call) => {
      calls.push(call);
      console.log(JSON.stringify(call));
    },
    redact: (text) => redaction.clean(text),
  });
  const projections = projectionsFor(desk, chosen, settings, sender, redaction, cards);
  const who = currentUserEmail() || 'somebody';
  const lock = documentLock();
  const publisher = new Publisher({ projections, journal, lock, clock: scriptClock, who });
  return { publisher, projections, journal, cards, calls };
}

export function openJournal(spreadsheet: GoogleAppsScript.Spreadsheet.Spreadsheet): Journal {
  const tab = new ArchiveTab(spreadsheet);
  const archive: Archive = {
    find: (key) => tab.find(key),
    add: (entries) => {
      tab.add(entries);
      flush();
    },
  };
  return new Journal(documentProperties, archive);
}

/** Where a sixth outside system is listed. In an order in which each comes after those it waits for. */
function projectionsFor(
  desk: Desk,
  chosen: ReadonlySet<string>,
  settings: Settings,
  sender: Sender,
  redaction: Redaction,
  cards: CardChanges,
): Projection[] {
  const aws = new Aws(sender, credentialsFor(settings, sender, redaction), settings.region, scriptClock.now);
  const secrets = new Secrets({
    secretId: settings.secretId,
    secretsManager: new SecretsManager(aws),
    scriptProperty,
    cache: userCache,
    redaction,
  });
  const crewEvent = new CrewEventProjection(
    new ShipCaptainCrew({
      sender,
      secrets,
      url: settings.crewUrl,
      honoursIdempotencyKeys: settings.crewHonoursIdempotencyKeys,
      keySentAsHash: settings.crewKeySentAsHash,
    }),
    settings,
  );
  const projections: Projection[] = [
    new KanbanCardProjection(cards, (slug) => guestPageUrl(settings, slug)),
    new GuestPageProjection({
      settings,
      s3: new S3(aws),
      invalidations: new InvalidationBatch(
        new CloudFront(aws),
        async () => settings.distributionId || secrets.get('distributionId'),
      ),
      guestSite: new GuestSite(sender),
    }),
    new CalendarEntryProjection({
      calendar: new JadaCalendar({
        sender,
        secrets,
        url: settings.calendarUrl,
        honoursIdempotencyKeys: settings.calendarHonoursIdempotencyKeys,
      }),
      honoursIdempotencyKeys: settings.calendarHonoursIdempotencyKeys,
      taken: desk.bookings.flatMap(({ result }) =>
        result.ok && (result.value.status === 'Ready' || chosen.has(idKey(result.value.bookingId)))
          ? [occupancyOf(result.value)]
          : [],
      ),
      timeZone: desk.zone,
    }),
    crewEvent,
    new CrewVisibleNotesProjection(new DynamoDb(aws), settings.eventsTable, (subject) =>
      crewEvent.desired(subject),
    ),
  ];
  const told = projections.map(({ name }) => name);
  return [...projections, new CaptainSummaryProjection(new Ses(aws), settings, told)];
}

/** By default the role that the user's Google identity may assume; keys in Script Properties where no role is set. */
function credentialsFor(settings: Settings, sender: Sender, redaction: Redaction): CredentialSource {
  const { roleArn, region } = settings;
  if (roleArn === '') {
    const accessKeyId = scriptProperty('AWS_ACCESS_KEY_ID') ?? '';
    const secretAccessKey = scriptProperty('AWS_SECRET_ACCESS_KEY') ?? '';
    return new StaticCredentials({ accessKeyId, secretAccessKey }, redaction);
  }
  const sts = new Sts(sender, region);
  return new WebIdentityCredentials({
    sts,
    roleArn,
    identityToken,
    cache: userCache,
    redaction,
    now: scriptClock.now,
  });
}

function redactionFor(desk: Desk): Redaction {
  const redaction = new Redaction();
  for (const { result } of desk.bookings) {
    if (!result.ok) continue;
    const { guest, crew, captain } = result.value;
    redaction.addName(guest);
    for (const { member } of [captain, ...crew]) redaction.addName(member.name);
  }
  return redaction;
}
