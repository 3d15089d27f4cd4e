import { BusyDesk, type Cost } from './busy-desk.ts';
import { BATCH, MOST_REPETITIONS } from './extent.ts';
import { atMost, exactly, type Figure, type Limit } from './figure.ts';
import { median } from './median.ts';

const ROWS = 500;

/**
 * What publishing costs in the local system, and what its triggers cost once the season is full.
 * @param published how many published bookings the timer looks through
 */
export async function publishingFigures(
  root: string,
  { repeat, published }: { repeat: number; published: number },
): Promise<Figure[]> {
  const repetitions = Math.min(repeat, MOST_REPETITIONS);
  const desk = await BusyDesk.open(root);
  try {
    const cold = await desk.publish(1);
    const singles = await times(repetitions, () => desk.publish(1));
    const batch = await desk.publish(BATCH);
    for (let missing = published - 1 - singles.length - BATCH; missing > 0; missing -= BATCH) {
      await desk.publish(Math.min(BATCH, missing));
    }
    const ticks = await times(repetitions, () => desk.tick());

    desk.removeInstalledTriggers();
    desk.addDrafts(ROWS - published);
    // The first makes a card of each new row.
    await desk.editGross(1000);
    const edits = await times(repetitions, (index) => desk.editGross(1001 + index));

    const timer = `timer with ${published} published, nothing to do`;
    return [
      ...publishCounts('one booking, nothing cached', [cold], { rounds: atMost(7), calls: atMost(25) }),
      ...publishCounts('one booking', singles, { rounds: atMost(5), calls: atMost(25) }),
      time('one booking', singles),
      ...publishCounts(`batch of ${BATCH}`, [batch], { rounds: atMost(8), calls: atMost(40) }),
      {
        name: `batch of ${BATCH}: CloudFront invalidations`,
        value: batch.invalidations,
        unit: 'invalidations',
        limit: exactly(1),
      },
      time(`batch of ${BATCH}`, [batch]),
      requests(timer, ticks),
      spreadsheetCalls(timer, ticks),
      time(timer, ticks),
      spreadsheetCalls(`simple onEdit in ${ROWS} rows`, edits),
      time(`simple onEdit in ${ROWS} rows`, edits),
    ];
  } finally {
    await desk.close();
  }
}

async function times(count: number, measure: (index: number) => Promise<Cost>): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let index = 0; index < count; index += 1) costs.push(await measure(index));
  return costs;
}

function publishCounts(name: string, costs: Cost[], limits: { rounds: Limit; calls: Limit }): Figure[] {
  return [
    { name: `${name}: rounds`, value: most(costs, 'rounds'), unit: 'rounds', limit: limits.rounds },
    requests(name, costs),
    { ...spreadsheetCalls(name, costs), limit: limits.calls },
  ];
}

function requests(name: string, costs: Cost[]): Figure {
  return { name: `${name}: requests`, value: most(costs, 'urlFetch'), unit: 'requests' };
}

/** Reads, writes and flushes. */
function spreadsheetCalls(name: string, costs: Cost[]): Figure {
  return { name: `${name}: spreadsheet calls`, value: most(costs, 'spreadsheet'), unit: 'calls' };
}

function time(name: string, costs: Cost[]): Figure {
  return { name: `${name}: time`, value: median(costs.map(({ milliseconds }) => milliseconds)), unit: 'ms' };
}

/** Counts are the same each time; if they aren't, the worst is what a limit is about. */
function most(costs: Cost[], count: 'rounds' | 'urlFetch' | 'spreadsheet'): number {
  return Math.max(...costs.map(({ counts }) => counts[count]));
}
