import { Hono } from 'hono';
import { html } from 'hono/html';
import { whenWords } from '../../services/ship-captain-crew/charter-words.ts';
import {
  type CrewEvent,
  endsAt,
  type Person,
  people,
  startsAt,
} from '../../services/ship-captain-crew/crew-event.ts';
import { EventStore } from '../../services/ship-captain-crew/event-store.ts';
import { invitationIds } from '../../services/ship-captain-crew/event-view.ts';
import { invitationId, type MailState, OutboxStore } from '../../services/ship-captain-crew/outbox-store.ts';
import { defaultTables } from '../../services/ship-captain-crew/tables.ts';
import { type CrewLink, mailedCrewLinks } from '../crew-links.ts';
import type { LocalSystem } from '../system.ts';
import { countWords, fact, type Markup, momentText, outwardLink, showPage } from './layout.ts';
import { share } from './paging.ts';

const MOST_SHOWN = 50;

/** What is known when the page is made. */
interface Surroundings {
  now: number;
  timeZone: string;
  /** Of invitations, by their ids. */
  mails: ReadonlyMap<string, MailState>;
  /** The newest for each invitation, by the same ids. */
  links: ReadonlyMap<string, CrewLink>;
}

/** Whom the crew system invited to what, and what they answered: read from its own tables. */
export function crewRoutes({ cloud, clock, workbook }: LocalSystem): Hono {
  const { documents } = cloud.contents;
  const events = new EventStore(documents, defaultTables.events);
  const outbox = new OutboxStore(documents, defaultTables.outbox, () => clock.now());
  return new Hono().get('/', async (context) => {
    const now = clock.now();
    const all = (await events.updatedSince(new Date(0))).sort(soonestFirst(now));
    const { shown, further } = share(all, context.req.query(), MOST_SHOWN);
    const surroundings = {
      now,
      timeZone: workbook.timeZone(),
      mails: await outbox.states(shown.flatMap(invitationIds)),
      links: new Map(
        mailedCrewLinks(cloud).map((link) => [invitationId(link.eventId, link.crewId, link.number), link]),
      ),
    };
    const content = html`
      ${all.length === 0 ? html`<p>The crew system has no event yet.</p>` : ''}
      ${shown.map((event) => eventSection(event, surroundings))}
      ${further}`;
    return showPage(context, { title: 'Crew pages', section: '/crew', content });
  });
}

/** What is to come, soonest first; then what is over or off, newest first. */
function soonestFirst(now: number): (a: CrewEvent, b: CrewEvent) => number {
  const isOver = (event: CrewEvent) => event.status === 'cancelled' || endsAt(event) <= now;
  return (a, b) => {
    if (isOver(a) !== isOver(b)) return isOver(a) ? 1 : -1;
    return isOver(a) ? startsAt(b) - startsAt(a) : startsAt(a) - startsAt(b);
  };
}

function eventSection(event: CrewEvent, surroundings: Surroundings): Markup {
  const { day, time } = whenWords(event, surroundings.timeZone);
  const invited = people(event);
  const confirmed = invited.filter(({ crew_id }) => event.replies[crew_id]?.reply === 'confirmed');
  const state =
    event.status === 'cancelled' ? 'cancelled' : endsAt(event) <= surroundings.now ? 'over' : undefined;
  return html`<section aria-labelledby="${event.event_id}">
    <h2 id="${event.event_id}">${event.event_name} ${state ? html`<span class="tag off">${state}</span>` : ''}</h2>
    <p>${day}, ${time} · ${confirmed.length} of ${countWords(invited.length, 'person', 'people')} confirmed · ${event.booking_id}</p>
    <ul class="cards">${invited.map((person) => personCard(event, person, surroundings))}</ul>
  </section>`;
}

function personCard(event: CrewEvent, person: Person, { now, timeZone, mails, links }: Surroundings): Markup {
  const { reply, replied_at, number } = event.replies[person.crew_id] ?? {
    reply: 'invited',
    replied_at: null,
    number: 0,
  };
  const id = invitationId(event.event_id, person.crew_id, number);
  const link = links.get(id);
  return html`<li>
    <h3>${person.name} <span class="tag ${reply}">${reply}</span></h3>
    <p>${person.role} · ${person.email}</p>
    ${
      link
        ? html`<p class="actions">${outwardLink(link.url, `Open ${person.name.split(' ')[0]}’s page`)}</p>`
        : html`<p>No link was mailed: ${noLinkWords[mails.get(id) ?? 'none']}.</p>`
    }
    <dl>
      ${replied_at === null ? '' : fact('Answered', momentText(Date.parse(replied_at), timeZone))}
      ${link ? fact(link.expiresAt > now ? 'Link good until' : 'Link ran out; its page mails a new one', momentText(link.expiresAt, timeZone)) : ''}
    </dl>
  </li>`;
}

const noLinkWords: Record<MailState | 'none', string> = {
  none: 'nothing was due, the charter was over',
  pending: 'the mail waits for its turn',
  sending: 'the mail is on its way',
  sent: 'the mail holds none',
  failed: 'the mail service refused the mail',
  skipped: 'things had changed when its turn came',
  unknown: 'the mail service gave no answer',
};
