import { Hono } from 'hono';
import { html } from 'hono/html';
import { callers, type LoggedCall } from '../cloud/request-log.ts';
import type { LocalSystem } from '../system.ts';
import { attempts } from './attempts.ts';
import { countWords, fact, type Markup, momentText, showPage } from './layout.ts';
import { share } from './paging.ts';

const MOST_SHOWN = 200;

interface Filter {
  caller: string;
  service: string;
  booking: string;
  isFailed: boolean;
}

/** What reached the local cloud, by whomever: the add-on, the services themselves, browsers, AWS clients. */
export function requestRoutes({ cloud, workbook }: LocalSystem): Hono {
  return new Hono().get('/', (context) => {
    const query = context.req.query();
    const { caller = '', service = '', booking = '', failed } = query;
    const filter: Filter = {
      caller,
      service,
      booking: booking.trim().toLowerCase(),
      isFailed: failed !== undefined,
    };
    const counted = attempts(cloud.log);
    const found = cloud.log
      .map((call, index) => ({ call, attempt: counted[index] ?? 1 }))
      .filter(({ call }) => meets(call, filter))
      .reverse();
    const { shown, further } = share(found, query, MOST_SHOWN);
    const content = html`
      ${filterForm(filter, [...cloud.operations.keys()])}
      <p>${countWords(found.length, 'request')}, newest first. Secrets are masked.</p>
      <ol class="rows">${shown.map(({ call, attempt }) => requestRow(call, attempt, workbook.timeZone()))}</ol>
      ${further}`;
    return showPage(context, { title: 'Requests', section: '/requests', content });
  });
}

function meets(call: LoggedCall, { caller, service, booking, isFailed }: Filter): boolean {
  return (
    (caller === '' || call.caller === caller) &&
    (service === '' || call.service === service) &&
    (booking === '' || call.booking === booking) &&
    (!isFailed || hasFailed(call))
  );
}

function filterForm({ caller, service, booking, isFailed }: Filter, services: readonly string[]): Markup {
  const option = (chosen: string) => (value: string) =>
    html`<option ${value === chosen ? html`selected` : ''}>${value}</option>`;
  return html`<form class="filter" role="search">
    <p><label for="caller">Who called</label>
      <select id="caller" name="caller"><option value="">Everybody</option>${callers.map(option(caller))}</select></p>
    <p><label for="service">Service</label>
      <select id="service" name="service"><option value="">All</option>${services.map(option(service))}</select></p>
    <p><label for="booking">Booking ID</label>
      <input id="booking" name="booking" value="${booking}" autocomplete="off" spellcheck="false"></p>
    <p class="check"><label><input type="checkbox" name="failed" ${isFailed ? html`checked` : ''}> Failed only</label></p>
    <p><button>Show</button></p>
  </form>`;
}

function hasFailed({ status }: LoggedCall): boolean {
  return typeof status === 'string' || status >= 400;
}

function requestRow(call: LoggedCall, attempt: number, timeZone: string): Markup {
  const { signature, headers } = call;
  const signed = new Set(signature?.signedHeaders);
  return html`<li><details>
    <summary>
      <span class="status${hasFailed(call) ? ' failed' : ''}">${call.status}</span>
      <span class="operation"><b>${call.operation}</b> ${call.service}</span>
      <span class="about">${call.caller}${attempt > 1 ? ` · attempt ${attempt}` : ''}${call.booking ? ` · ${call.booking}` : ''}</span>
      <span class="about">${momentText(call.when, timeZone)} · ${call.milliseconds} ms</span>
    </summary>
    <p><code>${call.method} ${call.host}${call.path}</code></p>
    ${signature ? signatureFacts(signature) : html`<p>Not signed.</p>`}
    <h2>Headers</h2>
    <dl>${Object.entries(headers).map(([name, value]) => fact(name, signed.has(name) ? html`${value} <span class="tag">signed</span>` : value))}</dl>
  </details></li>`;
}

function signatureFacts({
  kind,
  algorithm,
  accessKeyId,
  scope,
  signedHeaders,
}: NonNullable<LoggedCall['signature']>): Markup {
  return html`<h2>Signature, in the ${kind === 'header' ? 'Authorization header' : 'query'}</h2>
    <dl>
      ${fact('Algorithm', algorithm)}
      ${fact('Credential', `${accessKeyId}/${scope}`)}
      ${fact('SignedHeaders', signedHeaders.join(';'))}
      ${fact('Signature', '***')}
    </dl>`;
}
