import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { bodyText } from '../cloud/http-message.ts';
import type { LocalCloud } from '../cloud/local-cloud.ts';
import type { StoredKey } from '../cloud/s3.ts';
import { deployment } from '../deployment.ts';
import type { LocalSystem } from '../system.ts';
import { furtherKeys, MOST_KEYS } from './further-keys.ts';
import { fact, type Markup, momentText, outwardLink, showPage } from './layout.ts';

interface GuestPage {
  booking: string;
  /** As the page itself has it, escaped. */
  title: string;
  isCancelled: boolean;
  fingerprint: string;
  lastModified: number;
  address: string;
}

const { bucket, host } = deployment.guest;

/** What guests see of each booking: read from the pages' bucket, whatever the sheet says. */
export function guestRoutes({ cloud, workbook }: LocalSystem): Hono {
  return new Hono().get('/', async (context) => {
    const keys = await cloud.contents.list(bucket, context.req.query('after') ?? '', MOST_KEYS);
    const pages = (await Promise.all(keys.map((key) => guestPage(cloud, key)))).filter(
      (one) => one !== undefined,
    );
    const content = html`
      ${pages.length > 0 ? html`<p>As they stand in the bucket. The links go through the local CloudFront.</p>` : html`<p>No booking is published yet.</p>`}
      <ul class="cards">${pages.map((one) => guestCard(one, workbook.timeZone()))}</ul>
      ${furtherKeys('/guests', keys)}`;
    return showPage(context, { title: 'Guest pages', section: '/guests', content });
  });
}

/** Undefined for what is no booking's page. */
async function guestPage(
  cloud: LocalCloud,
  { key, lastModified }: StoredKey,
): Promise<GuestPage | undefined> {
  const object = await cloud.contents.object(bucket, key, 'GET');
  const booking = object?.headers['x-amz-meta-booking'];
  if (!object || typeof booking !== 'string') return undefined;
  const title = /<title>([^<]*)<\/title>/.exec(bodyText(object))?.[1] ?? '';
  return {
    booking,
    title,
    isCancelled: title.endsWith(' · cancelled'),
    fingerprint: String(object.headers['x-amz-meta-fingerprint'] ?? ''),
    lastModified,
    address: cloud.forBrowser(`https://${host}/${key.replace(/\.html$/, '')}`),
  };
}

function guestCard(
  { booking, title, isCancelled, fingerprint, lastModified, address }: GuestPage,
  timeZone: string,
): Markup {
  return html`<li>
    <h2>${booking.toUpperCase()} <span class="tag ${isCancelled ? 'off' : 'on'}">${isCancelled ? 'cancelled' : 'live'}</span></h2>
    <p>${raw(title.replace(/ · cancelled$/, ''))}</p>
    <p class="actions">${outwardLink(address, 'Open the guest’s page')}</p>
    <dl>
      ${fact('Address', address)}
      ${fact('Put there', momentText(lastModified, timeZone))}
      ${fact('Fingerprint', html`<code>${fingerprint}</code>`)}
    </dl>
  </li>`;
}
