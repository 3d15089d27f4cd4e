import { html } from 'hono/html';
import { STYLESHEET } from './stylesheet.ts';

/** A piece of a page, every value in it escaped. */
export type Markup = ReturnType<typeof html>;

/** What there is to see, and where. */
export const sections = [
  { path: '/', name: 'Workbook' },
  { path: '/outbox', name: 'Outbox' },
  { path: '/calendar', name: 'Calendar' },
  { path: '/requests', name: 'Requests' },
] as const;

export interface Page {
  title: string;
  /** The section that it belongs to. */
  section: (typeof sections)[number]['path'] | null;
  content: Markup;
}

export function page({ title, section, content }: Page): Markup {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Charter Desk workbench</title>
    <link rel="stylesheet" href="${STYLESHEET}">
  </head>
  <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header>
      <p class="name">Charter Desk <span>workbench</span></p>
      <nav aria-label="Workbench">
        <ul>${sections.map(({ path, name }) => sectionLink(path, name, path === section))}</ul>
      </nav>
    </header>
    <main id="content" tabindex="-1">
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>`;
}

function sectionLink(path: string, name: string, isHere: boolean): Markup {
  return html`<li><a href="${path}" ${isHere ? html`aria-current="page"` : ''}>${name}</a></li>`;
}

export function messagePage(title: string, message: string): Markup {
  return page({ title, section: null, content: html`<p>${message}</p>` });
}

/** A table that scrolls sideways by itself where it is wider than the screen. */
export function scrollingTable(label: string, table: Markup): Markup {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}

/** Epoch milliseconds as people in the time zone read them. */
export function momentText(when: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'medium', timeStyle: 'medium' }).format(
    when,
  );
}
