import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Hono } from 'hono';

export const STYLESHEET = '/workbench.css';

export function stylesheetRoute(root: string): Hono {
  return new Hono().get(STYLESHEET, async (context) =>
    context.body(await readFile(path.join(root, 'local/workbench/workbench.css'), 'utf8'), 200, {
      'content-type': 'text/css; charset=utf-8',
    }),
  );
}
