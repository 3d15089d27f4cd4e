import type { Hono } from 'hono';
import { projectRoot } from '../../local/project-root.ts';
import type { LocalSystem } from '../../local/system.ts';
import { workbenchApp } from '../../local/workbench/app.ts';
import { Windows } from '../../local/workbench/live/windows.ts';

const HOST = '127.0.0.1:8787';

/** What a browser says with a form of the workbench's own pages. */
export const ownForm = { origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' };

/** The workbench, as a browser on this laptop uses it. */
export class Workbench {
  private readonly app: Hono;

  constructor(system: LocalSystem) {
    this.app = workbenchApp({ system, windows: new Windows(system.messages), root: projectRoot() });
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.app.request(path, { headers: { host: HOST, ...headers } });
  }

  /** A page that there is. */
  async page(path: string): Promise<string> {
    const response = await this.get(path);
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}.`);
    return response.text();
  }

  /** Sends a form, by default as a page of the workbench does. */
  async submit(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = ownForm,
  ): Promise<Response> {
    return this.app.request(path, {
      method: 'POST',
      headers: { host: HOST, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  }
}

/** The part of a page from `start` up to the next element `</end>`. */
export function part(page: string, start: string, end: string): string {
  const from = page.indexOf(start);
  if (from < 0) throw new Error(`The page has no ${start}.`);
  return page.slice(from, page.indexOf(`</${end}>`, from));
}
