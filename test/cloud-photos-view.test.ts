import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucket, functionKeys, upload } from './support/cloud-uploads.ts';
import { Desk } from './support/desk.ts';
import { part, Workbench } from './support/workbench.ts';

let desk: Desk;
let workbench: Workbench;
beforeAll(async () => {
  desk = await Desk.open();
  workbench = new Workbench(desk.system);
});
afterAll(() => desk.close());

test('the workbench shows what guests uploaded beside the pages', async () => {
  const { cloud, clock } = desk.system;
  const request = await upload({
    credentials: functionKeys(cloud),
    date: new Date(clock.now()),
    conditions: [
      ['starts-with', '$key', ''],
      ['starts-with', '$Content-Type', 'image/'],
    ],
    fields: { 'Content-Type': 'image/jpeg' },
  });
  expect((await cloud.exchange(request)).status).toBe(204);
  const page = await workbench.page('/bucket');
  expect(page).toContain(`<h2>${bucket}</h2>`);
  const card = part(page, '<h3>photos/xhqgmdh/one.jpg</h3>', 'li');
  expect(card).toContain('<dt>Size</dt><dd>7 bytes</dd>');
  expect(card).toContain('<dt>Content type</dt><dd>image/jpeg</dd>');
  const object = await workbench.page(`/bucket/${bucket}/object?key=photos%2Fxhqgmdh%2Fone.jpg`);
  expect(object).toContain('It is no text: 7 bytes of image/jpeg.');
});
