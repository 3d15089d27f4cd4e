import { Hono } from 'hono';
import { html } from 'hono/html';
import { bodyText, type CloudResponse } from '../cloud/http-message.ts';
import type { LocalCloud } from '../cloud/local-cloud.ts';
import type { StoredKey } from '../cloud/s3.ts';
import { buckets } from '../cloud/seed.ts';
import { deployment } from '../deployment.ts';
import type { LocalSystem } from '../system.ts';
import { furtherKeys, MOST_KEYS } from './further-keys.ts';
import { fact, type Markup, messagePage, momentText, outwardLink, showPage } from './layout.ts';

const MOST_TEXT = 256 * 1024;

/** The objects of the buckets, with the headers that decide how browsers and CloudFront take them. */
export function bucketRoutes({ cloud, workbook }: LocalSystem): Hono {
  const section = '/bucket' as const;
  const listing = async (bucket: string, after = '') => {
    const keys = await cloud.contents.list(bucket, after, MOST_KEYS);
    const cards = await Promise.all(keys.map((key) => objectCard(cloud, bucket, key, workbook.timeZone())));
    return html`${keys.length > 0 ? html`<ul class="cards">${cards}</ul>` : html`<p>It holds nothing${after ? ' more' : ' yet'}.</p>`}
      ${furtherKeys(`/bucket/${bucket}`, keys)}`;
  };
  const app = new Hono();
  app.get('/', async (context) => {
    const listings = await Promise.all(
      buckets.map(async (bucket) => html`<h2>${bucket}</h2>${await listing(bucket)}`),
    );
    return showPage(context, { title: 'Bucket', section, content: html`${listings}` });
  });
  app.get('/:bucket', async (context) => {
    const bucket = context.req.param('bucket');
    if (!buckets.includes(bucket)) return showPage(context, missing(bucket), 404);
    const content = await listing(bucket, context.req.query('after'));
    return showPage(context, { title: bucket, section, content });
  });
  app.get('/:bucket/object', async (context) => {
    const [bucket, key] = [context.req.param('bucket'), context.req.query('key') ?? ''];
    const object =
      buckets.includes(bucket) && key ? await cloud.contents.object(bucket, key, 'GET') : undefined;
    if (!object) return showPage(context, missing(`${bucket}/${key}`), 404);
    return showPage(context, { title: key, section, content: objectContent(object) });
  });
  return app;
}

const missing = (name: string) => messagePage('No such object', `There is no s3://${name}.`);

async function objectCard(
  cloud: LocalCloud,
  bucket: string,
  { key, size, lastModified }: StoredKey,
  timeZone: string,
): Promise<Markup> {
  const headers = (await cloud.contents.object(bucket, key, 'HEAD'))?.headers ?? {};
  const header = (name: string) => headers[name]?.toString();
  const redirect = header('x-amz-website-redirect-location');
  const address =
    bucket === deployment.guest.bucket
      ? `https://${deployment.guest.host}/${key.split('/').map(encodeURIComponent).join('/')}`
      : undefined;
  return html`<li>
    <h3>${key}</h3>
    <p class="actions">
      <a href="/bucket/${bucket}/object?key=${encodeURIComponent(key)}">Its text<span class="unseen"> of ${key}</span></a>
      ${address ? outwardLink(cloud.forBrowser(address), html`Through CloudFront<span class="unseen">: ${key}</span>`) : ''}
      ${redirect ? outwardLink(cloud.forBrowser(redirect), html`Where it leads<span class="unseen">: ${key}</span>`) : ''}
    </p>
    <dl>
      ${fact('Size', `${size.toLocaleString('en-US')} bytes`)}
      ${fact('Content type', header('content-type'))}
      ${fact('Last modified', momentText(lastModified, timeZone))}
      ${fact('Cache control', header('cache-control'))}
      ${fact('Redirect', redirect)}
      ${fact('Booking', header('x-amz-meta-booking'))}
    </dl>
  </li>`;
}

/** As text, whatever it is: nothing of it becomes part of this page. */
function objectContent(object: CloudResponse): Markup {
  const type = String(object.headers['content-type'] ?? '');
  const headers = Object.entries(object.headers).map(([name, value]) => fact(name, String(value)));
  const isText = /^text\/|json|xml|javascript/.test(type);
  const words = isText ? bodyText({ body: object.body.subarray(0, MOST_TEXT) }) : undefined;
  return html`<dl>${headers}</dl>
    ${words === undefined ? html`<p>It is no text: ${object.body.length.toLocaleString('en-US')} bytes of ${type || 'an unknown type'}.</p>` : html`<h2>Text</h2><pre>${words}</pre>`}
    ${isText && object.body.length > MOST_TEXT ? html`<p>The rest is left out.</p>` : ''}`;
}
