import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import * as z from 'zod';
import { ScriptVisibleError } from '../../apps-script/index.ts';
import { namesForBrowser } from '../../cloud/browser-hosts.ts';
import type { LocalSystem } from '../../system.ts';
import { lastFilledRow } from '../../tables/paste.ts';
import { dialogPage } from './dialog-page.ts';
import type { LiveWorkbook } from './live-workbook.ts';
import type { Reply, WindowMessage } from './message.ts';
import type { WorkbookWindow } from './window.ts';
import type { Windows } from './windows.ts';

const inWindow = z.object({ window: z.string() });
const selection = z.object({ sheet: z.string(), ranges: z.array(z.string()).min(1) }).optional();
const edit = inWindow.extend({
  tab: z.string(),
  range: z.string(),
  texts: z.array(z.array(z.string())).min(1),
  isMeant: z.boolean(),
});
const rows = inWindow.extend({ tab: z.string(), first: z.int().min(1), count: z.int().min(1).max(1000) });
const sorting = inWindow.extend({ tab: z.string(), column: z.int().min(1), ascending: z.boolean() });
const run = inWindow.extend({ functionName: z.string(), selection });
const call = run.extend({ arguments: z.array(z.unknown()) });
const answer = inWindow.extend({
  question: z.string(),
  button: z.enum(['OK', 'CANCEL', 'YES', 'NO', 'CLOSE']),
  text: z.string(),
});
const stop = inWindow.extend({ execution: z.string() });
const close = inWindow.extend({ dialog: z.string() });

/** How often an idle connection is used, so that either side notices when the other is gone. */
const HEARTBEAT_MILLISECONDS = 15_000;

/**
 * What windows of the workbook ask for, as JSON by POST; each body names its `window`. Edits answer a `Reply` at once; what
 * follows from them comes as events, over `GET /events?window=…`.
 */
export function liveRoutes(system: LocalSystem, live: LiveWorkbook, windows: Windows, root: string): Hono {
  const windowOf = (id: string): WorkbookWindow => {
    const window = windows.find(id);
    if (!window) throw new HTTPException(410, { message: 'This window is not connected. Reload the page.' });
    return window;
  };
  const read = async <Body extends z.infer<typeof inWindow>>(context: Context, shape: z.ZodType<Body>) => {
    const body = shape.safeParse(await context.req.json().catch(() => undefined));
    if (!body.success) throw new HTTPException(422, { message: z.prettifyError(body.error) });
    return { ...body.data, window: windowOf(body.data.window) };
  };
  /** `act` answers null where there is nothing to do. */
  const attempt = (window: WorkbookWindow, act: () => unknown): Reply => {
    try {
      return live.begun(window, act) === null
        ? { outcome: 'refused', message: 'There is nothing to undo or redo.' }
        : { outcome: 'done' };
    } catch (error) {
      if (error instanceof ScriptVisibleError) return { outcome: 'refused', message: error.message };
      throw error;
    }
  };
  const done: Reply = { outcome: 'done' };

  return new Hono()
    .get('/events', (context) => {
      const id = context.req.query('window');
      if (!id) throw new HTTPException(422, { message: 'Name the window: ?window=…' });
      return streamSSE(context, async (stream) => {
        const send = (message: WindowMessage) => void stream.writeSSE({ data: JSON.stringify(message) });
        const disconnect = live.connect(id, send);
        stream.onAbort(disconnect);
        while (!stream.aborted) {
          await stream.sleep(HEARTBEAT_MILLISECONDS);
          await stream.write(': still here\n\n');
        }
      });
    })
    .post('/edit', async (context) => {
      const { window, tab, range, texts, isMeant } = await read(context, edit);
      const warnings = isMeant ? [] : window.person.warnings(tab, range);
      const reply: Reply =
        warnings.length > 0
          ? { outcome: 'warned', message: warnings.join('\n') }
          : attempt(window, () => window.person.edit(tab, range, texts));
      return context.json(reply);
    })
    .post('/insert-rows', async (context) => {
      const { window, tab, first, count } = await read(context, rows);
      return context.json(attempt(window, () => window.person.insertRows(tab, first, count)));
    })
    .post('/delete-rows', async (context) => {
      const { window, tab, first, count } = await read(context, rows);
      return context.json(attempt(window, () => window.person.deleteRows(tab, first, count)));
    })
    .post('/sort', async (context) => {
      const { window, tab, column, ascending } = await read(context, sorting);
      const sheet = system.workbook.sheetNamed(tab);
      const first = (sheet?.data.frozenRows ?? 0) + 1;
      const last = sheet ? lastFilledRow(sheet) : 0;
      if (last < first)
        return context.json({ outcome: 'refused', message: `${tab} has no rows to sort.` } satisfies Reply);
      const all = toRows(first, last);
      return context.json(attempt(window, () => window.person.sort(tab, all, [{ column, ascending }])));
    })
    .post('/undo', async (context) => {
      const { window } = await read(context, inWindow);
      return context.json(attempt(window, () => window.person.undo()));
    })
    .post('/redo', async (context) => {
      const { window } = await read(context, inWindow);
      return context.json(attempt(window, () => window.person.redo()));
    })
    .post('/run', async (context) => {
      const { window, functionName, selection } = await read(context, run);
      live.run(window, functionName, selection);
      return context.json(done);
    })
    .post('/call', async (context) => {
      const { window, functionName, selection, arguments: given } = await read(context, call);
      return context.json(await live.call(window, functionName, given, selection));
    })
    .post('/stop', async (context) => {
      const { execution } = await read(context, stop);
      live.stop(execution);
      return context.json(done);
    })
    .post('/answer', async (context) => {
      const { window, question, button, text } = await read(context, answer);
      window.answer(question, { button, text });
      return context.json(done);
    })
    .post('/close', async (context) => {
      const { window, dialog } = await read(context, close);
      window.close(dialog);
      return context.json(done);
    })
    .get('/dialogs/:id', async (context) => {
      const window = windowOf(context.req.query('window') ?? '');
      const html = window.dialogHtml(context.req.param('id'));
      if (html === undefined) throw new HTTPException(404, { message: 'This dialog is closed.' });
      const scriptRun = await readFile(path.join(root, 'build/workbench/script-run.js'), 'utf8');
      const names = namesForBrowser(system.cloud.endpoints);
      return dialogPage(html, scriptRun, [...system.project.functions], names);
    })
    .onError((error, context) => {
      if (error instanceof HTTPException) return context.json({ message: error.message }, error.status);
      if (error instanceof ScriptVisibleError) return context.json({ message: error.message }, 422);
      throw error;
    });
}

function toRows(first: number, last: number): string {
  return `${first}:${last}`;
}
