import { Hono } from 'hono';
import * as z from 'zod';
import type { LocalSystem } from '../system.ts';
import { FileProblem } from '../tables/file-problem.ts';
import {
  bookingHeaders,
  crewHeaders,
  type Headers,
  locationHeaders,
  readHeaders,
  settingHeaders,
} from '../tables/headers.ts';

const tableWith = (headers: Headers) =>
  z
    .object({
      file: z.string(),
      columns: z.array(z.string()),
      rows: z.array(z.object({ line: z.number(), cells: z.array(z.string()) })),
    })
    .transform((table) => ({
      ...table,
      columns: readHeaders(table.file, { line: 1, cells: table.columns }, headers),
    }));

const tables = z.object({
  bookings: tableWith(bookingHeaders),
  crew: tableWith(crewHeaders).optional(),
  locations: tableWith(locationHeaders).optional(),
  settings: tableWith(settingHeaders).optional(),
});

const moment = z.iso.datetime({ offset: true }).transform(Date.parse);

const clockSetting = z.object({ now: moment });
const planning = tables.extend({ now: moment.optional() });

/**
 * | route | body | answer |
 * |---|---|---|
 * | `GET /api/state` | | where everything answers, and the time |
 * | `POST /api/clock` | `{now}`, RFC 3339 | the same |
 * | `POST /api/publish` | `{bookings, crew?, locations?, settings?}`, tables as their CSV files say | `{report, messages}` |
 * | `POST /api/plan` | the same, and `now?` | `{report}`: what publishing them would do. Changes nothing |
 *
 * 422 `{problems}` says in words for people what a body has that can't be used.
 */
export function controlApi(system: LocalSystem): Hono {
  const state = () => ({
    now: new Date(system.clock.now()).toISOString(),
    timeZone: system.workbook.timeZone(),
    region: system.cloud.region,
    endpoints: system.cloud.endpoints,
  });
  const app = new Hono();
  app.get('/state', (context) => context.json(state()));
  app.post('/clock', async (context) => {
    const { now } = clockSetting.parse(await context.req.json());
    system.clock.set(now);
    return context.json(state());
  });
  app.post('/publish', async (context) => {
    const { bookings, ...references } = tables.parse(await context.req.json());
    system.pasteReferences(references);
    const report = await system.publish(bookings);
    return context.json({ report, messages: system.messages.take() });
  });
  app.post('/plan', async (context) => {
    const { now, ...given } = planning.parse(await context.req.json());
    return context.json({ report: await system.plan(given, now) });
  });
  app.all('*', (context) => context.json({ problems: [`There is no ${context.req.path}.`] }, 404));
  app.onError((error, context) => {
    if (error instanceof FileProblem) return context.json({ problems: error.problems }, 422);
    if (error instanceof z.ZodError) return context.json({ problems: [z.prettifyError(error)] }, 422);
    if (error instanceof SyntaxError) return context.json({ problems: ['The body is no JSON.'] }, 400);
    console.error(error);
    return context.json({ problems: [error.message] }, 500);
  });
  return app;
}
