import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ServiceError } from '../shared/service-error.ts';
import { type CrewEvent, endsAt, people } from './crew-event.ts';
import { badLinkPage, crewPage, type PageState, troublePage } from './crew-page.ts';
import type { EventStore } from './event-store.ts';
import type { Link, LinkHolder, MagicLinks } from './magic-link.ts';
import type { Outbox } from './outbox.ts';
import type { OutboxStore } from './outbox-store.ts';
import { answerPage } from './page-response.ts';

export interface CrewRouteDependencies {
  events: EventStore;
  outboxStore: OutboxStore;
  outbox: Outbox;
  links: MagicLinks;
  timeZone: string;
  now: () => number;
  randomId: () => string;
}

/** A whole crew may answer at once; each attempt that one of them loses, another one wins. */
const WRITE_ATTEMPTS = 30;
/** Nobody is mailed a fresh link more often than this. */
const LINK_PAUSE_MILLISECONDS = 10 * 60_000;
const policy = ["form-action 'self'"];
const REPLIES = { confirm: 'confirmed', decline: 'declined' } as const;

type OurLink = Extract<Link, { holder: LinkHolder }>;

interface Standing {
  event: CrewEvent;
  state: PageState;
}

/** The public routes behind the magic links; `app.ts` lists them. They answer with pages, whatever happens. */
export function createCrewRoutes(dependencies: CrewRouteDependencies): Hono {
  const { events, outboxStore, outbox, links, timeZone, now, randomId } = dependencies;

  const app = new Hono();

  app.onError((error, context) => {
    const nonce = randomId();
    const status = error instanceof ServiceError ? error.status : 500;
    return answerPage(context, { status, html: troublePage(nonce), nonce, policy });
  });

  // Mail scanners open links: looking changes nothing.
  app.get('/crew/confirm', async (context) => {
    const token = context.req.query('token') ?? '';
    const link = await links.read(token);
    if (!('holder' in link)) return bad(context, link.state);
    const standing = await standingOf(link);
    return standing ? show(context, 200, standing, link.holder, token) : bad(context, 'foreign');
  });

  app.post('/crew/confirm', async (context) => {
    const form = await context.req.parseBody();
    const token = typeof form.token === 'string' ? form.token : (context.req.query('token') ?? '');
    const link = await links.read(token);
    if (!('holder' in link)) return bad(context, link.state);
    const standing = await answer(link, String(form.answer));
    if (!standing) return bad(context, 'foreign');
    const { status, ...shown } = standing;
    return show(context, status, shown, link.holder, token);
  });

  async function answer(
    link: OurLink,
    wish: string,
  ): Promise<(Standing & { status: ContentfulStatusCode }) | null> {
    for (let attempt = 1; attempt <= WRITE_ATTEMPTS; attempt++) {
      const standing = await standingOf(link);
      if (!standing) return null;
      const { event, state } = standing;
      if (wish === 'link' && state === 'expired') {
        await mailFreshLink(event, link.holder.crewId);
        return { event, state: 'link-mailed', status: 200 };
      }
      if (state !== 'open' && state !== 'confirmed' && state !== 'declined')
        return { ...standing, status: 409 };
      if (wish !== 'confirm' && wish !== 'decline') return { ...standing, status: 400 };
      const reply = REPLIES[wish];
      if (state === reply || (await record(event, link.holder.crewId, reply))) {
        return { event, state: reply, status: 200 };
      }
    }
    throw new ServiceError(409, 'event_busy', 'The charter is being changed right now. Please try again.');
  }

  /** Null when we know no such event: the token is good, so this is another deployment's, or the data was lost. */
  async function standingOf(link: OurLink): Promise<Standing | null> {
    const { eventId, crewId, number } = link.holder;
    const event = await events.get(eventId);
    const invitation = event?.replies[crewId];
    if (!event || !invitation) return null;
    const state = (): PageState => {
      if (invitation.reply === 'removed') return 'removed';
      if (event.status === 'cancelled') return 'cancelled';
      if (endsAt(event) <= now()) return 'ended';
      if (link.state === 'expired' || number !== invitation.number) return 'expired';
      return invitation.reply === 'invited' ? 'open' : invitation.reply;
    };
    return { event, state: state() };
  }

  async function record(event: CrewEvent, crewId: string, reply: 'confirmed' | 'declined'): Promise<boolean> {
    const invitation = event.replies[crewId];
    if (!invitation) return false;
    const at = new Date(now()).toISOString();
    const replies = { ...event.replies, [crewId]: { ...invitation, reply, replied_at: at } };
    return events.update(event, { replies, updated_at: at }, {});
  }

  /** Mails a link for the invitation that stands, to the address on the event and to no other. */
  async function mailFreshLink(event: CrewEvent, crewId: string): Promise<void> {
    const person = people(event).find(({ crew_id }) => crew_id === crewId);
    const invitation = event.replies[crewId];
    if (!person || !invitation) return;
    const { name, email } = person;
    const { number, since } = invitation;
    const id = await outboxStore.queueLink(
      event,
      { crew_id: crewId, name, email, number, since, previous: null },
      String(Math.floor(now() / LINK_PAUSE_MILLISECONDS)),
    );
    if (id) await outbox.drain([id]);
  }

  function show(
    context: Context,
    status: ContentfulStatusCode,
    { event, state }: Standing,
    { crewId }: LinkHolder,
    token: string,
  ): Response {
    const nonce = randomId();
    const html = crewPage({ event, crewId, state, token, nonce, timeZone });
    return answerPage(context, { status, html, nonce, policy });
  }

  function bad(context: Context, kind: 'malformed' | 'foreign'): Response {
    const nonce = randomId();
    const status = kind === 'malformed' ? 400 : 403;
    return answerPage(context, { status, html: badLinkPage(kind, nonce), nonce, policy });
  }

  return app;
}
