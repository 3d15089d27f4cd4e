import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Sheet } from '../apps-script/index.ts';
import { crewLinks } from '../crew-links.ts';
import type { LocalSystem } from '../system.ts';
import { lastFilledRow } from '../tables/paste.ts';
import { type Markup, momentText, page, scrollingTable } from './layout.ts';

/** The workbook, a tab at a time, and the ways to everything else. */
export function overviewRoutes(system: LocalSystem): Hono {
  return new Hono().get('/', (context) => {
    const sheets = system.workbook.sheets().filter(({ data }) => !data.hidden);
    const wanted = context.req.query('tab');
    const shown = sheets.find(({ data }) => data.name === wanted) ?? sheets[0];
    const content = html`
      <p>It is ${momentText(system.clock.now(), system.workbook.timeZone())} in ${system.workbook.timeZone()}.</p>
      <nav class="tabs" aria-label="Tabs of the workbook">
        <ul>${sheets.map((sheet) => tabLink(sheet, sheet === shown))}</ul>
      </nav>
      ${shown ? tabTable(shown, (text) => system.cloud.forBrowser(text)) : ''}
      ${surfaces(system)}`;
    return context.html(page({ title: system.workbook.data.name, section: '/', content }));
  });
}

function tabLink({ data: { name } }: Sheet, isShown: boolean): Markup {
  const address = `/?tab=${encodeURIComponent(name)}`;
  return html`<li><a href="${address}" ${isShown ? html`aria-current="true"` : ''}>${name}</a></li>`;
}

function tabTable(sheet: Sheet, forBrowser: (text: string) => string): Markup {
  const { name, frozenRows } = sheet.data;
  const rows = lastFilledRow(sheet);
  const { columns } = sheet.contentExtent();
  if (rows <= frozenRows) return html`<p>The tab ${name} is empty.</p>`;
  const texts = sheet.displayValues({ row: 1, column: 1, rows, columns });
  const isNumber = (row: number, column: number) =>
    typeof sheet.cell(row + 1, column + 1)?.value === 'number';
  const cell = (text: string, row: number, column: number) => {
    if (row < frozenRows) return html`<th scope="col">${text}</th>`;
    const content = /^https?:\/\/\S+$/.test(text) ? html`<a href="${forBrowser(text)}">${text}</a>` : text;
    return isNumber(row, column) ? html`<td class="number">${content}</td>` : html`<td>${content}</td>`;
  };
  const line = (cells: string[], row: number) =>
    html`<tr>${cells.map((text, column) => cell(text, row, column))}</tr>`;
  return scrollingTable(
    name,
    html`<table>
      <caption>${name}</caption>
      <thead>${texts.slice(0, frozenRows).map((cells, index) => line(cells, index))}</thead>
      <tbody>${texts.slice(frozenRows).map((cells, index) => line(cells, index + frozenRows))}</tbody>
    </table>`,
  );
}

function surfaces({ cloud }: LocalSystem): Markup {
  const { guestSite, crewApi, aws } = cloud.endpoints;
  const { accessKeyId, secretAccessKey } = cloud.credentials;
  return html`<section aria-labelledby="elsewhere">
    <h2 id="elsewhere">Elsewhere on this laptop</h2>
    <dl>
      <dt>Guest site</dt><dd>${guestSite}</dd>
      <dt>Crew system</dt><dd>${crewApi}</dd>
      ${crewLinks(cloud).map(({ to, url }) => html`<dt>Crew page of ${to}</dt><dd><a href="${url}">confirm or decline</a></dd>`)}
      <dt>AWS</dt><dd><code>aws --endpoint-url ${aws} s3 ls</code></dd>
      <dt>Administrator</dt>
      <dd><code>AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} AWS_DEFAULT_REGION=${cloud.region}</code></dd>
    </dl>
  </section>`;
}
