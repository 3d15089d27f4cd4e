import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import * as z from 'zod';
import { readJson, validate } from '../shared/request-body.ts';
import { ServiceError } from '../shared/service-error.ts';
import { checklistFor, itemIds } from './checklist.ts';
import type { ChecklistStore } from './checklist-store.ts';
import type { CrewAnswers } from './crew-answers.ts';
import { badLinkPage, crewPage, type Notice, troublePage } from './crew-page.ts';
import type { BadLink, Standing, StandingOf } from './crew-standing.ts';
import { answerPage } from './page-response.ts';

export interface CrewRouteDependencies {
  standingOf: StandingOf;
  answers: CrewAnswers;
  checklists: ChecklistStore;
  timeZone: string;
  randomId: () => string;
}

const tick = z.object({ token: z.string(), item: z.string(), ticked: z.boolean() });

/**
 * The public routes behind the magic links; `app.ts` lists them. A browser gets pages, whatever happens; the page's own
 * script gets JSON.
 */
export function createCrewRoutes(dependencies: CrewRouteDependencies): Hono {
  const { standingOf, answers, checklists, timeZone, randomId } = dependencies;

  const app = new Hono();

  app.onError((error, context) => {
    if (isFromScript(context)) throw error;
    const status = error instanceof ServiceError ? error.status : 500;
    return page(context, status, troublePage);
  });

  // Mail scanners open links: looking changes nothing.
  app.get('/crew/confirm', async (context) => {
    const token = context.req.query('token') ?? '';
    const standing = await standingOf(token);
    return typeof standing === 'string' ? bad(context, standing) : show(context, 200, standing, token, null);
  });

  app.post('/crew/confirm', async (context) => {
    const form = await context.req.parseBody();
    const token = typeof form.token === 'string' ? form.token : (context.req.query('token') ?? '');
    const answered = await answers.answer(token, String(form.answer));
    if (typeof answered === 'string') return bad(context, answered);
    const { status, standing, linkMailed } = answered;
    return show(context, status, standing, token, linkMailed ? 'link-mailed' : null);
  });

  app.post('/crew/checklist', async (context) => {
    if (isFromScript(context)) return tickOne(context);
    const { token = '', ticked = [] } = await context.req.parseBody({ all: true });
    const standing = await standingOf(String(token));
    if (typeof standing === 'string') return bad(context, standing);
    if (!standing.onDuty) return show(context, 409, standing, String(token), null);
    const known = itemIds(checklistFor(standing.onDuty));
    const items = [ticked].flat().map(String);
    await checklists.replace(standing, new Set(items.filter((item) => known.has(item))));
    return show(context, 200, standing, String(token), 'ticks-saved');
  });

  async function tickOne(context: Context): Promise<Response> {
    const { token, item, ticked } = validate(tick, await readJson(context));
    const standing = await standingOf(token);
    if (typeof standing === 'string') {
      throw new ServiceError(
        403,
        'link_unusable',
        'This link doesn’t work. Open the one in your newest mail.',
      );
    }
    if (!standing.onDuty) {
      throw new ServiceError(409, 'checklist_closed', 'This charter has no checklist for you any more.');
    }
    if (!itemIds(checklistFor(standing.onDuty)).has(item)) {
      throw new ServiceError(400, 'item_unknown', 'The checklist has changed. Open your link again.');
    }
    await checklists.tick(standing, item, ticked);
    context.header('Cache-Control', 'no-store');
    return context.json({ item, ticked });
  }

  async function show(
    context: Context,
    status: ContentfulStatusCode,
    standing: Standing,
    token: string,
    notice: Notice | null,
  ): Promise<Response> {
    const ticked = standing.onDuty ? await checklists.ticked(standing) : new Set<string>();
    return page(context, status, (nonce) => crewPage({ standing, ticked, token, notice, nonce, timeZone }));
  }

  function bad(context: Context, kind: BadLink): Response {
    return page(context, kind === 'malformed' ? 400 : 403, (nonce) => badLinkPage(kind, nonce));
  }

  function page(context: Context, status: ContentfulStatusCode, render: (nonce: string) => string): Response {
    const nonce = randomId();
    return answerPage(context, {
      status,
      html: render(nonce),
      nonce,
      policy: [`script-src 'nonce-${nonce}'`, "connect-src 'self'", 'img-src data:', "form-action 'self'"],
    });
  }

  return app;
}

function isFromScript({ req }: Context): boolean {
  return req.header('Content-Type')?.startsWith('application/json') ?? false;
}
