import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { STYLESHEET } from './stylesheet.ts';

/** A piece of a page, every value in it escaped. */
export type Markup = ReturnType<typeof html>;

/** What there is to see, and where. */
export const sections = [
  { path: '/', name: 'Workbook' },
  { path: '/guests', name: 'Guest pages' },
  { path: '/crew', name: 'Crew pages' },
  { path: '/outbox', name: 'Outbox' },
  { path: '/calendar', name: 'Calendar' },
  { path: '/bucket', name: 'Bucket' },
  { path: '/requests', name: 'Requests' },
  { path: '/clock', name: 'Clock' },
  { path: '/faults', name: 'Faults' },
] as const;

export interface Page {
  title: string;
  /** The section that it belongs to. */
  section: (typeof sections)[number]['path'] | null;
  content: Markup;
}

/** Answers with the page. In a pane beside the workbook it stands without the navigation, which the workbook has. */
export function showPage(
  context: Context,
  shown: Page,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  return context.html(page(shown, context.req.header('sec-fetch-dest') === 'iframe'), status);
}

export function page({ title, section, content }: Page, isInPane = false): Markup {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Charter Desk workbench</title>
    <link rel="stylesheet" href="${STYLESHEET}">
  </head>
  <body>
    ${isInPane ? '' : navigation(section)}
    <main id="content" tabindex="-1">
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>`;
}

function navigation(section: Page['section']): Markup {
  return html`<a class="skip" href="#content">Skip to the content</a>
    <header>
      <p class="name">Charter Desk <span>workbench</span></p>
      <nav aria-label="Workbench">
        <ul>${sections.map(({ path, name }) => sectionLink(path, name, path === section))}</ul>
      </nav>
    </header>`;
}

function sectionLink(path: string, name: string, isHere: boolean): Markup {
  return html`<li><a href="${path}" ${isHere ? html`aria-current="page"` : ''}>${name}</a></li>`;
}

export function messagePage(title: string, message: string): Page {
  return { title, section: null, content: html`<p>${message}</p>` };
}

/** A table that scrolls sideways by itself where it is wider than the screen. */
export function scrollingTable(label: string, table: Markup): Markup {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}

/** A link that leaves the workbench: a guest's page, a crew member's. */
export function outwardLink(address: string, words: string | Markup): Markup {
  return html`<a href="${address}" target="_blank" rel="noopener">${words}<span class="unseen"> (in a new tab)</span></a>`;
}

/** A name with its value, for a `dl`; nothing where there is no value. */
export function fact(name: string, value: string | Markup | undefined): Markup | '' {
  return value === undefined || value === '' ? '' : html`<dt>${name}</dt><dd>${value}</dd>`;
}

export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Epoch milliseconds as people in the time zone read them. */
export function momentText(when: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'medium', timeStyle: 'medium' }).format(
    when,
  );
}
