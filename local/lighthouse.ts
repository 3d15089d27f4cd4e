import { createServer } from 'node:net';
import type { Result } from 'lighthouse';
import { launchChromium } from './chromium.ts';

export type Category = 'accessibility' | 'best-practices' | 'performance';

/** What Lighthouse says of a page on a phone. */
export interface PageAudit {
  /** From 0 to 100, of those that were asked for. */
  scores: Partial<Record<Category, number>>;
  /** What costs points, a line each. */
  findings: string[];
  /** Milliseconds on a simulated slow 4G until the largest thing of the first screen is there; measured for `performance`. */
  largestPaint: number | undefined;
}

/** Only performance is about when things come; for all else it is enough that they have come. */
const WITHOUT_WAITING = {
  pauseAfterFcpMs: 0,
  pauseAfterLoadMs: 0,
  cpuQuietThresholdMs: 0,
} as const;

/** Opens the page in a browser of its own. */
export async function auditPage(url: string, categories: readonly Category[]): Promise<PageAudit> {
  const port = await freePort();
  const [{ default: lighthouse }, browser] = await Promise.all([
    import('lighthouse'),
    launchChromium([`--remote-debugging-port=${port}`]),
  ]);
  try {
    const run = await lighthouse(url, {
      ...{ port, output: 'json', logLevel: 'silent' },
      onlyCategories: [...categories],
      ...(!categories.includes('performance') && WITHOUT_WAITING),
    });
    if (!run) throw new Error(`Lighthouse gave no result for ${url}.`);
    return auditOf(run.lhr, categories);
  } finally {
    await browser.close();
  }
}

function auditOf({ categories, audits, runtimeError }: Result, asked: readonly Category[]): PageAudit {
  if (runtimeError) throw new Error(`Lighthouse failed: ${runtimeError.message}`);
  const costly = (name: Category) =>
    (categories[name]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = audits[id];
      const costs = weight > 0 && audit !== undefined && audit.score !== null && audit.score < 1;
      return costs ? [`${id}: ${audit.title}`] : [];
    });
  return {
    scores: Object.fromEntries(asked.map((name) => [name, Math.round((categories[name]?.score ?? 0) * 100)])),
    findings: asked.flatMap(costly),
    largestPaint: audits['largest-contentful-paint']?.numericValue,
  };
}

/** Chromium tells nobody but its log which port it took by itself. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
