import { Hono } from 'hono';
import { html } from 'hono/html';
import type { LocalSystem } from '../system.ts';
import { type Markup, sections } from './layout.ts';

/** The page with the spreadsheet: its frame comes with the page, its cells over the live connection. */
export function workbookRoutes(system: LocalSystem): Hono {
  return new Hono().get('/', (context) =>
    context.html(workbookPage(system.workbook.data.name, system.workbook.timeZone()), 200, {
      'content-security-policy': policyFor(system),
    }),
  );
}

/** Frames show what the others see, and Univer styles what it draws by itself. */
function policyFor({ cloud }: LocalSystem): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    `frame-src 'self' ${cloud.endpoints.guestSite} ${cloud.endpoints.crewApi}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function workbookPage(name: string, timeZone: string): Markup {
  const surfaces = sections.filter(({ path }) => path !== '/');
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${name} · Charter Desk workbench</title>
    <link rel="stylesheet" href="/workbook/main.css">
    <script type="module" src="/workbook/main.js"></script>
  </head>
  <body>
    <a class="skip" href="#content">Skip to the cells</a>
    <header>
      <h1>${name}</h1>
      <div id="menus" role="group" aria-label="Menus"></div>
      <nav id="surfaces" class="surfaces" aria-label="What the others see">
        <ul>${surfaces.map(({ path, name }) => html`<li><a href="${path}">${name}</a></li>`)}</ul>
      </nav>
      <p>It is <span id="clock" data-time-zone="${timeZone}">…</span></p>
    </header>
    <p id="broken" class="broken" role="alert" hidden>The workbench does not answer. What you see may be old. Is npm start still running?</p>
    <div id="running" class="running" role="status"></div>
    <section class="tools" aria-label="Tools">
      <div role="toolbar" aria-label="Editing">
        <button type="button" id="undo">Undo</button>
        <button type="button" id="redo">Redo</button>
        <button type="button" id="insert-rows">Insert row</button>
        <button type="button" id="delete-rows">Delete rows</button>
        <button type="button" id="sort-ascending">Sort A→Z</button>
        <button type="button" id="sort-descending">Sort Z→A</button>
      </div>
      <div class="formula-bar" role="group" aria-label="The selected cell">
        <input id="place" class="place" aria-label="Place" autocomplete="off" spellcheck="false">
        <input id="content" class="content" aria-label="Content" autocomplete="off" spellcheck="false" list="choices">
        <textarea id="lines" class="content" aria-label="Content" rows="3" spellcheck="false" hidden></textarea>
        <datalist id="choices"></datalist>
      </div>
      <p id="about-cell" class="about-cell"></p>
    </section>
    <div class="side-by-side">
      <main>
        <div id="cells" class="cells"></div>
        <div id="tabs" class="tabs" role="group" aria-label="Tabs"></div>
      </main>
      <aside id="beside" class="beside" aria-label="Beside the sheet" hidden>
        <button type="button" id="beside-close" class="beside-close" aria-label="Close what is beside the sheet">×</button>
        <iframe id="beside-frame" class="beside-frame" title="Beside the sheet"></iframe>
      </aside>
    </div>
    <div id="toasts" class="toasts" role="status"></div>
  </body>
</html>`;
}
