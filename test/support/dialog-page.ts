import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '../../local/project-root.ts';
import type { Desk } from './desk.ts';

export interface DialogOptions {
  /** As the script showed it, where that isn't as it ships. */
  html?: string;
  /** What the captain has selected in the sheet. */
  selection?: { sheet: string; ranges: string[] };
  /** Pixels; a sidebar is 300 wide. */
  width?: number;
  height?: number;
  dark?: boolean;
  touch?: boolean;
  /** One that was opened so, of whose dialog nothing is needed any more: a new page costs thrice what a dialog does. */
  page?: Page | undefined;
}

interface Shown {
  html: string;
  callScript(functionName: string, given: unknown[]): Promise<unknown>;
}

/** What each page has in it now. */
const shownIn = new WeakMap<Page, Shown>();

/** A dialog as it ships; `google.script.run` reaches the script of the desk. */
export async function openDialog(
  browser: Browser,
  desk: Desk,
  name: string,
  {
    html: given,
    selection,
    width = 420,
    height = 640,
    dark = false,
    touch = false,
    page: left,
  }: DialogOptions = {},
): Promise<Page> {
  const html = given ?? (await readFile(path.join(projectRoot(), 'dist', `${name}.html`), 'utf8'));
  const page = left ?? (await newPage(browser, touch));
  shownIn.set(page, {
    html,
    async callScript(functionName, given) {
      const { status, error, result } = await desk.system.project.run(functionName, {
        user: desk.system.captain,
        context: 'dialog',
        arguments: given,
        ...(selection && { selection }),
      });
      return status === 'completed' ? { value: result } : { error: error?.message ?? status };
    },
  });
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.goto('https://dialog.example/');
  return page;
}

async function newPage(browser: Browser, hasTouch: boolean): Promise<Page> {
  const page = await browser.newPage({ hasTouch });
  await page.exposeFunction('callScript', (functionName: string, given: unknown[]) =>
    shownIn.get(page)?.callScript(functionName, given),
  );
  // A test skips pauses by it.
  await page.clock.install();
  await page.addInitScript(bridgeGoogleScript);
  await page.route('https://dialog.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: shownIn.get(page)?.html ?? '' }),
  );
  return page;
}

/** Runs in the page. */
function bridgeGoogleScript(): void {
  type Handlers = { success: (value: unknown) => void; failure: (error: Error) => void };
  type Answer = { value: unknown } | { error: string };
  const browser = globalThis as unknown as Record<string, unknown> & {
    callScript(name: string, given: unknown[]): Promise<Answer>;
  };
  const run = (handlers: Handlers): unknown =>
    new Proxy(
      {},
      {
        get: (_target, name: string) => {
          if (name === 'withSuccessHandler') {
            return (success: Handlers['success']) => run({ ...handlers, success });
          }
          if (name === 'withFailureHandler') {
            return (failure: Handlers['failure']) => run({ ...handlers, failure });
          }
          return (...given: unknown[]) => {
            browser.callScript(name, JSON.parse(JSON.stringify(given))).then((answer) => {
              if ('error' in answer) handlers.failure(new Error(answer.error));
              else handlers.success(answer.value);
            });
          };
        },
      },
    );
  const nothing = () => {};
  browser.isDialogClosed = false;
  browser.google = {
    script: {
      run: run({ success: nothing, failure: nothing }),
      host: {
        close: () => {
          browser.isDialogClosed = true;
        },
        setHeight: nothing,
        setWidth: nothing,
      },
    },
  };
}
