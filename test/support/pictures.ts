import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../local/project-root.ts';

/** Where the documentation's pictures go, when they are asked for: `npm run screenshots`. */
const asked = process.env.SCREENSHOTS;
const directory = asked ? path.join(projectRoot(), asked) : undefined;

const WIDTHS = [360, 1280];
const HEIGHT = 740;
/** Half the size of a photograph's usual 80, and texts stay sharp. */
const QUALITY = 60;

/** The whole page, on a phone and on a desk. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!directory) return;
  await page.evaluate('document.activeElement?.blur()');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    const file = path.join(directory, 'pages', `${name}-${width}.webp`);
    await page.screenshot({ path: file, type: 'webp', quality: QUALITY, fullPage: true });
  }
}

/** Phones side by side, each with the first screen of a page. */
export class Phones {
  private readonly screens: { caption: string; image: string }[] = [];

  async add(page: Page, caption: string): Promise<void> {
    if (!directory) return;
    await page.setViewportSize({ width: 340, height: 700 });
    await page.evaluate('scrollTo(0, 0)');
    this.screens.push({ caption, image: (await page.screenshot()).toString('base64') });
  }

  async picture(page: Page, name: string): Promise<void> {
    if (!directory) return;
    await page.setViewportSize({ width: 1140, height: 800 });
    const figures = this.screens.map(
      ({ caption, image }) =>
        `<figure><img src="data:image/png;base64,${image}"><figcaption>${caption}</figcaption></figure>`,
    );
    // On a page of ours, its policy would forbid these styles.
    await page.goto('about:blank');
    await page.setContent(`<style>
      body { margin: 0; padding: 24px; display: flex; justify-content: space-around; background: #e8eef2; font: 17px system-ui, sans-serif; color: #12263a; }
      figure { margin: 0; text-align: center; }
      img { display: block; margin-bottom: 12px; border: 7px solid #12263a; border-radius: 28px; }
    </style>${figures.join('')}`);
    await page.screenshot({
      path: path.join(directory, `${name}.webp`),
      type: 'webp',
      quality: QUALITY,
      fullPage: true,
    });
  }
}
