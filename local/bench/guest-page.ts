import { chromiumPath } from '../chromium.ts';
import { auditPage } from '../lighthouse.ts';
import { LocalSystem } from '../system.ts';
import { readTables } from '../tables/example-tables.ts';
import { atLeast, atMost, type Figure } from './figure.ts';
import { median } from './median.ts';
import { sampleBookings } from './sample-bookings.ts';

/** An audit takes ten seconds, and its simulation evens out most of what differs. */
const MOST_REPETITIONS = 3;
const NOON = Date.parse('2027-05-01T12:00:00-07:00');

/**
 * What a guest waits for: the page's size and, where there is a browser, how Lighthouse rates it for a middling phone on
 * a simulated slow 4G (1.6 Mbit/s, 150 ms to the server and back), uncompressed as the local cloud sends it.
 */
export async function guestPageFigures(root: string, repeat: number): Promise<Figure[]> {
  const ports = { aws: 0, guestSite: 0, crewApi: 0 };
  const [system, examples] = await Promise.all([
    LocalSystem.start({ root, now: NOON, ports }),
    readTables(root, {}),
  ]);
  try {
    system.pasteReferences(examples);
    const url = await publishedPage(system, sampleBookings(examples.bookings, 0, 1, 'Ready'));
    const bytes = (await (await fetch(url)).arrayBuffer()).byteLength;
    return [
      { name: 'guest page', value: bytes, unit: 'bytes', limit: atMost(40 * 1024) },
      ...(chromiumPath() ? await audited(url, Math.min(repeat, MOST_REPETITIONS)) : []),
    ];
  } finally {
    await system.stop();
  }
}

async function publishedPage(
  system: LocalSystem,
  bookings: ReturnType<typeof sampleBookings>,
): Promise<string> {
  await system.publishRows(system.paste('bookings', bookings));
  const [report] = await system.describe(['BENCH-0001']);
  if (!report?.guestPageUrl) throw new Error(`No page was published: ${JSON.stringify(report)}`);
  return system.cloud.forBrowser(report.guestPageUrl);
}

async function audited(url: string, repetitions: number): Promise<Figure[]> {
  const audits = [];
  for (let index = 0; index < repetitions; index += 1) audits.push(await auditPage(url, ['performance']));
  return [
    {
      name: 'guest page on a phone: Lighthouse performance',
      value: median(audits.map(({ scores }) => scores.performance ?? 0)),
      unit: 'points',
      limit: atLeast(95),
    },
    {
      name: 'guest page on a phone, slow 4G: largest paint',
      value: median(audits.map(({ largestPaint }) => largestPaint ?? Number.POSITIVE_INFINITY)),
      unit: 'ms',
      limit: atMost(2000),
    },
  ];
}
