import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';

/** What the build made for the browser: `/workbook/main.js` and what it loads. */
export function browserFiles(root: string): Hono {
  return new Hono().get(
    '/workbook/*',
    serveStatic({
      root: path.join(root, 'build/workbench'),
      rewriteRequestPath: (address) => address.replace('/workbook', ''),
    }),
  );
}
