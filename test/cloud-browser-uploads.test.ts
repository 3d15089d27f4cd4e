import { createHash } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { start, useCloud } from './support/cloud-harness.ts';
import { bucket, functionKeys, upload } from './support/cloud-uploads.ts';

const harness = useCloud();
const onwards = 'https://queenofsandiego.com/g/presign?booking_id=xhqgmdh';
const photos = `https://${bucket}.s3.us-west-2.amazonaws.com/`;
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A guest page that may reach this site and the bucket, under their real names, and nothing else. */
async function openGuestPage(key: string, goesOn: boolean): Promise<void> {
  const request = await upload({
    credentials: functionKeys(harness.cloud),
    date: new Date(start),
    conditions: [
      ['starts-with', '$key', 'photos/xhqgmdh/'],
      ['starts-with', '$Content-Type', 'image/'],
      ...(goesOn ? [{ success_action_redirect: onwards }] : []),
    ],
    fields: {
      key,
      'Content-Type': 'image/png',
      ...(goesOn ? { success_action_redirect: onwards } : {}),
    },
  });
  const form = await new Response(request.body, { headers: request.headers }).formData();
  form.delete('file');
  const inputs = [...form].map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  // A page of its own each time: the edge remembers.
  const path = goesOn ? 'g/by-form' : 'g/by-script';
  const html = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; script-src 'unsafe-inline'; connect-src 'self' ${photos}; form-action 'self' ${photos}; img-src ${photos}">
    <form action="${photos}" method="post" enctype="multipart/form-data">${inputs.join('')}
    <input type="file" name="file"><button>Upload</button></form>`;
  await harness.call('s3', {
    method: 'PUT',
    url: `https://s3.us-west-2.amazonaws.com/queenofsandiego.com/${path}.html`,
    body: html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'x-amz-content-sha256': createHash('sha256').update(html).digest('hex'),
    },
  });
  page = await browser.newPage();
  await page.goto(`${harness.cloud.endpoints.guestSite}/${path}`);
  await page.setInputFiles('input[type=file]', { name: 'dot.png', mimeType: 'image/png', buffer: dot });
}

test('a real browser uploads from the guest page by its form, and comes back to the site', async () => {
  await openGuestPage('photos/xhqgmdh/form.png', true);
  const { guestSite } = harness.cloud.endpoints;
  await Promise.all([page.waitForURL(`${guestSite}/g/presign**`), page.click('button')]);
  const { searchParams } = new URL(page.url());
  expect([searchParams.get('booking_id'), searchParams.get('key')]).toEqual([
    'xhqgmdh',
    'photos/xhqgmdh/form.png',
  ]);
  const uploads = harness.cloud.log.filter(({ operation }) => operation === 'PostObject');
  expect(uploads).toMatchObject([{ status: 303, caller: 'browser', booking: 'xhqgmdh' }]);
  await page.close();
});

test('a real browser uploads by script with progress, is told how it ended, and shows the picture', async () => {
  const Key = 'photos/xhqgmdh/script.png';
  await openGuestPage(Key, false);
  const from = harness.cloud.log.length;
  // Whoever watches an upload makes the browser ask first.
  const sent = await page.evaluate(`new Promise((resolve, reject) => {
    const form = document.querySelector('form');
    const request = new XMLHttpRequest();
    let loaded = 0;
    request.upload.addEventListener('progress', (event) => { loaded = event.loaded; });
    request.addEventListener('error', () => reject(new Error('blocked')));
    request.addEventListener('load', () =>
      resolve({ status: request.status, etag: request.getResponseHeader('etag'), loaded }));
    request.open('POST', form.action);
    request.send(new FormData(form));
  })`);
  expect(sent).toEqual({
    status: 204,
    etag: JSON.stringify(createHash('md5').update(dot).digest('hex')),
    loaded: expect.toSatisfy((bytes: number) => bytes > dot.length),
  });
  expect(harness.cloud.log.slice(from).map(({ operation, caller }) => [operation, caller])).toEqual([
    ['PreflightRequest', 'browser'],
    ['PostObject', 'browser'],
  ]);

  const client = new S3Client({
    region: 'us-west-2',
    credentials: functionKeys(harness.cloud),
    endpoint: harness.cloud.endpoints.aws,
    forcePathStyle: true,
  });
  const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key }), {
    signingDate: new Date(start),
  });
  const width = await page.evaluate(`new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image.naturalWidth);
    image.onerror = () => reject(new Error('not shown'));
    image.src = ${JSON.stringify(url)};
  })`);
  expect(width).toBe(1);
  client.destroy();
  await page.close();
});
