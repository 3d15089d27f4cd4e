import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { accessibilityViolations } from './accessibility.ts';

const measuresFile = path.join(import.meta.dirname, 'page-measures.js');
const HEIGHT = 740;
/** WCAG's narrowest screen, which a zoom of 400 % makes of 1280 px. */
const NARROWEST = 320;
const PHONE = 360;
const DESK = 1280;
/** Colours don't depend on the width, nor widths on the colours. */
const LOOKS = [
  { colorScheme: 'light', width: PHONE },
  { colorScheme: 'dark', width: DESK },
] as const;
/** A page has fewer; a video has several of its own. */
const MOST_TAB_STOPS = 100;

interface Focus {
  index: number;
  faults: string[];
}

/**
 * What is wrong with a page as it stands, on a phone and on a desk, light and dark: nothing, one hopes. It finds what axe
 * does, targets too small to touch, and text lost on the narrowest screen or where it is twice as large.
 */
export async function appearanceFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const { colorScheme, width } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: HEIGHT });
    const violations = await accessibilityViolations(page);
    faults.push(...violations.map((violation) => `${colorScheme}, ${width} px: ${violation}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate(await readFile(measuresFile, 'utf8'));
  const measure = async (where: string, ...measures: string[]) => {
    const calls = measures.map((name) => `...pageMeasures.${name}()`);
    const found = (await page.evaluate(`[${calls.join()}]`)) as string[];
    faults.push(...found.map((fault) => `${where}: ${fault}`));
  };
  for (const width of [NARROWEST, PHONE, DESK]) {
    await page.setViewportSize({ width, height: HEIGHT });
    await measure(`${width} px`, 'smallTargets', 'sideways', 'cutText', 'brokenWords');
  }
  await page.setViewportSize({ width: PHONE, height: HEIGHT });
  await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
  await measure(`${PHONE} px, text twice as large`, 'smallTargets', 'sideways', 'cutText');
  await page.evaluate(`document.documentElement.style.fontSize = ''`);
  return faults;
}

/** What is wrong with a page for whoever goes through it by the Tab key. */
export async function keyboardFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(measuresFile, 'utf8'));
  const names = (await page.evaluate('pageMeasures.controlNames()')) as string[];
  const reached: number[] = [];
  const faults: string[] = [];
  for (let stop = 0; stop < MOST_TAB_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const focus = (await page.evaluate('pageMeasures.focused()')) as Focus | null;
    // Past the last control the browser begins again.
    if (!focus || (focus.index === reached[0] && reached.length > 1)) break;
    if (reached.at(-1) === focus.index) continue;
    reached.push(focus.index);
    faults.push(...focus.faults);
  }
  const order = [...reached].sort((a, b) => a - b);
  if (reached.join() !== order.join()) faults.push(`the Tab key jumps: ${reached.join()}`);
  return [
    ...faults,
    ...names.flatMap((name, index) => (reached.includes(index) ? [] : [`never focused: ${name}`])),
  ];
}
