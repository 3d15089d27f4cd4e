import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Mail } from '../cloud/outbox.ts';
import type { LocalSystem } from '../system.ts';
import { type Markup, messagePage, momentText, page, scrollingTable } from './layout.ts';

/** The mails that SES accepted, with links that lead to this laptop. */
export function outboxRoutes({ cloud, workbook }: LocalSystem): Hono {
  const find = (id: string) => cloud.outbox.mails.find((mail) => mail.id === id);
  const missing = () =>
    messagePage('No such mail', 'The outbox forgets its mails when the local system ends.');
  return new Hono()
    .get('/', (context) => context.html(listPage(cloud.outbox.mails.toReversed(), workbook.timeZone())))
    .get('/:id', (context) => {
      const mail = find(context.req.param('id'));
      return mail
        ? context.html(mailPage(mail, workbook.timeZone(), (text) => cloud.forBrowser(text)))
        : context.html(missing(), 404);
    })
    .get('/:id/html', (context) => {
      const body = find(context.req.param('id'))?.html;
      if (body === undefined) return context.html(missing(), 404);
      return context.html(inNewTabs(cloud.forBrowser(body)), 200, {
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
      });
    });
}

function listPage(mails: readonly Mail[], timeZone: string): Markup {
  const row = ({ id, when, to, subject }: Mail) => html`<tr>
    <td><a href="/outbox/${id}">${subject || 'No subject'}</a></td>
    <td>${to.join(', ')}</td>
    <td>${momentText(when, timeZone)}</td>
  </tr>`;
  const list = scrollingTable(
    'Mails',
    html`<table>
      <caption>Newest first. Nothing leaves this laptop.</caption>
      <thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">Sent</th></tr></thead>
      <tbody>${mails.map(row)}</tbody>
    </table>`,
  );
  const content = mails.length > 0 ? list : html`<p>No mail has been sent yet.</p>`;
  return page({ title: 'Outbox', section: '/outbox', content });
}

function mailPage(mail: Mail, timeZone: string, forBrowser: (text: string) => string): Markup {
  const line = (name: string, value: string) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : '');
  const link = (address: string) =>
    html`<li><a href="${forBrowser(address)}">${forBrowser(address)}</a></li>`;
  const content = html`
    <dl>
      ${line('From', mail.from)} ${line('To', mail.to.join(', '))} ${line('Cc', mail.cc.join(', '))}
      ${line('Bcc', mail.bcc.join(', '))} ${line('Reply to', mail.replyTo.join(', '))}
      ${line('Sent', momentText(mail.when, timeZone))}
    </dl>
    ${mail.links.length > 0 ? html`<h2>Links</h2><ul class="links">${mail.links.map(link)}</ul>` : ''}
    ${mail.html === undefined ? '' : framed(mail.id)}
    ${mail.text === undefined ? '' : html`<h2>Text</h2><pre>${forBrowser(mail.text)}</pre>`}`;
  return page({ title: mail.subject || 'No subject', section: '/outbox', content });
}

function framed(id: string): Markup {
  return html`<h2>As a mail program shows it</h2>
    <iframe title="The mail" src="/outbox/${id}/html"
      sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`;
}

/** Links that open inside the frame would be refused there. */
function inNewTabs(body: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(body) ? body.replace(/<head[^>]*>/i, (head) => head + base) : base + body;
}
