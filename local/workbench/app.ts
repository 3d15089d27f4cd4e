import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { LocalSystem } from '../system.ts';
import { calendarRoutes } from './calendar.ts';
import { controlApi } from './control-api.ts';
import { messagePage } from './layout.ts';
import { outboxRoutes } from './outbox.ts';
import { overviewRoutes } from './overview.ts';
import { requestRoutes } from './requests.ts';
import { onlyFromThisLaptop, securityHeaders } from './security.ts';
import { stylesheetRoute } from './stylesheet.ts';

export interface WorkbenchParts {
  system: LocalSystem;
  /** The project's folder. */
  root: string;
}

/** What a person on this laptop sees of the local system, and how scripts drive it (`/api`). */
export function workbenchApp({ system, root }: WorkbenchParts): Hono {
  const app = new Hono();
  app.use(onlyFromThisLaptop, securityHeaders, bodyLimit({ maxSize: 32 * 1024 * 1024 }));
  app.route('/', overviewRoutes(system));
  app.route('/outbox', outboxRoutes(system));
  app.route('/calendar', calendarRoutes(system));
  app.route('/requests', requestRoutes(system));
  app.route('/api', controlApi(system));
  app.route('/', stylesheetRoute(root));
  app.notFound((context) =>
    context.html(messagePage('Not found', `The workbench has no page ${context.req.path}.`), 404),
  );
  app.onError((error, context) => {
    console.error(error);
    return context.html(messagePage('That went wrong', error.message), 500);
  });
  return app;
}
