import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../local/chromium.ts';
import { projectRoot } from '../local/project-root.ts';
import { readTables } from '../local/tables/example-tables.ts';
import { sections } from '../local/workbench/layout.ts';
import { accessibilityViolations } from './support/accessibility.ts';
import { ServedWorkbench, Visitor } from './support/workbench-visitor.ts';

let browser: Browser;
let workbench: ServedWorkbench;

beforeAll(async () => {
  [browser, workbench] = await Promise.all([launchChromium(), ServedWorkbench.open()]);
  const { bookings } = await readTables(projectRoot(), {});
  const rows = workbench.system.paste('bookings', bookings);
  await workbench.system.publishRows(rows.slice(0, 1));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await workbench?.close();
});

const looks = [
  { width: 360, dark: false },
  { width: 360, dark: true },
  { width: 1280, dark: false },
  { width: 1280, dark: true },
];

describe.each(looks)('at $width px, dark: $dark', (look) => {
  it('axe finds nothing in the workbench nor in what the others see', async () => {
    const visitor = await Visitor.to(workbench, browser, look);
    try {
      const found: Record<string, string[]> = { '/': await accessibilityViolations(visitor.page) };
      await visitor.page.getByRole('button', { name: 'Charter' }).click();
      found['the menu'] = await accessibilityViolations(visitor.page);
      for (const { path } of sections.slice(1)) {
        await visitor.page.goto(`${workbench.url}${path}`);
        found[path] = await accessibilityViolations(visitor.page);
      }
      expect(
        Object.fromEntries(Object.entries(found).filter(([, violations]) => violations.length > 0)),
      ).toEqual({});
    } finally {
      await visitor.close();
    }
  }, 120_000);
});
