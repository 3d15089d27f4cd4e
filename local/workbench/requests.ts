import { Hono } from 'hono';
import { html } from 'hono/html';
import type { LoggedCall } from '../cloud/request-log.ts';
import type { LocalSystem } from '../system.ts';
import { type Markup, momentText, page, scrollingTable } from './layout.ts';

const MOST_SHOWN = 500;

/** What reached the local cloud, by whomever: the add-on, the services themselves, browsers, AWS clients. */
export function requestRoutes({ cloud, workbook }: LocalSystem): Hono {
  return new Hono().get('/', (context) => {
    const calls = cloud.log.slice(-MOST_SHOWN).reverse();
    const row = (call: LoggedCall) => requestRow(call, workbook.timeZone());
    const list = scrollingTable(
      'Requests',
      html`<table>
        <caption>Newest first${cloud.log.length > MOST_SHOWN ? `, the last ${MOST_SHOWN} of ${cloud.log.length}` : ''}. Secrets are masked.</caption>
        <thead><tr>
          <th scope="col">When</th><th scope="col">Service</th><th scope="col">Operation</th>
          <th scope="col">Status</th><th scope="col">ms</th><th scope="col">Booking</th><th scope="col">Request</th>
        </tr></thead>
        <tbody>${calls.map(row)}</tbody>
      </table>`,
    );
    const content = calls.length > 0 ? list : html`<p>Nothing has been asked of the cloud yet.</p>`;
    return context.html(page({ title: 'Requests', section: '/requests', content }));
  });
}

function requestRow(call: LoggedCall, timeZone: string): Markup {
  const failed = typeof call.status === 'string' || call.status >= 400;
  return html`<tr>
    <td>${momentText(call.when, timeZone)}</td>
    <td>${call.service}</td>
    <td>${call.operation}</td>
    <td class="number${failed ? ' failed' : ''}">${call.status}</td>
    <td class="number">${call.milliseconds}</td>
    <td>${call.booking ?? ''}</td>
    <td><details>
      <summary>${call.method} ${call.host}${call.path}</summary>
      <dl>${Object.entries(call.headers).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
    </details></td>
  </tr>`;
}
