import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Mail } from '../cloud/outbox.ts';
import type { LocalSystem } from '../system.ts';
import { countWords, fact, type Markup, messagePage, momentText, outwardLink, showPage } from './layout.ts';
import { mailKind } from './mail-kind.ts';
import { share } from './paging.ts';

const MOST_SHOWN = 200;

/** The mails that SES accepted, with links that lead to this laptop. */
export function outboxRoutes({ cloud, workbook }: LocalSystem): Hono {
  /** The ids of those that somebody opened here. */
  const opened = new Set<string>();
  const find = (id: string) => cloud.outbox.mails.find((mail) => mail.id === id);
  const missing = messagePage('No such mail', 'The outbox forgets its mails when the local system ends.');
  return new Hono()
    .get('/', (context) => {
      const content = list(cloud.outbox.mails.toReversed(), context.req.query(), opened, workbook.timeZone());
      return showPage(context, { title: 'Outbox', section: '/outbox', content });
    })
    .get('/:id', (context) => {
      const mail = find(context.req.param('id'));
      if (!mail) return showPage(context, missing, 404);
      opened.add(mail.id);
      const content = mailContent(mail, workbook.timeZone(), (text) => cloud.forBrowser(text));
      return showPage(context, { title: mail.subject || 'No subject', section: '/outbox', content });
    })
    .get('/:id/html', (context) => {
      const body = find(context.req.param('id'))?.html;
      if (body === undefined) return showPage(context, missing, 404);
      return context.html(inNewTabs(cloud.forBrowser(body)), 200, {
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
      });
    });
}

function list(
  mails: readonly Mail[],
  query: Record<string, string>,
  opened: ReadonlySet<string>,
  timeZone: string,
): Markup {
  if (mails.length === 0) return html`<p>No mail has been sent yet.</p>`;
  const { shown, further } = share(mails, query, MOST_SHOWN);
  const unread = mails.filter(({ id }) => !opened.has(id)).length;
  return html`<p>${countWords(mails.length, 'mail')}, ${unread} unread, newest first. Nothing leaves this laptop.</p>
    <ul class="rows">${shown.map((mail) => mailRow(mail, opened.has(mail.id), timeZone))}</ul>
    ${further}`;
}

function mailRow(mail: Mail, isRead: boolean, timeZone: string): Markup {
  const { id, when, to, subject } = mail;
  return html`<li class="${isRead ? 'read' : 'unread'}"><a href="/outbox/${id}">
    <span class="subject">${isRead ? '' : html`<span class="unseen">Unread: </span>`}${subject || 'No subject'}</span>
    <span class="about">To ${to.join(', ')}</span>
    <span class="about"><span class="tag">${mailKind(mail)}</span> ${momentText(when, timeZone)}</span>
  </a></li>`;
}

function mailContent(mail: Mail, timeZone: string, forBrowser: (text: string) => string): Markup {
  const headers = Object.entries(mail.headers);
  return html`
    <nav class="back" aria-label="Outbox"><a href="/outbox">← All mails</a></nav>
    <dl>
      ${fact('Kind', mailKind(mail))}
      ${fact('From', mail.from)} ${fact('To', mail.to.join(', '))} ${fact('Cc', mail.cc.join(', '))}
      ${fact('Bcc', mail.bcc.join(', '))} ${fact('Reply to', mail.replyTo.join(', '))}
      ${fact('Sent', momentText(mail.when, timeZone))}
    </dl>
    ${mail.html === undefined ? '' : framed(mail.id)}
    ${mail.links.length > 0 ? html`<h2>Links</h2><ul class="links">${mail.links.map((link) => html`<li>${outwardLink(forBrowser(link), forBrowser(link))}</li>`)}</ul>` : ''}
    ${mail.text === undefined ? '' : html`<h2>Plain text</h2><pre>${forBrowser(mail.text)}</pre>`}
    <h2>Headers</h2>
    <dl>
      ${fact('Message-ID', mail.id)} ${fact('Subject', mail.subject)}
      ${headers.map(([name, value]) => fact(name, value))}
    </dl>`;
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
