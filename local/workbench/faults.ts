import { Hono } from 'hono';
import { html } from 'hono/html';
import type { PendingFault } from '../cloud/faults.ts';
import type { LocalSystem } from '../system.ts';
import { field } from './form.ts';
import { countWords, type Markup, showPage } from './layout.ts';
import { mishaps, mishapWords } from './mishap-words.ts';

const MOST_TIMES = 1000;

/** As a form sent it. */
interface Draft {
  target: string;
  mishap: string;
  times: string;
}

type Problems = Partial<Record<keyof Draft, string>>;

const blank: Draft = { target: '', mishap: '', times: '1' };

/** Makes calls to the cloud fail, in each way that calls fail. */
export function faultRoutes({ cloud: { faults, operations } }: LocalSystem): Hono {
  const show = (draft = blank, problems: Problems = {}) => ({
    title: 'Faults',
    section: '/faults' as const,
    content: html`
      <p>Choose a call and what goes wrong with it, then do what makes that call: publish a booking, for example.</p>
      ${injectionForm(draft, problems, operations)}
      <h2>Waiting to be met</h2>
      ${pendingList(faults.all())}`,
  });
  return new Hono()
    .get('/', (context) => showPage(context, show()))
    .post('/', async (context) => {
      const body = await context.req.parseBody();
      const text = (name: keyof Draft) => String(body[name] ?? '').trim();
      const draft: Draft = { target: text('target'), mishap: text('mishap'), times: text('times') };
      const target = readTarget(draft.target, operations);
      const mishap = mishaps.get(draft.mishap);
      const times = /^\d{1,4}$/.test(draft.times) ? Number(draft.times) : 0;
      const isCount = times >= 1 && times <= MOST_TIMES;
      if (!target || !mishap || !isCount) {
        const problems: Problems = {
          ...(target ? {} : { target: 'Choose the call that is to fail.' }),
          ...(mishap ? {} : { mishap: 'Choose what goes wrong.' }),
          ...(isCount ? {} : { times: `Write a whole number from 1 to ${MOST_TIMES}.` }),
        };
        return showPage(context, show(draft, problems), 422);
      }
      faults.inject({ ...target, ...mishap, times });
      return context.redirect('/faults', 303);
    })
    .post('/clear', (context) => {
      faults.clear();
      return context.redirect('/faults', 303);
    })
    .post('/:id/take-back', (context) => {
      faults.takeBack(Number(context.req.param('id')));
      return context.redirect('/faults', 303);
    });
}

type Operations = LocalSystem['cloud']['operations'];

/** `s3 PutObject`, or `s3` for all that it answers. */
function readTarget(
  text: string,
  operations: Operations,
): { service: string; operation?: string } | undefined {
  const [service = '', ...rest] = text.split(' ');
  const operation = rest.join(' ');
  const known = operations.get(service);
  if (operation === '') return known && { service };
  return known?.includes(operation) ? { service, operation } : undefined;
}

function injectionForm(draft: Draft, problems: Problems, operations: Operations): Markup {
  const option = (chosen: string, value: string, words: string) =>
    html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${words}</option>`;
  const group = ([service, names]: [string, readonly string[]]) => html`<optgroup label="${service}">
    ${names.map((name) => option(draft.target, `${service} ${name}`, name))}
    ${option(draft.target, service, `any call to ${service}`)}
  </optgroup>`;
  const [first] = Object.keys(problems);
  return html`<form method="post" action="/faults" novalidate>
    ${field(
      { id: 'target', label: 'Call', error: problems.target, hasFocus: first === 'target' },
      (attributes) =>
        html`<select ${attributes} required><option value="">Choose …</option>${[...operations].map(group)}</select>`,
    )}
    ${field(
      { id: 'mishap', label: 'What goes wrong', error: problems.mishap, hasFocus: first === 'mishap' },
      (attributes) => html`<select ${attributes} required><option value="">Choose …</option>
        ${[...mishaps].map(([name, mishap]) => option(draft.mishap, name, mishapWords(mishap)))}</select>`,
    )}
    ${field(
      {
        id: 'times',
        label: 'How many times',
        hint: 'One is often mended by a retry; 1000 is as good as always.',
        error: problems.times,
        hasFocus: first === 'times',
      },
      (attributes) =>
        html`<input ${attributes} inputmode="numeric" value="${draft.times}" autocomplete="off" required>`,
    )}
    <button>Inject the fault</button>
  </form>`;
}

function pendingList(pending: readonly PendingFault[]): Markup {
  if (pending.length === 0) return html`<p>None. Every call goes its way.</p>`;
  return html`<ul class="cards">${pending.map(pendingCard)}</ul>
    <form method="post" action="/faults/clear"><button class="quiet">Clear all</button></form>`;
}

function pendingCard({ id, fault, left }: PendingFault): Markup {
  const name = `${fault.service} ${fault.operation ?? '(any call)'}`;
  return html`<li>
    <h3>${name}</h3>
    <p>${mishapWords(fault)}. ${countWords(left, 'time')} more.</p>
    <form method="post" action="/faults/${id}/take-back"><button class="quiet">Take back<span class="unseen"> ${name}</span></button></form>
  </li>`;
}
