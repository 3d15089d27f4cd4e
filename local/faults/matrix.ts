import type { FaultDesk } from './fault-desk.ts';
import { type Circumstances, needlessHelp } from './human.ts';
import { arm, canHappen, MISHAPS, type Mishap } from './mishaps.ts';
import { discoverOperations, labelOf, type Operation } from './operations.ts';
import { recover, required } from './recovery.ts';
import type { Scenario } from './scenarios.ts';
import type { Services } from './services.ts';

/** What one mishap at one operation came to. */
export interface Cell {
  operation: string;
  mishap: string;
  /** The captain had to say something, or click once more. */
  asked: boolean;
  /** In words; nothing where all is as it should be. */
  faults: string[];
}

export interface Matrix {
  scenario: Scenario['name'];
  services: Services;
  /** In the order in which a publish does them. */
  operations: string[];
  cells: Cell[];
}

interface Trial {
  bookingId: string;
  operation: Operation;
  mishap: Mishap;
}

/**
 * Each execution reads all rows, so that many short sheets are faster than one long one; and the local crew system
 * answers all that the timer finishes at once in one process, which has its time limit.
 */
const TRIALS_A_DESK = 24;
/** The same in each desk, so that it can be opened as an earlier one was left. */
const BOOKING_IDS = Array.from({ length: TRIALS_A_DESK }, (_, index) => `F${index}-TRIAL`);

/**
 * Tries each mishap at each remote operation of a click, each with a booking of its own in a local system; lets the
 * standing timer tick until it rests; has the captain do what the sheet asks for; and holds what each system then
 * holds against what it should.
 */
export async function tryMatrix(scenario: Scenario, services: Services): Promise<Matrix> {
  const withDesk = async <Result>(work: (desk: FaultDesk) => Promise<Result>): Promise<Result> => {
    const desk = await scenario.open(services, BOOKING_IDS);
    try {
      return await work(desk);
    } finally {
      await desk.close();
    }
  };
  const [first = ''] = BOOKING_IDS;
  const operations = await withDesk((desk) => {
    scenario.begin(desk, [first]);
    return discoverOperations(desk, first);
  });
  const tries = triesOf(operations, services);
  const cells: Cell[] = [];
  while (tries.length > 0) {
    const trials = tries
      .splice(0, TRIALS_A_DESK)
      .map((one, index): Trial => ({ ...one, bookingId: BOOKING_IDS[index] ?? '' }));
    cells.push(...(await withDesk((desk) => tryAll(desk, trials, { operations, scenario, services }))));
  }
  return { scenario: scenario.name, services, operations: operations.map(labelOf), cells };
}

async function tryAll(
  desk: FaultDesk,
  trials: readonly Trial[],
  about: Pick<Circumstances, 'operations' | 'scenario' | 'services'>,
): Promise<Cell[]> {
  const { scenario, services } = about;
  const bookingIds = trials.map(({ bookingId }) => bookingId);
  scenario.begin(desk, bookingIds);
  const missed = new Set<string>();
  for (const { bookingId, mishap, operation } of trials) {
    desk.system.project.evictCaches();
    const { onBridgeCall, happened } = arm(desk, mishap, operation);
    await desk.publish([bookingId], onBridgeCall);
    if (!happened()) missed.add(bookingId);
    desk.clearMishaps();
  }
  const expected = (bookingId: string) => scenario.expected(desk.dayOf(bookingId));
  const recoveries = await recover(desk, bookingIds, expected, services);
  return trials.map(({ bookingId, operation, mishap }): Cell => {
    const { faults, asked, clicked } = required(recoveries, bookingId);
    const needless = needlessHelp({ asked, clicked }, { mishap, operation, ...about });
    const didNotHappen = missed.has(bookingId) ? ['the mishap did not happen'] : [];
    return {
      operation: labelOf(operation),
      mishap: mishap.name,
      asked: clicked || asked.length > 0,
      faults: [...didNotHappen, ...faults, ...needless],
    };
  });
}

/** Requests that leave together are killed together: a kill is tried once for each round, at its first operation. */
function triesOf(operations: readonly Operation[], services: Services): Omit<Trial, 'bookingId'>[] {
  const isFirstOfRound = ({ round }: Operation, index: number) =>
    operations.findIndex((other) => other.round === round) === index;
  return operations.flatMap((operation, index) =>
    MISHAPS.filter((mishap) => canHappen(mishap, operation, services))
      .filter((mishap) => mishap.how !== 'kill' || isFirstOfRound(operation, index))
      .map((mishap) => ({ operation, mishap })),
  );
}
