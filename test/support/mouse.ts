import type { Locator, Page } from 'playwright-core';
import { vi } from 'vitest';

export interface Point {
  x: number;
  y: number;
}

/** In the window, once it is scrolled to. What is drawn anew meanwhile is looked for again. */
export async function middleOf(what: Locator): Promise<Point> {
  const box = await vi.waitFor(
    async () => {
      await what.scrollIntoViewIfNeeded({ timeout: 1000 });
      return (await what.boundingBox()) ?? Promise.reject(new Error(`${what} is not to be seen.`));
    },
    { timeout: 30_000, interval: 20 },
  );
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** From the middle of one to the middle of the other. */
export async function drag({ mouse }: Page, what: Locator, to: Locator): Promise<void> {
  const [from, end] = [await middleOf(what), await middleOf(to)];
  await mouse.move(from.x, from.y);
  await mouse.down();
  // A hand sets out slowly, which is how a drag is told from a click.
  await mouse.move(from.x + 20, from.y + 5, { steps: 3 });
  await mouse.move(end.x, end.y, { steps: 8 });
  await mouse.up();
}
