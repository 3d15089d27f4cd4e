import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { LocalSystem } from '../system.ts';
import { browserFiles } from './browser-files.ts';
import { bucketRoutes } from './bucket.ts';
import { calendarRoutes } from './calendar.ts';
import { clockRoutes } from './clock.ts';
import { controlApi } from './control-api.ts';
import { crewRoutes } from './crew.ts';
import { faultRoutes } from './faults.ts';
import { guestRoutes } from './guests.ts';
import { messagePage, showPage } from './layout.ts';
import { LiveWorkbook } from './live/live-workbook.ts';
import { liveRoutes } from './live/routes.ts';
import type { Windows } from './live/windows.ts';
import { outboxRoutes } from './outbox.ts';
import { requestRoutes } from './requests.ts';
import { onlyFromThisLaptop, securityHeaders } from './security.ts';
import { stylesheetRoute } from './stylesheet.ts';
import { workbookRoutes } from './workbook.ts';

export interface WorkbenchParts {
  system: LocalSystem;
  /** Where its scripts show what they have to say. */
  windows: Windows;
  /** The project's folder. */
  root: string;
}

/** What a person on this laptop sees of the local system, and how scripts drive it (`/api`). */
export function workbenchApp({ system, windows, root }: WorkbenchParts): Hono {
  const app = new Hono();
  app.use(onlyFromThisLaptop, securityHeaders, bodyLimit({ maxSize: 32 * 1024 * 1024 }));
  app.route('/', workbookRoutes(system));
  app.route('/', browserFiles(root));
  app.route('/live', liveRoutes(system, new LiveWorkbook(system, windows), windows, root));
  app.route('/guests', guestRoutes(system));
  app.route('/crew', crewRoutes(system));
  app.route('/outbox', outboxRoutes(system));
  app.route('/calendar', calendarRoutes(system));
  app.route('/bucket', bucketRoutes(system));
  app.route('/requests', requestRoutes(system));
  app.route('/clock', clockRoutes(system));
  app.route('/faults', faultRoutes(system));
  app.route('/api', controlApi(system));
  app.route('/', stylesheetRoute(root));
  app.get('/favicon.ico', (context) => context.body(null, 204));
  app.notFound((context) =>
    showPage(context, messagePage('Not found', `The workbench has no page ${context.req.path}.`), 404),
  );
  app.onError((error, context) => {
    console.error(error);
    return showPage(context, messagePage('That went wrong', error.message), 500);
  });
  return app;
}
